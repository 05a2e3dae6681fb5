"""Addresses of planning, agreeing and what became of it: two lists, one for each half."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("padu.apps.convergence.urls_table")),
    path("", include("padu.apps.convergence.urls_matrix")),
]
