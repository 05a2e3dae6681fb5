"""Settings of the server that browser tests walk: the run's own, on a database of its own in the test cluster."""

from __future__ import annotations

import os
from pathlib import Path

from padu.settings.django import *  # noqa: F403
from padu.settings.django import database

VAR = Path(os.environ["PADU_BROWSER_VAR"])
NAME = os.environ["PADU_BROWSER_DATABASE"]
DATABASES = {
    "default": database("test", owner=False) | {"NAME": NAME, "OPTIONS": {"pool": {"min_size": 1, "max_size": 4}}},
    "owner": database("test", owner=True) | {"NAME": NAME},
}
KEPT_FILES = VAR / "kept"
PHOTO_FILES = VAR / "photos"
