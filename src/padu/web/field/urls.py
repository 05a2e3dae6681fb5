"""Addresses below /petugas/."""

from __future__ import annotations

from django.urls import path

from padu.web.field import file_views, overview_views, views

urlpatterns = [
    path("", views.index, name="field_workers"),
    path("daftar.csv", views.export, name="field_workers_file"),
    path("daftar.xlsx", views.workbook, name="field_workers_book"),
    path("baru/", views.new, name="field_worker_new"),
    path("templat/", file_views.template, name="field_template"),
    path("unggah/", file_views.upload, name="field_upload"),
    path("unggah/<int:list_id>/lagi/", file_views.again, name="field_upload_again"),
    path("unggah/simpan/", file_views.store, name="field_upload_store"),
    path("beban/", overview_views.load, name="field_load"),
    path("cakupan/", overview_views.coverage, name="field_coverage"),
    path("sektor/", overview_views.sector, name="field_sector"),
    path("kecamatan/<region:code>/", overview_views.district, name="field_district"),
    path("pencatat/<region:code>/", views.appoint, name="recorder_appoint"),
    path("<int:worker_id>/", views.worker, name="field_worker"),
    path("<int:worker_id>/ubah/", views.edit, name="field_worker_edit"),
    path("<int:worker_id>/akhiri/", views.end, name="field_worker_end"),
    path("<int:worker_id>/desa/", views.add_territory, name="territory_new"),
    path("desa/<int:territory_id>/akhiri/", views.end_territory, name="territory_end"),
    path("<int:worker_id>/serah-terima/", views.hand_over, name="territory_hand_over"),
    path("serah-terima/<int:hand_over_id>/", views.hand_over_done, name="field_hand_over"),
]
