"""Every address of the site. An app's own addresses stand in its `urls`."""

from __future__ import annotations

from django.urls import include, path

from padu.web import refused_lists, refused_rows, views, who_may, why

handler400 = "padu.web.errors.bad_request"
handler403 = "padu.web.errors.forbidden"
handler404 = "padu.web.errors.not_found"
handler500 = "padu.web.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("sehat/", views.health, name="health"),
    path("gaya/", views.design_system, name="design_system"),
    path("siapa-boleh-apa/", who_may.who_may, name="who_may"),
    path("mengapa/", why.why, name="why"),
    path("", include("padu.apps.accounts.urls")),
    path("orang/", include("padu.web.people.urls")),
    path("wilayah/", include("padu.apps.regions.urls")),
    path("kampung/", include("padu.web.kampung_urls")),
    path("daftar-kampung/impor/", include("padu.web.register_import_urls")),
    path("daftar-kampung/", include("padu.apps.kampung.urls")),
    path("", include("padu.apps.rumah_dataku.urls")),
    path("", include("padu.apps.rumah_dataku.urls_entry")),
    path("mutu/", include("padu.apps.data_quality.urls")),
    path("data-ganda/", include("padu.apps.record_linkage.urls")),
    path("daftar-sektor/", include("padu.apps.record_linkage.sector_urls")),
    path("privasi/", include("padu.apps.privacy.urls")),
    path("situasi/", include("padu.apps.situation.urls")),
    path("penawaran/", include("padu.apps.supply.urls")),
    path("", include("padu.apps.convergence.urls")),
    path("", include("padu.web.history.urls")),
    path("rapat/", include("padu.apps.coordination.urls")),
    path("lembaga/", include("padu.web.agencies.urls")),
    path("tim/", include("padu.apps.institutions.urls_teams")),
    path("temuan/", include("padu.apps.coordination.finding_urls")),
    path("petugas/", include("padu.web.field.urls")),
    path("berkas-ditolak/<int:list_id>/perbaiki.xlsx", refused_rows.refused_rows, name="refused_rows"),
    path("berkas-ditolak/<int:list_id>/", refused_lists.refused_file, name="refused_file"),
    path("", include("padu.interop.openrosa.urls")),
]
