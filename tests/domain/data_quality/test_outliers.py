import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.data_quality.completeness import Counted, month_of, share
from padu.domain.data_quality.outliers import LIMIT, growth, standings
from padu.domain.data_quality.rules import FAMILY_RULES, FIGURE_RULES, RULES, Finder

SIX = {"a": 10.0, "b": 11.0, "c": 12.0, "d": 9.0, "e": 10.0, "f": 100.0}


def test_by_hand() -> None:
    """Of the others (10, 11, 12, 9, 10) the median is 10; they lie 0, 1, 2, 1, 0 from it, so the MAD is 1."""
    far = standings(SIX)["f"]
    assert (far.middle, far.others, far.stands_out) == (10.0, 5, True)
    assert far.score == pytest.approx(0.6745 * 90)
    assert (far.low, far.high) == pytest.approx((10 - 3.5 / 0.6745, 10 + 3.5 / 0.6745))


def test_the_one_that_stands_out_does_not_drag_the_others() -> None:
    assert [code for code, one in standings(SIX).items() if one.stands_out] == ["f"]


def test_among_too_few_nothing_is_said() -> None:
    assert standings({code: SIX[code] for code in "abcdf"}) == {}


def test_where_all_agree_five_in_a_hundred_is_the_least_spread() -> None:
    """Others 100 each: the spread counts as 5, so 101 is nothing and 130 (score 4.05) stands out."""
    same = dict.fromkeys("abcde", 100.0)
    assert not standings(same | {"f": 101.0})["f"].stands_out
    assert standings(same | {"f": 130.0})["f"].score == pytest.approx(0.6745 * 30 / 5)
    assert standings(same | {"f": 130.0})["f"].stands_out


def test_where_the_others_say_nought_nothing_is_said() -> None:
    assert "f" not in standings(dict.fromkeys("abcde", 0.0) | {"f": 1.0})


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.floats(-1e6, 1e6), min_size=6, max_size=20))
def test_what_lies_between_low_and_high_does_not_stand_out(values: dict[str, float]) -> None:
    for code, one in standings(values).items():
        inside = one.low <= values[code] <= one.high
        assert inside != one.stands_out or abs(abs(one.score) - LIMIT) < 1e-6


def test_growth_from_or_to_nought_is_unknown() -> None:
    assert growth(0, 5) is None
    assert growth(5, 0) is None
    assert growth(5, 5) == 0


def test_shares_are_added_before_they_are_divided() -> None:
    one = Counted(families=10, this_year=10, identity_asked=10, identity_answered=10)
    other = Counted(families=90, this_year=0, identity_asked=30, identity_answered=0)
    assert (one + other).fresh == 0.1
    assert (one + other).identity == 0.25
    assert share(0, 0) is None
    assert Counted().mean_age_days is None


def test_month() -> None:
    import datetime as dt

    assert month_of(dt.date(2026, 2, 28)) == dt.date(2026, 2, 1)


def test_the_rules_of_the_machine_are_those_that_it_settles() -> None:
    by_machine = {rule.key for rule in RULES.values() if rule.finder is Finder.MACHINE}
    assert by_machine == set(FAMILY_RULES) | set(FIGURE_RULES)


def test_rules_that_the_import_knows_have_its_title() -> None:
    from padu.apps.rumah_dataku.files.problems import ISSUE_TITLES

    shared = set(RULES) & set(ISSUE_TITLES)
    assert len(shared) >= 9
    assert {key: RULES[key].title for key in shared} == {key: ISSUE_TITLES[key] for key in shared}
