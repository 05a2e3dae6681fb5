"""Formation, plans, declared fields and criteria: the pure rules of the register."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.kampung_criteria import (
    ACCURATE_DATA,
    AREA_DENSE,
    AREA_POOR,
    AREA_REMOTE,
    CRITERIA,
    FP_USERS,
    POOR_FAMILIES,
    CriterionKind,
    Facts,
    Origin,
    Said,
    Sourced,
    Verdict,
    judge,
    tally,
)
from padu.domain.kampung_fields import (
    FIELD_BY_KEY,
    FIELDS,
    DeclarationRefused,
    FieldGroup,
    NewDeclaration,
    check_declaration,
    is_stale,
    newest_of,
)
from padu.domain.kampung_formation import (
    STEPS,
    Formation,
    FormationStep,
    PlanDate,
    PlanState,
    formation_on,
    is_formed,
    next_step,
    out_of_order,
    plan_state,
    share_formed,
)
from padu.domain.values import Missing

DAY = dt.date(2026, 6, 15)
days = st.dates(dt.date(2016, 1, 1), dt.date(2030, 12, 31))
maybe_days = st.none() | days


def test_the_way_from_nothing_to_a_kampung() -> None:
    first = {FormationStep.SOCIALISATION: dt.date(2026, 1, 5)}
    every = dict.fromkeys(STEPS, dt.date(2026, 3, 1))
    assert formation_on({}, None, None, DAY) is Formation.UNKNOWN
    assert formation_on(first, None, None, DAY) is Formation.UNDER_WAY
    assert formation_on(every, None, None, DAY) is Formation.READY
    assert formation_on(every, None, None, dt.date(2026, 2, 28)) is Formation.UNKNOWN
    assert formation_on({}, dt.date(2018, 1, 1), None, DAY) is Formation.FORMED
    assert formation_on({}, dt.date(2018, 1, 1), DAY, DAY) is Formation.DISSOLVED
    assert (next_step({}), next_step(first), next_step(every)) == (
        FormationStep.SOCIALISATION,
        FormationStep.COORDINATION,
        None,
    )


def test_steps_that_go_backwards_are_shown() -> None:
    found = out_of_order(
        {FormationStep.SOCIALISATION: dt.date(2026, 2, 1), FormationStep.DECISION: dt.date(2026, 1, 1)}
    )
    assert found == ((FormationStep.SOCIALISATION, FormationStep.DECISION),)


@given(maybe_days, maybe_days, days, days)
def test_a_kampung_counts_on_one_stretch_of_days(
    founded: dt.date | None, dissolved: dt.date | None, one: dt.date, other: dt.date
) -> None:
    formed = is_formed(founded, dissolved, one)
    assert formed == (formation_on({}, founded, dissolved, one) is Formation.FORMED)
    between = min(one, other) + (max(one, other) - min(one, other)) / 2
    if formed and is_formed(founded, dissolved, other):
        assert is_formed(founded, dissolved, between)


def test_share_is_unknown_without_villages() -> None:
    assert share_formed(0, 0) is None
    assert share_formed(0, 4) == 0
    assert share_formed(3, 4) == 75


@pytest.mark.parametrize(
    ("target", "today", "state"),
    [
        (PlanDate(2026, 7), dt.date(2026, 6, 30), PlanState.PLANNED),
        (PlanDate(2026, 7), dt.date(2026, 7, 1), PlanState.DUE),
        (PlanDate(2026, 7), dt.date(2026, 7, 31), PlanState.DUE),
        (PlanDate(2026, 7), dt.date(2026, 8, 1), PlanState.LATE),
        (PlanDate(2026), dt.date(2026, 11, 30), PlanState.PLANNED),
        (PlanDate(2026), dt.date(2026, 12, 31), PlanState.DUE),
        (PlanDate(2026), dt.date(2027, 1, 1), PlanState.LATE),
    ],
)
def test_a_plan_is_late_after_its_last_day(target: PlanDate, today: dt.date, state: PlanState) -> None:
    assert plan_state(target, formed=False, dropped=False, today=today) is state
    assert plan_state(target, formed=True, dropped=False, today=today) is PlanState.DONE
    assert plan_state(target, formed=False, dropped=True, today=today) is PlanState.DROPPED


# --- declared fields -------------------------------------------------------------------------------------------------


def test_the_catalogue_has_the_official_lists() -> None:
    counts = {group: sum(1 for field in FIELDS if field.group is group) for group in FieldGroup}
    assert counts[FieldGroup.PREREQUISITE] == 3
    assert counts[FieldGroup.AREA] == 10
    assert counts[FieldGroup.SPECIAL] == 2
    assert counts[FieldGroup.FUNDING] == 6
    assert counts[FieldGroup.DATA_USE] == 5
    assert counts[FieldGroup.MECHANISM] == 5
    assert len(FIELD_BY_KEY) == len(FIELDS)


def answer(field: str, **more: object) -> NewDeclaration:
    values = {"answer": True, "details": {}, "as_of": DAY, **more}
    return NewDeclaration(field=field, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "good",
    [
        answer("mekanisme.planning", details={"frequency": "monthly"}),
        answer("mekanisme.planning"),
        answer("mekanisme.planning", answer=False),
        answer("mekanisme.planning", answer=None),
        answer("dana.apbn", details={"amount": 0}, year=2026),
        answer("dana.apbn", year=2027),
        answer("pelatihan.members", details={"count": 7, "text": "Orientasi", "date": "2026-02-01"}),
    ],
)
def test_what_can_be_said(good: NewDeclaration) -> None:
    assert check_declaration(good, DAY).key == good.field


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (answer("mekanisme.lain"), "unknown_field"),
        (answer("mekanisme.planning", as_of=dt.date(2026, 6, 16)), "future"),
        (answer("mekanisme.planning", details={"frequency": "often"}), "detail"),
        (answer("mekanisme.planning", answer=False, details={"frequency": "monthly"}), "detail"),
        (answer("mekanisme.planning", year=2026), "year"),
        (answer("dana.apbn"), "year"),
        (answer("dana.apbn", year=2015), "year"),
        (answer("dana.apbn", year=2028), "year"),
        (answer("dana.apbn", year=2026, details={"amount": -1}), "detail"),
        (answer("dana.apbn", year=2026, details={"amount": True}), "detail"),
        (answer("pelatihan.members", details={"date": "2026-06-16"}), "detail"),
        (answer("pelatihan.members", details={"date": "kemarin"}), "detail"),
        (answer("sarana.secretariat", details={"amount": 3}), "detail"),
    ],
)
def test_what_cannot_be_said(bad: NewDeclaration, reason: str) -> None:
    with pytest.raises(DeclarationRefused) as refusal:
        check_declaration(bad, DAY)
    assert refusal.value.data["reason"] == reason


class Stored:
    def __init__(self, pk: int, as_of: dt.date, year: int | None = None) -> None:
        self.pk, self.as_of, self.year, self.field = pk, as_of, year, "dana.apbn"


@given(st.lists(st.tuples(days, st.sampled_from([2025, 2026])), max_size=12))
def test_the_newest_counts_whatever_the_order(told: list[tuple[dt.date, int]]) -> None:
    rows = [Stored(pk, day, year) for pk, (day, year) in enumerate(told)]
    counting = newest_of(rows)
    assert {key: row.pk for key, row in counting.items()} == {
        key: row.pk for key, row in newest_of(reversed(rows)).items()
    }
    for row in rows:
        newest = counting[row.field, row.year]
        assert (newest.as_of, newest.pk) >= (row.as_of, row.pk)


def test_after_a_year_a_declaration_is_old() -> None:
    assert not is_stale(dt.date(2025, 6, 15), DAY)
    assert is_stale(dt.date(2025, 6, 14), DAY)


# --- criteria --------------------------------------------------------------------------------------------------------


def of(verdicts: tuple[Verdict, ...], key: str) -> Verdict:
    return next(v for v in verdicts if v.criterion.key == key)


def test_there_are_three_two_ten_and_two() -> None:
    kinds = [criterion.kind for criterion in CRITERIA]
    assert [kinds.count(kind) for kind in CriterionKind] == [3, 2, 10, 2]


def test_nothing_known_is_unknown_and_never_no() -> None:
    verdicts = judge(Facts(), {})
    assert {(v.met, v.origin) for v in verdicts} == {(None, Origin.UNKNOWN)}
    assert [(t.met, t.unmet, t.unknown) for t in tally(verdicts)] == [(0, 0, 3), (0, 0, 2), (0, 0, 10), (0, 0, 2)]


def test_main_criteria_stand_against_the_average() -> None:
    facts = Facts(
        poor=Sourced(31.0, "Padu", DAY), poor_average=Sourced(30.0),
        users=Sourced(52.0), users_average=Sourced(60.0), average_of="rata-rata desa kabupaten",
    )  # fmt: skip
    poor, users = (of(judge(facts, {}), key) for key in (POOR_FAMILIES, FP_USERS))
    assert (poor.met, poor.value, poor.reference, poor.source, poor.as_of) == (True, 31.0, 30.0, "Padu", DAY)
    assert poor.formula == "keluarga miskin > rata-rata desa kabupaten"
    assert (users.met, users.reference) == (True, 60.0)


def test_at_the_average_is_neither_above_nor_below() -> None:
    facts = Facts(poor=Sourced(30), poor_average=Sourced(30), users=Sourced(60), users_average=Sourced(60))
    assert [of(judge(facts, {}), key).met for key in (POOR_FAMILIES, FP_USERS)] == [False, False]


@pytest.mark.parametrize("missing", [None, Missing.UNKNOWN, Missing.SUPPRESSED, Missing.NOT_APPLICABLE])
def test_a_figure_that_is_missing_decides_nothing(missing: Missing | None) -> None:
    facts = Facts(poor=Sourced(missing), poor_average=Sourced(30), surveyed=Sourced(missing), density=Sourced(missing))
    assert [of(judge(facts, {}), key).met for key in (POOR_FAMILIES, ACCURATE_DATA, AREA_DENSE)] == [None] * 3


@pytest.mark.parametrize(
    ("status", "poor", "remote"),
    [
        ("sangat tertinggal", True, True),
        ("tertinggal", True, None),
        ("berkembang", None, None),
        ("mandiri", None, None),
    ],
)
def test_the_village_index_speaks_of_what_lies_behind_only(status: str, poor: bool | None, remote: bool | None) -> None:
    verdicts = judge(Facts(idm_status=status), {})
    assert (of(verdicts, AREA_POOR).met, of(verdicts, AREA_REMOTE).met) == (poor, remote)


def test_nought_is_a_figure() -> None:
    verdict = of(judge(Facts(surveyed=Sourced(0)), {}), ACCURATE_DATA)
    assert (verdict.met, verdict.origin) == (False, Origin.COMPUTED)


def test_a_declaration_fills_what_no_figure_says_and_stands_beside_what_one_says() -> None:
    said = {AREA_DENSE: Said(True, DAY, "Pokja"), "wilayah.coast": Said(False, DAY), "wilayah.slum": Said(None, DAY)}
    verdicts = judge(Facts(density=Sourced(120)), said)
    dense = of(verdicts, AREA_DENSE)
    assert (dense.met, dense.origin, dense.said) == (False, Origin.COMPUTED, True)
    coast, slum = of(verdicts, "wilayah.coast"), of(verdicts, "wilayah.slum")
    assert (coast.met, coast.origin, coast.as_of) == (False, Origin.DECLARED, DAY)
    assert (slum.met, slum.origin) == (None, Origin.UNKNOWN)


figures = st.none() | st.sampled_from(list(Missing)) | st.floats(0, 100)
saids = st.dictionaries(
    st.sampled_from([c.key for c in CRITERIA]), st.builds(Said, st.none() | st.booleans(), days), max_size=17
)


@given(figures, figures, figures, figures, figures, saids)
def test_every_verdict_says_where_it_is_from(
    surveyed: object, poor: object, mean: object, users: object, density: object, said: dict[str, Said]
) -> None:
    sourced = [Sourced(value) for value in (surveyed, poor, mean, users, mean, density)]  # type: ignore[arg-type]
    verdicts = judge(Facts(*sourced), said)
    assert [v.criterion for v in verdicts] == list(CRITERIA)
    for verdict in verdicts:
        assert (verdict.met is None) == (verdict.origin is Origin.UNKNOWN)
        assert (verdict.origin is Origin.COMPUTED) == bool(verdict.formula)
        if verdict.origin is Origin.DECLARED:
            assert verdict.met is said[verdict.criterion.key].answer
    assert sum(t.met + t.unmet + t.unknown for t in tally(verdicts)) == len(CRITERIA)
