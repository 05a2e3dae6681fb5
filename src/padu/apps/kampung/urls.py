"""Addresses below /daftar-kampung/."""

from __future__ import annotations

from django.urls import path

from padu.apps.kampung.views import coverage, declaring, forming, groups, plans, register

urlpatterns = [
    path("", register.index, name="register"),
    path("daftar.xlsx", register.workbook, name="register_book"),
    path("baru/", register.create, name="register_new"),
    path("cakupan/", coverage.coverage, name="coverage"),
    path("cakupan.xlsx", coverage.coverage_xlsx, name="coverage_xlsx"),
    path("rencana/", plans.plans, name="formation_plans"),
    path("rencana/<region:code>/batal/", plans.drop, name="formation_plan_drop"),
    path("sasaran/<region:code>/", plans.target, name="formation_target"),
    path("berkas/<int:file_id>/", register.paper, name="register_file"),
    path("kelompok/<int:group_id>/", groups.change, name="group"),
    path("kelompok/<int:group_id>/anggota/", groups.count, name="group_count"),
    path("<int:kampung_id>/", register.kampung, name="register_kampung"),
    path("<int:kampung_id>/ubah/", register.change, name="register_change"),
    path("<int:kampung_id>/langkah/<slug:step>/", forming.step, name="register_step"),
    path("<int:kampung_id>/berdiri/", forming.found, name="register_found"),
    path("<int:kampung_id>/bubar/", forming.dissolve, name="register_dissolve"),
    path("<int:kampung_id>/bubar/tarik/", forming.revive, name="register_revive"),
    path("<int:kampung_id>/percontohan/", forming.model, name="register_model"),
    path("<int:kampung_id>/isi/<slug:group>/", declaring.declare, name="register_declare"),
    path("<int:kampung_id>/riwayat/<str:field>/", declaring.history, name="register_history"),
    path("<int:kampung_id>/kelompok/baru/", groups.create, name="group_new"),
]
