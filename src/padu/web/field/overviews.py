"""Field work of a whole place: load per officer, who covers which sector where, and what lacks a PLKB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.institutions.models.field import KIND_LABELS
from padu.apps.institutions.selectors.field import WorkerFilter, duties_in, list_workers, territories_on
from padu.apps.regions.selectors import list_villages, names_of
from padu.domain.field_work import (
    MAX_FAMILIES_PER_PLKB,
    MAX_VILLAGES_PER_PLKB,
    Load,
    LoadSummary,
    WorkerKind,
    districts_without_plkb,
    missing_columns,
    summarise,
    villages_without_plkb,
)
from padu.domain.formatting import number
from padu.domain.values import FigureValue, Missing
from padu.ui.components import Bar, Choice, Column, EmptyState, Field, Row, Stat, Table
from padu.ui.drawing import Bounds
from padu.ui.pictures import HeatCell, HeatRow, HeatTable
from padu.ui.templatetags.padu import badge
from padu.web.field.facts import families_shown, loads_of, sectors_of, serving_by_village

# Steps of the colours of a cell: none, one, two, three, more persons.
_PERSONS: Bounds = (1.0, 2.0, 3.0, 4.0)


@dataclass(frozen=True, slots=True)
class Lack:
    """A village without PKB/PLKB, with the step to take."""

    name: str
    url: str
    recorder: str
    appoint_url: str


@dataclass(frozen=True, slots=True)
class LoadPage:
    fields: Sequence[Field]
    stats: Sequence[Stat]
    table: Table
    districts: Sequence[str]
    villages: Sequence[Lack]
    note: str


def load_page(actor: Actor, place: str, query: QueryDict, day: dt.date) -> LoadPage:
    """Load per officer of one kind, the heaviest first, and the places without PKB/PLKB."""
    asked = query.get("jenis", "")
    kind = WorkerKind(asked) if asked in set(KIND_LABELS) else WorkerKind.PLKB
    workers = list(list_workers(place, day, WorkerFilter(kind=kind.value)))
    duties = duties_in(place)
    loads = loads_of(place, [w.pk for w in workers], duties, day)
    names = {w.pk: w.name for w in workers}
    villages = list(list_villages(place).values_list("code", flat=True))
    return LoadPage(
        fields=[_kind_field(kind)],
        stats=_stats(summarise(loads)),
        table=_load_table(loads, names, kind, query, place),
        districts=sorted(names_of(districts_without_plkb(villages, duties, day)).values()),
        villages=_lacks(actor, place, villages_without_plkb(villages, duties, day), day),
        note=_("Berat: lebih dari %(villages)s desa atau %(families)s keluarga bagi satu PKB/PLKB.")
        % {"villages": MAX_VILLAGES_PER_PLKB, "families": number(MAX_FAMILIES_PER_PLKB)},
    )


def _kind_field(now: WorkerKind) -> Field:
    choices = [Choice(label, value=kind.value, active=kind is now) for kind, label in KIND_LABELS.items()]
    return Field("jenis", _("Jenis petugas"), "select", now.value, choices)


def _stats(found: LoadSummary) -> list[Stat]:
    def ends(least: int | Missing, most: int | Missing) -> str:
        if isinstance(least, Missing) or isinstance(most, Missing):
            return ""
        return _("paling ringan %(least)s, paling berat %(most)s") % {"least": number(least), "most": number(most)}

    return [
        Stat(_("Petugas"), found.officers),
        Stat(
            _("Desa per petugas, rata-rata"),
            found.mean_villages,
            decimals=1,
            note=ends(found.least_villages, found.most_villages),
        ),
        Stat(
            _("Keluarga per petugas, rata-rata"),
            found.mean_families,
            note=ends(found.least_families, found.most_families)
            or _("belum ada petugas yang semua desanya sudah terdata"),
        ),
    ]


_ORDERS = ("desa", "keluarga", "nama")


def _load_table(loads: Sequence[Load], names: dict[int, str], kind: WorkerKind, query: QueryDict, place: str) -> Table:
    asked = query.get("urut", "desa") if query.get("urut", "desa") in _ORDERS else "desa"
    most = max((len(load.villages) for load in loads), default=0) or 1

    def key(load: Load) -> tuple[float, float, str]:
        families = -(load.families if isinstance(load.families, int) else -1)
        villages = -len(load.villages)
        first, second = {"desa": (villages, families), "keluarga": (families, villages), "nama": (0, 0)}[asked]
        return first, second, names[load.worker]

    def head(label: str, order: str, **options: object) -> Column:
        address = f"{reverse('field_load')}?wilayah={place}&jenis={kind.value}&urut={order}"
        direction = ("ascending" if order == "nama" else "descending") if order == asked else ""
        return Column(label, sort_url=address, sorted=direction, **options)  # type: ignore[arg-type]  # as Column says

    return Table(
        caption=_("Beban %(kind)s") % {"kind": KIND_LABELS[kind]},
        columns=[
            head(_("Petugas"), "nama"),
            head(_("Desa"), "desa", kind="bar"),
            Column(_("Kampung"), kind="number"),
            head(_("Keluarga terdata"), "keluarga", kind="number"),
            Column(_("Keadaan")),
        ],
        rows=[
            Row(
                (
                    names[load.worker],
                    Bar(len(load.villages), len(load.villages) / most),
                    load.kampung,
                    families_shown(load),
                    _state(load, kind),
                ),
                url=reverse("field_worker", args=[load.worker]),
            )
            for load in sorted(loads, key=key)
        ],
        empty=EmptyState(_("Belum ada petugas jenis ini"), _("Pilih jenis lain, atau catat petugasnya.")),
        stacked=True,
        source=_("daftar petugas; keluarga menurut pendataan terbaru tiap desa"),
    )


def _state(load: Load, kind: WorkerKind) -> str:
    if not load.villages:
        return badge(_("Belum punya wilayah"), "outline", "empty-circle")
    if kind is WorkerKind.PLKB and load.heavy:
        return badge(_("Berat"), "warn", "warning")
    return badge(_("%(count)s desa belum terdata") % {"count": load.unknown}, "outline") if load.unknown else ""


def _lacks(actor: Actor, place: str, codes: Sequence[str], day: dt.date) -> list[Lack]:
    names = names_of(codes)
    recorders = {t.region_code: t.worker.name for t in territories_on(place, day) if t.role == "pencatat"}
    return [
        Lack(
            name=names.get(code, code),
            url=reverse("kampung", args=[code]),
            recorder=recorders.get(code, ""),
            appoint_url=reverse("recorder_appoint", args=[code])
            if code not in recorders and actor.may(Verb.FIELD_EDIT, code)
            else "",
        )
        for code in codes
    ]


@dataclass(frozen=True, slots=True)
class CoveragePage:
    heat: HeatTable
    stats: Sequence[Stat]


def coverage_page(place: str, day: dt.date) -> CoveragePage:
    """Villages x 13 sectors: how many persons serve there; a nought is a sector with nobody on the list."""
    sectors = sectors_of(place)
    serving = serving_by_village(territories_on(place, day), sectors)
    villages = list(list_villages(place))
    rows = [
        HeatRow(
            label=str(village),
            url=reverse("kampung", args=[village.code]),
            cells=[
                HeatCell(serving[village.code][column] if village.code in serving else 0, bounds=_PERSONS)
                for column in sectors.official
            ],
        )
        for village in villages
    ]
    empty = sum(1 for village in villages if not serving.get(village.code))
    full = sum(1 for v in villages if not missing_columns(sectors.official, serving.get(v.code, {})))
    figures: list[tuple[str, FigureValue]] = [
        (_("Desa"), len(villages)),
        (_("Desa dengan petugas dari semua sektor"), full),
        (_("Desa tanpa petugas tercatat"), empty),
    ]
    heat = HeatTable(
        caption=_("Jumlah petugas tercatat per desa dan sektor"),
        columns=list(sectors.names.values()),
        rows=rows,
        row_head=_("Desa/kelurahan"),
        legend=[_("0 (tidak ada)"), "1", "2", "3", _("4 ke atas")],
        upright_heads=True,
    )
    return CoveragePage(heat, [Stat(label, value) for label, value in figures])
