"""The look of Padu as a Django app: templates, static files and template tags, no models."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components and the built front end."""

    name = "padu.ui"
    label = "ui"
    verbose_name = "Tampilan"
