"""`{% load supply_sheet %}`: the typed-in cell of a row of the sheet."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string

register = template.Library()


@register.simple_tag
def sheet_cell(cells: Mapping[str, BoundField], kind: str, pk: int) -> str:
    """The field `kind` (budget, cost, quota) of a fund or offer, with what is wrong with it."""
    return render_to_string("supply/_cell.html", {"field": cells[f"{kind}-{pk}"]})
