"""The groups of a kampung as a table of its profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from padu.apps.kampung.models import RegisterFile
from padu.apps.kampung.selectors.register import GroupLine
from padu.apps.programmes.selectors import list_group_kinds
from padu.domain.kampung_fields import FREQUENCIES
from padu.ui.components import Column, Row, Table


def file_url(paper: RegisterFile | None) -> str:
    return reverse("register_file", args=[paper.pk]) if paper else ""


def group_table(lines: Sequence[GroupLine], *, declare: bool) -> Table:
    names = {kind.key: kind.short_name for kind in list_group_kinds()}
    columns = [
        Column(_("Kelompok")),
        Column(_("Jenis")),
        Column(_("Keadaan")),
        Column(_("Ketua")),
        Column(_("Kader"), kind="number"),
        Column(_("Anggota"), kind="number"),
        Column(_("Anggota per"), kind="date"),
        Column(_("Pertemuan")),
        Column(_("SK")),
    ]
    if declare:
        columns.append(Column(_("Isi")))
    return Table(
        _("Kelompok kegiatan"), columns, [_group_row(line, names, declare=declare) for line in lines], stacked=True
    )


def _group_row(line: GroupLine, names: Mapping[str, str], *, declare: bool) -> Row:
    group, count = line.group, line.count
    decree: object = group.decree_number or "–"
    if group.decree_file:
        words = group.decree_number or group.decree_file.file_name
        decree = format_html('<a href="{}">{}</a>', file_url(group.decree_file), words)
    cells: list[object] = [
        group.name,
        names.get(group.kind, group.kind),
        group.get_state_display(),
        group.chair or "–",
        group.cadres,
        count.total if count else None,
        count.as_of if count else "–",
        FREQUENCIES.get(group.meets, "–"),
        decree,
    ]
    if declare:
        url = reverse("group_count", args=[group.pk])
        words = _("Catat anggota")
        cells.append(format_html('<a href="{}">{}<span class="visually-hidden"> {}</span></a>', url, words, group.name))
    return Row(cells, url=reverse("group", args=[group.pk]) if declare else "")


def missing_kinds(lines: Sequence[GroupLine]) -> list[str]:
    """Kinds of group that nobody has entered: perhaps there is none, perhaps nobody said so."""
    there = {line.group.kind for line in lines}
    return [kind.short_name for kind in list_group_kinds() if kind.key not in there]
