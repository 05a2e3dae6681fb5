"""Teams: created with their seats, people seated and replaced, decrees renewed; and who may not."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from padu.access.actor import Actor
from padu.access.documents import document_clean, document_open
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.institutions.models import Decree, Team, TeamMember, TeamPosition
from padu.apps.institutions.services.decrees import (
    DECREE_CHANGED,
    DecreeData,
    DecreeDatesWrong,
    DecreeNumberTaken,
    decree_add,
    decree_attach,
    decree_renew,
)
from padu.apps.institutions.services.members import (
    MemberData,
    MemberNameMissing,
    SeatTaken,
    member_appoint,
    member_correct,
    member_end,
)
from padu.apps.institutions.services.national_team import load_national_team, national_seats, proposed_seats
from padu.apps.institutions.services.teams import (
    SeatData,
    SeatMisplaced,
    TeamDateWrong,
    TeamEnded,
    TeamExists,
    TeamMisplaced,
    TeamReasonMissing,
    position_edit,
    position_end,
    positions_add,
    positions_of,
    seat_data,
    team_create,
    team_dissolve,
    team_divide,
)
from padu.domain.teams import Part, SeatRole, SectionSet, TeamKind
from tests.people import REGENCY, VILLAGE

pytestmark = pytest.mark.django_db

START = dt.date(2024, 1, 1)
PDF = b"%PDF-1.7\nSK Wali Nagari\n%%EOF"


def make_pokja(actor: Actor, place: str = VILLAGE, sections: SectionSet = SectionSet.FOUR_GOALS) -> Team:
    with scoped(actor):
        return team_create(
            actor=actor, region_code=place, kind=TeamKind.POKJA_VILLAGE, sections=sections, valid_from=START
        )


def chair_of(team: Team) -> TeamPosition:
    return TeamPosition.objects.get(team=team, part="pelaksana", section="", role="ketua", valid_to__isnull=True)


def decree(number: str = "12/2024", **changes: object) -> DecreeData:
    given = {"signed_on": START, "subject": "Pokja", "signer": "Wali Nagari", "valid_from": START}
    return DecreeData(number=number, **(given | {"valid_to": dt.date(2026, 12, 31)} | changes))


def test_a_village_makes_its_pokja_with_the_usual_seats(pokja):
    team = make_pokja(pokja)
    with scoped(pokja):
        assert team.name == "Pokja kampung Nagari Inderapura"
        assert [(p.part, p.section, p.role) for p in positions_of(team)] == [
            ("pengarah", "", "ketua"), ("pengarah", "", "anggota"), ("pelaksana", "", "ketua"),
            ("pelaksana", "", "sekretaris"), *(("pelaksana", f"sasaran_{n}", "ketua") for n in (1, 2, 3, 4)),
        ]  # fmt: skip
        assert {p.region_code for p in positions_of(team)} == {VILLAGE}
        assert proposed_seats(team) == []
        assert list(AuditEntry.objects.values_list("event", "subject")) == [("team.create", f"team:{team.pk}")]


def test_eight_functions_give_eight_sections(pokja):
    team = make_pokja(pokja, sections=SectionSet.EIGHT_FUNCTIONS)
    with scoped(pokja):
        assert sum(bool(p.section) for p in positions_of(team)) == 8


def test_a_place_has_one_living_team_of_a_kind(people, pokja):
    team = make_pokja(pokja)
    with pytest.raises(TeamExists) as caught:
        make_pokja(people.tim_kab.actor)
    assert caught.value.data == {"team": team.pk}
    with scoped(pokja), pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(region_code=VILLAGE, kind="pokja_desa", name="dua", valid_from=START)


@pytest.mark.parametrize(
    ("place", "kind", "sections"),
    [
        (REGENCY, TeamKind.POKJA_VILLAGE, SectionSet.FOUR_GOALS),
        (VILLAGE, TeamKind.COORDINATION, SectionSet.FIELDS),
        (REGENCY, TeamKind.COORDINATION, SectionSet.FOUR_GOALS),
        ("13.01.01", TeamKind.POKJA_REGENCY, SectionSet.NONE),
    ],
)
def test_a_team_stands_on_its_level_and_is_divided_its_own_way(tim_kab, place, kind, sections):
    with scoped(tim_kab), pytest.raises(TeamMisplaced):
        team_create(actor=tim_kab, region_code=place, kind=kind, sections=sections, valid_from=START)


def test_who_may_make_a_pokja(people):
    for actor, refusal in (
        (people.petugas_opd.actor, PermissionDenied),
        (people.pokja_tetangga.actor, Http404),
        (people.orang_luar.actor, Http404),
    ):
        with pytest.raises(refusal):
            make_pokja(actor)
    assert make_pokja(people.tim_kab.actor).region_code == VILLAGE


def test_a_neighbour_neither_sees_nor_changes_a_team(people, pokja):
    team, other = make_pokja(pokja), people.pokja_tetangga.actor
    with scoped(other):
        assert not Team.objects.exists()
        assert not TeamPosition.unscoped.exists()
        with pytest.raises(Http404):
            team_dissolve(actor=other, team_id=team.pk, last_day=START, reason="x")


def test_a_seat_cannot_be_put_into_another_place(people, pokja):
    team = make_pokja(pokja)
    elsewhere = {"region_code": "13.01.01.2002", "part": "pelaksana", "role": "anggota", "valid_from": START}
    with scoped(people.tim_kab.actor):
        TeamPosition.objects.create(team=team, **elsewhere)
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.check_constraints()
        TeamPosition.objects.filter(region_code="13.01.01.2002").delete()


def test_people_are_seated_replaced_and_leave(pokja):
    team = make_pokja(pokja)
    with scoped(pokja):
        chair = chair_of(team)
        first = member_appoint(
            actor=pokja, position_id=chair.pk, data=MemberData("Anwar (uji)", "0812"), from_day=START
        )
        with pytest.raises(SeatTaken):
            member_appoint(
                actor=pokja, position_id=chair.pk, data=MemberData("Budi (uji)"), from_day=dt.date(2025, 1, 1)
            )
        second = member_appoint(
            actor=pokja, position_id=chair.pk, data=MemberData("Budi (uji)"), from_day=dt.date(2025, 3, 1),
            replacing="pindah tugas",
        )  # fmt: skip
        first.refresh_from_db()
        assert (first.valid_to, first.ended_reason) == (dt.date(2025, 2, 28), "pindah tugas")
        member_correct(actor=pokja, member_id=second.pk, data=MemberData("Budiman (uji)", "0813"))
        member_end(actor=pokja, member_id=second.pk, last_day=dt.date(2025, 6, 30), reason="meninggal")
        second.refresh_from_db()
        assert (second.name, second.valid_to) == ("Budiman (uji)", dt.date(2025, 6, 30))
        with pytest.raises(Http404):  # an ended term is history
            member_correct(actor=pokja, member_id=second.pk, data=MemberData("X"))


def test_terms_do_not_overlap_backwards(pokja):
    team = make_pokja(pokja)
    with scoped(pokja):
        chair = chair_of(team)
        member = member_appoint(
            actor=pokja, position_id=chair.pk, data=MemberData("Anwar (uji)"), from_day=dt.date(2025, 1, 1)
        )
        member_end(actor=pokja, member_id=member.pk, last_day=dt.date(2025, 5, 1), reason="selesai")
        with pytest.raises(SeatTaken):
            member_appoint(
                actor=pokja, position_id=chair.pk, data=MemberData("Budi (uji)"), from_day=dt.date(2025, 5, 1)
            )
        with pytest.raises(TeamDateWrong):
            member_appoint(
                actor=pokja, position_id=chair.pk, data=MemberData("Budi (uji)"), from_day=dt.date(2023, 12, 31)
            )
        with pytest.raises(MemberNameMissing):
            member_appoint(actor=pokja, position_id=chair.pk, data=MemberData(" "), from_day=START)
        assert TeamMember.objects.count() == 1


def test_a_seat_of_another_shape_is_refused(pokja):
    team = make_pokja(pokja)
    for seat in (
        SeatData(Part.STEERING, SeatRole.SECRETARY),
        SeatData(Part.EXECUTIVE, SeatRole.CHAIR, "agama"),
        SeatData(Part.EXECUTIVE, SeatRole.MEMBER, bodies=("bukan_unsur",)),
    ):
        with scoped(pokja), pytest.raises(SeatMisplaced):
            positions_add(actor=pokja, team_id=team.pk, seats=[seat], from_day=START)


def test_a_seat_given_up_takes_its_holder_along(pokja):
    team = make_pokja(pokja)
    with scoped(pokja):
        chair = chair_of(team)
        member = member_appoint(actor=pokja, position_id=chair.pk, data=MemberData("Anwar (uji)"), from_day=START)
        with pytest.raises(TeamReasonMissing):
            position_end(actor=pokja, position_id=chair.pk, last_day=dt.date(2025, 1, 1), reason="")
        position_end(actor=pokja, position_id=chair.pk, last_day=dt.date(2025, 1, 1), reason="digabung")
        member.refresh_from_db()
        assert (member.valid_to, member.ended_reason) == (dt.date(2025, 1, 1), "digabung")
        assert [seat.title for seat in proposed_seats(team)] == ["Ketua pokja"]
        with pytest.raises(TeamEnded):
            position_edit(actor=pokja, position_id=chair.pk, seat=SeatData(Part.EXECUTIVE, SeatRole.CHAIR))


def test_dividing_anew_ends_the_old_sections_and_begins_the_new(pokja):
    team = make_pokja(pokja)
    with scoped(pokja):
        section = TeamPosition.objects.get(team=team, section="sasaran_1")
        member_appoint(actor=pokja, position_id=section.pk, data=MemberData("Citra (uji)"), from_day=START)
        day = dt.date(2025, 1, 1)
        team_divide(actor=pokja, team_id=team.pk, sections=SectionSet.EIGHT_FUNCTIONS, from_day=day)
        section.refresh_from_db()
        assert section.valid_to == dt.date(2024, 12, 31)
        assert TeamMember.objects.get(name="Citra (uji)").valid_to == dt.date(2024, 12, 31)
        team.refresh_from_db()
        assert sum(p.section != "" for p in positions_of(team)) == 8
        assert len(positions_of(team)) == 12


def test_a_dissolved_team_makes_room_for_the_next(pokja):
    team = make_pokja(pokja)
    with scoped(pokja):
        with pytest.raises(TeamDateWrong):
            team_dissolve(actor=pokja, team_id=team.pk, last_day=dt.date(2023, 1, 1), reason="x")
        team_dissolve(actor=pokja, team_id=team.pk, last_day=dt.date(2025, 1, 1), reason="diganti")
        with pytest.raises(TeamEnded):
            positions_add(actor=pokja, team_id=team.pk, seats=[], from_day=START)
        assert positions_of(team) == []
    assert make_pokja(pokja).pk != team.pk


def test_a_decree_keeps_its_file_sealed(pokja, settings, tmp_path):
    settings.KEPT_FILES = tmp_path
    team = make_pokja(pokja)
    with scoped(pokja):
        stored = decree_add(actor=pokja, team_id=team.pk, data=decree(), paper=document_clean("SK 12.pdf", PDF))
        assert (stored.file_name, stored.file_type, stored.file_size) == ("SK 12.pdf", "application/pdf", len(PDF))
        assert document_open(stored.file_path, stored.file_key_id) == PDF
        assert PDF not in next(tmp_path.rglob(stored.file_path)).read_bytes()
        with pytest.raises(DecreeNumberTaken):
            decree_add(actor=pokja, team_id=team.pk, data=decree(), paper=document_clean("b.pdf", PDF))
        with pytest.raises(DecreeDatesWrong):
            decree_add(actor=pokja, team_id=team.pk, data=decree("13/2024", valid_to=dt.date(2023, 1, 1)))
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1  # a refused decree leaves no file


def test_a_replaced_file_is_taken_away(pokja, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.KEPT_FILES = tmp_path
    team = make_pokja(pokja)
    with scoped(pokja):
        stored = decree_add(actor=pokja, team_id=team.pk, data=decree(), paper=document_clean("a.pdf", PDF))
        with django_capture_on_commit_callbacks(execute=True):
            decree_attach(actor=pokja, decree_id=stored.pk, paper=document_clean("b.pdf", PDF + b" "))
        stored.refresh_from_db()
        assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [stored.file_path]
        assert stored.file_name == "b.pdf"


def test_a_renewed_decree_carries_seats_and_people_over(pokja):
    team = make_pokja(pokja)
    with scoped(pokja):
        decree_add(actor=pokja, team_id=team.pk, data=decree())
        for position in positions_of(team):
            data = MemberData(f"{position.title} (uji)")
            member_appoint(actor=pokja, position_id=position.pk, data=data, from_day=START)
        dropped = TeamPosition.objects.get(team=team, section="sasaran_4")
        keep = {p.pk for p in positions_of(team)} - {dropped.pk}
        begin = dt.date(2027, 1, 1)
        with pytest.raises(DecreeDatesWrong):
            decree_renew(actor=pokja, team_id=team.pk, data=decree("2/2027", valid_from=START), keep=keep)
        decree_renew(
            actor=pokja, team_id=team.pk, keep=keep,
            data=decree("2/2027", valid_from=begin, valid_to=dt.date(2029, 12, 31)),
        )  # fmt: skip
        dropped.refresh_from_db()
        assert dropped.valid_to == dt.date(2026, 12, 31)
        gone = TeamMember.objects.get(position=dropped)
        assert (gone.valid_to, gone.ended_reason) == (dt.date(2026, 12, 31), DECREE_CHANGED)
        assert TeamMember.objects.filter(valid_to__isnull=True).count() == 7
        assert Decree.objects.filter(team=team).count() == 2


def test_the_national_team_is_loaded_once_with_its_87_positions(places):
    assert load_national_team() == {"tim koordinasi nasional": 87}
    assert load_national_team() == {"tim koordinasi nasional": 87}
    seats = national_seats()
    # programme.md section 4: pengarah ketua + 22; bidang A 7, B 13, C 27, D 6 members besides ketua and wakil.
    counts = Counter((seat.part.value, seat.section, seat.role.value) for seat in seats)
    assert counts == {
        ("pengarah", "", "ketua"): 1, ("pengarah", "", "anggota"): 22,
        ("pelaksana", "", "ketua"): 1, ("pelaksana", "", "wakil_ketua"): 1, ("pelaksana", "", "sekretaris"): 1,
        **{("pelaksana", f"bidang_{letter}", role): 1 for letter in "abcd" for role in ("ketua", "wakil_ketua")},
        ("pelaksana", "bidang_a", "anggota"): 7, ("pelaksana", "bidang_b", "anggota"): 13,
        ("pelaksana", "bidang_c", "anggota"): 27, ("pelaksana", "bidang_d", "anggota"): 6,
    }  # fmt: skip
    chiefs = {seat.section: seat.institution for seat in seats if seat.section and seat.role is SeatRole.CHAIR}
    assert chiefs == {
        "bidang_a": "Badan Kependudukan dan Keluarga Berencana Nasional",
        "bidang_b": "Kementerian Kesehatan",
        "bidang_c": "Kementerian Kesehatan",
        "bidang_d": "Kementerian Pekerjaan Umum dan Perumahan Rakyat",
    }


def test_everybody_reads_the_national_team_and_nobody_below_changes_it(people):
    load_national_team()
    for person in (people.pokja, people.petugas_opd, people.tim_kab):
        with scoped(person.actor):
            team = Team.objects.get(region_code="00")
            assert len(positions_of(team)) == 87
            with pytest.raises(Http404):
                team_dissolve(actor=person.actor, team_id=team.pk, last_day=START, reason="x")


def test_no_person_stands_in_the_national_list():
    folder = Path(__file__).resolve().parents[3] / "src/padu/apps/institutions/reference/national_team.csv"
    with folder.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["part", "role", "position", "institution"]


def test_a_regency_is_offered_members_after_the_national_shape(tim_kab):
    with scoped(tim_kab):
        team = team_create(
            actor=tim_kab, region_code=REGENCY, kind=TeamKind.COORDINATION, sections=SectionSet.FIELDS, valid_from=START
        )
        offered = proposed_seats(team)
        # the usual seats are there already; left are members of fields, each office once in a field
        assert {seat.role for seat in offered} == {SeatRole.MEMBER}
        assert [s.institution for s in offered if s.section == "bidang_d"] == [
            "Dinas pekerjaan umum dan perumahan", "Dinas kesehatan",
        ]  # fmt: skip
        positions_add(actor=tim_kab, team_id=team.pk, seats=[seat_data(s) for s in offered], from_day=START)
        assert proposed_seats(team) == []
