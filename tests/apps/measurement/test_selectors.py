"""What a person may see of an index: all of it in one's own village, no small numbers elsewhere, conflict nowhere."""

from __future__ import annotations

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.apps.measurement.selectors import index_below, index_lines, index_of, newest_year
from padu.apps.measurement.services import index_compute
from padu.apps.rumah_dataku.models import Family
from padu.domain.ibangga import INDICATOR_IDS
from padu.domain.values import Missing
from tests.apps.measurement.test_computing import DUTIES, HERE, NOW, YEAR, Answers, store
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE

ALL: Answers = dict.fromkeys(INDICATOR_IDS, 1)


def families(number: int, **changes: tuple[int, int]) -> list[Answers]:
    """So many families that meet everything; `savings=(4, 0)`: the first four answer 0 there."""
    made = [dict(ALL) for _ in range(number)]
    for name, (count, value) in changes.items():
        for one in made[:count]:
            one[name] = value
    return made


def rates(actor, code=HERE):
    with scoped(actor):
        view = index_of(code, YEAR)
    return {rate.indicator.indicator_id: (rate.answered, rate.met, rate.percent) for rate in view.indicators}


def test_the_village_sees_small_numbers_and_nobody_else_does(people):
    store(
        VILLAGE, families(40, savings=(4, 0), diverse_food=(12, 0), income_source=(40, 0), online_media_access=(33, -1))
    )
    index_compute(region_code=VILLAGE, year=YEAR)
    own = rates(people.pokja.actor)
    assert own["savings"] == (40, 36, 90.0)
    for actor in (people.tim_kab.actor, people.petugas_opd.actor):
        seen = rates(actor)
        assert seen["savings"] == (40, Missing.SUPPRESSED, Missing.SUPPRESSED)
        assert seen["diverse_food"] == (40, 28, 70.0)
        # Nought is about nobody, and the whole is no small number.
        assert seen["income_source"] == (40, 0, 0.0)
        # Seven families answered: even the total is small.
        assert seen["online_media_access"] == (Missing.SUPPRESSED, Missing.SUPPRESSED, Missing.SUPPRESSED)
    assert own["online_media_access"] == (7, 7, 100.0)


@pytest.mark.parametrize(("quarrels", "shown"), [(0, False), (4, False), (9, False), (10, True)])
def test_conflict_is_hidden_below_ten_from_the_pokja_too(people, quarrels, shown):
    store(VILLAGE, families(40, no_family_conflict=(quarrels, 0)))
    index_compute(region_code=VILLAGE, year=YEAR)
    hidden = (40, Missing.SUPPRESSED, Missing.SUPPRESSED)
    assert rates(people.pokja.actor)["no_family_conflict"] == ((40, 30, 75.0) if shown else hidden)


def test_categories_of_few_families_are_hidden_with_their_complement(people):
    poor = dict.fromkeys(INDICATOR_IDS, 0)
    store(VILLAGE, [*families(36), *[poor] * 4])
    index_compute(region_code=VILLAGE, year=YEAR)
    with scoped(people.pokja.actor):
        assert index_of(VILLAGE, YEAR).categories == (4, 0, 36)
    with scoped(people.tim_kab.actor):
        assert index_of(VILLAGE, YEAR).categories == (Missing.SUPPRESSED, 0, Missing.SUPPRESSED)


def test_nobody_answered_is_unknown_and_not_nought(people):
    store(VILLAGE, [{**ALL, "savings": None}])
    index_compute(region_code=VILLAGE, year=YEAR)
    assert rates(people.pokja.actor)["savings"] == (0, 0, Missing.UNKNOWN)


def test_coverage_counts_registered_families_also_where_nobody_was_surveyed(people):
    store(VILLAGE, families(3))
    with scoped(system_actor(VILLAGE, *DUTIES)):
        Family.objects.create(region_code=VILLAGE, source="uji", source_key="x", head_name="Tanpa", updated_at=NOW)
    with scoped(system_actor(NEXT_VILLAGE, *DUTIES)):
        Family.objects.create(region_code=NEXT_VILLAGE, source="uji", source_key="y", head_name="T", updated_at=NOW)
    assert index_compute(region_code=REGENCY, year=YEAR) == 2
    with scoped(people.tim_kab.actor):
        lines = index_lines([VILLAGE, NEXT_VILLAGE, REGENCY], YEAR)
        here = index_of(VILLAGE, YEAR)
    assert (here.registered, here.families, here.families_valid, here.coverage) == (4, 3, 3, 0.75)
    assert (lines[NEXT_VILLAGE].registered, lines[NEXT_VILLAGE].index, lines[NEXT_VILLAGE].coverage) == (1, None, 0.0)
    assert (lines[REGENCY].registered, lines[REGENCY].coverage, lines[REGENCY].index) == (5, 0.6, 100.0)


def test_change_is_told_only_where_there_was_a_year_before(people):
    ids = store(VILLAGE, families(2))
    index_compute(region_code=VILLAGE, year=YEAR)
    with scoped(people.pokja.actor):
        assert index_of(VILLAGE, YEAR).change is None
        assert (newest_year(VILLAGE), newest_year(NEXT_VILLAGE)) == (YEAR, None)
        assert index_of(NEXT_VILLAGE, YEAR) is None
    assert len(ids) == 2


def test_places_below_are_those_directly_below(people):
    store(VILLAGE, families(2))
    index_compute(region_code=REGENCY, year=YEAR)
    with scoped(people.tim_kab.actor):
        assert list(index_below(REGENCY, YEAR)) == ["13.01.01"]
        assert list(index_below("13.01.01", YEAR)) == [VILLAGE]
