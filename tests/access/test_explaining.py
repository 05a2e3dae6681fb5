"""Why one may, and why not: the words follow the same functions as the gate."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padu.access.actor import Actor, Hat
from padu.access.explaining import VERB_SUBJECTS, Answer, Giver, Remedy, explain, givers_of, nearest_place, remedies_for
from padu.access.granting import may_grant
from padu.access.requests import VerbMissing, require_place
from padu.access.verbs import AGENCY_ROLES, Role, Verb

VILLAGE, REGENCY = "13.01.01.2001", "13.01"
CODES = ("00", "13", "13.01", "13.01.01", VILLAGE, "13.01.01.2002", "33.08")


def test_every_verb_is_about_something_once() -> None:
    listed = [verb for verbs in VERB_SUBJECTS.values() for verb in verbs]
    assert sorted(listed) == sorted(Verb)


def test_who_works_in_the_village_may_read_its_families() -> None:
    pokja = Hat(Role.KAMPUNG, VILLAGE)
    why = explain(Actor(user_id=1, hats=(pokja,)), Verb.FAMILY_READ, VILLAGE)
    assert (why.answer, why.giving, why.inside, why.remedies) == (Answer.YES, (pokja,), (), ())


def test_the_team_is_inside_without_the_verb_and_reads_which_hats_would_do() -> None:
    team = Hat(Role.REGENCY, REGENCY)
    why = explain(Actor(user_id=1, hats=(team,)), Verb.FAMILY_READ, VILLAGE)
    assert (why.answer, why.giving, why.inside) == (Answer.NO_VERB, (), (team,))
    regency = Giver(Role.REGENCY, REGENCY)
    assert set(why.remedies) == {
        Remedy(Role.KADER, VILLAGE, (Giver(Role.KAMPUNG, VILLAGE), regency)),
        Remedy(Role.KAMPUNG, VILLAGE, (regency,)),
        Remedy(Role.PLKB, VILLAGE, (regency,)),
    }


def test_the_neighbour_is_outside() -> None:
    why = explain(Actor(user_id=1, hats=(Hat(Role.KAMPUNG, "13.01.01.2002"),)), Verb.FAMILY_READ, VILLAGE)
    assert (why.answer, why.giving, why.inside) == (Answer.OUTSIDE, (), ())


def test_a_hat_put_on_hides_what_another_one_gives() -> None:
    team, pokja = Hat(Role.REGENCY, REGENCY), Hat(Role.KAMPUNG, VILLAGE)
    whole = Actor(user_id=1, hats=(team, pokja), codes_below={VILLAGE: frozenset()})
    why = explain(whole, Verb.FAMILY_READ, VILLAGE, whole.narrowed_to(team))
    assert (why.answer, why.giving, why.inside, why.remedies) == (Answer.OTHER_HAT, (pokja,), (team,), ())


def test_without_any_hat_the_answer_says_so() -> None:
    assert explain(Actor(user_id=1), Verb.PLACE_READ, VILLAGE).answer is Answer.NO_HAT


def test_an_agencys_verbs_reach_its_own_rows() -> None:
    officer = Actor(user_id=1, hats=(Hat(Role.AGENCY, REGENCY, 5),))
    assert explain(officer, Verb.SUPPLY_EDIT, REGENCY).for_own_agency
    assert not explain(officer, Verb.PLACE_READ, REGENCY).for_own_agency


def test_roles_are_offered_where_they_are_worn() -> None:
    assert nearest_place(Role.REGENCY, VILLAGE) == REGENCY
    assert nearest_place(Role.KADER, REGENCY) is None
    assert nearest_place(Role.SECTOR, VILLAGE) == "13"
    assert givers_of(Role.NATION, "00") == (Giver(Role.NATION, "00"),)
    assert [one.role for one in remedies_for(Verb.REGION_EDIT, VILLAGE)] == [Role.NATION]


HATS = st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(CODES)), max_size=4, unique=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hats=HATS, verb=st.sampled_from(Verb), code=st.sampled_from(CODES))
def test_the_explanation_is_what_the_gate_does(hats: list[tuple[Role, str]], verb: Verb, code: str) -> None:
    below = {root: frozenset(c for c in CODES if c.startswith(f"{root}.")) for root in CODES}
    worn = tuple(Hat(role, place, 1 if role in AGENCY_ROLES else None) for role, place in hats)
    actor = Actor(user_id=1, hats=worn, codes_below=below)
    why = explain(actor, verb, code)
    assert (why.answer is Answer.YES) is actor.may(verb, code) is bool(why.giving)
    if why.answer is Answer.NO_VERB:
        with pytest.raises(VerbMissing) as missing:
            require_place(actor, code, verb)
        assert (missing.value.verb, missing.value.region_code) == (verb, code)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(verb=st.sampled_from(Verb), code=st.sampled_from(CODES))
def test_what_is_proposed_would_do_and_can_be_given(verb: Verb, code: str) -> None:
    for remedy in remedies_for(verb, code):
        agency = 1 if remedy.role in AGENCY_ROLES else None
        assert Actor(user_id=1, hats=(Hat(remedy.role, remedy.region_code, agency),)).may(verb, code)
        assert remedy.givers
        for giver in remedy.givers:
            administrator = Actor(user_id=2, hats=(Hat(giver.role, giver.region_code),))
            assert may_grant(administrator, remedy.role, remedy.region_code)
