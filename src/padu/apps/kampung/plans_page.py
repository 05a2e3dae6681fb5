"""Plans for villages without a kampung, as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from padu.apps.kampung.selectors.plans import Planning, VillagePlan, YearProgress
from padu.domain.formatting import MONTHS
from padu.domain.kampung_formation import PLAN_LABELS, PlanState
from padu.ui.components import Column, EmptyState, Row, Stat, Table
from padu.ui.templatetags.padu import badge

_TONES = {
    PlanState.PLANNED: ("accent", "calendar"),
    PlanState.DUE: ("warn", "clock"),
    PlanState.LATE: ("act", "late"),
    PlanState.DONE: ("good", "ok-circle"),
    PlanState.DROPPED: ("outline", "close"),
}


@dataclass(frozen=True, slots=True)
class PlansPage:
    stats: Sequence[Stat]
    table: Table
    targets: Table
    unplanned: int


def plans_page(planning: Planning, *, may_edit: bool) -> PlansPage:
    unplanned = sum(1 for line in planning.without if line.plan is None)
    return PlansPage(
        stats=[
            Stat(
                _("Desa tanpa kampung"), len(planning.without), note=_("dari %(all)s desa") % {"all": planning.villages}
            ),
            Stat(_("Terlambat"), planning.count(PlanState.LATE)),
            Stat(_("Direncanakan"), planning.count(PlanState.PLANNED) + planning.count(PlanState.DUE)),
            Stat(_("Belum direncanakan"), unplanned),
        ],
        table=_table(planning.without, may_edit=may_edit),
        targets=_targets(planning.years),
        unplanned=unplanned,
    )


def _table(lines: Sequence[VillagePlan], *, may_edit: bool) -> Table:
    columns = [
        Column(_("Desa/kelurahan")),
        Column(_("Keadaan")),
        Column(_("Sasaran")),
        Column(_("Penanggung jawab")),
        Column(_("Catatan")),
    ]
    if may_edit:
        columns.append(Column(_("Langkah")))
    empty = EmptyState(
        _("Semua desa sudah mempunyai kampung"), _("Tidak ada yang perlu direncanakan."), icon="ok-circle"
    )
    rows = [_row(line, may_edit=may_edit) for line in lines if line.plan is not None]
    if lines and not rows:
        empty = EmptyState(_("Belum ada rencana"), _("Pilih desa di bawah, tentukan bulan dan tahunnya, lalu simpan."))
    return Table(_("Rencana, yang terlambat lebih dulu"), columns, rows, empty=empty, stacked=True)


def _row(line: VillagePlan, *, may_edit: bool) -> Row:
    plan, state = line.plan, line.state
    if plan is None or state is None:  # only planned villages have a row
        raise ValueError(line.village.code)
    when = f"{MONTHS[plan.month - 1]} {plan.year}" if plan.month else str(plan.year)
    tone, icon = _TONES[state]
    note = plan.dropped_reason if state is PlanState.DROPPED else plan.note
    cells: list[object] = [
        str(line.village), badge(_(PLAN_LABELS[state]), tone, icon), when, plan.responsible or "–", note or "–",
    ]  # fmt: skip
    if may_edit:
        cells.append(_links(line, dropped=state is PlanState.DROPPED))
    return Row(cells, act=state is PlanState.LATE)


def _links(line: VillagePlan, *, dropped: bool) -> str:
    code = line.village.code
    register = format_html(
        '<a href="{}?desa={}&amp;wilayah={}">{}<span class="visually-hidden"> {}</span></a>',
        reverse("register_new"), code, code[:5], _("Daftarkan"), line.village,
    )  # fmt: skip
    if dropped:
        return register
    drop = reverse("formation_plan_drop", args=[code])
    return format_html(
        '{} · <a href="{}">{}<span class="visually-hidden"> {}</span></a>', register, drop, _("Batalkan"), line.village
    )


def _targets(years: Sequence[YearProgress]) -> Table:
    columns = [
        Column(_("Tahun")),
        Column(_("Sasaran"), kind="number"),
        Column(_("Terbentuk"), kind="number"),
        Column(_("Kurang"), kind="number"),
        Column(_("Sumber")),
    ]
    rows = [
        Row((str(y.target.year), y.target.villages, y.formed, y.lacking, y.target.source or "–"), act=y.lacking > 0)
        for y in years
    ]
    empty = EmptyState(
        _("Sasaran belum ditetapkan"), _("Tanpa sasaran, kemajuan hanya dibandingkan dengan semua desa.")
    )
    return Table(
        _("Desa yang mempunyai kampung pada akhir tahun"), columns, rows, empty=empty, stacked=True, compact=True
    )
