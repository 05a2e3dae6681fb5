"""Tasks about families that stand twice and lists of other sectors."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.apps.record_linkage.selectors.pairs import pairs_to_do
from padu.web.home.task import Asking, Task


def duplicates_to_review(asking: Asking) -> Iterator[Task]:
    """Pairs of the post's villages that nobody there has decided."""
    waiting = pairs_to_do(asking.places)
    if waiting:
        text = gettext("%(n)s pasangan data mungkin ganda: periksa dan putuskan.")
        yield Task(text % {"n": waiting}, reverse("duplicates"))
