"""Issues of the data with their trail, and what checks count of each village."""

from __future__ import annotations

from padu.apps.data_quality.models.counts import CompletenessMonth, FigureOutlier, QualityRun
from padu.apps.data_quality.models.issues import DataIssue, IssueStep

__all__ = ["CompletenessMonth", "DataIssue", "FigureOutlier", "IssueStep", "QualityRun"]
