"""Parts of the pages about data quality: tabs, where to put something right, the trail, the last check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.data_quality.models import DataIssue, IssueStep, QualityRun
from padu.apps.data_quality.selectors.issues import Box, IssueFilter, box_counts, last_run
from padu.apps.data_quality.words import STEP_WORDS
from padu.domain.formatting import date_short
from padu.domain.regions import ancestors
from padu.ui.components import Tab, TimelineEntry

_BOXES = {
    Box.MINE: "Menunggu saya",
    Box.VILLAGE: "Semua yang terbuka",
    Box.LATE: "Lewat tenggat",
    Box.DONE: "Selesai",
}
_ICONS = {
    "raise": "warning", "note": "note", "hand_on": "forward", "correct": "edit", "check": "ok", "return": "undo",
    "close": "lock", "settle": "ok-circle", "reopen": "refresh", "dismiss": "ok", "reconsider": "undo",
}  # fmt: skip


def tabs_of(actor: Actor, here: str, place: str) -> list[Tab]:
    """The rooms of data quality: issues, completeness, figures that stand out."""
    rooms = [("quality_completeness", _("Kelengkapan")), ("quality_outliers", _("Angka yang menonjol"))]
    found = [Tab(label, f"{reverse(name)}?wilayah={place}", active=name == here) for name, label in rooms]
    if actor.roots(Verb.FAMILY_READ):
        found.insert(0, Tab(_("Catatan"), reverse("quality"), active=here == "quality"))
    return found


def inbox_tabs(actor: Actor, chosen: IssueFilter, today: dt.date) -> list[Tab]:
    """The boxes with how many lie in each; the village stays chosen."""
    counts = box_counts(actor, chosen.village, today)
    kept = f"&desa={chosen.village}" if chosen.village else ""
    return [
        Tab(_(words), f"?kotak={box.value}{kept}", active=box is chosen.box, count=counts[box])
        for box, words in _BOXES.items()
    ]


@dataclass(frozen=True, slots=True)
class Address:
    """Where to put it right, and where it stands. begins: the address begins a form, so it is posted to."""

    label: str
    url: str
    family_url: str = ""
    begins: bool = False


def address_of(issue: DataIssue) -> Address | None:
    """The page on which the data of an issue are put right; None where nobody knows one."""
    if issue.link:
        return Address(_("Buka halamannya"), issue.link)
    if issue.family_id is not None:
        family = [issue.family_id]
        form, page = reverse("family_correct", args=family), reverse("family", args=family)
        return Address(_("Perbaiki data keluarga"), form, page, begins=True)
    element, _dot, component = issue.subject_key.removeprefix("figure:").partition(".")
    if issue.subject_key.startswith("figure:"):
        url = reverse("quality_outlier", args=[issue.region_code, element, component or "-"])
        return Address(_("Lihat angkanya"), url)
    return None


def timeline_of(steps: Sequence[IssueStep], issue: DataIssue) -> list[TimelineEntry]:
    """The trail, oldest first; an issue that a check found begins with the day it was found."""
    entries = [
        TimelineEntry(
            _(STEP_WORDS.get(step.step, step.step)),
            step.at,
            " · ".join(part for part in (_handed(step), step.note) if part),
            step.by_name,
            _ICONS.get(step.step, "note"),
        )
        for step in steps
    ]
    if not steps or steps[0].step != "raise":
        entries.insert(0, TimelineEntry(_(STEP_WORDS["raise"]), issue.found_at, "", _("Pemeriksaan mesin"), "warning"))
    return entries


def _handed(step: IssueStep) -> str:
    if not step.to_name:
        return ""
    words = _("kepada %(name)s, paling lambat %(day)s")
    return words % {"name": step.to_name, "day": date_short(step.due_on) if step.due_on else "–"}


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The newest check of a village or of a place above it."""

    run: QualityRun

    @property
    def running(self) -> bool:
        return self.run.state == QualityRun.State.RUNNING

    @property
    def failed(self) -> bool:
        return self.run.state == QualityRun.State.FAILED


def last_check(village: str) -> LastCheck | None:
    found = last_run((village, *ancestors(village)))
    return LastCheck(found) if found else None
