"""Writing the register: who may, what is refused, what stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from padu.access.documents import CleanDocument, document_open
from padu.access.gate import scoped
from padu.apps.kampung.models import Declaration, FormationPlan, Group, Kampung, ModelVillage, RegisterFile
from padu.apps.kampung.refusals import RegisterRefused, refusal_words
from padu.apps.kampung.selectors.register import kampung_or_404, profile_of, register_lines
from padu.apps.kampung.services import (
    GroupDetails,
    KampungDetails,
    declarations_record,
    group_count_record,
    group_save,
    kampung_change,
    kampung_dissolve,
    kampung_found,
    kampung_revive,
    model_end,
    model_mark,
    plan_drop,
    plans_set,
    step_record,
    target_set,
)
from padu.apps.kampung.services.forming import Founding
from padu.apps.kampung.services.registering import kampung_create
from padu.domain.kampung_fields import DeclarationRefused, NewDeclaration
from padu.domain.kampung_formation import Formation, FormationStep, PlanDate
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People, Person

TODAY = timezone.localdate()
TOMORROW = TODAY + dt.timedelta(days=1)
FOUNDED = dt.date(2019, 5, 20)


def act(person: Person, step: Callable[..., Any], /, **values: Any) -> Any:
    with scoped(person.actor):
        return step(actor=person.actor, **values)


def reason_of(person: Person, step: Callable[..., Any], /, **values: Any) -> object:
    with pytest.raises(RegisterRefused) as refusal:
        act(person, step, **values)
    assert refusal_words(refusal.value)
    return refusal.value.data["reason"]


def profile(person: Person, kampung: Kampung) -> Any:
    with scoped(person.actor):
        return profile_of(kampung_or_404(kampung.pk), TODAY)


# --- registering -----------------------------------------------------------------------------------------------------


def test_a_part_of_a_village_names_its_hamlets(people: People) -> None:
    details = KampungDetails("Kampung KB Muara", parts=("Dusun Muara", "", "RW 02 "), covers_part=True)
    made = act(people.tim_kab, kampung_create, region_code=VILLAGE, details=details)
    assert (made.covers, made.parts) == ("part", "Dusun Muara\nRW 02")
    whole = act(people.tim_kab, kampung_change, kampung_id=made.pk, details=KampungDetails("Kampung KB Muara"))
    assert (whole.covers, whole.parts) == ("whole", "")


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        (KampungDetails(" "), "no_name"),
        (KampungDetails("Lain", parts=(" ",), covers_part=True), "no_parts"),
        (KampungDetails("Kampung KB Inderapura"), "name_taken"),
    ],
)
def test_what_is_no_kampung_is_refused(people: People, kampung: Kampung, details: KampungDetails, reason: str) -> None:
    assert reason_of(people.tim_kab, kampung_create, region_code=VILLAGE, details=details) == reason


def test_only_the_team_of_the_place_keeps_the_register(people: People, kampung: Kampung) -> None:
    details = KampungDetails("Lain")
    assert reason_of(people.tim_kab, kampung_create, region_code=REGENCY, details=details) == "not_a_village"
    for person in (people.pokja, people.petugas_opd):
        with pytest.raises(PermissionDenied):
            act(person, kampung_create, region_code=VILLAGE, details=details)
        with pytest.raises(PermissionDenied):
            act(person, kampung_found, kampung_id=kampung.pk, founding=Founding(FOUNDED))
    for person in (people.orang_luar, people.pokja_tetangga):
        with pytest.raises(Http404):
            act(person, kampung_create, region_code=VILLAGE, details=details)
        with pytest.raises(Http404):
            act(person, kampung_change, kampung_id=kampung.pk, details=details)


# --- formation -------------------------------------------------------------------------------------------------------


def test_five_dated_steps_and_the_founding_make_a_kampung(
    people: People, kampung: Kampung, paper: CleanDocument
) -> None:
    for number, step in enumerate(FormationStep, start=1):
        act(
            people.tim_kab, step_record, kampung_id=kampung.pk, step=step,
            done_on=dt.date(2019, number, 1), note=f"Langkah {number}", file=paper if number == 3 else None,
        )  # fmt: skip
    ready = profile(people.tim_kab, kampung)
    assert ready.formation is Formation.READY
    assert ready.steps[FormationStep.DECISION].evidence.file_name == "SK 12.pdf"
    founding = Founding(FOUNDED, decree_number=" 12/2019 ", decree_on=dt.date(2019, 5, 2), file=paper)
    founded = act(people.tim_kab, kampung_found, kampung_id=kampung.pk, founding=founding)
    assert (founded.founded_on, founded.decree_number, founded.decree_file.file_name) == (
        FOUNDED,
        "12/2019",
        "SK 12.pdf",
    )
    with scoped(people.pokja.actor):
        stored = RegisterFile.objects.get()  # the same paper twice is one file
        assert document_open(stored.path, stored.key_id) == paper.content
    assert profile(people.pokja, kampung).formation is Formation.FORMED


def test_a_step_is_corrected_and_taken_back(people: People, kampung: Kampung) -> None:
    step = {"kampung_id": kampung.pk, "step": FormationStep.STAFF}
    act(people.tim_kab, step_record, **step, done_on=dt.date(2020, 1, 1))
    act(people.tim_kab, step_record, **step, done_on=dt.date(2020, 2, 1))
    assert profile(people.pokja, kampung).days == {FormationStep.STAFF: dt.date(2020, 2, 1)}
    act(people.tim_kab, step_record, **step, done_on=None, note="Keliru")
    assert profile(people.pokja, kampung).formation is Formation.UNKNOWN


def test_dates_to_come_are_refused(people: People, kampung: Kampung) -> None:
    pk = kampung.pk
    assert reason_of(people.tim_kab, step_record, kampung_id=pk, step=FormationStep.POKJA, done_on=TOMORROW) == "future"
    assert reason_of(people.tim_kab, kampung_found, kampung_id=pk, founding=Founding(TOMORROW)) == "future"
    next_year = Founding(dt.date(TODAY.year + 1, 12, 31), exact=False)
    assert reason_of(people.tim_kab, kampung_found, kampung_id=pk, founding=next_year) == "future"


def test_a_year_alone_is_its_last_day_and_says_so(people: People, kampung: Kampung) -> None:
    founding = Founding(dt.date(2018, 12, 31), exact=False)
    founded = act(people.tim_kab, kampung_found, kampung_id=kampung.pk, founding=founding)
    assert (founded.founded_on, founded.founded_exact) == (dt.date(2018, 12, 31), False)


def test_dissolving_is_dated_and_can_be_taken_back(people: People, kampung: Kampung) -> None:
    pk = kampung.pk
    act(people.tim_kab, kampung_found, kampung_id=pk, founding=Founding(FOUNDED))
    act(people.tim_kab, model_mark, kampung_id=pk, level=ModelVillage.Level.REGENCY, since=dt.date(2022, 1, 1))
    assert (
        reason_of(people.tim_kab, kampung_dissolve, kampung_id=pk, on=dt.date(2019, 5, 19), reason="Salah")
        == "dissolved_before_founded"
    )
    assert reason_of(people.tim_kab, kampung_dissolve, kampung_id=pk, on=TODAY, reason=" ") == "no_reason"
    act(people.tim_kab, kampung_dissolve, kampung_id=pk, on=TODAY, reason="Desa dimekarkan")
    gone = profile(people.pokja, kampung)
    assert (gone.formation, gone.models_of[0].until) == (Formation.DISSOLVED, TODAY)
    assert reason_of(people.tim_kab, kampung_dissolve, kampung_id=pk, on=TODAY, reason="Lagi") == "already_dissolved"
    act(people.tim_kab, kampung_revive, kampung_id=pk)
    assert profile(people.pokja, kampung).formation is Formation.FORMED


# --- model villages --------------------------------------------------------------------------------------------------


def test_one_model_of_a_regency_and_one_of_a_province(people: People, kampung: Kampung) -> None:
    team, regency, province = people.tim_kab, ModelVillage.Level.REGENCY, ModelVillage.Level.PROVINCE
    since = dt.date(2023, 1, 1)
    assert reason_of(team, model_mark, kampung_id=kampung.pk, level=regency, since=since) == "not_founded"
    other = act(team, kampung_create, region_code=NEXT_VILLAGE, details=KampungDetails("Kampung KB Muaro"))
    far = act(people.orang_luar, kampung_create, region_code=OTHER_VILLAGE, details=KampungDetails("Kampung KB Lolo"))
    for person, one in ((team, kampung), (team, other), (people.orang_luar, far)):
        act(person, kampung_found, kampung_id=one.pk, founding=Founding(FOUNDED))
    made = act(team, model_mark, kampung_id=kampung.pk, level=regency, since=since)
    assert made.of_code == REGENCY
    again = act(team, model_mark, kampung_id=kampung.pk, level=regency, since=since)
    assert again.pk == made.pk
    assert reason_of(team, model_mark, kampung_id=other.pk, level=regency, since=since) == "model_taken"
    assert act(team, model_mark, kampung_id=other.pk, level=province, since=since).of_code == "13"
    # The other regency's model of the province is out of sight, and counts all the same.
    taken = reason_of(people.orang_luar, model_mark, kampung_id=far.pk, level=province, since=since)
    assert taken == "model_taken"
    assert (
        reason_of(team, model_end, kampung_id=kampung.pk, level=regency, until=dt.date(2022, 1, 1))
        == "until_before_since"
    )
    act(team, model_end, kampung_id=kampung.pk, level=regency, until=dt.date(2024, 1, 1))
    act(team, model_mark, kampung_id=other.pk, level=regency, since=dt.date(2024, 1, 2))
    assert [m.until for m in profile(team, kampung).models_of] == [dt.date(2024, 1, 1)]


# --- declarations ----------------------------------------------------------------------------------------------------


def said(field: str, answer: bool | None, day: dt.date = TODAY, **more: Any) -> NewDeclaration:
    return NewDeclaration(field, answer, more.pop("details", {}), day, **more)


def test_the_newest_answer_counts_and_the_old_ones_stay(people: People, kampung: Kampung, paper: CleanDocument) -> None:
    january = dt.date(TODAY.year - 1, 1, 10)
    first = [
        said("mekanisme.planning", True, january, details={"frequency": "monthly"}),
        said("dana.apbn", True, january, year=TODAY.year - 1, details={"amount": 5_000_000}),
        said("dana.csr", None, january, year=TODAY.year - 1),
    ]
    declare = {"kampung_id": kampung.pk}
    assert act(people.pokja, declarations_record, **declare, answers=first) == 3
    assert act(people.pokja, declarations_record, **declare, answers=first) == 0  # said again, nothing new
    later = [said("mekanisme.planning", False, note="Berhenti sejak Maret")]
    act(people.pokja, declarations_record, **declare, answers=later)
    regulation = [said("peraturan.regulation", True, details={"kind": "perdes", "number": "4/2024"})]
    act(people.pokja, declarations_record, **declare, answers=regulation, files={"peraturan.regulation": paper})
    counting = profile(people.tim_kab, kampung).counting
    planning = counting["mekanisme.planning", None]
    assert (planning.answer, planning.details, planning.declared_name) == (False, {}, people.pokja.actor.name)
    assert counting["dana.apbn", TODAY.year - 1].details == {"amount": 5_000_000}
    assert counting["dana.csr", TODAY.year - 1].answer is None
    assert ("dana.swadaya", TODAY.year - 1) not in counting
    assert counting["peraturan.regulation", None].file.file_name == "SK 12.pdf"
    with scoped(people.pokja.actor):
        assert Declaration.objects.filter(field="mekanisme.planning").count() == 2


def test_one_bad_answer_stores_none(people: People, kampung: Kampung) -> None:
    with pytest.raises(DeclarationRefused) as refusal:
        act(
            people.pokja, declarations_record, kampung_id=kampung.pk,
            answers=[said("data.pk", True), said("data.podes", True, TOMORROW)],
        )  # fmt: skip
    assert refusal_words(refusal.value).startswith("Potensi Desa")
    assert profile(people.pokja, kampung).counting == {}


def test_the_kampung_speaks_for_itself(people: People, kampung: Kampung) -> None:
    answers = [said("data.pk", True)]
    for person in (people.tim_kab, people.petugas_opd):
        with pytest.raises(PermissionDenied):
            act(person, declarations_record, kampung_id=kampung.pk, answers=answers)
    for person in (people.pokja_tetangga, people.orang_luar):
        with pytest.raises(Http404):
            act(person, declarations_record, kampung_id=kampung.pk, answers=answers)


# --- groups ----------------------------------------------------------------------------------------------------------


def test_a_group_and_its_members(people: People, kampung: Kampung, kinds: None, paper: CleanDocument) -> None:
    details = GroupDetails("BKB Melati", state=Group.State.ACTIVE, chair="Ibu Contoh", cadres=5, meets="monthly")
    group = act(
        people.pokja, group_save, kampung_id=kampung.pk, kind="bkb", details=details, file=paper
    )  # fmt: skip
    count = {"group_id": group.pk}
    act(people.pokja, group_count_record, **count, as_of=dt.date(2024, 6, 1), men=4, women=20)
    act(people.pokja, group_count_record, **count, as_of=dt.date(2025, 6, 1), total=30, women=27)
    act(people.pokja, group_count_record, **count, as_of=dt.date(2025, 6, 1), total=31)
    line = profile(people.tim_kab, kampung).groups[0]
    assert (line.group.chair, line.group.decree_file.file_name) == ("Ibu Contoh", "SK 12.pdf")
    assert (line.count.total, line.count.women) == (31, None)
    closed = GroupDetails("BKB Melati", state=Group.State.CLOSED)
    act(people.pokja, group_save, kampung_id=kampung.pk, kind="bkb", details=closed, group_id=group.pk)
    with scoped(people.pokja.actor):
        assert Group.objects.get().state == "closed"


def test_groups_that_cannot_be(people: People, kampung: Kampung, kinds: None) -> None:
    save = {"kampung_id": kampung.pk, "kind": "bkb"}
    group = act(people.pokja, group_save, **save, details=GroupDetails("BKB Melati"))
    assert reason_of(people.pokja, group_save, **save, details=GroupDetails("BKB Melati")) == "name_taken"
    assert (
        reason_of(people.pokja, group_save, kampung_id=kampung.pk, kind="klub", details=GroupDetails("Klub"))
        == "unknown_kind"
    )
    count = {"group_id": group.pk, "as_of": TODAY}
    assert reason_of(people.pokja, group_count_record, **count, women=3) == "no_count"
    assert reason_of(people.pokja, group_count_record, **count, women=3, men=2, total=6) == "counts_do_not_add_up"
    assert reason_of(people.pokja, group_count_record, **count, women=7, total=6) == "counts_do_not_add_up"
    with pytest.raises(PermissionDenied):
        act(people.tim_kab, group_count_record, **count, total=3)
    with pytest.raises(Http404):
        act(people.pokja_tetangga, group_count_record, **count, total=3)


# --- plans -----------------------------------------------------------------------------------------------------------


def test_villages_are_planned_together_or_not_at_all(people: People, kampung: Kampung) -> None:
    when, villages = PlanDate(TODAY.year, 12), [NEXT_VILLAGE, "13.01.01.2003"]
    plan = {"region_code": REGENCY, "when": when, "responsible": "Dinas P3AP2KB"}
    assert act(people.tim_kab, plans_set, **plan, villages=villages) == 2
    assert act(people.tim_kab, plans_set, **plan, villages=villages[:1]) == 1
    assert reason_of(people.tim_kab, plans_set, **plan, villages=[]) == "no_villages"
    assert reason_of(people.tim_kab, plans_set, **plan, villages=[NEXT_VILLAGE, OTHER_VILLAGE]) == "not_a_village"
    early = plan | {"when": PlanDate(2015)}
    assert reason_of(people.tim_kab, plans_set, **early, villages=villages) == "bad_year"
    act(people.tim_kab, kampung_found, kampung_id=kampung.pk, founding=Founding(FOUNDED))
    assert reason_of(people.tim_kab, plans_set, **plan, villages=[VILLAGE]) == "has_kampung"
    with pytest.raises(PermissionDenied):
        act(people.petugas_opd, plans_set, **plan, villages=villages)
    with pytest.raises(Http404):
        act(people.orang_luar, plans_set, **plan, villages=villages)
    act(people.tim_kab, plan_drop, region_code=NEXT_VILLAGE, reason="Digabung dengan desa induk")
    with scoped(people.tim_kab.actor):
        states = {p.region_code: p.dropped_on for p in FormationPlan.objects.all()}
    assert states == {NEXT_VILLAGE: TODAY, "13.01.01.2003": None}


def test_the_target_of_a_regency(people: People) -> None:
    target = {"region_code": REGENCY, "year": TODAY.year}
    act(people.tim_kab, target_set, **target, villages=3, source="RKPD")
    assert act(people.tim_kab, target_set, **target, villages=4).villages == 4
    assert reason_of(people.tim_kab, target_set, **target, villages=6) == "too_many"  # 13.01 has five here
    with pytest.raises(PermissionDenied):
        act(people.petugas_opd, target_set, **target, villages=1)


# --- the list, and the database itself -------------------------------------------------------------------------------


def test_the_list_tells_how_far_each_is(people: People, kampung: Kampung, kinds: None) -> None:
    act(people.tim_kab, kampung_found, kampung_id=kampung.pk, founding=Founding(FOUNDED))
    act(people.pokja, declarations_record, kampung_id=kampung.pk, answers=[said("data.pk", True)])
    act(people.pokja, group_save, kampung_id=kampung.pk, kind="bkb", details=GroupDetails("BKB Melati"))
    with scoped(people.tim_kab.actor):
        line = register_lines(REGENCY, TODAY)[0]
    assert (line.formation, line.groups, line.models_of) == (Formation.FORMED, 1, ())
    with scoped(people.orang_luar.actor):
        assert register_lines(REGENCY, TODAY) == []


def test_a_declaration_cannot_stand_in_another_place_than_its_kampung(people: People, kampung: Kampung) -> None:
    row = Declaration(
        kampung_id=kampung.pk, region_code=NEXT_VILLAGE, field="data.pk", answer=True, as_of=TODAY,
        declared_at=timezone.now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    with scoped(people.tim_kab.actor), pytest.raises(IntegrityError), transaction.atomic():
        row.save()
