"""Addresses of the people's room."""

from __future__ import annotations

from django.urls import path

from padu.web.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("daftar.xlsx", views.people_file, name="people_file"),
    path("undang/", views.person_invite, name="person_invite"),
    path("undangan/<int:invitation_id>/cabut/", views.invitation_drop, name="invitation_drop"),
    path("peran/<int:hat_id>/akhiri/", views.hat_drop, name="hat_drop"),
    path("<int:user_id>/", views.person, name="person"),
    path("<int:user_id>/peran/", views.person_hat, name="person_hat"),
    path("<int:user_id>/tautan/", views.person_reset, name="person_reset"),
    path("<int:user_id>/keluar/", views.person_leave, name="person_leave"),
    path("<int:user_id>/buka/", views.person_return, name="person_return"),
]
