"""Who serves a village now, by sector; which of the 13 sectors has nobody there; who records where no PLKB is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.institutions.models import Territory
from padu.apps.institutions.models.field import TPK_LABELS
from padu.apps.institutions.selectors.field import duty_of, sector_of, territories_on, tpk_parts_of
from padu.domain.field_work import (
    TARGETS_PER_TPK,
    TerritoryRole,
    missing_columns,
    missing_tpk_parts,
    villages_without_plkb,
)
from padu.ui.components import Column, Row, Table
from padu.web.field.facts import Sectors, sectors_of


@dataclass(frozen=True, slots=True)
class FieldPanel:
    """Field work of one village.

    missing      short names of the official columns with nobody here
    lacks_plkb   no PKB/PLKB serves the village today
    recorder     who was appointed to record, "" for nobody
    appoint_url  where a recorder is appointed, "" for those who may not or need not
    tpk          a sentence per family support team that is not complete
    """

    table: Table | None
    missing: Sequence[str]
    lacks_plkb: bool
    recorder: str
    appoint_url: str
    list_url: str
    tpk: Sequence[str]


def build(actor: Actor, village: str, day: dt.date) -> FieldPanel:
    rows, sectors = territories_on(village, day), sectors_of(village)
    columns = {sectors.column_of(sector_of(row.worker)) for row in rows}
    missing = missing_columns(sectors.official, columns)
    lacks = bool(villages_without_plkb([village], [duty_of(row) for row in rows], day))
    recorders = [row.worker.name for row in rows if row.role == TerritoryRole.RECORDER.value]
    needed = lacks and not recorders and actor.may(Verb.FIELD_EDIT, village)
    return FieldPanel(
        table=_table(rows, sectors) if rows else None,
        missing=[sectors.names[key] for key in missing],
        lacks_plkb=lacks,
        recorder=", ".join(recorders),
        appoint_url=reverse("recorder_appoint", args=[village]) if needed else "",
        list_url=f"{reverse('field_workers')}?wilayah={village}",
        tpk=_tpk_words(rows),
    )


def _table(rows: Sequence[Territory], sectors: Sectors) -> Table:
    order = {key: place for place, key in enumerate(sectors.official)}
    named = [(sectors.column_of(sector_of(row.worker)), row) for row in rows]
    named.sort(key=lambda pair: (order.get(pair[0], len(order)), pair[1].worker.kind, pair[1].worker.name))
    return Table(
        _("Petugas yang melayani sekarang"),
        [Column(_("Nama")), Column(_("Sektor")), Column(_("Jenis")), Column(_("Peran")), Column(_("Telepon"))],
        [
            Row(
                (
                    row.worker.name,
                    sectors.names.get(column, _("belum diketahui")),
                    row.worker.kind_label,
                    " · ".join(filter(None, (row.role_label, row.part_of_village))),
                    row.worker.phone or "–",
                ),
                url=reverse("field_worker", args=[row.worker_id]),
            )
            for column, row in named
        ],
        stacked=True,
        compact=True,
    )


def _tpk_words(rows: Sequence[Territory]) -> list[str]:
    found = []
    for (_village, team), parts in sorted(tpk_parts_of(rows).items()):
        lacking = [TPK_LABELS[part] for part in missing_tpk_parts(parts)]
        if lacking:
            found.append(
                _("TPK tim %(team)s belum lengkap: kurang %(parts)s. Satu tim untuk sekitar %(targets)s sasaran.")
                % {"team": team, "parts": ", ".join(lacking), "targets": TARGETS_PER_TPK}
            )
    return found
