"""Addresses below /temuan/."""

from __future__ import annotations

from django.urls import path

from padu.apps.coordination import finding_views

urlpatterns = [
    path("", finding_views.index, name="findings"),
    path("daftar.xlsx", finding_views.workbook, name="findings_file"),
    path("baru/", finding_views.record, name="finding_new"),
    path("<int:finding_id>/", finding_views.finding, name="finding"),
    path("<int:finding_id>/jawab/", finding_views.answer, name="finding_answer"),
    path("<int:finding_id>/terima/", finding_views.accept, name="finding_accept"),
    path("<int:finding_id>/kembalikan/", finding_views.give_back, name="finding_return"),
    path("<int:finding_id>/tutup/", finding_views.close, name="finding_close"),
]
