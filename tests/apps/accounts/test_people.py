"""The standing people of the tests are who they say they are."""

from __future__ import annotations

import pytest

from padu.access.actor import Actor, Hat
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.verbs import Role, Verb
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.institutions.models import Agency
from padu.apps.kampung.models import Kampung
from tests.factories import make_kampung
from tests.people import People

pytestmark = pytest.mark.django_db


def test_a_person_loads_with_exactly_their_hat(people: People) -> None:
    assert load_actor_by_username("pokja").hats == (Hat(Role.KAMPUNG, "13.01.01.2001"),)
    assert load_actor_by_username("petugas_opd").hats == (Hat(Role.AGENCY, "13.01", people.kesehatan.pk),)


def test_people_of_one_regency_do_not_see_agencies_of_the_other(people: People) -> None:
    with scoped(people.tim_kab.actor):
        assert {a.pk for a in Agency.objects.all()} == {people.kesehatan.pk, people.dukcapil.pk}
    with scoped(people.orang_luar.actor):
        assert {a.pk for a in Agency.objects.all()} == {people.kesehatan_luar.pk}


@pytest.mark.parametrize("opened", [False, True], ids=["both locks", "row security alone"])
def test_a_kampung_is_not_seen_from_the_next_village(people: People, opened: bool) -> None:
    make_kampung("13.01.01.2001")
    for actor, seen in ((people.pokja.actor, 1), (people.pokja_tetangga.actor, 0), (people.orang_luar.actor, 0)):
        with scoped(actor):
            if opened:
                with gate_opened_for_test():
                    assert Kampung.objects.count() == seen
            else:
                assert Kampung.objects.count() == seen


def test_the_regency_may_not_read_families(tim_kab: Actor, kader_desa: Actor) -> None:
    assert not tim_kab.may(Verb.FAMILY_READ, "13.01.01.2001")
    assert kader_desa.may(Verb.FAMILY_READ, "13.01.01.2001")
    assert not kader_desa.may(Verb.FAMILY_READ, "13.01.01.2002")
