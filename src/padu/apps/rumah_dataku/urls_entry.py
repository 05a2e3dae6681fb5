"""Addresses of the family form: /keluarga/isi/."""

from __future__ import annotations

from django.urls import path

from padu.apps.rumah_dataku.views import entry

urlpatterns = [
    path("keluarga/isi/", entry.index, name="family_entry"),
    path("keluarga/<int:family_id>/perbarui/", entry.correct, name="family_correct"),
    path("keluarga/isi/<uuid:token>/buang/", entry.discard, name="family_entry_discard"),
    path("keluarga/isi/<uuid:token>/anggota/<int:line>/", entry.member, name="family_entry_member"),
    path("keluarga/isi/<uuid:token>/anggota/<int:line>/keluar/", entry.member_remove, name="family_entry_remove"),
    path("keluarga/isi/<uuid:token>/<slug:slug>/", entry.step, name="family_entry_step"),
]
