"""Tasks about families that stand twice and lists of other sectors."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.apps.record_linkage.selectors.lists import lists_late, lists_to_map, rows_to_do
from padu.apps.record_linkage.selectors.pairs import pairs_to_do
from padu.web.home.task import Asking, Task


def duplicates_to_review(asking: Asking) -> Iterator[Task]:
    """Pairs of the post's villages that nobody there has decided."""
    waiting = pairs_to_do(asking.places)
    if waiting:
        text = gettext("%(n)s pasangan data mungkin ganda: periksa dan putuskan.")
        yield Task(text % {"n": waiting}, reverse("duplicates"))


def rows_to_review(asking: Asking) -> Iterator[Task]:
    """Rows of sectors' lists whose family a person has to say, and lists that the village waits for."""
    waiting = rows_to_do(asking.places)
    if waiting:
        text = gettext("%(n)s baris daftar sektor mirip dengan anggota keluarga: periksa.")
        yield Task(text % {"n": waiting}, reverse("sector_rows"))
    late = lists_late(asking.places, asking.today)
    if late:
        yield Task(gettext("%(n)s daftar sektor terlambat datang.") % {"n": late}, reverse("sector_lists"), late=True)


def lists_to_send(asking: Asking) -> Iterator[Task]:
    """Lists that the post's own agency owes, and those of it whose columns wait to be put right."""
    for one in lists_to_map(asking.agency_ids or frozenset()):
        text = gettext("Daftar “%(name)s” menunggu: cocokkan kolomnya.")
        yield Task(text % {"name": one.file_name}, reverse("sector_columns", args=[one.pk]))
    late = lists_late(asking.places, asking.today, asking.agency_ids)
    if late:
        text = gettext("%(n)s daftar sektor instansi Anda lewat tenggat: kirim.")
        yield Task(text % {"n": late}, reverse("sector_lists"), late=True)
