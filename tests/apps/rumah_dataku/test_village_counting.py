"""Village items counted from families: hand-counted figures of a small village, and answers that are too few."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Figure, Household, Person
from padu.apps.rumah_dataku.services.village_counting import village_items_count
from padu.domain.village_profile import OWN_SOURCE
from tests.apps.rumah_dataku.files import VILLAGE
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 8, 17)
_KEYS = iter(range(1, 100_000))


def family(people_of, village: str = VILLAGE, year: int = 2026, day: dt.date = DAY, **fields):
    """A family with a survey; people: (sex, birth date, further fields)."""
    answers = fields.pop("answers", {})
    couple = fields.pop("couple", None)
    card = fields.pop("card", False)
    with scoped(village_writer(village)):
        if card:
            fields["household"] = Household.objects.create(
                region_code=village,
                kk_key_id="k",
                kk_ciphertext=b"x",
                kk_hash=bytes([next(_KEYS)]) * 32,
                kk_first4="1301",
            )
        one = Family.objects.create(
            region_code=village, source="uji", source_key=str(next(_KEYS)), head_name="Kepala",
            updated_at=timezone.now(), **fields,
        )  # fmt: skip
        Person.objects.bulk_create(
            Person(region_code=village, family=one, line=line, name=f"Orang {line}", sex=sex, birth_date=born, **more)
            for line, (sex, born, more) in enumerate(people_of, start=1)
        )
        FamilySurvey.objects.create(region_code=village, family=one, year=year, surveyed_on=day, answers=answers)
        if couple:
            FamilySurveySpecific.objects.create(
                region_code=village, family_id=one.pk, year=year, answers={"couple": couple}
            )
    return one


def village_writer(village: str):
    from padu.access.actor import system_actor
    from padu.access.verbs import Verb

    return system_actor(village, Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)


def counted(village: str = VILLAGE, year: int = 2026) -> dict[str, float | None]:
    village_items_count(region_code="13.01", year=year)
    with scoped(SYSTEM):
        rows = Figure.objects.filter(region_code=village, period=str(year), source=OWN_SOURCE)
        return {".".join(part for part in (r.element, r.component, r.sex) if part): r.value for r in rows}


def born(year: int, month: int = 1, day: int = 1) -> dt.date:
    return dt.date(year, month, day)


def test_a_small_village_is_counted_as_by_hand(places) -> None:
    family(
        [
            (1, born(1980), {"education": 6, "insurance": 1, "occupation": "petani", "whereabouts": 1}),
            (2, born(2009), {"education": 7, "insurance": 1, "occupation": "tidak_bekerja", "whereabouts": 1}),
            # Born 3 months before the survey to the second member, who was 17 then.
            (1, born(2026, 5, 17), {"insurance": 1, "whereabouts": 1, "mother_line": 2, "birth_certificate": 2}),
        ],
        answers={"p23": 1, "p24": 3, "p18c": "ya", "p02": "tidak"}, welfare_decile=1, couple="iat", card=True,
    )  # fmt: skip
    family(
        [
            (2, born(1950), {"education": 1, "insurance": 2, "occupation": "tidak_bekerja", "whereabouts": 3}),
            (1, born(2013, 8, 18), {"education": 4, "insurance": 4, "whereabouts": 1, "birth_certificate": 1}),
        ],
        answers={"p23": 5, "p24": 1, "p18c": "tidak", "p02": "tidak_berlaku"}, welfare_decile=5, couple="pill",
    )  # fmt: skip
    found = counted()
    expected = {
        "population.total": 5, "population.total.L": 3, "population.total.P": 2,
        "population_structure.0_4": 1, "population_structure.10_14": 1, "population_structure.15_19.P": 1,
        "population_structure.45_49.L": 1, "population_structure.75_plus.P": 1, "population_structure.75_plus.L": 0,
        "births_deaths.live_births": 1, "births_deaths.births_to_women_15_19": 1,
        # 17 years in school, 12 years with primary school done and no longer there.
        "children_in_school.16_18": 1, "children_in_school.7_12": 0, "school_dropouts.7_12": 1,
        "unemployed.15_24": 0, "unemployed.25_64": 0,
        "seasonal_population.abroad": 1, "seasonal_population.elsewhere": 0,
        "bpjs_members.total": 4, "bpjs_members.non_pbi": 1, "kis_pbi_members.total": 3,
        "kis_pbi_members.poor_families_all_covered": 1,
        "birth_certificate_holders.children_0_17": 3,
        "family_members.families": 2, "family_members.persons": 5, "family_members.mean_size": 2.5,
        "poor_population.decile_1": 1, "poor_population.decile_2": 0, "poor_population.decile_3_4": 0,
        "families_with_kk.families": 2, "families_with_kk.with_kk": 1,
        "pkh_recipients.total": 1, "pkh_recipients.poor": 1,
        "marriage_document_holders.applicable": 1, "marriage_document_holders.holders": 0,
        "water_sanitation_facilities.families_improved_water": 1,
        "family_toilet_coverage.families_proper_toilet": 1, "family_toilet_coverage.families_known": 2,
        "fp_users.pus": 2, "fp_users.pill": 1, "fp_users.iat": 1, "fp_users.iud": 0,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected
    # Two of three children have a word on their certificate: less than 80 % is no figure.
    assert found["birth_certificate_holders.holders_0_17"] is None
    # A second run changes nothing and doubles nothing.
    assert counted() == found


def test_four_of_five_answers_are_enough_and_three_are_not(places) -> None:
    people = [(1, born(1990, 1, day), {"insurance": 1} if day <= 4 else {}) for day in range(1, 6)]
    family(people, village=VILLAGE)
    family([*people[:3], people[4], people[4]], village="13.01.01.2002")
    assert counted()["kis_pbi_members.total"] == 4
    assert counted("13.01.01.2002")["kis_pbi_members.total"] is None


def test_who_left_is_not_counted_and_an_earlier_year_keeps_its_count(places) -> None:
    one = family([(1, born(1990), {}), (2, born(1991), {"active": False})], year=2025, day=dt.date(2025, 8, 1))
    assert counted(year=2025)["population.total"] == 1
    with scoped(village_writer(VILLAGE)):
        FamilySurvey.objects.create(region_code=VILLAGE, family=one, year=2026, surveyed_on=DAY)
        Person.objects.create(region_code=VILLAGE, family=one, line=3, name="Anak", sex=1, birth_date=born(2026, 2))
    assert counted()["population.total"] == 2
    assert counted(year=2025)["population.total"] == 1


def test_nobody_asked_is_not_nought_where_it_is_unknown_whom_to_ask(places) -> None:
    family(
        [(1, None, {"insurance": 1, "education": 7}), (2, None, {"insurance": 1, "birth_certificate": 1})],
        answers={"p18c": "ya"},
    )
    found = counted()
    # Nobody's age and no decile is known: no child, no poor family, no couple can be told from the others.
    assert found["children_in_school.7_12"] is None
    assert found["birth_certificate_holders.children_0_17"] is None
    assert found["births_deaths.births_to_women_15_19"] is None
    assert found["kis_pbi_members.poor_families_all_covered"] is None
    assert (found["pkh_recipients.total"], found["pkh_recipients.poor"]) == (1, None)
    assert (found["fp_users.pus"], found["fp_users.pill"]) == (None, None)
    # Of others the count needs no age.
    assert (found["population.total"], found["kis_pbi_members.total"]) == (2, 2)


def test_couples_are_those_of_families_that_are_here_and_unasked_ones_are_missed(places) -> None:
    wife = (2, born(1990), {"marital_status": 2})
    man = (1, born(1988), {"marital_status": 2})
    family([man, wife], couple="pill")
    family([man, wife], couple="iud", active=False)
    assert (counted()["fp_users.pus"], counted()["fp_users.iud"]) == (1, 0)
    # A widow of 60 is no couple; a wife of fertile age whom nobody asked is one: one answer of two is no figure.
    family([(2, born(1966), {"marital_status": 4})])
    assert counted()["fp_users.pus"] == 1
    family([man, wife])
    assert counted()["fp_users.pus"] is None


def test_a_village_without_men_has_none_and_one_of_unknown_sexes_says_nothing(places) -> None:
    family([(2, born(1990), {}), (2, born(1960), {})])
    family([(None, born(1990), {}), (2, born(1960), {})], village="13.01.01.2002")
    found = counted()
    assert (found["population.total.L"], found["population_structure.30_34.L"]) == (0, 0)
    assert (found["population.total.P"], found["population.total"]) == (2, 2)
    assert "births_deaths.births_to_women_15_19.L" not in found
    assert counted("13.01.01.2002")["population.total.L"] is None


def test_figures_of_others_stay_beside(places) -> None:
    with scoped(village_writer(VILLAGE)):
        Figure.objects.create(
            region_code=VILLAGE, element="population", component="total", period="2026", value=9, source="Dukcapil",
            updated_at=timezone.now(),
        )  # fmt: skip
    family([(1, born(1990), {})])
    counted()
    with scoped(SYSTEM):
        rows = Figure.objects.filter(region_code=VILLAGE, element="population", sex="")
        assert dict(rows.values_list("source", "value")) == {"Dukcapil": 9, OWN_SOURCE: 1}
