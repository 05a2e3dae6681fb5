"""The home page: what is asked of me, what is late, what is next, what changed. One part per hat."""

from __future__ import annotations

from padu.web.home.building import HatPart, build_home

__all__ = ["HatPart", "build_home"]
