"""Addresses that ODK Collect calls, and the pages about phones and what they sent."""

from __future__ import annotations

from django.urls import path

from padu.interop.openrosa.views import forms, pages, protocol

urlpatterns = [
    path("openrosa/formList", protocol.form_list, name="openrosa_forms"),
    path("openrosa/formulir/<slug:name>.xml", protocol.form, name="openrosa_form"),
    path("openrosa/formulir/<slug:name>/manifest", protocol.manifest, name="openrosa_manifest"),
    path("openrosa/daftar/<slug:name>.csv", protocol.media, name="openrosa_media"),
    path("openrosa/keluarga/integritas", protocol.integrity, name="openrosa_integrity"),
    path("openrosa/submission", protocol.submission, name="openrosa_submission"),
    path("formulir/", forms.forms, name="forms"),
    path("formulir/kegiatan/", forms.activity, name="form_activity"),
    path("formulir/kertas/<slug:name>.pdf", forms.paper, name="form_paper"),
    path("akun/perangkat/", pages.devices, name="phone_devices"),
    path("akun/perangkat/<int:device_id>/cabut/", pages.device_end, name="phone_device_end"),
    path("kiriman-ponsel/", pages.submissions, name="phone_submissions"),
    path("kiriman-ponsel/<int:submission_id>/", pages.submission, name="phone_submission"),
]
