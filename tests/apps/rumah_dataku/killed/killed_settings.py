"""Settings of the processes of `test_killed_worker`: the run's own, on a database of their own in the test cluster."""

from __future__ import annotations

import os
from pathlib import Path

from padu.settings.django import *  # noqa: F403
from padu.settings.django import NO_JIT, POOL, database

NAME = os.environ["PADU_KILLED_DATABASE"]
VAR = Path(os.environ["PADU_VAR"])
# The test puts places there.
OPTIONS = f"{NO_JIT} -c padu.reference=1"
DATABASES = {"default": database("test", owner=False) | {"NAME": NAME, "OPTIONS": {"options": OPTIONS, "pool": POOL}}}
KEPT_FILES = VAR / "kept"
