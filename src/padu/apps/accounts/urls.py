"""Addresses of signing in and of one's own account."""

from __future__ import annotations

from django.urls import path

from padu.apps.accounts import views

urlpatterns = [
    path("masuk/", views.sign_in, name="sign_in"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("peran/", views.choose_hat, name="choose_hat"),
    path("akun/", views.account, name="account"),
    path("akun/sandi/", views.change_password, name="change_password"),
]
