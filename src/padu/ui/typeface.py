"""Where the typeface of the front-end build lies, for documents made on the server."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders

_FONT = "build/assets/plus-jakarta-sans-latin-wght-normal"


def house_typeface() -> Path | None:
    """The typeface of the front-end build, None where it has not been built."""
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.replace("\\", "/").startswith(_FONT):
                return Path(storage.path(path))
    return None
