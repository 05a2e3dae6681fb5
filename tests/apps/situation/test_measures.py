"""Each measure against families whose answers are known: what counts, what is left out, what nobody can say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Figure, Person
from padu.apps.situation.models import ProblemMeasure
from padu.apps.situation.services.measuring import measures_take, reference_day, strict_values
from padu.apps.situation.services.refreshing import place_measure
from tests.apps.situation.contoh import DAY, DUTIES, NOW, YEAR, born
from tests.people import NEXT_VILLAGE, VILLAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places", "catalogue")]

HEAD = {"sex": 1, "relation": 1, "marital_status": 2, "birth_date": born(40)}
WIFE = {"sex": 2, "relation": 2, "marital_status": 2, "birth_date": born(30)}


def child(age: int, **more: Any) -> dict[str, Any]:
    return {"sex": 1, "relation": 3, "marital_status": 1, "birth_date": born(age), **more}


def add(
    *members: dict[str, Any],
    code: str = VILLAGE,
    answers: dict[str, Any] | None = None,
    specific: dict[str, Any] | None = None,
    year: int = YEAR,
    surveyed: dt.date | None = None,
    decile: int | None = None,
    active: bool = True,
    **indicators: int | None,
) -> Family:
    """A family with its members; a survey unless `answers`, `specific` and indicators are all missing."""
    with scoped(system_actor(code, *DUTIES)):
        family = Family.objects.create(
            region_code=code,
            source="uji",
            source_key=str(Family.objects.count()),
            head_name="K",
            welfare_decile=decile,
            active=active,
            updated_at=NOW,
        )
        Person.objects.bulk_create(
            Person(region_code=code, family=family, line=line, name="A", **member)
            for line, member in enumerate(members or (HEAD,), 1)
        )
        if answers is not None or specific is not None or indicators:
            FamilySurvey.objects.create(
                region_code=code,
                family=family,
                year=year,
                surveyed_on=surveyed or dt.date(year, 7, 1),
                answers=answers or {},
                **indicators,
            )
            FamilySurveySpecific.objects.create(
                region_code=code, family_id=family.pk, year=year, **(specific or {"answers": {}})
            )
    return family


def measured(kind: str, code: str = VILLAGE, year: int = YEAR, **changes: Any) -> ProblemMeasure:
    measures_take(region_code=code, year=year, day=DAY, **changes)
    with scoped(system_actor(code, Verb.FAMILY_READ)):
        return ProblemMeasure.objects.get(region_code=code, problem_type=kind, year=year)


def counts(kind: str, **changes: Any) -> tuple[Any, ...]:
    """numerator, denominator, affected units, affected families, coverage"""
    row = measured(kind, **changes)
    return row.numerator, row.denominator, row.affected_units, row.affected_families, row.coverage


def test_not_applicable_stays_out_and_not_answered_lowers_the_coverage():
    for value in (1, 1, 0, -1, None):
        add(savings=value)
    assert counts("no_savings") == (1, 3, 1, 1, 0.75)


def test_lower_is_worse_counts_who_has_it_and_is_concerned_with_who_has_not():
    for value in (1, 0, 0, -1):
        add(marriage_certificate=value)
    assert counts("no_marriage_certificate") == (1, 3, 2, 2, 1.0)


def test_children_are_counted_as_persons_and_families_once():
    add(HEAD, child(3, birth_certificate=2), child(9, birth_certificate=2), child(17, birth_certificate=1))
    add(HEAD, child(18, birth_certificate=2), child(4))
    assert counts("child_no_birth_certificate") == (1, 3, 2, 1, 0.75)


def test_school_dropout_takes_seven_to_eighteen_out_of_school():
    add(HEAD, child(6, education=1), child(7, education=1), child(12, education=3), child(18, education=6))
    add(HEAD, child(15, education=8), child(14))
    assert counts("school_dropout") == (2, 4, 2, 1, 0.8)


def test_who_goes_to_school_is_not_out_of_work():
    jobless = {"occupation": "tidak_bekerja"}
    add({**HEAD, "occupation": "petani"}, {**WIFE, **jobless}, child(16, education=7, **jobless))
    add({**HEAD, "birth_date": born(66), **jobless}, child(20, occupation=""))
    assert counts("unemployed") == (1, 2, 1, 1, 2 / 3)


def test_the_elderly_alone_have_no_adult_beside_them():
    old = {**HEAD, "birth_date": born(70)}
    add(old, {**WIFE, "birth_date": born(62)}, child(10))
    add(old, child(30))
    assert counts("elderly_alone") == (2, 3, 2, 1, 1.0)


def test_target_families_are_those_with_a_wife_under_fifty_or_a_small_child():
    safe = {"p23": 2, "p24": 1}
    add(HEAD, WIFE, answers=safe)
    add(HEAD, child(3), answers={"p23": 5, "p24": 1})
    add(HEAD, {**WIFE, "birth_date": born(52)}, answers={"p23": 8, "p24": 4})
    add(HEAD, WIFE, answers={"p23": 2})
    assert counts("stunting_risk_family") == (1, 2, 1, 1, 2 / 3)


@pytest.mark.parametrize(
    ("members", "risky"),
    [
        ((HEAD, {**WIFE, "birth_date": born(19)}), True),
        ((HEAD, {**WIFE, "birth_date": born(20)}), False),
        ((HEAD, {**WIFE, "birth_date": born(35)}), True),
        ((HEAD, {**WIFE, "birth_date": born(41)}), False),
        ((HEAD, WIFE, child(3), child(4)), True),
        ((HEAD, WIFE, child(3), child(5)), False),
        ((HEAD, WIFE, child(3), child(6), child(9)), True),
    ],
)
def test_four_too_young_old_close_many(members, risky):
    add(*members, answers={"p23": 2, "p24": 1})
    assert counts("krs_four_too")[:2] == (1 if risky else 0, 1)
    assert counts("stunting_risk_family")[:2] == (1 if risky else 0, 1)


def test_unmet_need_is_iat_and_tial_among_couples():
    for couple in ("iat", "tial", "pill", "wants_child_soon", None):
        add(HEAD, WIFE, specific={"answers": {"couple": couple} if couple else {}})
    add(HEAD, {**WIFE, "birth_date": born(50)}, specific={"answers": {"couple": "iat"}})
    assert counts("unmet_need") == (2, 4, 2, 2, 0.8)
    assert counts("low_mcpr")[:2] == (1, 4)


def test_attendance_asks_only_families_of_the_group():
    add(HEAD, child(2), answers={"p14": "ya"})
    add(HEAD, child(4), answers={"p14": "tidak"})
    add(HEAD, child(4), answers={"p14": "tidak_berlaku"})
    add(HEAD, child(5), answers={"p14": "tidak"})
    assert counts("bkb_low_participation") == (1, 2, 1, 1, 1.0)


def test_poor_is_decile_one_and_two():
    for decile in (1, 2, 3, None):
        add(HEAD, decile=decile)
    assert counts("poor_families") == (2, 3, 2, 2, 0.75)


def test_pbi_must_cover_every_member():
    add({**HEAD, "insurance": 1}, {**WIFE, "insurance": 1}, decile=1)
    add({**HEAD, "insurance": 1}, {**WIFE, "insurance": 4}, decile=2)
    add({**HEAD, "insurance": 1}, WIFE, decile=2)
    add({**HEAD, "insurance": 4}, decile=5)
    assert counts("poor_without_pbi") == (1, 2, 1, 1, 2 / 3)


def test_old_surveys_and_none_make_the_data_outdated():
    add(savings=1)
    add(savings=1, year=YEAR - 1, surveyed=dt.date(YEAR - 1, 11, 21))
    add(savings=1, year=YEAR - 1, surveyed=dt.date(YEAR - 1, 11, 22))
    add()
    assert counts("family_data_outdated") == (2, 4, 2, 2, 1.0)


def test_who_wants_an_enterprise_is_not_known():
    add(answers={"p18a": "tidak", "p18b": "tidak"})
    row = measured("few_family_enterprises")
    assert (row.value, row.affected_units, row.affected_families) == (0.0, None, None)


def test_families_that_left_and_unborn_children_do_not_count():
    add(savings=0, active=False)
    add(HEAD, child(3), answers={"p13": "ya"}, savings=1)
    assert counts("no_savings") == (0, 1, 0, 0, 1.0)
    # Two years before its birth nobody there had a small child.
    measures_take(region_code=VILLAGE, year=YEAR - 5, day=dt.date(YEAR - 5, 12, 31), past=True)
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ)):
        row = ProblemMeasure.objects.get(problem_type="posyandu_low_attendance", year=YEAR - 5)
    assert (row.denominator, row.missing) == (0, "not_applicable")


def test_a_village_without_families_is_not_measured_and_not_nought():
    add(savings=0)
    measures_take(region_code="13.01", year=YEAR, day=DAY)
    with scoped(system_actor("13.01", Verb.FAMILY_READ)):
        assert set(ProblemMeasure.objects.values_list("region_code", flat=True)) == {VILLAGE}


def test_conflict_is_written_from_ten_families_on_and_the_median_still_counts_it():
    for quarrel in [*[0] * 9, *[1] * 31]:
        add(specific={"no_family_conflict": quarrel})
    row = measured("family_conflict")
    assert (row.value, row.numerator, row.missing) == (None, None, "suppressed")
    assert strict_values(VILLAGE, YEAR, DAY)["family_conflict"][0].value == 9 / 40
    add(specific={"no_family_conflict": 0})
    assert counts("family_conflict")[:2] == (10, 41)


def test_nobody_asked_about_conflict_is_unknown_and_not_hidden():
    add(savings=1)
    assert measured("family_conflict").missing == "unknown"


def figure(element: str, component: str, value: float, period: str = str(YEAR), code: str = VILLAGE) -> None:
    with scoped(system_actor(code, Verb.FAMILY_READ)):
        Figure.objects.create(
            region_code=code, element=element, component=component, period=period, value=value, source="uji",
            updated_at=NOW,
        )  # fmt: skip


def test_figures_of_the_newest_period_up_to_the_year():
    figure("cleaning_facilities", "waste_collection", 0, "2024")
    figure("cleaning_facilities", "waste_collection", 1, "2025")
    figure("cleaning_facilities", "waste_bank", 0, "2025")
    figure("cleaning_facilities", "waste_bank", 1, str(YEAR + 1))
    row = measured("no_waste_service")
    assert (row.value, row.source) == (0.5, "angka desa: uji (2025)")


def test_a_missing_component_is_unknown_and_not_nought():
    figure("cleaning_facilities", "waste_collection", 0)
    assert (measured("no_waste_service").value, measured("no_waste_service").missing) == (None, "unknown")
    figure("sports_facilities", "field", 0)
    assert measured("sports_space_missing").missing == "unknown"
    figure("sports_facilities", "court", 1)
    assert measured("sports_space_missing").value == 0.0


def test_nothing_reported_is_unknown_and_a_report_without_any_agency_is_not():
    add(savings=1)
    assert measured("no_cross_sector_activity").missing == "unknown"
    figure("cross_sector_agencies", "last_12_months", 0)
    assert measured("no_cross_sector_activity").value == 1.0


def test_children_of_the_register_are_the_base_of_what_was_weighed():
    add(HEAD, child(1), child(4), child(5))
    figure("malnutrition_stunting", "measured_0_59", 1)
    figure("malnutrition_stunting", "stunted", 1)
    assert counts("stunted_children") == (1, 1, 1, 1, 0.5)


def test_few_young_women_are_counted_and_many_give_a_rate():
    for _ in range(4):
        add(HEAD, {**child(17), "sex": 2})
    figure("births_deaths", "births_to_women_15_19", 1)
    row = measured("adolescent_births")
    assert (row.value, row.numerator, row.denominator) == (250.0, 1, 4)


def test_a_past_year_keeps_what_was_measured_in_its_time():
    add(HEAD, child(3, birth_certificate=2), decile=1, savings=1, year=YEAR - 1)
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SITUATION_EDIT)):
        ProblemMeasure.objects.create(
            region_code=VILLAGE, problem_type="poor_families", year=YEAR - 1, value=0.4, source="uji", computed_at=NOW
        )
    measures_take(region_code=VILLAGE, year=YEAR - 1, day=dt.date(YEAR - 1, 12, 31), past=True)
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ)):
        kept = dict(ProblemMeasure.objects.filter(year=YEAR - 1).values_list("problem_type", "value"))
    assert kept["poor_families"] == 0.4
    assert kept["no_savings"] == 0.0
    assert "child_no_birth_certificate" not in kept


def test_the_year_before_is_measured_once_and_then_left_alone():
    add(savings=0, year=YEAR - 1)
    add(savings=1, year=YEAR - 1)
    place_measure(region_code=VILLAGE, year=YEAR)
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SITUATION_EDIT)):
        earlier = ProblemMeasure.objects.get(problem_type="no_savings", year=YEAR - 1)
        assert earlier.value == 0.5
        ProblemMeasure.objects.filter(pk=earlier.pk).update(value=0.9)
    place_measure(region_code=VILLAGE, year=YEAR)
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ)):
        assert ProblemMeasure.objects.get(problem_type="no_savings", year=YEAR - 1).value == 0.9


def test_measuring_one_village_leaves_the_next_alone():
    add(savings=0)
    add(savings=0, code=NEXT_VILLAGE)
    measures_take(region_code="13.01", year=YEAR, day=DAY)
    with scoped(system_actor("13.01", Verb.FAMILY_READ)):
        before = set(ProblemMeasure.objects.filter(region_code=NEXT_VILLAGE).values_list("pk", flat=True))
    measures_take(region_code=VILLAGE, year=YEAR, day=DAY)
    with scoped(system_actor("13.01", Verb.FAMILY_READ)):
        assert set(ProblemMeasure.objects.filter(region_code=NEXT_VILLAGE).values_list("pk", flat=True)) == before


def test_the_day_of_a_year():
    assert reference_day(2026, DAY) == DAY
    assert reference_day(2025, DAY) == dt.date(2025, 12, 31)
