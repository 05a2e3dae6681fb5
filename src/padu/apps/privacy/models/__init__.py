"""Duties of UU 27/2022: requests of citizens, consents, the processing register, breaches, retention runs."""

from __future__ import annotations

from padu.apps.privacy.models.consents import Consent
from padu.apps.privacy.models.registers import Breach, BreachNotice, ProcessingActivity
from padu.apps.privacy.models.requests import DataRequest
from padu.apps.privacy.models.retention import RetentionRun

__all__ = ["Breach", "BreachNotice", "Consent", "DataRequest", "ProcessingActivity", "RetentionRun"]
