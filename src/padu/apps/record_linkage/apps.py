from __future__ import annotations

from django.apps import AppConfig


class RecordLinkageConfig(AppConfig):
    name = "padu.apps.record_linkage"
