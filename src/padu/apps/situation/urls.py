"""Addresses below /situasi/."""

from __future__ import annotations

from django.urls import path

from padu.apps.situation import views

urlpatterns = [
    path("", views.index, name="situations"),
    path("<region:code>/", views.situation, name="situation"),
    path("<region:code>/hitung/", views.compute, name="situation_compute"),
    path("<region:code>/urutan/", views.order, name="situation_order"),
    path("<region:code>/usulan/", views.own, name="situation_own"),
    path("<region:code>/usulan/<int:problem_id>/tarik/", views.withdraw, name="situation_withdraw"),
    path("<region:code>/kirim/", views.submit, name="situation_submit"),
    path("<region:code>/kembalikan/", views.send_back, name="situation_return"),
    path("<region:code>/<slug:kind>/", views.problem, name="situation_problem"),
    path("<region:code>/<slug:kind>/keluarga/", views.families, name="situation_families"),
]
