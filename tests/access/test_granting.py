"""Who gives and ends which hat where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.access.actor import Actor, Hat, system_actor
from padu.access.granting import (
    ROLE_LEVELS,
    GrantRefusal,
    grant_refusal,
    grantable_roles,
    level_fits,
    may_end,
    may_grant,
)
from padu.access.verbs import AGENCY_ROLES, ROLE_GRANTS, ROLE_VERBS, Role, Verb
from padu.domain.regions import level_of

CODES = ("00", "13", "14", "13.01", "13.02", "13.01.01", "13.01.01.2001", "13.01.01.2002", "13.02.03.2001")


def wearing(*hats: tuple[Role, str]) -> Actor:
    return Actor(user_id=1, hats=tuple(Hat(r, c, 7 if r in AGENCY_ROLES else None) for r, c in hats))


@pytest.mark.parametrize(
    ("own", "place", "role", "where", "expected"),
    [
        (Role.REGENCY, "13.01", Role.KAMPUNG, "13.01.01.2001", None),
        (Role.REGENCY, "13.01", Role.PLKB, "13.01.01", None),
        (Role.REGENCY, "13.01", Role.REGENCY, "13.01", None),
        (Role.REGENCY, "13.01", Role.KAMPUNG, "13.02.03.2001", GrantRefusal.PLACE),
        (Role.REGENCY, "13.01", Role.PROVINCE, "13.01", GrantRefusal.LEVEL),
        (Role.REGENCY, "13.01", Role.PROVINCE, "13", GrantRefusal.PLACE),
        (Role.PROVINCE, "13", Role.REGENCY, "13.01", None),
        (Role.PROVINCE, "13", Role.KAMPUNG, "13.01.01.2001", GrantRefusal.ROLE),
        (Role.NATION, "00", Role.PROVINCE, "14", None),
        (Role.NATION, "00", Role.REGENCY, "13.01", GrantRefusal.ROLE),
        (Role.KAMPUNG, "13.01.01.2001", Role.KADER, "13.01.01.2001", None),
        (Role.KAMPUNG, "13.01.01.2001", Role.KADER, "13.01.01.2002", GrantRefusal.PLACE),
        (Role.KAMPUNG, "13.01.01.2001", Role.KAMPUNG, "13.01.01.2001", GrantRefusal.ROLE),
        (Role.INSPECTOR, "13", Role.KADER, "13.01.01.2001", GrantRefusal.PLACE),
        (Role.SECTOR, "00", Role.SECTOR, "13", GrantRefusal.PLACE),
    ],
)
def test_the_level_above_gives_hats(
    own: Role, place: str, role: Role, where: str, expected: GrantRefusal | None
) -> None:
    assert grant_refusal(wearing((own, place)), role, where) == expected


def test_two_hats_do_not_add_up_to_a_third_right() -> None:
    # The regency's hat covers 13.01 alone; the pokja's village in 13.02 gives it no field officers there.
    actor = wearing((Role.REGENCY, "13.01"), (Role.KAMPUNG, "13.02.03.2001"))
    assert grant_refusal(actor, Role.PLKB, "13.02.03.2001") is GrantRefusal.ROLE
    assert may_grant(actor, Role.KADER, "13.02.03.2001")


def test_the_system_may_where_the_level_fits() -> None:
    operator = system_actor("13.01")
    assert may_grant(operator, Role.REGENCY, "13.01")
    assert grant_refusal(operator, Role.REGENCY, "13.01.01") is GrantRefusal.LEVEL


@pytest.mark.parametrize("text", ["", "13.1", "13.01.01.2001.1", "x"])
def test_what_is_no_place_fits_no_role(text: str) -> None:
    assert not any(level_fits(role, text) for role in Role)


def test_every_role_has_its_levels_and_can_be_given_by_somebody() -> None:
    assert set(ROLE_LEVELS) == set(Role)
    assert set().union(*ROLE_GRANTS.values()) == set(Role)


def test_who_administers_a_place_above_may_end_what_they_may_not_give() -> None:
    province = wearing((Role.PROVINCE, "13"))
    assert not may_grant(province, Role.KADER, "13.01.01.2001")
    assert may_end(province, Role.KADER, "13.01.01.2001")
    assert not may_end(wearing((Role.KAMPUNG, "13.01.01.2001")), Role.PLKB, "13.01.01.2001")
    assert not may_end(wearing((Role.PROVINCE, "14")), Role.KADER, "13.01.01.2001")


hats = st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(CODES)), max_size=4)


@given(hats, st.sampled_from(Role), st.sampled_from(CODES))
def test_a_right_to_give_comes_from_one_hat_that_has_all_of_it(
    worn: list[tuple[Role, str]], role: Role, where: str
) -> None:
    actor = wearing(*worn)
    alone = any(may_grant(wearing(one), role, where) for one in worn)
    assert may_grant(actor, role, where) == alone
    if may_grant(actor, role, where):
        assert actor.may(Verb.ACCOUNT_ADMIN, where)
        assert level_of(where) in ROLE_LEVELS[role]
        assert role in grantable_roles(actor)
        assert may_end(actor, role, where)


@given(hats, st.sampled_from(Role), st.sampled_from(CODES))
def test_without_the_verb_nothing_is_given_or_ended(worn: list[tuple[Role, str]], role: Role, where: str) -> None:
    actor = wearing(*[hat for hat in worn if Verb.ACCOUNT_ADMIN not in ROLE_VERBS[hat[0]]])
    assert not may_grant(actor, role, where)
    assert not may_end(actor, role, where)
    assert grantable_roles(actor) == ()
