"""The pages of changes: files that were sent, what one would do, and pairs of places that wait for a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from padu.apps.regions.models import ChangeFile, Region, RegionSuccession
from padu.apps.regions.selectors import names_of
from padu.apps.regions.selectors.suggestions import OpenSuggestion, Unsettled
from padu.apps.regions.services.change_files import ISSUE_TITLES, compared, rows_of
from padu.domain.formatting import figure
from padu.domain.region_lists import Basis
from padu.domain.regions_over_time import ChangeKind
from padu.domain.values import Missing
from padu.ui.components import Badge, Column, EmptyState, Row, Stat, Table

SHOWN_ROWS = 200
_STATES = {
    ChangeFile.State.REFUSED: ("warn", "error"),
    ChangeFile.State.CHECKED: ("outline", "hourglass"),
    ChangeFile.State.STORED: ("good", "ok-circle"),
}


def state_badge(file: ChangeFile) -> Badge:
    tone, icon = _STATES[ChangeFile.State(file.state)]
    return Badge(str(file.get_state_display()), tone, icon)


def files_table(files: Sequence[ChangeFile]) -> Table:
    """Files that were sent, the newest first."""
    return Table(
        caption=gettext("Berkas perubahan yang pernah dikirim"),
        columns=[
            Column(gettext("Berkas")),
            Column(gettext("Isi")),
            Column(gettext("Dikirim"), kind="date"),
            Column(gettext("Baris"), kind="number"),
            Column(gettext("Keadaan")),
        ],
        rows=[
            Row(
                (f.file_name, f.get_kind_display(), f.sent_at.date(), f.counts.get("rows"), f.get_state_display()),
                url=reverse("region_change", args=[f.pk]),
                act=f.state == ChangeFile.State.CHECKED,
            )
            for f in files
        ],
        empty=EmptyState(
            gettext("Belum ada berkas perubahan"),
            gettext("Kirim daftar kode lama lebih dulu, lalu konfirmasi saran pasangan kode, atau kirim perubahannya."),
        ),
        stacked=True,
    )


# --- one file --------------------------------------------------------------------------------------------------------


def issues_table(file: ChangeFile) -> Table:
    """Everything wrong with a file: where, what, seen, expected."""
    return Table(
        caption=gettext("%(number)s sel yang salah") % {"number": figure(file.counts.get("issues", 0))},
        columns=[
            Column(gettext("Tempat")),
            Column(gettext("Masalah")),
            Column(gettext("Terbaca")),
            Column(gettext("Seharusnya")),
        ],
        rows=[
            Row(
                (
                    gettext("baris %(row)s, %(column)s") % {"row": i["row"], "column": i["column"]},
                    ISSUE_TITLES[i["code"]](),
                    i["seen"] or gettext("(kosong)"),
                    i["expected"],
                ),
                act=True,
            )
            for i in file.issues
        ],
        stacked=True,
    )


def stats_of(file: ChangeFile) -> list[Stat]:
    """What a file holds and would change, as figures."""
    labels = {
        "rows": gettext("Baris dalam berkas"),
        "new": gettext("Baru"),
        "changed": gettext("Berubah"),
        "ended": gettext("Kode yang berakhir"),
        "places": gettext("Wilayah baru"),
        "renamed": gettext("Berganti nama"),
        "added": gettext("Kode yang baru sejak itu"),
        "removed": gettext("Kode yang sudah tidak ada"),
    }
    return [Stat(label, file.counts[key]) for key, label in labels.items() if key in file.counts]


def preview_tables(file: ChangeFile) -> list[Table]:
    """What storing the file would change, or has changed."""
    if file.kind == ChangeFile.Kind.OLDER_LIST:
        return [_levels_table(file), _renamed_table(file)]
    rows = rows_of(file)
    return [_successions_table(rows) if file.kind == ChangeFile.Kind.SUCCESSIONS else _bps_table(rows)]


def _levels_table(file: ChangeFile) -> Table:
    counts = file.counts
    rows = [
        Row(
            (
                str(level.label),
                counts.get(f"removed_{level}", 0),
                counts.get(f"added_{level}", 0),
                counts.get(f"renamed_{level}", 0),
            )
        )
        for level in Region.Level
        if level != Region.Level.NATION
    ]
    return Table(
        caption=gettext("Daftar lama dibandingkan dengan wilayah yang berlaku sesudahnya"),
        columns=[
            Column(gettext("Tingkat")),
            Column(gettext("Tidak ada lagi"), kind="number"),
            Column(gettext("Baru"), kind="number"),
            Column(gettext("Berganti nama"), kind="number"),
        ],
        rows=rows,
    )


def _renamed_table(file: ChangeFile) -> Table:
    renamed = compared(file).renamed
    shown = renamed[:SHOWN_ROWS]
    return Table(
        caption=_shown(len(shown), len(renamed), gettext("kode yang sama dengan nama lain")),
        columns=[Column(gettext("Kode")), Column(gettext("Nama dulu")), Column(gettext("Nama sekarang"))],
        rows=[Row((code, before, now), url=reverse("place", args=[code])) for code, before, now in shown],
        empty=EmptyState(gettext("Tidak ada nama yang berubah")),
        stacked=True,
    )


def _shown(shown: int, of: int, what: str) -> str:
    if shown == of:
        return f"{figure(of)} {what}"
    return gettext("%(shown)s pertama dari %(all)s %(what)s") % {
        "shown": figure(shown),
        "all": figure(of),
        "what": what,
    }


def _successions_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    shown = rows[:SHOWN_ROWS]
    names = names_of({r["from_code"] for r in shown} | {r["to_code"] for r in shown})
    labels = {kind.value: RegionSuccession.Kind(kind.value).label for kind in ChangeKind}
    return Table(
        caption=_shown(len(shown), len(rows), gettext("perubahan")),
        columns=[
            Column(gettext("Wilayah lama")),
            Column(gettext("Wilayah baru")),
            Column(gettext("Perubahan")),
            Column(gettext("Berlaku sejak")),
            Column(gettext("Bagian"), kind="percent", decimals=1),
            Column(gettext("Sumber")),
        ],
        rows=[
            Row(
                (
                    _place(r["from_code"], names),
                    _place(r["to_code"], names, r["to_name"]),
                    labels[r["kind"]],
                    r["effective_on"],
                    Missing.UNKNOWN if r["share"] is None else 100 * float(r["share"]),
                    r["source"],
                )
            )
            for r in shown
        ],
        stacked=True,
    )


def _place(code: str, names: Mapping[str, str], new_name: str = "") -> str:
    if not code:
        return gettext("tanpa pengganti")
    return f"{code} {names.get(code) or new_name}".strip()


def _bps_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    shown = rows[:SHOWN_ROWS]
    names = names_of({r["code"] for r in shown})
    return Table(
        caption=_shown(len(shown), len(rows), gettext("kode BPS")),
        columns=[Column(gettext("Wilayah")), Column(gettext("Kode Kemendagri")), Column(gettext("Kode BPS"))],
        rows=[Row((names.get(r["code"], r["code"]), r["code"], r["bps_code"])) for r in shown],
        stacked=True,
    )


# --- suggestions -----------------------------------------------------------------------------------------------------

BASIS_WORDS = {
    Basis.PARENT: "wilayah di atasnya sama",
    Basis.REGENCY: "kabupaten/kota yang sama",
    Basis.PROVINCE: "provinsi yang sama",
    Basis.NEW_PROVINCE: "provinsi baru",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions below one old regency or province; `without` counts its ended codes of which nothing is known."""

    code: str
    name: str
    pairs: Sequence[OpenSuggestion]
    without: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One suggestion as a line with a box to tick."""

    value: str
    old_name: str
    new_name: str
    suggestion: OpenSuggestion
    basis: str


def group_of(code: str) -> str:
    """The regency of an old code, or the province itself."""
    return code[:5]


def groups_of(found: Unsettled) -> list[Group]:
    """Suggestions by old regency, in code order."""
    without: dict[str, int] = {}
    for code in found.without:
        without[group_of(code)] = without.get(group_of(code), 0) + 1
    pairs = {code: list(group) for code, group in groupby(found.suggestions, key=lambda s: group_of(s.from_code))}
    names = names_of(pairs.keys() | without.keys())
    return [
        Group(code, names.get(code, code), pairs.get(code, []), without.get(code, 0))
        for code in sorted(pairs.keys() | without.keys())
    ]


def pairs_of(group: Group) -> list[Pair]:
    """The lines of one group."""
    regions = Region.objects.in_bulk({c for s in group.pairs for c in (s.from_code, s.to_code)})
    return [
        Pair(
            value=f"{s.from_code}>{s.to_code}",
            old_name=str(regions[s.from_code]),
            new_name=str(regions[s.to_code]),
            suggestion=s,
            basis=gettext(BASIS_WORDS[s.basis]),
        )
        for s in group.pairs
    ]
