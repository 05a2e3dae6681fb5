"""Hours that are left of a duty, in words."""

from __future__ import annotations

import datetime as dt

from django import template

from padu.domain.data_rights.clocks import hours_words

register = template.Library()


@register.filter
def hours_left(left: dt.timedelta) -> str:
    return hours_words(left)
