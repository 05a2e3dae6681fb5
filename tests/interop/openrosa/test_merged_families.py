"""A phone still knows a family that was merged into another meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from padu.access.gate import scoped
from padu.apps.record_linkage.services.merging import Choice, pair_merge
from padu.apps.rumah_dataku.models import Family, Person
from padu.apps.rumah_dataku.services.family_cells import FamilyCells
from padu.apps.rumah_dataku.services.family_entering import family_save, stored_family
from padu.interop.openrosa.models import FamilyEntity, Submission
from tests.apps.record_linkage.test_merge_and_back import pair_of
from tests.interop.openrosa.conftest import Phone
from tests.interop.openrosa.filling import family_xml
from tests.interop.openrosa.test_a_day_offline import State, listed, reader, store_families, submissions
from tests.people import VILLAGE, People
from tests.people import Person as Somebody


def merge_first_two(people: People) -> tuple[int, int]:
    """The second family is the first once more: the heads are one person, the child comes over."""
    with scoped(reader()):
        keep, drop = Family.objects.filter(active=True).order_by("pk").values_list("pk", flat=True)[:2]
        heads = list(
            Person.objects.filter(family_id__in=(keep, drop), line=1).order_by("pk").values_list("pk", flat=True)
        )
    pair = pair_of("family", keep, drop, [heads])
    with scoped(people.pokja.actor):
        pair_merge(actor=people.pokja.actor, pair_id=pair.pk, choice=Choice(keep_id=keep, reason="Diperiksa di rumah"))
    return keep, drop


def names(family_id: int) -> list[tuple[int, str]]:
    with scoped(reader()):
        rows = Person.objects.filter(family_id=family_id, active=True).order_by("line")
        return list(rows.values_list("line", "name"))


def test_its_form_waits_beside_the_family_that_stays_with_each_member_where_they_are(
    people: People, phone: Phone, client_of: Callable[[Somebody], Client]
) -> None:
    store_families(people.pokja.actor, VILLAGE, 2)
    second = next(row for row in listed(phone) if row["head_name"] == "Kepala 2")
    keep, drop = merge_first_two(people)
    assert names(keep) == [(1, "Kepala 1"), (2, "Anak 1"), (3, "Anak 2")]
    # The list hands out the family that stays only.
    assert [row["head_name"] for row in listed(phone)] == ["Kepala 1"]
    assert {row["label"] for row in listed(phone, "anggota")} == {"1. Kepala 1", "2. Anak 1", "3. Anak 2"}
    uuid = UUID(second["name"])
    child = {"siapa": f"{uuid}_2", "name": "Anak Dua", "sex": "1", "relation": "3"}
    form = family_xml(uuid, base=int(second["__version"]), cells={"hamlet": "Lereng"}, members=[child])
    assert phone.send(form).status_code == 201
    assert submissions() == {State.CONFLICT: 1}
    with scoped(reader()):
        [waiting] = Submission.objects.all()
        version = FamilyEntity.objects.get(family_id=keep).version
    assert waiting.family_id == keep
    browser, before = client_of(people.pokja), names(keep)
    page = browser.get(f"/kiriman-ponsel/{waiting.pk}/").content.decode()
    # The child of the second line there is the third here; the second one here is somebody else.
    assert "Anggota 3" in page
    assert "Anggota 2" not in page
    assert names(keep) == before
    chosen = {"keputusan": "gabung", "versi": str(version), "reason": "Nama menurut akta", "ambil": ["3.name"]}
    assert browser.post(f"/kiriman-ponsel/{waiting.pk}/", chosen).status_code == 302
    assert submissions() == {State.STORED: 1}
    assert names(keep) == [(1, "Kepala 1"), (2, "Anak 1"), (3, "Anak Dua")]
    assert names(drop) == []


def test_a_form_of_the_dropped_family_brings_nobody_back(people: People, phone: Phone) -> None:
    actor = people.pokja.actor
    store_families(actor, VILLAGE, 2)
    with scoped(reader()):
        drop = Family.objects.get(source_key="K-2").pk
    open_before: FamilyCells = stored_family(actor, drop, 2026)
    merge_first_two(people)
    outcome = family_save(actor=actor, cells=open_before)
    assert outcome.family_id is None
    assert "family_merged" in {one.code for one in outcome.findings}
    assert names(drop) == []
