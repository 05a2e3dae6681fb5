"""Addresses of agencies."""

from __future__ import annotations

from django.urls import path

from padu.web.agencies import changing, reading

urlpatterns = [
    path("", reading.index, name="agencies"),
    path("daftar.xlsx", reading.workbook, name="agencies_file"),
    path("baru/", changing.new, name="agency_new"),
    path("<int:agency_id>/", reading.show, name="agency"),
    path("<int:agency_id>/ubah/", changing.edit, name="agency_edit"),
    path("<int:agency_id>/nama/", changing.rename, name="agency_rename"),
    path("<int:agency_id>/tutup/", changing.close, name="agency_close"),
    path("<int:agency_id>/buka/", changing.reopen, name="agency_reopen"),
]
