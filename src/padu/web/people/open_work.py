"""What somebody leaves open who goes: told before and after, and handed over by people, not by the machine."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from padu.apps.accounts.left_open import Leaving, left_open_by
from padu.apps.accounts.models import HatRecord
from padu.ui.components import Choice


def left_open(user_id: int, hats: Iterable[HatRecord]) -> list[Choice]:
    """Decisions, villages, findings and requests that wait for this person, each with the page to hand them over."""
    found = left_open_by(Leaving(user_id, tuple(hats)))
    return [Choice(one.words, one.url) for one in found] or [Choice(gettext("Tidak ada yang terbuka atas namanya."))]
