from __future__ import annotations

from django.apps import AppConfig


class DataQualityConfig(AppConfig):
    name = "padu.apps.data_quality"
