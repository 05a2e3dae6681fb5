"""Settings of measurements that run the background worker: the run's own, on a database of their own."""

from __future__ import annotations

import os
from pathlib import Path

from padu.settings.django import *  # noqa: F403
from padu.settings.django import NO_JIT, POOL, database

NAME = os.environ["PADU_BENCH_DATABASE"]
DATABASES = {
    "default": database("test", owner=False) | {"NAME": NAME, "OPTIONS": {"options": NO_JIT, "pool": POOL}},
    "owner": database("test", owner=True) | {"NAME": NAME},
}
KEPT_FILES = Path(os.environ["PADU_VAR"]) / "kept"
