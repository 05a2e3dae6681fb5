"""Addresses of teams, their seats and decrees."""

from __future__ import annotations

from django.urls import path

from padu.apps.institutions.views import team_decrees, team_forms, team_list, team_pages

urlpatterns = [
    path("", team_list.index, name="teams"),
    path("daftar.xlsx", team_list.workbook, name="teams_file"),
    path("kosong/", team_pages.vacancies, name="vacancies"),
    path("baru/", team_forms.new, name="team_new"),
    path("<int:team_id>/", team_pages.show, name="team"),
    path("<int:team_id>/susunan.<str:form>", team_pages.file, name="team_file"),
    path("<int:team_id>/nama/", team_forms.rename, name="team_rename"),
    path("<int:team_id>/seksi/", team_forms.divide, name="team_divide"),
    path("<int:team_id>/bubar/", team_forms.dissolve, name="team_dissolve"),
    path("<int:team_id>/contoh/", team_forms.propose, name="team_propose"),
    path("<int:team_id>/kedudukan/", team_forms.position_new, name="position_new"),
    path("<int:team_id>/sk/", team_decrees.decree_new, name="decree_new"),
    path("<int:team_id>/sk/perpanjang/", team_decrees.decree_renewal, name="decree_renew"),
    path("kedudukan/<int:position_id>/", team_forms.position_edit, name="position_edit"),
    path("kedudukan/<int:position_id>/hapus/", team_forms.position_end, name="position_end"),
    path("kedudukan/<int:position_id>/isi/", team_forms.appoint, name="member_appoint"),
    path("anggota/<int:member_id>/", team_forms.member_edit, name="member_edit"),
    path("anggota/<int:member_id>/akhiri/", team_forms.member_end, name="member_end"),
    path("sk/<int:decree_id>/berkas/", team_pages.decree_file, name="decree_file"),
    path("sk/<int:decree_id>/unggah/", team_decrees.decree_paper, name="decree_attach"),
]
