"""Agreed rows for tests: joint events, commitments and reports, made as the system would make them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any
from uuid import uuid4

from padu.access.gate import scoped
from padu.apps.convergence.models import Commitment, JointEvent, Realisation
from padu.apps.institutions.models import Agency
from padu.apps.programmes.models import MatrixColumn
from tests.factories import place_writer

YEAR = 2026
EVENT_DAY = dt.date(2026, 3, 3)
_proposal_rows = count(1)

COLUMNS = (
    ("civil_registry", "Dinas Kependudukan dan Pencatatan Sipil", "Dukcapil"),
    ("women_child_family", "Dinas P3AP2KB", "P3AP2KB"),
    ("health", "Dinas Kesehatan", "Kesehatan"),
)


def make_columns() -> None:
    """Three of the official columns of the matrix."""
    for order, (key, name, short_name) in enumerate(COLUMNS, 1):
        MatrixColumn.objects.create(key=key, name=name, short_name=short_name, order=order, legal_source="uji")


def make_event(village: str, day: dt.date = EVENT_DAY, **fields: Any) -> JointEvent:
    with scoped(place_writer(village)):
        event: JointEvent = JointEvent.objects.create(region_code=village, day=day, year=day.year, **fields)
    return event


def make_commitment(event: JointEvent, agency: Agency, **fields: Any) -> Commitment:
    """Three million rupiah of a health activity of programme 4, unless told otherwise."""
    values = {
        "year": event.year, "offer_id": 1, "meeting_id": 1, "activity": "genting", "title": "Kunjungan gizi",
        "programme_no": 4, "column_key": agency.column_key, "fund_name": "DAK", "fund_source": "apbd_kabkota",
        "document": "dpa", "document_code": "DPA-1.02", "document_year": event.year, "budget_line": "5.1.02.01",
        "amount_idr": 3_000_000, "agreed_on": dt.date(2026, 1, 15),
    } | fields  # fmt: skip
    with scoped(place_writer(event.region_code)):
        commitment: Commitment = Commitment.objects.create(
            region_code=event.region_code, agency=agency, event=event, proposal_row_id=next(_proposal_rows), **values
        )
    return commitment


def make_outside(village: str, agency: Agency | None = None, **fields: Any) -> Realisation:
    """Work outside the plan in programme 4, reported by nobody in particular."""
    values = {
        "year": YEAR, "report_key": uuid4(), "title": "Timbang balita", "programme_no": 4,
        "column_key": agency.column_key if agency else "health", "done_on": dt.date(2026, 5, 5), "outside_plan": True,
        "reported_by": 1,
    } | fields  # fmt: skip
    with scoped(place_writer(village)):
        row: Realisation = Realisation.objects.create(region_code=village, agency=agency, **values)
    return row
