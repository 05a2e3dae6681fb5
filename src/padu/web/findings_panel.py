"""Findings of inspectors on the page of a place and of a kampung: what waits first, late ones marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.coordination.finding_selectors import finding_is_late, list_findings
from padu.apps.regions.models import Region
from padu.apps.regions.panels import PlacePanel
from padu.apps.regions.selectors import names_of
from padu.ui.components import TimelineEntry

SHOWN = 5


@dataclass(frozen=True, slots=True)
class FindingsPanel:
    entries: Sequence[TimelineEntry]
    list_url: str
    record_url: str


def build(actor: Actor, code: str) -> FindingsPanel | None:
    """The first findings of a place and below; None where there are none and the person writes none."""
    rows, today = list(list_findings(code)[:SHOWN]), timezone.localdate()
    writes = actor.may(Verb.FINDING_WRITE, code)
    if not rows and not writes:
        return None
    names = names_of(row.region_code for row in rows)
    entries = [
        TimelineEntry(
            row.get_subject_display(),
            row.due_on,
            f"{names.get(row.region_code, row.region_code)} · {row.get_state_display()}"
            + (_(" · terlambat dijawab") if finding_is_late(row, today) else ""),
            icon="late" if finding_is_late(row, today) else "eye",
            url=reverse("finding", args=[row.pk]),
            tone="act" if finding_is_late(row, today) else "",
        )
        for row in rows
    ]
    return FindingsPanel(
        entries,
        f"{reverse('findings')}?wilayah={code}",
        f"{reverse('finding_new')}?wilayah={code}" if writes else "",
    )


def place_panel(actor: Actor, region: Region) -> PlacePanel | None:
    """The same on the page of a place, for who may read there."""
    found = build(actor, region.code) if actor.may(Verb.PLACE_READ, region.code) else None
    return PlacePanel(_("Temuan pengawasan"), "web/panels/findings.html", found) if found else None
