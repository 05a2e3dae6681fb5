"""What a plan is made from: only what was submitted and offered for the year, with stable ids."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access.gate import scoped
from padu.apps.convergence.planning.inputs import build_instance, fingerprint, read_inputs
from padu.apps.convergence.planning.plannable_days import days_off, plannable_days
from padu.domain.planning import read_instance
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE
from tests.planning_rows import YEAR, make_fund, make_need, make_offer, make_row, make_run

TODAY = dt.date(2026, 11, 22)
OTHER = "13.01.02.2001"


@pytest.fixture
def offer(people):
    return make_offer(make_fund(people.kesehatan))


def instance_for(actor, **changes):
    with scoped(actor):
        return build_instance(**{"region_code": REGENCY, "year": YEAR, "actor": actor, "today": TODAY} | changes)


def test_instance_holds_submitted_villages_problems_and_active_offers(people, offer):
    analysis = make_need(VILLAGE, ("stunting", 4, 52.5), ("birth_certificate", 1, 20.25))
    make_need(NEXT_VILLAGE, ("stunting", 4, 40.0), state="draft")
    make_offer(offer.fund, title="Sudah ditarik", active=False)
    instance = instance_for(people.tim_kab.actor)
    read_instance(instance)
    assert [v["code"] for v in instance["villages"]] == [VILLAGE]
    assert [(p["type"], p["rank"], p["weight"], p["affected"]) for p in instance["problems"]] == [
        ("stunting", 1, 52.5, 30),
        ("birth_certificate", 2, 20.25, 30),
    ]
    with scoped(people.tim_kab.actor):
        assert {p["id"] for p in instance["problems"]} == {str(p.pk) for p in analysis.problems.all()}
    assert [(o["id"], o["fund"], o["agency"]) for o in instance["offers"]] == [
        (str(offer.pk), str(offer.fund_id), str(people.kesehatan.pk))
    ]
    assert instance["offers"][0]["addresses"] == [{"type": "stunting", "effect": 0.3}]
    assert {a["code"] for a in instance["agencies"]} == {str(people.kesehatan.pk), str(people.dukcapil.pk)}


def test_villages_that_have_not_submitted_are_named(people, offer):
    make_need(VILLAGE, ("stunting", 4, 52.5))
    make_need(NEXT_VILLAGE, ("stunting", 4, 40.0), state="returned")
    with scoped(people.tim_kab.actor):
        inputs = read_inputs(REGENCY, YEAR)
    assert inputs.waiting == {NEXT_VILLAGE: "Kampung 2002"}


def test_last_years_analyses_serve_where_none_of_the_year_was_submitted(people, offer):
    make_need(VILLAGE, ("stunting", 4, 52.5), year=YEAR - 1)
    with scoped(people.tim_kab.actor):
        inputs = read_inputs(REGENCY, YEAR)
    assert (inputs.demand_year, list(inputs.villages)) == (YEAR - 1, [VILLAGE])


def test_cross_sector_problem_is_left_to_the_bonus(people, offer):
    make_need(VILLAGE, ("no_cross_sector_activity", 1, 60.0), ("stunting", 4, 52.5))
    assert [p["type"] for p in instance_for(people.tim_kab.actor)["problems"]] == ["stunting"]


def test_offer_for_named_villages_keeps_those_that_take_part(people, offer):
    make_need(VILLAGE, ("stunting", 4, 52.5))
    make_offer(offer.fund, title="Khusus", villages=[VILLAGE, OTHER])
    assert [o["villages"] for o in instance_for(people.tim_kab.actor)["offers"]] == [None, [VILLAGE]]


def test_same_rows_give_the_same_fingerprint_and_a_changed_offer_another(people, offer):
    make_need(VILLAGE, ("stunting", 4, 52.5))
    before = fingerprint(instance_for(people.tim_kab.actor))
    assert fingerprint(instance_for(people.tim_kab.actor)) == before
    with scoped(people.tim_kab.actor):
        offer.max_deliveries = 11
        offer.save(update_fields=["max_deliveries"])
    assert fingerprint(instance_for(people.tim_kab.actor)) != before


def test_days_are_working_days_ahead_without_holidays_and_joint_leave():
    days = plannable_days(2027, TODAY)
    assert dt.date(2027, 1, 4) in days
    assert {day.weekday() for day in days} == {0, 1, 2, 3}
    # 5 January 2027 is Isra Mikraj, 9 March joint leave before Idul Fitri.
    assert dt.date(2027, 1, 5) not in days
    assert dt.date(2027, 3, 9) not in days
    assert days_off(2027)[dt.date(2027, 8, 17)].startswith("Hari Kemerdekaan")


def test_no_day_of_the_past_is_planned():
    assert plannable_days(2026, dt.date(2026, 12, 27)) == (
        dt.date(2026, 12, 28),
        dt.date(2026, 12, 29),
        dt.date(2026, 12, 30),
        dt.date(2026, 12, 31),
    )
    assert plannable_days(2025, TODAY) == ()


def test_outsiders_get_no_instance(people, offer):
    for outsider in (people.orang_luar, people.petugas_luar, people.pokja):
        with pytest.raises(Http404):
            instance_for(outsider.actor)
    with pytest.raises(PermissionDenied):
        instance_for(people.petugas_opd.actor)


def test_run_with_its_offers_is_read_by_the_regency_alone(people, offer):
    run = make_run()
    make_row(run, offer, VILLAGE, dt.date(2027, 2, 1))
    seen = {}
    for name in ("tim_kab", "petugas_opd", "petugas_opd_lain", "pokja", "orang_luar"):
        actor = getattr(people, name).actor
        with scoped(actor):
            seen[name] = (type(run).objects.count(), type(run).unscoped.count())
    assert seen == {
        "tim_kab": (1, 1),
        "petugas_opd": (0, 0),
        "petugas_opd_lain": (0, 0),
        "pokja": (0, 0),
        "orang_luar": (0, 0),
    }
