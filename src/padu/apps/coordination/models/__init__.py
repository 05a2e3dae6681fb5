"""Coordination: meetings with their decisions, and inspectors' findings. Import from here."""

from __future__ import annotations

from padu.apps.coordination.models.findings import Finding, FindingAnswer
from padu.apps.coordination.models.meetings import Attendance, Decision, Meeting

__all__ = ["Attendance", "Decision", "Finding", "FindingAnswer", "Meeting"]
