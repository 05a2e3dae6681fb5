from __future__ import annotations

from django.urls import URLPattern, path

from padu.apps.record_linkage.views import duplicates, reporting

urlpatterns: list[URLPattern] = [
    path("", duplicates.index, name="duplicates"),
    path("daftar.xlsx", duplicates.workbook, name="duplicates_file"),
    path("cari/", duplicates.search, name="duplicates_search"),
    path("penyatuan/", duplicates.merges, name="merges"),
    path("penyatuan/<int:merge_id>/batal/", duplicates.undo, name="merge_undo"),
    path("keluarga/<int:family_id>/", reporting.of_family, name="duplicate_report"),
    path("<int:pair_id>/", duplicates.show, name="duplicate"),
    path("<int:pair_id>/satukan/", duplicates.merge, name="duplicate_merge"),
    path("<int:pair_id>/jawab/", duplicates.answer, name="duplicate_answer"),
]
