"""Addresses of the village's data: /impor/, /keluarga/ and the figures of a village."""

from __future__ import annotations

from django.urls import include, path

from padu.apps.rumah_dataku.views import (
    cases,
    columns,
    families,
    figures,
    houses,
    import_changes,
    import_undo,
    imports,
    names,
    numbers,
    profile,
)

urlpatterns = [
    path("impor/", imports.index, name="imports"),
    path("impor/templat/<slug:what>.<slug:kind>", imports.template, name="import_template"),
    path("impor/<int:run_id>/", imports.show, name="import_run"),
    path("impor/<int:run_id>/nama/", names.names, name="import_names"),
    path("impor/<int:run_id>/kolom/", columns.columns, name="import_columns"),
    path("impor/<int:run_id>/kemajuan/", imports.progress, name="import_progress"),
    path("impor/<int:run_id>/simpan/", imports.store, name="import_store"),
    path("impor/<int:run_id>/batal/", imports.discard, name="import_discard"),
    path("impor/<int:run_id>/perubahan/", import_changes.show, name="import_changes"),
    path("impor/<int:run_id>/perubahan.xlsx", import_changes.book, name="import_changes_book"),
    path("impor/<int:run_id>/tarik/", import_undo.undo, name="import_undo"),
    path("impor/<int:run_id>/ulang/", imports.retry, name="import_retry"),
    path("impor/<int:run_id>/baris-bermasalah.xlsx", imports.bad_rows, name="import_bad_rows"),
    path("impor/<int:run_id>/perbaiki.xlsx", imports.mending, name="import_mending"),
    path("impor/<int:run_id>/berkas/", imports.kept_file, name="import_file"),
    path("keluarga/", families.index, name="families"),
    path("keluarga/daftar.xlsx", families.workbook, name="families_book"),
    path("keluarga/cari/", numbers.find, name="families_find"),
    path("keluarga/<int:family_id>/", families.show, name="family"),
    path("keluarga/<int:family_id>/rujuk/", cases.refer, name="family_refer"),
    path("keluarga/rujukan/", cases.referred, name="referred_families"),
    path("keluarga/rujukan/<int:case_id>/tutup/", cases.close, name="case_close"),
    path("keluarga/<int:family_id>/nomor/<int:line>/", numbers.reveal, name="family_number"),
    path("", include("padu.apps.rumah_dataku.urls_life_events")),
    path("rumah-dataku/", houses.index, name="rumah_dataku_classes"),
    path("rumah-dataku/penduduk/", houses.population, name="rumah_dataku_population"),
    path("rumah-dataku/kelengkapan/", houses.completeness, name="rumah_dataku_completeness"),
    path("kampung/<str:code>/angka/", figures.show, name="village_figures"),
    path("kampung/<region:code>/profil/", profile.show, name="village_profile"),
    path("kampung/<region:code>/profil/<slug:extent>.<slug:kind>", profile.paper, name="village_profile_paper"),
    path("kampung/<region:code>/profil/isi/<slug:group>/", profile.enter, name="village_profile_enter"),
]
