"""Addresses below /mutu/: issues of the data, completeness, figures that stand out."""

from __future__ import annotations

from django.urls import path

from padu.apps.data_quality.views import issues, places

urlpatterns = [
    path("", issues.index, name="quality"),
    path("unduh.xlsx", issues.workbook, name="quality_file"),
    path("periksa/", issues.check_now, name="quality_check"),
    path("serahkan/", issues.hand_on_many, name="quality_hand_on_many"),
    path("lapor/<int:family_id>/", issues.report, name="quality_report"),
    path("kelengkapan/", places.completeness, name="quality_completeness"),
    path("kelengkapan/unduh.xlsx", places.completeness_file, name="quality_completeness_file"),
    path("pencilan/", places.outliers, name="quality_outliers"),
    path("pencilan/<region:code>/<slug:element>/<slug:component>/", places.outlier, name="quality_outlier"),
    path("<int:issue_id>/", issues.show, name="quality_issue"),
    path("<int:issue_id>/serahkan/", issues.hand_on, name="quality_hand_on"),
    path("<int:issue_id>/<slug:word>/", issues.step, name="quality_step"),
]
