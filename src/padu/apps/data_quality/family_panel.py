"""Issues of a family on its page, and a box to report that its data are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.data_quality.issue_table import severity_badge
from padu.apps.data_quality.models import DataIssue
from padu.apps.data_quality.selectors.issues import issue_is_late, issues_of_family
from padu.apps.data_quality.words import seen_words, title_of
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.panels import FamilyPanel


@dataclass(frozen=True, slots=True)
class IssueLine:
    issue: DataIssue
    title: str
    seen: str
    severity: SafeString
    late: bool
    url: str


@dataclass(frozen=True, slots=True)
class IssuesPanel:
    """report_url  "" for who may not write"""

    lines: Sequence[IssueLine]
    report_url: str


def family_panel(actor: Actor, family: Family) -> FamilyPanel | None:
    """What waits about this family; for who may write also where there is nothing."""
    today = timezone.localdate()
    lines = [
        IssueLine(
            one,
            title_of(one.rule, one.what),
            seen_words(one.seen),
            severity_badge(one.severity),
            issue_is_late(one, today),
            reverse("quality_issue", args=[one.pk]),
        )
        for one in issues_of_family(family.pk)
    ]
    may_write = actor.may(Verb.FAMILY_WRITE, family.region_code)
    if not lines and not may_write:
        return None
    report_url = reverse("quality_report", args=[family.pk]) if may_write else ""
    return FamilyPanel(
        "mutu", _("Mutu data keluarga ini"), "data_quality/panels/family.html", IssuesPanel(lines, report_url)
    )
