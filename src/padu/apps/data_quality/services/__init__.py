"""Writing of issues, checks and counts."""

from __future__ import annotations

from padu.apps.data_quality.services.issue_raising import IssueFound, issue_raise, issue_settle
from padu.apps.data_quality.services.issue_steps import (
    issue_check,
    issue_close,
    issue_correct,
    issue_dismiss,
    issue_hand_on,
    issue_reconsider,
    issue_report,
    issue_return,
    issues_hand_on,
)

__all__ = [
    "IssueFound",
    "issue_check",
    "issue_close",
    "issue_correct",
    "issue_dismiss",
    "issue_hand_on",
    "issue_raise",
    "issue_reconsider",
    "issue_report",
    "issue_return",
    "issue_settle",
    "issues_hand_on",
]
