"""Addresses below /rapat/."""

from __future__ import annotations

from django.urls import path

from padu.apps.coordination import views

urlpatterns = [
    path("", views.index, name="meetings"),
    path("baru/", views.record, name="meeting_new"),
    path("<int:meeting_id>/", views.meeting, name="meeting"),
    path("keputusan/<int:decision_id>/selesai/", views.complete, name="decision_complete"),
    path("keputusan/<int:decision_id>/periksa/", views.verify, name="decision_verify"),
    path("keputusan/<int:decision_id>/buka-lagi/", views.reopen, name="decision_reopen"),
]
