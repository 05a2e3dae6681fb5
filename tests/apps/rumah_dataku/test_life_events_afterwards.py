"""After a life event: files that still know the old state, figures, and the end of the family's time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.history import history_of
from padu.apps.privacy.services.anonymising import anonymise_families
from padu.apps.rumah_dataku.models import Family, Figure, LifeEvent
from padu.apps.rumah_dataku.selectors.village_profile import values_of
from padu.apps.rumah_dataku.tasks import count_life_events
from padu.domain.life_events.happening import Newcomer
from padu.domain.life_events.kinds import Kind
from padu.domain.pk21 import Relation
from padu.domain.village_profile import EVENT_SOURCE, choose
from tests.apps.rumah_dataku.files import check, families_file, store
from tests.apps.rumah_dataku.test_life_events import DAY, here, take_back, tell
from tests.apps.rumah_dataku.village_families import DUTIES, TODAY, make_family
from tests.people import VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(people) -> Family:
    return make_family(VILLAGE)


# --- files that come afterwards ----------------------------------------------------------------------------------


@pytest.fixture
def sent(people) -> Family:
    """Siti Aminah and her son Rahmat, from a file."""
    store(people.pokja.actor, families_file())
    with scoped(people.pokja.actor):
        return Family.objects.get()


def test_a_file_does_not_bring_the_dead_back(pokja, sent):
    boy = here(pokja, sent)["Rahmat"]
    tell(pokja, Kind.DEATH, sent, people=(boy.pk,))
    run = check(pokja, families_file([{"RT": "004"}]))
    assert (run.counts["families_bad"], run.counts["families_good"]) == (1, 0)
    assert list(here(pokja, sent)) == ["Siti Aminah"]
    # Without him the family is stored, and his own row stands as it was.
    store(pokja, families_file([{"RT": "004"}], [{}]))
    assert list(here(pokja, sent)) == ["Siti Aminah"]
    with scoped(pokja):
        boy.refresh_from_db()
        sent.refresh_from_db()
    assert (boy.left_reason, boy.active, sent.rt) == ("death", False, "004")


def test_a_file_does_not_bring_a_family_back_that_left(pokja, sent):
    everybody = tuple(one.pk for one in here(pokja, sent).values())
    event = tell(pokja, Kind.MOVE_OUT, sent, people=everybody)
    assert check(pokja, families_file([{"RT": "004"}])).counts["families_good"] == 0
    take_back(pokja, event)
    assert check(pokja, families_file([{"RT": "005"}])).counts["families_good"] == 1


def test_who_came_back_is_taken_from_a_file_again(pokja, sent):
    boy = here(pokja, sent)["Rahmat"]
    tell(pokja, Kind.MOVE_OUT, sent, people=(boy.pk,), day=DAY)
    back = Newcomer("Rahmat", 1, dt.date(2018, 6, 10), Relation.CHILD)
    tell(pokja, Kind.MOVE_IN, sent, newcomers=(back,), niks=("1301011006180001",), day=TODAY)
    assert check(pokja, families_file([{"RT": "004"}])).counts["families_good"] == 1


# --- what follows ------------------------------------------------------------------------------------------------


def test_the_profile_s_items_come_from_events(pokja, family):
    """Typed 40 births; the village wrote two down, and a move in and out: the events are shown."""
    boy = here(pokja, family)["Dedi"]
    for name in ("Satu", "Dua"):
        tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer(name, 2, DAY),))
    tell(pokja, Kind.MOVE_IN, family, newcomers=(Newcomer("Eko", 1, None, Relation.OTHER),))
    tell(pokja, Kind.MOVE_OUT, family, people=(boy.pk,))
    period = str(DAY.year)
    with scoped(system_actor(VILLAGE, *DUTIES)):
        Figure.objects.create(
            region_code=VILLAGE, element="births_deaths", component="live_births", period=period, value=40,
            source="buku desa", as_of=dt.date(DAY.year, 12, 31), updated_at=timezone.now(),
        )  # fmt: skip
    count_life_events(region_code=VILLAGE, year=DAY.year, user_id=pokja.user_id)
    count_life_events(region_code=VILLAGE, year=DAY.year, user_id=pokja.user_id)
    with scoped(pokja):
        values = values_of(VILLAGE)
        shown = choose(values["births_deaths", "live_births", ""])
        assert (shown.value, shown.source) == (2, EVENT_SOURCE)
        assert choose(values["births_deaths", "deaths", ""]).value == 0
        (net,) = values["net_migration", "total", ""]
        assert (net.value, net.source) == (0, f"hitungan Padu dari {EVENT_SOURCE}")


def test_anonymised_events_keep_kind_and_day_only(pokja, family):
    head, widow = here(pokja, family)["Ahmad Tua"], here(pokja, family)["Rukiah"]
    event = tell(pokja, Kind.DEATH, family, people=(head.pk,), new_head=widow.pk, paper_number="AK-77")
    worker = system_actor(VILLAGE, *DUTIES)
    with scoped(worker):
        assert "Rukiah" in str(LifeEvent.objects.get(pk=event.pk).changes)
        anonymise_families(worker, [Family.objects.get(pk=family.pk)])
        event.refresh_from_db()
        assert (event.changes, event.paper_number, event.kind, event.day) == ([], "", "death", DAY)
        assert all(row.before == {} for row in history_of(LifeEvent).objects.filter(row_id=str(event.pk)))
