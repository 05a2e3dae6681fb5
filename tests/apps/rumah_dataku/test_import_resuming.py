"""Storing village by village: what a failure leaves, how it is gone on with, and that nobody works on a run twice."""

from __future__ import annotations

import pytest

from padu.access import events
from padu.access.actor import Actor, system_actor
from padu.access.events import Event
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.rumah_dataku.models import Family, ImportChunk, ImportRun, Person
from padu.apps.rumah_dataku.selectors.imports import progress_of
from padu.apps.rumah_dataku.services import StoreMode, import_check, import_order_store, import_retry, import_store
from padu.apps.rumah_dataku.services import storing as storing_module
from padu.apps.rumah_dataku.services.portions import only_worker
from tests.apps.rumah_dataku.files import check, families_file
from tests.people import make_person

pytestmark = pytest.mark.django_db
DISTRICT = "13.01.01"
VILLAGES = ("13.01.01.2001", "13.01.01.2002", "13.01.01.2003")


@pytest.fixture
def plkb(people) -> Actor:
    return make_person("plkb", Role.PLKB, DISTRICT).actor


def three_villages() -> bytes:
    """A family of one person in each of three villages."""
    keys = [(f"K-{at}", code) for at, code in enumerate(VILLAGES, start=1)]
    return families_file(
        [{"No. keluarga": key, "Kode desa": code, "No. KK": f"13010101011200{key[-1]}1"} for key, code in keys],
        [{"No. keluarga": key, "NIK": f"13010145039700{key[-1]}1"} for key, _ in keys],
    )


def ordered(actor: Actor) -> ImportRun:
    run = check(actor, three_villages(), region_code=DISTRICT)
    return import_order_store(actor=actor, run_id=run.pk, mode=StoreMode.ALL)


def stored_villages() -> list[str]:
    with scoped(system_actor("00", Verb.FAMILY_READ)):
        assert Person.objects.count() == Family.objects.count()
        return list(Family.objects.order_by("region_code").values_list("region_code", flat=True))


def break_at(monkeypatch, number: int, error: type[BaseException]) -> None:
    """Break off while the marker of the n-th village is written, after its rows."""
    real, marked = storing_module.mark_chunk, list[str]()

    def breaking(run, village, *rest):
        real(run, village, *rest)
        marked.append(village)
        if len(marked) == number:
            raise error

    monkeypatch.setattr(storing_module, "mark_chunk", breaking)


def test_each_village_is_marked_with_what_was_new(plkb):
    run = import_store(actor=plkb, run_id=ordered(plkb).pk)
    assert (run.state, run.counts["families_stored"], run.counts["families_new"]) == ("stored", 3, 3)
    with scoped(plkb):
        chunks = list(ImportChunk.objects.filter(run=run).order_by("village"))
        families = {f.region_code: f.pk for f in Family.objects.all()}
    assert [chunk.village for chunk in chunks] == list(VILLAGES)
    assert [chunk.families for chunk in chunks] == [[families[code]] for code in VILLAGES]
    assert all(len(chunk.persons) == len(chunk.households) == len(chunk.surveys) == 1 for chunk in chunks)


def test_a_failure_half_way_says_what_is_stored_and_the_rest_follows(plkb, monkeypatch):
    run = ordered(plkb)
    break_at(monkeypatch, 2, RuntimeError)
    with pytest.raises(RuntimeError):
        import_store(actor=plkb, run_id=run.pk)
    monkeypatch.undo()
    assert stored_villages() == [VILLAGES[0]]
    with scoped(plkb):
        run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    assert "1 dari 3 desa" in run.problem[0]["kept"]

    import_retry(actor=plkb, run_id=run.pk)
    run = import_check(actor=plkb, run_id=run.pk)
    assert (run.counts["families_new"], run.counts["families_same"]) == (2, 1)
    import_order_store(actor=plkb, run_id=run.pk, mode=StoreMode.ALL)
    run = import_store(actor=plkb, run_id=run.pk)
    assert (run.state, run.counts["families_stored"], run.counts["families_new"]) == ("stored", 3, 2)
    assert stored_villages() == list(VILLAGES)


def test_the_figures_of_what_was_stored_before_a_failure_are_asked_for(
    plkb, monkeypatch, django_capture_on_commit_callbacks
):
    heard: list[dict[str, object]] = []
    monkeypatch.setitem(events._receivers, Event.FAMILIES_STORED, [lambda **ids: heard.append(ids)])
    run = ordered(plkb)
    break_at(monkeypatch, 2, RuntimeError)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        import_store(actor=plkb, run_id=run.pk)
    assert heard == [{"region_code": DISTRICT, "year": 2026, "user_id": plkb.user_id}]


def test_a_village_with_a_marker_is_not_stored_again(plkb, monkeypatch):
    """What the next worker does after a kill: the run still stands as checked and ordered."""
    run = ordered(plkb)
    break_at(monkeypatch, 2, RuntimeError)
    with pytest.raises(RuntimeError):
        import_store(actor=plkb, run_id=run.pk)
    monkeypatch.undo()
    with scoped(system_actor("00", *Verb)):
        order = ImportRun.objects.get(pk=run.pk).options | {"store": "all"}
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.CHECKED, options=order, done=5)
        # Somebody mends the village that is stored already: the file must not take that back.
        Family.objects.filter(region_code=VILLAGES[0]).update(hamlet="Dibetulkan")
        marked = ImportChunk.objects.get(run=run)
    with scoped(plkb):
        run.refresh_from_db()
        job = progress_of(run)
    assert job is not None
    assert job.text == "1 dari 3 desa tersimpan"
    run = import_store(actor=plkb, run_id=run.pk)
    assert (run.state, run.counts["families_stored"], run.counts["families_new"]) == ("stored", 3, 3)
    with scoped(plkb):
        assert Family.objects.get(region_code=VILLAGES[0]).hamlet == "Dibetulkan"
        assert ImportChunk.objects.get(run=run, village=VILLAGES[0]).pk == marked.pk


def test_a_run_has_one_worker_at_a_time(db):
    """Another connection waits until the first lets go."""
    from django.db import connection

    locked = "select count(*) from pg_locks where locktype = 'advisory' and objid = 77 and granted"

    def held() -> int:
        with connection.cursor() as cursor:
            cursor.execute(locked)
            count: int = cursor.fetchone()[0]
        return count

    with only_worker(77):
        assert held() == 1
    assert held() == 0
