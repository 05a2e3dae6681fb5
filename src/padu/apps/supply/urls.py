"""Addresses below /penawaran/."""

from __future__ import annotations

from django.urls import path

from padu.apps.supply.views import pages

urlpatterns = [
    path("", pages.index, name="supply"),
    path("opd/<int:agency_id>/", pages.sheet, name="supply_sheet"),
    path("opd/<int:agency_id>/<int:year>/dana/baru/", pages.edit_fund, name="fund_new"),
    path("opd/<int:agency_id>/<int:year>/dana/<int:fund_id>/", pages.edit_fund, name="fund_edit"),
    path("opd/<int:agency_id>/<int:year>/baru/", pages.edit_offer, name="offer_new"),
    path("opd/<int:agency_id>/<int:year>/<int:offer_id>/", pages.edit_offer, name="offer_edit"),
    path("opd/<int:agency_id>/penawaran/<int:offer_id>/aktif/", pages.set_active, name="offer_active"),
    path("opd/<int:agency_id>/<int:year>/salin/", pages.copy_year, name="supply_copy"),
]
