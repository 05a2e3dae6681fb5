"""Addresses /riwayat/ (one row) and /jejak/ (a place, or oneself)."""

from __future__ import annotations

from django.urls import path, register_converter

from padu.web.history import views


class RowIdConverter:
    """Number, code or uuid of a row: nothing that could not be one."""

    regex = "[0-9A-Za-z.-]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(RowIdConverter, "row_id")

urlpatterns = [
    path("riwayat/<slug:table>/<row_id:row_id>/", views.row, name="row_history"),
    path("jejak/", views.index, name="trail"),
    path("jejak/saya/", views.own, name="own_trail"),
    path("jejak/jejak.xlsx", views.file, name="trail_file"),
]
