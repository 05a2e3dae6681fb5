"""Settings of the test run: a cluster of its own, connections made by the owner and run as the serving role."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from padu.settings import django as _base
from padu.settings.django import *  # noqa: F403

_VAR = Path(tempfile.mkdtemp(prefix="padu-test-"))
atexit.register(shutil.rmtree, _VAR, ignore_errors=True)
ENVIRONMENT = replace(_base.ENVIRONMENT, var=_VAR)
DATABASES = {"default": _base.database("test", owner=True)}
KEPT_FILES = _VAR / "kept"
PHOTO_FILES = _VAR / "photos"
STATIC_ROOT = _VAR / "static"
STATIC_ROOT.mkdir()
# Hashing is Argon2id everywhere; here with the least cost, because hundreds of tests sign in.
PASSWORD_HASHERS = ["padu.settings.test.CheapArgon2"]

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402


class CheapArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
