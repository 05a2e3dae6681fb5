"""Whole families that a list of the entire village no longer names are asked about, and never closed by themselves."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import Family, ImportRun, MissingFamily, Person
from padu.apps.rumah_dataku.selectors.missing_families import missing_of_village
from padu.apps.rumah_dataku.services import (
    ImportRefused,
    StoreMode,
    import_order_store,
    import_order_undo,
    import_store,
    import_undo,
)
from padu.apps.rumah_dataku.services.life_event_undoing import life_event_undo
from padu.apps.rumah_dataku.services.life_events import NewEvent, life_event_record
from padu.apps.rumah_dataku.services.missing_families import missing_family_answer
from padu.domain.life_events.happening import Happening
from padu.domain.life_events.kinds import Kind
from tests.apps.record_linkage.rows import duty
from tests.apps.rumah_dataku.files import VILLAGE, Cells, check, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.apps.rumah_dataku.village_families import make_family

pytestmark = pytest.mark.django_db
SECOND = {"No. keluarga": "K-2", "No. KK": "1301010101120002"}
UPIK = {"No. keluarga": "K-2", "NIK": "1301014503970002", "K.02 Nama": "Upik"}
THIRD = {"No. keluarga": "K-3", "No. KK": "1301010101120003"}
BUJANG = {"No. keluarga": "K-3", "NIK": "1301014503970003", "K.02 Nama": "Bujang"}
ALL = (({}, {}), (SECOND, UPIK), (THIRD, BUJANG))


def rows(*numbers: int, mark: str = "") -> bytes:
    chosen = [ALL[number - 1] for number in numbers]
    families: list[Cells] = [dict(family, **{"Kolom lain": mark}) for family, _ in chosen]
    return families_file(families, [person for _, person in chosen])


def store_whole(actor: Actor, content: bytes, **fields: int) -> ImportRun:
    run = check(actor, content, **fields)
    import_order_store(actor=actor, run_id=run.pk, mode=StoreMode.ALL, whole=True)
    return import_store(actor=actor, run_id=run.pk)


def asked(answer: str = "") -> list[str]:
    with scoped(duty(VILLAGE)):
        found = missing_of_village(VILLAGE, answer).order_by("pk").select_related("family")
        return [row.family.source_key for row in found]


def the_question(key: str) -> MissingFamily:
    with scoped(duty(VILLAGE)):
        found: MissingFamily = MissingFamily.objects.filter(family__source_key=key).latest("pk")
    return found


def say(actor: Actor, key: str, answer: str) -> None:
    with scoped(actor):
        missing_family_answer(actor=actor, missing_id=the_question(key).pk, answer=answer, note="Ditanyakan ke RT")


def test_nobody_is_asked_about_unless_the_sender_says_that_the_file_is_whole(pokja: Actor) -> None:
    store(pokja, rows(1, 2, 3))
    make_family(VILLAGE, key="lain")  # of another source: the list does not speak of it
    store(pokja, rows(1, mark="a"))
    assert asked() == []
    run = store_whole(pokja, rows(1, mark="b"))
    assert asked() == ["K-2", "K-3"]
    assert run.counts["families_asked"] == 2
    with scoped(duty(VILLAGE)):
        assert Family.objects.filter(active=True).count() == 4


def test_the_same_list_again_asks_nothing_anew(pokja: Actor) -> None:
    store(pokja, rows(1, 2, 3))
    store_whole(pokja, rows(1, mark="a"))
    say(pokja, "K-2", "here")
    again = store_whole(pokja, rows(1, mark="b"))
    assert again.counts["families_asked"] == 0
    assert (asked(), asked("here")) == (["K-3"], ["K-2"])
    # Another data year asks again.
    later = store_whole(pokja, rows(1, mark="c"), year=2027)
    assert later.counts["families_asked"] == 1
    assert asked() == ["K-3", "K-2"]


def test_a_list_that_names_it_again_answers(pokja: Actor) -> None:
    store(pokja, rows(1, 2, 3))
    store_whole(pokja, rows(1, mark="a"))
    run = store(pokja, rows(2, mark="b"))
    assert (asked(), asked("found")) == (["K-3"], ["K-2"])
    import_order_undo(actor=pokja, run_id=run.pk, reason="Berkasnya keliru sama sekali")
    import_undo(actor=pokja, run_id=run.pk)
    assert asked() == ["K-2", "K-3"]


def test_taking_the_list_back_takes_its_questions_back(pokja: Actor) -> None:
    store(pokja, rows(1, 2, 3))
    run = store_whole(pokja, rows(1, mark="a"))
    import_order_undo(actor=pokja, run_id=run.pk, reason="Berkasnya keliru sama sekali")
    import_undo(actor=pokja, run_id=run.pk)
    assert asked() == []


def test_moving_away_answers_and_its_undo_asks_again(pokja: Actor) -> None:
    store(pokja, rows(1, 2))
    store_whole(pokja, rows(1, mark="a"))
    family = the_question("K-2").family_id
    with scoped(duty(VILLAGE)):
        going = tuple(Person.objects.filter(family_id=family).values_list("pk", flat=True))
    with scoped(pokja):
        happening = Happening(Kind.MOVE_OUT, dt.date(2026, 9, 1), family, people=going)
        event = life_event_record(actor=pokja, new=NewEvent(happening, uuid4(), confirmed=True))
        assert asked() == []
        life_event_undo(actor=pokja, event_id=event.pk, why="salah orang")
    assert asked() == ["K-2"]


def test_an_answer_is_taken_back(pokja: Actor) -> None:
    store(pokja, rows(1, 2))
    store_whole(pokja, rows(1, mark="a"))
    for answer in ("unknown", "unknown", "here", ""):
        say(pokja, "K-2", answer)
        assert (asked(answer), the_question("K-2").answered_by is None) == (["K-2"], answer == "")
    with pytest.raises(ValueError, match="found"):
        say(pokja, "K-2", "found")


def test_a_file_of_which_rows_are_kept_out_is_not_whole(pokja: Actor) -> None:
    store(pokja, rows(1, 2))
    run = check(pokja, families_file([{}, THIRD], [{}, {**BUJANG, "NIK": "123"}]))
    for mode, reason in ((StoreMode.GOOD, "not_whole"), (StoreMode.ALL, "bad_rows")):
        with pytest.raises(ImportRefused) as refused:
            import_order_store(actor=pokja, run_id=run.pk, mode=mode, whole=True)
        assert refused.value.data["reason"] == reason
    assert asked() == []


def test_from_the_check_page_to_the_answer(people, client_of) -> None:
    browser, pokja = client_of(people.pokja), people.pokja.actor
    store(pokja, rows(1, 2, 3))
    run = check(pokja, rows(1, mark="a"))
    page = text(browser.get(reverse("import_run", args=[run.pk])))
    assert "2 keluarga tersimpan tidak ada di berkas ini" in page
    browser.post(reverse("import_store", args=[run.pk]), {"mode": "all", "semua": "1"})
    import_store(actor=pokja, run_id=run.pk)
    assert "2 keluarga tidak ada di berkas ini dan ditanyakan" in text(
        browser.get(reverse("import_run", args=[run.pk]))
    )
    assert "2 keluarga tidak ada di berkas desa" in text(browser.get("/"))
    listed = browser.get(reverse("missing_families") + f"?desa={VILLAGE}")
    assert "Upik" in text(listed)
    question = the_question("K-2")
    moving = f"{reverse('family_event_new', args=[question.family_id, 'pindah-keluar'])}?semua=1"
    assert moving in listed.content.decode()
    assert browser.get(moving).content.decode().count("checked") >= 1
    answer = reverse("missing_family_answer", args=[question.pk])
    told = text(browser.post(answer, {"jawab": "here"}, follow=True))
    assert "Dicatat: masih tinggal di sini" in told
    assert "Upik" not in told
    assert "Upik" in text(browser.get(reverse("missing_families") + "?keadaan=di-sini"))
    assert browser.post(answer, {"jawab": "lain"}).status_code == 404
