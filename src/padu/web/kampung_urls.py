"""Addresses below /kampung/ that gather several apps."""

from __future__ import annotations

from django.urls import path

from padu.web import kampung

urlpatterns = [
    path("", kampung.index, name="kampung_list"),
    path("<region:code>/", kampung.face, name="kampung"),
    path("<region:code>/indikator.csv", kampung.indicators, name="kampung_indicators"),
]
