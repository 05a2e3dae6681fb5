"""A family that a person holds for recorded twice, where no search has found a pair."""

from __future__ import annotations

import pytest
from django.http import Http404

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.record_linkage.services.reporting import pair_report
from padu.apps.record_linkage.services.searching import pairs_search
from padu.apps.rumah_dataku.models import Family, Person
from padu.domain.linkage.review import PairState
from tests.apps.record_linkage.rows import duty, make_family
from tests.apps.record_linkage.test_duplicates import SignIn
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE, People
from tests.people import make_person as make_account

pytestmark = pytest.mark.django_db
CHILD = {"name": "Budi", "sex": 1, "born": "2010-02-03", "relation": 3}


@pytest.fixture
def two(people: People) -> tuple[int, int]:
    """Heads under two quite different names; their child is the same."""
    make_family(VILLAGE, "A", [{"name": "Rusli", "sex": 1, "born": "1980-07-19"}, CHILD])
    make_family(VILLAGE, "B", [{"name": "Buyung Gadang", "sex": 1, "born": "1979-01-01"}, CHILD])
    make_family(NEXT_VILLAGE, "C", [{"name": "Rusli", "sex": 1, "born": "1980-07-19"}])
    with scoped(duty(VILLAGE)):
        one, other = Family.objects.order_by("source_key").values_list("pk", flat=True)
    return one, other


def test_from_the_missing_family_to_the_merge(people: People, client_of: SignIn, two: tuple[int, int]) -> None:
    one, other = two
    browser, page = client_of(people.pokja), f"/data-ganda/keluarga/{one}/"
    assert "Tidak ada keluarga lain dengan nama itu" in browser.get(page).content.decode()
    found = browser.get(page, {"cari": "buyung"}).content.decode()
    assert f'value="{other}"' in found
    assert browser.post(page).status_code == 422
    answer = browser.post(page, {"keluarga": str(other)}, follow=True)
    told = answer.content.decode()
    assert "dilaporkan petugas" in told
    pair = DuplicatePair.unscoped.get()
    assert answer.redirect_chain[-1][0] == f"/data-ganda/{pair.pk}/"
    with scoped(duty(VILLAGE)):
        children = dict(Person.objects.filter(name="Budi").values_list("family_id", "pk"))
    assert pair.members == [[children[one], children[other]]]
    # The second way leads straight to the pair, and a search leaves it for people.
    assert browser.get(page).headers["Location"] == f"/data-ganda/{pair.pk}/"
    pairs_search(region_code=REGENCY)
    with scoped(people.pokja.actor):
        assert DuplicatePair.objects.get(pk=pair.pk).state == PairState.UNSURE
    merged = browser.post(f"/data-ganda/{pair.pk}/satukan/", {"keep": "left", "reason": "Satu rumah"}, follow=True)
    assert "Disatukan." in merged.content.decode()
    with scoped(duty(VILLAGE)):
        assert list(Family.objects.filter(active=True).values_list("pk", flat=True)) == [one]
        assert Person.objects.filter(name="Budi", active=True).count() == 1


def test_only_two_families_of_one_s_own_village(people: People, two: tuple[int, int]) -> None:
    with scoped(duty(NEXT_VILLAGE)):
        elsewhere = Family.objects.get().pk
    with scoped(people.pokja.actor):
        for other in (elsewhere, two[0], 0):
            with pytest.raises(Http404):
                pair_report(actor=people.pokja.actor, family_id=two[0], other_id=other)
        again = [pair_report(actor=people.pokja.actor, family_id=two[at], other_id=two[1 - at]).pk for at in (0, 1)]
    assert again[0] == again[1]


def test_only_a_regency_is_offered_to_write_an_agreement_down(people: People, client_of: SignIn) -> None:
    assert "/daftar-sektor/baru/" in client_of(people.tim_kab).get("/daftar-sektor/").content.decode()
    province = make_account("provinsi", Role.PROVINCE, "13")
    assert "/daftar-sektor/baru/" not in client_of(province).get("/daftar-sektor/").content.decode()
