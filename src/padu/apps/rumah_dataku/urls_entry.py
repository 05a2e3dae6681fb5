"""Addresses of the family form: /keluarga/isi/."""

from __future__ import annotations

from django.urls import path

from padu.apps.rumah_dataku.views import entry, papers

urlpatterns = [
    path("keluarga/isi/", entry.index, name="family_entry"),
    path("keluarga/<int:family_id>/perbarui/", entry.correct, name="family_correct"),
    path("keluarga/isi/<uuid:token>/buang/", entry.discard, name="family_entry_discard"),
    path("keluarga/isi/<uuid:token>/anggota/<int:line>/", entry.member, name="family_entry_member"),
    path("keluarga/isi/<uuid:token>/anggota/<int:line>/keluar/", entry.member_remove, name="family_entry_remove"),
    path("keluarga/isi/<uuid:token>/<slug:slug>/", entry.step, name="family_entry_step"),
    path("keluarga/kertas/", papers.index, name="family_papers"),
    path("keluarga/kertas/kosong.pdf", papers.blank, name="family_paper_blank"),
    path("keluarga/kertas/rt/", papers.order, name="family_paper_order"),
    path("keluarga/kertas/rt/<int:batch_id>/", papers.batch, name="family_paper_batch"),
    path("keluarga/kertas/rt/<int:batch_id>/kemajuan/", papers.progress, name="family_paper_progress"),
    path("keluarga/kertas/rt/<int:batch_id>/berkas.pdf", papers.file, name="family_paper_file"),
    path("keluarga/<int:family_id>/cetak/", papers.one, name="family_paper"),
]
