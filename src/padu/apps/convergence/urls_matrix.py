"""Addresses of the matrix, the calendar, events, reports and photos."""

from __future__ import annotations

from django.urls import path, register_converter

from padu.apps.convergence.views import calendar, events, matrix, realisations


class FormatConverter:
    """The two kinds of file."""

    regex = "xlsx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "file_format")

urlpatterns = [
    path("matriks/", matrix.index, name="matrix"),
    path("matriks/<str:code>/<int:year>/", matrix.place, name="matrix_place"),
    path("matriks/<str:code>/<int:year>/unduh.<file_format:form>", matrix.download, name="matrix_file"),
    path("matriks/<str:code>/<int:year>/<int:programme_no>/<slug:column_key>/", matrix.cell, name="matrix_cell"),
    path("kalender/", calendar.index, name="calendar"),
    path("kalender/<str:code>/<int:year>/<int:month>/", calendar.month, name="calendar_month"),
    path("kalender/<str:code>/<int:year>/unduh.<file_format:form>", calendar.download, name="calendar_file"),
    path("acara/<int:event_id>/", events.event, name="event"),
    path("acara/<int:event_id>/lapor/", realisations.report_event, name="event_report"),
    path("lapor/", realisations.report_quick, name="outside_report"),
    path("lapor/<int:realisation_id>/sambung/", realisations.join, name="realisation_join"),
    path("foto/<int:photo_id>/", events.photo, name="photo"),
]
