"""Addresses below /daftar-kampung/impor/."""

from __future__ import annotations

from django.urls import path

from padu.web import register_import

urlpatterns = [
    path("", register_import.upload, name="register_import"),
    path("ditolak/<int:list_id>/lagi/", register_import.again, name="register_import_again"),
    path("templat.csv", register_import.template, name="register_import_template"),
    path("<int:import_id>/", register_import.run, name="register_import_run"),
    path("<int:import_id>/simpan/", register_import.store, name="register_import_store"),
]
