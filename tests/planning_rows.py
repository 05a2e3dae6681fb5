"""Rows of needs, offers and answers for tests: each made as the system would make it, in a scope of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.convergence.models import PlannerRun, ProposalRow
from padu.apps.institutions.models import Agency
from padu.apps.kampung.models import Kampung
from padu.apps.programmes.models import Activity, ActivityEffect, FundingSource, Goal, ProblemType, Programme
from padu.apps.situation.models import Problem, SituationAnalysis
from padu.apps.supply.models import Fund, Offer
from tests.factories import place_writer

YEAR = 2027
CARRIED = {"document": "dpa", "document_code": "DPA-1.02", "document_year": YEAR, "budget_line": "5.1.02.01"}


def make_catalogue() -> None:
    """A programme's worth of reference rows: two activities and the problems they answer."""
    goal = Goal.objects.create(number=1, name="Sasaran", team_field="A", legal_source="uji")
    for number in range(1, 9):
        Programme.objects.create(
            number=number, goal=goal, name=f"Program {number}", short_name=f"P{number}", legal_source="uji"
        )
    for key, number in (("stunting", 4), ("birth_certificate", 1)):
        ProblemType.objects.create(
            key=key, name=f"Masalah {key}", programme_id=number, source_kind="indicator", source_key=key,
            detection_rule="", direction="high_is_bad", reference_note="", reference_kind="fixed", worst_value=1.0,
            severity_default=0.5, severity_why="", affected_unit="family", drilldown="", life_cycle_groups=[],
            measure_unit="share", certainty="certain",
        )  # fmt: skip
    for key, number, column, problem, effect in (
        ("genting", 4, "health", "stunting", 0.3),
        ("outreach", 1, "civil_registry", "birth_certificate", 0.7),
    ):
        Activity.objects.create(
            key=key, name=f"Kegiatan {key}", programme_id=number, legal_source="uji", lead_columns=[column],
            deliverable_in_village=True, typical_months=list(range(1, 13)), certainty="certain",
        )  # fmt: skip
        ActivityEffect.objects.create(activity_id=key, problem_type_id=problem, effect=effect)
    for order, (key, name) in enumerate((("apbn", "APBN"), ("apbd_kabkota", "APBD kabupaten/kota")), 1):
        FundingSource.objects.create(key=key, name=name, order=order, legal_source="uji")


def make_fund(agency: Agency, budget_idr: int = 100_000_000, name: str = "DAK", **fields: Any) -> Fund:
    with scoped(place_writer(agency.region_code)):
        fund: Fund = Fund.objects.create(
            region_code=agency.region_code, agency=agency, year=YEAR, name=name, source="apbd_kabkota",
            budget_idr=budget_idr, **(CARRIED | fields),
        )  # fmt: skip
    return fund


def make_offer(fund: Fund, activity: str = "genting", programme_no: int = 4, **fields: Any) -> Offer:
    """Ten deliveries of 3 million rupiah, one per village, in every month; answers stunting by 0.3."""
    fields = {
        "title": f"Tawaran {activity}", "unit_cost_idr": 3_000_000, "max_deliveries": 10, "months": list(range(1, 13)),
        "addresses": [["stunting", 0.3]], "villages": None, "year": fund.year,
    } | CARRIED | fields  # fmt: skip
    with scoped(place_writer(fund.region_code)):
        offer: Offer = Offer.objects.create(
            region_code=fund.region_code, agency=fund.agency, fund=fund, activity=activity,
            programme_no=programme_no, **fields,
        )  # fmt: skip
    return offer


def make_need(
    region_code: str,
    *problems: tuple[str, int, float],
    state: str = "submitted",
    year: int = YEAR,
    kampung: bool = True,
) -> SituationAnalysis:
    """A kampung with its analysis; problems as (type, programme, priority), ranked as given, 30 families each."""
    with scoped(place_writer(region_code)):
        if kampung:
            Kampung.objects.create(region_code=region_code, name=f"Kampung {region_code[-4:]}", made_up=True)
        analysis: SituationAnalysis = SituationAnalysis.objects.create(
            region_code=region_code, year=year, state=state, weights_version="uji", computed_at=timezone.now()
        )
        for rank, (kind, programme_no, priority) in enumerate(problems, 1):
            Problem.objects.create(
                analysis=analysis, region_code=region_code, problem_type=kind, programme_no=programme_no,
                outcome="detected", priority=priority, computed_rank=rank, agreed_rank=rank, affected_families=30,
            )  # fmt: skip
    return analysis


def make_run(region_code: str = "13.01", **fields: Any) -> PlannerRun:
    """A finished run without rows."""
    values = {
        "year": YEAR, "state": "done", "seconds": 60, "planned_from": dt.date(2026, 11, 22), "created_by": 1,
        "result": {"score": 1.0, "gap": 0.0}, "explanation": {}, "instance": {}, "finished_at": timezone.now(),
    } | fields  # fmt: skip
    with scoped(place_writer(region_code)):
        run: PlannerRun = PlannerRun.objects.create(region_code=region_code, **values)
    return run


def make_row(run: PlannerRun, offer: Offer, village: str, day: dt.date, **fields: Any) -> ProposalRow:
    values = {
        "amount_idr": offer.unit_cost_idr, "year": run.year, "proposed_at": run.finished_at or timezone.now(),
    } | fields  # fmt: skip
    with scoped(place_writer(run.region_code)):
        row: ProposalRow = ProposalRow.objects.create(
            run=run, region_code=village, agency=offer.agency, offer_id=offer.pk, day=day, **values
        )
    return row
