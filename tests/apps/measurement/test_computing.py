"""The index in the database is the index of the rule, at every level."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.models import FamilyIndex, IndexResult
from padu.apps.measurement.services import index_compute
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific
from padu.domain.ibangga import INDICATOR_IDS, score_family, sum_scores

pytestmark = pytest.mark.django_db

YEAR = 2026
SPECIFIC = ("no_family_conflict", "no_illness_or_disability")
HERE, NEXT, OTHER_DISTRICT, OTHER_REGENCY = "13.01.01.2001", "13.01.01.2002", "13.01.02.2001", "13.02.03.2001"
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
DUTIES = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)

Answers = dict[str, int | None]


def random_answers(chance: random.Random) -> Answers:
    return {name: chance.choice([1, 1, 1, 0, 0, -1, None]) for name in INDICATOR_IDS}


def store(code: str, families: list[Answers], *, with_specific: bool = True) -> list[int]:
    with scoped(system_actor(code, *DUTIES)):
        made = Family.objects.bulk_create(
            Family(region_code=code, source="uji", source_key=str(n), head_name="Kepala", updated_at=NOW)
            for n in range(len(families))
        )
        FamilySurvey.objects.bulk_create(
            FamilySurvey(
                region_code=code,
                family=family,
                year=YEAR,
                surveyed_on=dt.date(2026, 7, 1 + n % 20),
                **{k: v for k, v in answers.items() if k not in SPECIFIC},
            )
            for n, (family, answers) in enumerate(zip(made, families, strict=True))
        )
        if with_specific:
            FamilySurveySpecific.objects.bulk_create(
                FamilySurveySpecific(
                    region_code=code, family_id=family.pk, year=YEAR, **{k: answers[k] for k in SPECIFIC}
                )
                for family, answers in zip(made, families, strict=True)
            )
    return [family.pk for family in made]


def result(code: str) -> IndexResult:
    with scoped(system_actor("00")):
        return IndexResult.objects.get(region_code=code, year=YEAR)


def test_each_family_and_each_level_agree_with_the_rule() -> None:
    chance = random.Random(7)
    villages = {
        code: [random_answers(chance) for _ in range(25)] for code in (HERE, NEXT, OTHER_DISTRICT, OTHER_REGENCY)
    }
    ids = {code: store(code, families) for code, families in villages.items()}

    assert index_compute(region_code="13", year=YEAR) == 4

    with scoped(system_actor("00", *DUTIES)):
        for code, families in villages.items():
            for pk, answers in zip(ids[code], families, strict=True):
                stored, rule = FamilyIndex.objects.get(family_id=pk), score_family(answers)
                assert (stored.index, stored.category, stored.partial) == (rule.index, rule.category, rule.partial)
    for place in (HERE, "13.01.01", "13.01", "13", "00"):
        inside = [a for code, many in villages.items() if place == "00" or code.startswith(place) for a in many]
        stored_result, rule_result = result(place), sum_scores(score_family(a) for a in inside)
        dimensions = (stored_result.ketenteraman, stored_result.kemandirian, stored_result.kebahagiaan)
        assert dimensions == rule_result.percents
        assert (stored_result.index, stored_result.category) == (rule_result.index, rule_result.category)
        assert stored_result.families == len(inside)
        assert stored_result.as_of == dt.date(2026, 7, 20)


def test_one_village_computed_again_changes_its_whole_line() -> None:
    all_met: Answers = dict.fromkeys(INDICATOR_IDS, 1)
    none_met: Answers = dict.fromkeys(INDICATOR_IDS, 0)
    store(HERE, [all_met, all_met])
    store(OTHER_REGENCY, [all_met, all_met])
    index_compute(region_code="13", year=YEAR)
    assert [result(c).index for c in (HERE, "13.01", "13", "00")] == [100, 100, 100, 100]

    with scoped(system_actor(HERE, *DUTIES)):
        FamilySurvey.objects.filter(region_code=HERE).update(**{k: v for k, v in none_met.items() if k not in SPECIFIC})
        FamilySurveySpecific.objects.filter(region_code=HERE).update(**dict.fromkeys(SPECIFIC, 0))
    index_compute(region_code=HERE, year=YEAR)

    assert [result(c).index for c in (HERE, "13.01", "13.02", "13", "00")] == [0, 0, 100, 50, 50]


def test_a_family_without_specific_answers_has_not_answered_them() -> None:
    answers: Answers = dict.fromkeys(INDICATOR_IDS, 1)
    (pk,) = store(HERE, [answers], with_specific=False)
    index_compute(region_code=HERE, year=YEAR)
    with scoped(system_actor(HERE, *DUTIES)):
        row = FamilyIndex.objects.get(family_id=pk)
    assert (row.answered.bit_count(), row.applicable.bit_count()) == (15, 17)
    assert row.index == 100


def test_a_family_that_left_leaves_the_figures() -> None:
    ids = store(HERE, [dict.fromkeys(INDICATOR_IDS, 1), dict.fromkeys(INDICATOR_IDS, 0)])
    index_compute(region_code=HERE, year=YEAR)
    assert result(HERE).index == 50
    with scoped(system_actor(HERE, *DUTIES)):
        Family.objects.filter(pk=ids[1]).update(active=False)
    index_compute(region_code=HERE, year=YEAR)
    assert (result(HERE).index, result(HERE).families) == (100, 1)
    with scoped(system_actor(HERE, *DUTIES)):
        assert FamilyIndex.objects.count() == 1
