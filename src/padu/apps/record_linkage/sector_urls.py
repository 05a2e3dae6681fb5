from __future__ import annotations

from django.urls import URLPattern, path

from padu.apps.record_linkage.views import agreements, list_columns, list_rows

urlpatterns: list[URLPattern] = [
    path("", agreements.index, name="sector_lists"),
    path("baru/", agreements.new, name="sector_agreement_new"),
    path("templat.csv", agreements.template, name="sector_template"),
    path("<int:agreement_id>/", agreements.show, name="sector_agreement"),
    path("<int:agreement_id>/akhiri/", agreements.end, name="sector_agreement_end"),
    path("<int:agreement_id>/kirim/", agreements.send, name="sector_send"),
    path("kiriman/<int:delivery_id>/kolom/", list_columns.columns, name="sector_columns"),
    path("kiriman/<int:delivery_id>/perbaiki.xlsx", list_columns.mending, name="sector_mending"),
    path("baris/", list_rows.index, name="sector_rows"),
    path("baris/daftar.xlsx", list_rows.workbook, name="sector_rows_file"),
    path("baris/<int:row_id>/", list_rows.show, name="sector_row"),
    path("baris/<int:row_id>/sambung/", list_rows.confirm, name="sector_row_confirm"),
    path("baris/<int:row_id>/lepas/", list_rows.refuse, name="sector_row_refuse"),
]
