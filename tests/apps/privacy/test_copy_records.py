"""A citizen's copy holds what was found out, merged, handed over and told about the person, and nothing of others."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.data_quality.services.issue_raising import IssueFound, issue_raise
from padu.apps.privacy.models import DataRequest
from padu.apps.privacy.selectors.copying import person_copy
from padu.apps.record_linkage.models import Merge
from padu.apps.record_linkage.services.merging import Choice, pair_merge
from padu.apps.record_linkage.services.undoing import merge_undo
from padu.apps.rumah_dataku.models import Family, FamilyArrival, Person
from padu.apps.rumah_dataku.services.hand_overs import (
    NewHandOver,
    hand_over_accept,
    hand_over_propose,
    hand_over_refuse,
)
from padu.domain.life_events.kinds import Kind
from tests.apps.record_linkage.rows import duty
from tests.apps.record_linkage.rows import make_family as make_twin
from tests.apps.record_linkage.test_merge_and_back import pair_of
from tests.apps.rumah_dataku.test_life_events import DAY, here, tell
from tests.apps.rumah_dataku.village_families import make_family
from tests.people import NEXT_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db
REASON = "Kata tetangga Pak Rusli mereka satu orang"


def copy_of(people, person: Person, applicant: str = "self") -> dict:
    with scoped(people.pokja.actor):
        family = Family.objects.get(pk=person.family_id)
        ticket = DataRequest.objects.create(
            region_code=VILLAGE, family_id=family.pk, person_id=person.pk, kind="copy", applicant=applicant,
            received_at=timezone.now(),
        )  # fmt: skip
        return person_copy(people.pokja.actor, family, ticket).content


def raise_issue(rule: str, family: Family, person: Person | None, seen: str, what: str = "") -> None:
    key = f"person:{person.pk}" if person else f"family:{family.pk}"
    found = IssueFound(VILLAGE, rule, key, family.pk, person.pk if person else None, seen, what)
    with scoped(duty(VILLAGE)) as actor:
        issue_raise(actor=actor, found=found)


def issues(copy: dict) -> list[tuple]:
    return [(one["tentang"], one["catatan"], one["terlihat"], one["keadaan"]) for one in copy["mutu_data"]]


def test_issues_of_the_person_are_listed_and_of_the_family_for_the_couple_only(people):
    family = make_family(VILLAGE)
    persons = here(people.pokja.actor, family)
    child, wife = persons["Dedi"], persons["Rukiah"]
    raise_issue("nik_reason_missing", family, child, "anggota no. 5")
    raise_issue("older_than_mother", family, child, "anggota no. 5, lahir 2015-01-02, ibu lahir 2015-03-01")
    raise_issue("couple_unanswered", family, None, "istri 41 tahun")
    raise_issue("reported", family, None, "", what="Rukiah pindah ke Padang")
    own = [
        ("orang ini", "NIK kosong tanpa alasan; dicatat belum ditanyakan", "anggota no. 5", "Terbuka"),
        # Of the mother's day of birth nothing is told.
        ("orang ini", "Anak lebih tua daripada ibunya, atau seumur", None, "Terbuka"),
    ]
    assert issues(copy_of(people, child, "guardian")) == own
    assert issues(copy_of(people, wife)) == [
        ("keluarga", "Pasangan usia subur tanpa jawaban bagian KB", None, "Terbuka"),
        ("keluarga", "Dilaporkan keliru oleh petugas", None, "Terbuka"),
    ]


def test_merges_the_record_went_through_are_listed_with_their_undoing_and_without_free_words(people, places):
    born = {"sex": 2, "born": "1990-05-15"}
    families = [
        make_twin(
            VILLAGE, key, [{"name": f"Rusli {key}", "sex": 1, "born": f"198{at}-01-09"}, {"name": "Siti", **born}]
        )
        for at, key in enumerate("AB")
    ]
    with scoped(duty(VILLAGE)):
        kept, dropped = (Person.objects.get(family=one, line=2) for one in families)
        bystander = Person.objects.get(family=families[0], line=1)
    pair = pair_of("person", kept.pk, dropped.pk, [])
    with scoped(people.pokja.actor):
        merge = pair_merge(actor=people.pokja.actor, pair_id=pair.pk, choice=Choice(keep_id=kept.pk, reason=REASON))
    (row,) = copy_of(people, kept)["penyatuan"]
    assert row == {
        "data": "Orang",
        "waktu": merge.merged_at.isoformat(),
        "data_ini": "dipertahankan",
        "dibatalkan": None,
    }
    with scoped(people.pokja.actor):
        merge_undo(actor=people.pokja.actor, merge_id=merge.pk, reason="Ternyata dua orang")
    (row,) = copy_of(people, dropped)["penyatuan"]
    with scoped(duty(VILLAGE)):
        undone = Merge.objects.get().undone_at
    assert (row["data_ini"], row["dibatalkan"]) == ("dilepas", undone.isoformat())
    copy = copy_of(people, bystander)
    assert copy["penyatuan"] == []
    assert "Pak Rusli" not in json.dumps([copy_of(people, kept)["penyatuan"], copy["penyatuan"]])


def test_hand_overs_are_listed_on_both_sides(people):
    pokja, theirs, day = people.pokja.actor, people.pokja_tetangga.actor, DAY
    family = make_family(VILLAGE)
    wife = here(pokja, family)["Rukiah"]
    assert copy_of(people, wife)["serah_terima"] == []
    offered = NewHandOver(family.pk, NEXT_VILLAGE, day, "SKPWNI/1", "Ikut anaknya Budi")
    for answer in ("refuse", "accept"):
        with scoped(pokja):
            hand_over_propose(actor=pokja, new=offered)
        with scoped(theirs):
            arrival = FamilyArrival.objects.get(state="proposed")
            if answer == "refuse":
                hand_over_refuse(actor=theirs, arrival_id=arrival.pk, reason="Tidak tinggal di sini")
            else:
                came = hand_over_accept(
                    actor=theirs, arrival_id=arrival.pk, facts=dict.fromkeys(("rt", "rw", "hamlet"), "")
                )
    rows = copy_of(people, wife)["serah_terima"]
    assert [(one["arah"], one["desa"], one["hari"], one["keadaan"]) for one in rows] == [
        ("ke", "Nagari Muaro Sakai Inderapura", day.isoformat(), "ditolak"),
        ("ke", "Nagari Muaro Sakai Inderapura", day.isoformat(), "diterima"),
    ]
    assert "Budi" not in json.dumps(rows)
    with scoped(theirs):
        there = Family.objects.get(pk=came.new_family)
        person = Person.objects.get(family=there, line=2)
        ticket = DataRequest.objects.create(
            region_code=NEXT_VILLAGE, family_id=there.pk, person_id=person.pk, kind="copy", applicant="self",
            received_at=timezone.now(),
        )  # fmt: skip
        (row,) = person_copy(theirs, there, ticket).content["serah_terima"]
    assert (row["arah"], row["desa"], row["keadaan"]) == ("dari", "Nagari Inderapura", "diterima")


def test_life_events_of_the_person_alone_are_listed(people):
    family = make_family(VILLAGE)
    persons = here(people.pokja.actor, family)
    tell(people.pokja.actor, Kind.DEATH, family, people=(persons["Ahmad Tua"].pk,), new_head=persons["Rukiah"].pk)
    (event,) = copy_of(people, persons["Ahmad Tua"])["kejadian"]
    assert (event["jenis"], event["tanggal"], event["dibatalkan"]) == ("Kematian", DAY.isoformat(), False)
    assert copy_of(people, persons["Dedi"])["kejadian"] == []


def test_paper_and_file_hold_the_new_parts(people, client_of):
    family = make_family(VILLAGE)
    wife = here(people.pokja.actor, family)["Rukiah"]
    raise_issue("nik_reason_missing", family, wife, "anggota no. 2")
    with scoped(people.pokja.actor):
        ticket = DataRequest.objects.create(
            region_code=VILLAGE, family_id=family.pk, person_id=wife.pk, kind="copy", applicant="self",
            received_at=timezone.now() - dt.timedelta(hours=1),
        )  # fmt: skip
    browser = client_of(people.pokja)
    copy = json.loads(browser.post(f"/privasi/permohonan/{ticket.pk}/salinan.json").content)
    assert [one["catatan"] for one in copy["mutu_data"]] == ["NIK kosong tanpa alasan; dicatat belum ditanyakan"]
    assert copy["penyatuan"] == copy["serah_terima"] == []
    assert any("Catatan bebas petugas" in words for words in copy["tidak_dimuat"])
