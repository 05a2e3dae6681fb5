"""Addresses below /penawaran/."""

from __future__ import annotations

from django.urls import path

from padu.apps.supply.views import pages, uploads

urlpatterns = [
    path("", pages.index, name="supply"),
    path("opd/<int:agency_id>/", pages.sheet, name="supply_sheet"),
    path("opd/<int:agency_id>/<int:year>/dana/baru/", pages.edit_fund, name="fund_new"),
    path("opd/<int:agency_id>/<int:year>/dana/<int:fund_id>/", pages.edit_fund, name="fund_edit"),
    path("opd/<int:agency_id>/<int:year>/baru/", pages.edit_offer, name="offer_new"),
    path("opd/<int:agency_id>/<int:year>/<int:offer_id>/", pages.edit_offer, name="offer_edit"),
    path("opd/<int:agency_id>/penawaran/<int:offer_id>/aktif/", pages.set_active, name="offer_active"),
    path("opd/<int:agency_id>/<int:year>/lembar/", pages.save_sheet, name="supply_sheet_save"),
    path("opd/<int:agency_id>/<int:year>/salin/", pages.copy_year, name="supply_copy"),
    path("opd/<int:agency_id>/<int:year>/templat/", uploads.template, name="supply_template"),
    path("opd/<int:agency_id>/<int:year>/unggah/", uploads.upload, name="supply_upload"),
    path("opd/<int:agency_id>/berkas/<int:file_id>/", uploads.preview, name="supply_file"),
    path("opd/<int:agency_id>/berkas/<int:file_id>/simpan/", uploads.store, name="supply_file_store"),
    path("opd/<int:agency_id>/berkas/<int:file_id>/buang/", uploads.discard, name="supply_file_discard"),
]
