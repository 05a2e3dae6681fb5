"""Addresses of the privacy duties, below /privasi/."""

from __future__ import annotations

from django.urls import path, re_path

from padu.apps.privacy.views import breaches, desk, families, registers

urlpatterns = [
    path("", desk.index, name="privacy"),
    path("pemberitahuan/", desk.notice, name="privacy_notice"),
    path("pemberitahuan.pdf", desk.notice_pdf, name="privacy_notice_pdf"),
    path("keluarga/<int:family_id>/", families.show, name="privacy_family"),
    path("keluarga/<int:family_id>/permohonan/", families.ask, name="privacy_ask"),
    path("keluarga/<int:family_id>/persetujuan/", families.consent_new, name="consent_new"),
    path("permohonan/<int:request_id>/", families.ticket, name="privacy_request"),
    path("permohonan/<int:request_id>/laporan.pdf", families.print_report, name="privacy_report"),
    re_path(r"^permohonan/(?P<request_id>\d{1,18})/salinan\.(?P<form>json|pdf)$", families.copy, name="privacy_copy"),
    re_path(
        r"^persetujuan/(?P<consent_id>\d{1,18})/(?P<step>tarik|hentikan)/$", families.consent_step, name="consent_step"
    ),
    path("pemrosesan/", registers.processing, name="privacy_processing"),
    re_path(r"^pemrosesan\.(?P<form>xlsx|pdf)$", registers.processing_file, name="privacy_processing_file"),
    path("pemrosesan/<str:code>/<slug:key>/", registers.processing_edit, name="privacy_processing_edit"),
    path("insiden/", breaches.index, name="privacy_breaches"),
    path("insiden/baru/<str:code>/", breaches.new, name="privacy_breach_new"),
    path("insiden/<int:breach_id>/", breaches.show, name="privacy_breach"),
    path("insiden/<int:breach_id>/ubah/", breaches.edit, name="privacy_breach_edit"),
    path("insiden/<int:breach_id>/pemberitahuan.pdf", breaches.notice_pdf, name="privacy_breach_notice"),
    re_path(
        r"^insiden/(?P<breach_id>\d{1,18})/(?P<step>kendalikan|tutup|buka)/$", breaches.step, name="privacy_breach_step"
    ),
    path("masa-simpan/", registers.retention, name="privacy_retention"),
    path("masa-simpan/usul/", registers.retention_new, name="privacy_retention_new"),
    re_path(
        r"^masa-simpan/(?P<run_id>\d{1,18})/(?P<step>sahkan|batal)/$",
        registers.retention_step,
        name="privacy_retention_step",
    ),
]
