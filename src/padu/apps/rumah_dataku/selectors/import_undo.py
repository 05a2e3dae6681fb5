"""What stands against taking an import back, and what was left when it was, as tables. Callers stand in a scope."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import Family, Figure, ImportRun
from padu.apps.rumah_dataku.services.runs import FIGURE_KINDS
from padu.ui.components import Column, Row, Table


def touched_table(run: ImportRun) -> Table | None:
    """Families, or figures, with later work: where, which, and why; None where there are none."""
    found: list[tuple[str, int, str]] = run.options.get("undo", {}).get("families", [])
    if not found:
        return None
    rows = _figure_rows(found) if run.kind in FIGURE_KINDS else _family_rows(found)
    total = run.options["undo"]["kept"]
    caption = _("Diubah sesudah impor ini") if total == len(rows) else _("Sebagian dari yang diubah sesudah impor ini")
    return Table(caption, _columns(run), rows, stacked=True)


def _columns(run: ImportRun) -> list[Column]:
    what = _("Angka") if run.kind in FIGURE_KINDS else _("Keluarga")
    return [Column(what), Column(_("Desa")), Column(_("Yang terjadi"))]


def _family_rows(found: list[tuple[str, int, str]]) -> list[Row]:
    places = names_of({code for code, _pk, _why in found})
    known = Family.objects.filter(pk__in=[pk for _code, pk, _why in found]).values_list("pk", "head_name", "rw", "rt")
    names = {pk: (head, rw, rt) for pk, head, rw, rt in known}
    return [
        Row([_family_words(pk, names), places.get(code, code), _why(reason)], reverse("family", args=[pk]))
        if pk in names
        else Row([_("Keluarga yang sudah dihapus"), places.get(code, code), _why(reason)])
        for code, pk, reason in found
    ]


def _family_words(pk: int, names: dict[int, tuple[Any, ...]]) -> str:
    head, rw, rt = names[pk]
    return f"{head} · RW {rw or '–'} RT {rt or '–'}"


def _figure_rows(found: list[tuple[str, int, str]]) -> list[Row]:
    figures = {row.pk: row for row in Figure.objects.filter(pk__in=[pk for _code, pk, _why in found])}
    places = names_of({row.region_code for row in figures.values()})
    return [
        Row([figures[pk].element, places.get(figures[pk].region_code, figures[pk].region_code), _why(reason)])
        for _code, pk, reason in found
        if pk in figures
    ]


def _why(reason: str) -> str:
    words = {
        "changed": _("Isinya diubah sesudahnya"),
        "added": _("Ditambah anggota atau pendataan sesudahnya"),
        "used": _("Dipakai di bagian lain, misalnya rujukan atau peristiwa"),
        "nik": _("NIK yang akan kembali sudah dipakai keluarga lain"),
    }
    return words.get(reason, reason)
