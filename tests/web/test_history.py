"""Pages /riwayat/ and /jejak/: what was changed, looked at and refused, for whom it may be told."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change, record_look
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.origin import because, coming_from
from padu.access.verbs import Role, Verb
from padu.apps.coordination.models import Decision, Meeting
from padu.apps.institutions.models import Agency
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Person
from padu.web.history.timeline import row_history, tracked_tables
from padu.web.history.trail import TrailFilter, trail_page
from padu.web.history.words import TABLE_WORDS
from tests.people import REGENCY, VILLAGE, People, make_person
from tests.people import Person as Somebody

ClientOf = Callable[[Somebody], Client]
NIK_BEFORE, NIK_AFTER = b"\x01" * 32, b"\x02" * 32


def row_url(table: str, row_id: object) -> str:
    return f"/riwayat/{table}/{row_id}/"


def make_family(people: People) -> Family:
    with scoped(people.pokja.actor):
        family = Family.objects.create(
            region_code=VILLAGE, source="uji", source_key="1", head_name="Zainab", updated_at=timezone.now()
        )
        Person.objects.create(
            region_code=VILLAGE, family=family, line=1, name="Zainab", nik_hash=NIK_BEFORE, nik_first4="1301", sex=2
        )
        FamilySurvey.objects.create(
            region_code=VILLAGE,
            family=family,
            year=2026,
            surveyed_on=dt.date(2026, 5, 1),
            answers={"p13": "ya", "k": 1},
        )
    return family


def change_family(people: People, family: Family) -> None:
    with coming_from("/impor/7/simpan/"), scoped(people.pokja.actor):
        Family.objects.filter(pk=family.pk).update(hamlet="Padang", active=False)
        Person.objects.update(nik_hash=NIK_AFTER, nik_first4="1302", sex=None)
        FamilySurvey.objects.update(answers={"p13": "tidak", "k": 1}, surveyed_on=dt.date(2026, 6, 2))


def changes_of(actor: Actor, table: str, row_id: object) -> dict[str, tuple[str, str]]:
    """Every changed column of a row and what hangs on it: label -> (before, after)."""
    with scoped(actor):
        history = row_history(actor, table, str(row_id))
    assert history is not None
    return {field.label: (field.before, field.after) for change in history.changes for field in change.fields}


def test_a_family_tells_what_changed_in_it_and_in_its_members(people: People) -> None:
    family = make_family(people)
    change_family(people, family)
    assert changes_of(people.pokja.actor, "rumah_dataku_family", family.pk) == {
        "dusun/jorong": ("kosong", "Padang"),
        "masih tercatat": ("ya", "tidak"),
        "NIK": ("1301************", "1302************"),
        "jenis kelamin": ("Perempuan", "tidak diisi"),
        "jawaban pendataan: P.13 Ikut posyandu": ("Ya", "Tidak"),
        "tanggal pendataan": ("1 Mei 2026", "2 Jun 2026"),
    }


def test_families_and_members_are_told_in_the_words_of_their_form(people: People) -> None:
    family = make_family(people)
    with scoped(people.pokja.actor):
        Person.objects.update(education=6, active=False, left_on=dt.date(2026, 6, 1), left_reason="move_out")
        FamilySurvey.objects.update(savings=1)
    assert changes_of(people.pokja.actor, "rumah_dataku_family", family.pk) == {
        "pendidikan": ("tidak diisi", "Tamat SLTP/sederajat"),
        "masih tercatat": ("ya", "tidak"),
        "tidak tercatat sejak": ("tidak diisi", "1 Jun 2026"),
        "tidak tercatat karena": ("kosong", "pindah"),
        "Memiliki tabungan/simpanan": ("tidak diisi", "terpenuhi"),
    }


def test_each_change_stands_before_what_followed_it(people: People) -> None:
    family = make_family(people)
    with scoped(people.pokja.actor):
        for hamlet in ("A", "B"):
            Family.objects.filter(pk=family.pk).update(hamlet=hamlet)
        history = row_history(people.pokja.actor, "rumah_dataku_family", str(family.pk))
    assert history is not None
    steps = [(field.before, field.after) for change in history.changes for field in change.fields]
    assert sorted(steps) == [("A", "B"), ("kosong", "A")]


def test_specific_answers_are_told_with_their_verb_only(people: People) -> None:
    family = make_family(people)
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)):
        FamilySurveySpecific.objects.create(region_code=VILLAGE, family_id=family.pk, year=2026, answers={"p07": "ya"})
        FamilySurveySpecific.objects.update(answers={"p07": "tidak"})
    plkb = make_person("plkb", Role.PLKB, VILLAGE)
    assert changes_of(people.pokja.actor, "rumah_dataku_family", family.pk) == {}
    assert changes_of(plkb.actor, "rumah_dataku_family", family.pk) == {
        "jawaban pendataan: P.07 Anggota sakit atau disabilitas": ("Ya", "Tidak"),
    }


def test_the_page_says_who_how_and_why_and_the_look_is_noted(people: People, client_of: ClientOf) -> None:
    family = make_family(people)
    with coming_from("/impor/7/simpan/"), scoped(people.pokja.actor), because("Salah dusun"):
        Family.objects.update(hamlet="Padang")
    page = client_of(people.pokja).get(row_url("rumah_dataku_family", family.pk))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Zainab", "Padang", "Salah dusun", "Pokja", "halaman /impor/7/simpan/", "Kunjungan ini dicatat"):
        assert words in text
    with scoped(people.pokja.actor):
        looks = AuditEntry.objects.filter(kind="look").values_list("event", "subject", "region_code")
        assert list(looks) == [("family.history", f"family:{family.pk}", VILLAGE)]


@pytest.mark.parametrize("who", ["pokja_tetangga", "tim_kab", "petugas_opd", "orang_luar"])
def test_a_familys_history_is_no_page_for_others(people: People, client_of: ClientOf, who: str) -> None:
    family = make_family(people)
    change_family(people, family)
    client = client_of(getattr(people, who))
    real, never = (client.get(row_url("rumah_dataku_family", one)) for one in (family.pk, family.pk + 1000))
    assert (real.status_code, never.status_code) == (404, 404)
    assert "Padang" not in real.content.decode()


def test_a_referral_opens_a_family_as_it_is_and_not_as_it_was(people: People) -> None:
    family = make_family(people)
    change_family(people, family)
    officer = people.petugas_opd.actor
    referred = Actor(user_id=officer.user_id, hats=officer.hats, cases={people.kesehatan.pk: frozenset({family.pk})})
    with scoped(referred):
        assert Family.objects.filter(pk=family.pk).exists()
        assert row_history(referred, "rumah_dataku_family", str(family.pk)) is None


def test_a_deleted_row_tells_what_it_was(people: People, client_of: ClientOf) -> None:
    team = people.tim_kab.actor
    with scoped(team):
        meeting = Meeting.objects.create(
            region_code=REGENCY, year=2026, held_on=dt.date(2026, 2, 1), title="Rapat awal", chair="x",
            recorded_by=team.user_id,
        )  # fmt: skip
        Decision.objects.create(
            region_code=REGENCY, meeting=meeting, text="Bangun posyandu", responsible="y", due_on=dt.date(2026, 3, 1)
        )
        key = meeting.pk
        Decision.objects.all().delete()
        meeting.delete()
    text = client_of(people.tim_kab).get(row_url("coordination_meeting", key)).content.decode()
    assert "Sudah dihapus" in text
    assert "Rapat awal" in text
    assert "Bangun posyandu" in text


def test_names_stand_for_ids_of_people_and_agencies(people: People) -> None:
    team = people.tim_kab.actor
    with scoped(team):
        meeting = Meeting.objects.create(
            region_code=REGENCY, year=2026, held_on=dt.date(2026, 2, 1), title="Rapat", chair="x",
            recorded_by=team.user_id,
        )  # fmt: skip
        decision = Decision.objects.create(
            region_code=REGENCY, meeting=meeting, text="Bangun", responsible="y", due_on=dt.date(2026, 3, 1)
        )
        Decision.objects.update(state="done", closed_by=team.user_id, agency_id=people.kesehatan.pk)
    assert changes_of(team, "coordination_decision", decision.pk) == {
        "keadaan": ("terbuka", "menunggu pemeriksaan"),
        "dinyatakan selesai oleh": ("tidak diisi", "Tim Kab"),
        "instansi": ("tidak diisi", people.kesehatan.short_name),
    }


@pytest.mark.parametrize(
    "address", ["institutions_agency/0/", "institutions_agency/x/", "access_auditentry/1/", "t/1/"]
)
def test_what_keeps_no_history_is_no_page(people: People, client_of: ClientOf, address: str) -> None:
    assert client_of(people.tim_kab).get(f"/riwayat/{address}").status_code == 404


def test_a_row_that_never_changed_says_so(people: People, client_of: ClientOf) -> None:
    text = client_of(people.tim_kab).get(row_url("institutions_agency", people.kesehatan.pk)).content.decode()
    assert "Belum pernah diubah" in text


def test_every_table_that_keeps_history_has_words() -> None:
    assert set(TABLE_WORDS) == set(tracked_tables())


# --- the trail ------------------------------------------------------------------------------------------------------


def privacy_officer() -> Somebody:
    return make_person("petugas_pdp", Role.PRIVACY, REGENCY)


def some_entries(people: People) -> None:
    for person, event in ((people.pokja, "family.look"), (people.pokja_luar, "family.look")):
        with scoped(person.actor):
            record_look(person.actor, event, person.user.region_code, "family:5", "kunjungan")
    with scoped(people.tim_kab.actor):
        record_change(people.tim_kab.actor, "agency.save", REGENCY, "agency:1")


def events(page: Any) -> list[tuple[str, str, str]]:
    return [(line.kind, line.who, line.place) for line in page.lines]


def test_the_trail_shows_what_happened_in_the_own_places(people: People) -> None:
    some_entries(people)
    with scoped(privacy_officer().actor):
        assert events(trail_page(TrailFilter())) == [
            ("change", "Tim Kab", "Kabupaten Pesisir Selatan"),
            ("look", "Pokja", "Nagari Inderapura"),
        ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"jenis": "look"}, 1),
        ({"jenis": "refusal"}, 0),
        ({"jenis": "apa saja"}, 2),
        ({"orang": "tim"}, 1),
        ({"orang": "tidak ada"}, 0),
        ({"dari": "2999-01-01"}, 0),
        ({"sampai": "2999-01-01"}, 2),
        ({"sampai": "9999-12-31"}, 2),
        ({"dari": "2026-02-31"}, 2),
        ({"subjek": "family:"}, 1),
        ({"wilayah": VILLAGE}, 1),
        ({"wilayah": "13.02"}, 0),
    ],
)
def test_the_trail_is_filtered(people: People, asked: dict[str, str], found: int) -> None:
    some_entries(people)
    with scoped(privacy_officer().actor):
        assert len(trail_page(TrailFilter.of(asked)).lines) == found


def test_today_is_within_today(people: People) -> None:
    some_entries(people)
    today = timezone.localdate().isoformat()
    with scoped(privacy_officer().actor):
        assert len(trail_page(TrailFilter.of({"dari": today, "sampai": today})).lines) == 2


def test_the_trail_goes_on_page_by_page(people: People) -> None:
    with scoped(people.pokja.actor):
        for number in range(120):
            record_look(people.pokja.actor, "family.look", VILLAGE, f"family:{number}")
    seen: list[str] = []
    after = 0
    with scoped(privacy_officer().actor):
        for _turn in range(3):
            page = trail_page(TrailFilter(), after)
            seen += [line.subject for line in page.lines]
            after = page.after
    assert after == 0
    assert seen == [f"family:{number}" for number in reversed(range(120))]


def test_a_refusal_stands_in_the_place_of_who_tried(people: People, client_of: ClientOf) -> None:
    assert client_of(people.pokja).get("/kampung/13.02.03.2001/").status_code == 404
    page = client_of(privacy_officer()).get("/jejak/?jenis=refusal").content.decode()
    assert "GET /kampung/13.02.03.2001/" in page


@pytest.mark.parametrize("address", ["/jejak/", "/jejak/jejak.xlsx"])
def test_the_trail_is_for_who_checks_it(people: People, client_of: ClientOf, address: str) -> None:
    assert client_of(people.tim_kab).get(address).status_code == 403
    assert client_of(privacy_officer()).get(address).status_code == 200


def test_everybody_reads_the_own_trail_and_nobody_elses(people: People, client_of: ClientOf) -> None:
    some_entries(people)
    text = client_of(people.tim_kab).get("/jejak/saya/").content.decode()
    assert "menyimpan instansi" in text
    assert "family:5" not in text
    assert "family:5" in client_of(people.pokja).get("/jejak/saya/").content.decode()


def test_the_workbook_holds_the_filtered_trail_and_is_itself_noted(people: People, client_of: ClientOf) -> None:
    some_entries(people)
    officer = privacy_officer()
    answer = client_of(officer).get("/jejak/jejak.xlsx?jenis=look&wilayah=13.01.01")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    cells = [str(cell) for line in book.get_sheet_by_name("Jejak").to_python() for cell in line]
    assert "membuka data keluarga" in cells
    assert "menyimpan instansi" not in cells
    with scoped(officer.actor):
        assert AuditEntry.objects.get(event="trail.export").subject == "lines:1"


def test_agencies_change_under_their_own_name(people: People) -> None:
    with scoped(people.tim_kab.actor):
        Agency.objects.filter(pk=people.kesehatan.pk).update(name="Dinas Kesehatan Baru")
        history = row_history(people.tim_kab.actor, "institutions_agency", str(people.kesehatan.pk))
    assert history is not None
    assert (history.changes[0].who, history.changes[0].way) == ("Tim Kab", "langsung di basis data")
