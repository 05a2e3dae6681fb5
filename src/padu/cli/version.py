"""`padu version`."""

from __future__ import annotations

from padu import __version__


def version() -> None:
    """Tampilkan versi Padu."""
    print(__version__)
