"""Settings of the server that browser tests walk: the run's own, on a database of its own in the test cluster."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from padu.settings.django import *  # noqa: F403
from padu.settings.django import NO_JIT, POOL, database

VAR = Path(os.environ["PADU_BROWSER_VAR"])
NAME = os.environ["PADU_BROWSER_DATABASE"]
DATABASES = {
    "default": database("test", owner=False) | {"NAME": NAME, "OPTIONS": {"options": NO_JIT, "pool": POOL}},
    "owner": database("test", owner=True) | {"NAME": NAME},
}
KEPT_FILES = VAR / "kept"
PHOTO_FILES = VAR / "photos"

# The walk plans the rest of a year and reports what lies behind it: it always starts in the middle of June, so that
# both exist whatever the day of the test run is. Only this server's idea of now is moved.
_now = timezone.now
_real_today = _now().astimezone(ZoneInfo(TIME_ZONE)).date()  # noqa: F405
SHIFT = dt.date(_real_today.year, 6, 15) - _real_today
timezone.now = lambda: _now() + SHIFT
