"""The pages of the situation, put together into the shapes that the components print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.programmes.models import Programme
from padu.apps.programmes.selectors import list_programmes
from padu.apps.situation.evidence import ProblemView
from padu.apps.situation.models import RankChange, SituationAnalysis
from padu.apps.situation.reading import VillageState
from padu.apps.situation.services.keeping import EDITABLE
from padu.apps.situation.words import STATES, reason_words
from padu.domain.formatting import figure
from padu.domain.problems.assessing import Outcome
from padu.ui.components import Badge, Column, EmptyState, Row, Stat, Table, TimelineEntry
from padu.ui.pictures import GapFigure, RankCard
from padu.ui.templatetags.padu import badge

TONES = {"": "outline", "draft": "outline", "submitted": "accent", "returned": "warn", "accepted": "good"}


@dataclass(frozen=True)
class ProblemCard(RankCard):
    """A rank card that also says what was counted, where from, and why it stands here."""

    view: ProblemView | None = None
    why: str = ""
    families_url: str = ""
    withdraw_url: str = ""


@dataclass(frozen=True, slots=True)
class OtherGroup:
    """Types that are not ranked, for one reason."""

    key: str
    title: str
    lead: str
    table: Table


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with the analysis now."""

    edit: bool
    send_back: bool
    families: bool


def rights_of(actor: Actor, analysis: SituationAnalysis | None, region_code: str) -> Rights:
    editable = analysis is not None and analysis.state in EDITABLE
    submitted = analysis is not None and analysis.state == SituationAnalysis.State.SUBMITTED
    return Rights(
        edit=editable and actor.may(Verb.SITUATION_EDIT, region_code),
        send_back=submitted and actor.may(Verb.PLAN_RUN, region_code),
        families=actor.may(Verb.FAMILY_READ, region_code),
    )


def address(name: str, year: int, *args: object, **query: object) -> str:
    """An address of this room with the year in it."""
    parameters = QueryDict(mutable=True)
    parameters.update({"tahun": str(year), **{key: str(value) for key, value in query.items()}})
    return f"{reverse(name, args=args)}?{parameters.urlencode()}"


# --- the list of villages ------------------------------------------------------------------------------------------


def states_table(rows: Sequence[VillageState], year: int) -> Table:
    columns = [
        Column(gettext("Desa/kelurahan")),
        Column(gettext("Kampung")),
        Column(gettext("Keadaan")),
        Column(gettext("Masalah terurut"), kind="number"),
        Column(gettext("Masalah pertama")),
        Column(gettext("Dikirim"), kind="date"),
    ]
    return Table(
        caption=gettext("Analisis situasi %(year)s menurut kampung") % {"year": year},
        columns=columns,
        rows=[_state_row(row, year) for row in rows],
        empty=EmptyState(
            gettext("Belum ada kampung di wilayah Anda"),
            gettext("Kampung muncul di sini setelah didaftarkan atau setelah data keluarganya diimpor."),
        ),
        stacked=True,
    )


def _state_row(row: VillageState, year: int) -> Row:
    return Row(
        (
            row.name,
            row.kampung or "–",
            state_mark(row.state),
            row.problems,
            row.first_problem or "–",
            row.submitted_on if row.submitted_on else "–",
        ),
        url=address("situation", year, row.region_code),
    )


def state_mark(state: str) -> SafeString:
    """The state of an analysis as a small mark; empty: not begun."""
    return badge(gettext(STATES[state]), TONES[state])


def states_stats(rows: Sequence[VillageState]) -> list[Stat]:
    def number(*states: str) -> int:
        return sum(1 for row in rows if row.state in states)

    return [
        Stat(gettext("Kampung"), len(rows)),
        Stat(gettext("Sudah mengirim"), number("submitted", "accepted")),
        Stat(gettext("Sedang disusun"), number("draft")),
        Stat(gettext("Dikembalikan"), number("returned")),
        Stat(gettext("Belum disusun"), number("")),
    ]


# --- one village ---------------------------------------------------------------------------------------------------


def cards_of(views: Iterable[ProblemView], rights: Rights, year: int) -> list[ProblemCard]:
    """The ranked problems as cards, in their order."""
    programmes = {programme.number: programme for programme in list_programmes()}
    ranked = [view for view in views if view.row.agreed_rank is not None]
    return [_card(view, rights, year, programmes.get(view.row.programme_no)) for view in ranked]


def _card(view: ProblemView, rights: Rights, year: int, programme: Programme | None) -> ProblemCard:
    row, code = view.row, view.row.region_code
    own = view.is_own
    return ProblemCard(
        id=str(row.pk),
        rank=row.agreed_rank or 0,
        title=view.title,
        gap=gap_of(view),
        programme=programme.short_name if programme else "",
        affected=view.affected,
        trend=() if row.value_before is None or view.hidden else (view.value_before, view.value),
        trend_text=view.trend_words,
        url="" if own else address("situation_problem", year, code, row.problem_type),
        machine_rank=row.computed_rank,
        reason=row.rank_reason,
        badges=_badges(view),
        view=view,
        why=_why(view),
        families_url=families_address(view, rights, year),
        withdraw_url=address("situation_withdraw", year, code, row.pk) if own and rights.edit else "",
    )


def _why(view: ProblemView) -> str:
    """The four factors in one sentence; without figures where they are hidden."""
    row = view.row
    if view.hidden or row.priority is None or row.gap is None:
        return gettext("Angkanya disamarkan, jadi faktor-faktornya tidak ditampilkan.")
    factors = {
        "gap": figure(row.gap, 2),
        "share": figure(row.share, 2),
        "severity": figure(row.severity, 2),
        "trend": figure(row.trend, 2),
        "priority": figure(row.priority, 1),
    }
    return (
        gettext(
            "Kesenjangan %(gap)s, bagian keluarga %(share)s, berat %(severity)s, tren %(trend)s (masing-masing 0–1):"
            " prioritas %(priority)s dari 100."
        )
        % factors
    )


def families_address(view: ProblemView, rights: Rights, year: int) -> str:
    """The list of families behind a problem; empty where there is none for this person."""
    from padu.apps.situation.reading import names_families

    open_to_all = view.kind is not None and not view.kind.sensitive and not view.of_village
    if not (rights.families and open_to_all and names_families(view.row.problem_type)):
        return ""
    return address("situation_families", year, view.row.region_code, view.row.problem_type)


def gap_of(view: ProblemView) -> GapFigure:
    best = 100.0 if view.kind and view.kind.direction == "lower_is_worse" and view.row.measure_unit == "share" else 0.0
    return GapFigure(
        value=view.value,
        reference=view.reference,
        worst=view.worst if view.has_scale else None,
        unit=view.unit,
        decimals=view.decimals,
        reference_label=view.reference_label,
        best=best,
    )


def _badges(view: ProblemView) -> list[Badge]:
    marks = [
        (view.row.is_new, Badge(gettext("baru"), "accent", "bell")),
        (view.is_own, Badge(gettext("usulan kampung"), "outline", "person")),
        (view.row.small_numbers and not view.hidden, Badge(gettext("angka kecil"), "outline", "info")),
    ]
    return [mark for stands, mark in marks if stands]


# --- what is not ranked --------------------------------------------------------------------------------------------

_GROUPS: tuple[tuple[Outcome, str, str], ...] = (
    (
        Outcome.EXPLAINS_PARENT,
        "Menjelaskan masalah lain",
        "Bagian dari masalah yang sudah diurutkan; tidak diurutkan di sampingnya agar tidak terhitung dua kali.",
    ),
    (Outcome.UNKNOWN, "Belum diketahui", "Bukan berarti tidak ada: datanya belum cukup untuk menilai."),
    (
        Outcome.SUPPRESSED,
        "Disamarkan",
        "Jumlahnya kurang dari 10 keluarga dan menyangkut hal yang peka: tidak ditampilkan kepada siapa pun di desa.",
    ),
    (Outcome.NOT_APPLICABLE, "Tidak berlaku", "Tidak ada yang dihitung di sini."),
    (Outcome.NOT_A_PROBLEM, "Bukan masalah", "Diketahui, dan tidak lebih buruk daripada pembandingnya."),
)


def groups_of(views: Sequence[ProblemView], year: int) -> list[OtherGroup]:
    """Everything that has no rank, by why it has none: the four values stay apart."""
    found = []
    for outcome, title, lead in _GROUPS:
        rows = [view for view in views if view.row.outcome == outcome and view.row.agreed_rank is None]
        if rows:
            table = _group_table(outcome, gettext(title), rows, year)
            found.append(OtherGroup(outcome.value, gettext(title), gettext(lead), table))
    return found


def _group_table(outcome: Outcome, title: str, views: Sequence[ProblemView], year: int) -> Table:
    columns, cells = _LAYOUTS.get(outcome, _REASON_LAYOUT)
    rows = [
        Row(cells(view), url=address("situation_problem", year, view.row.region_code, view.row.problem_type))
        for view in views
    ]
    heads = [Column(gettext("Masalah")), *(Column(gettext(name)) for name in columns)]
    return Table(caption=title, columns=heads, rows=rows, stacked=True, compact=True)


def figure_words(view: ProblemView) -> str:
    return figure(view.value, view.decimals, view.unit)


def reference_figure(view: ProblemView) -> str:
    return figure(view.reference, view.decimals, view.unit)


def _known(view: ProblemView) -> tuple[str, ...]:
    compared = f"{reference_figure(view)} ({view.reference_words})"
    return (view.title, figure_words(view), compared, view.counted_words)


def _unknown(view: ProblemView) -> tuple[str, ...]:
    reason = reason_words(view.row.outcome_reason)
    coverage = view.coverage_words
    filled = gettext(view.words.filled_by) if view.words.filled_by else "–"
    return (view.title, f"{reason} ({coverage})" if coverage else reason, filled)


Cells = Callable[[ProblemView], tuple[str, ...]]
_REASON_LAYOUT: tuple[tuple[str, ...], Cells] = (
    ("Sebab",),
    lambda view: (view.title, reason_words(view.row.outcome_reason)),
)
_LAYOUTS: dict[Outcome, tuple[tuple[str, ...], Cells]] = {
    Outcome.UNKNOWN: (("Sebab", "Yang mengisinya"), _unknown),
    Outcome.NOT_A_PROBLEM: (("Di sini", "Pembanding", "Yang dihitung"), _known),
    Outcome.EXPLAINS_PARENT: (("Di sini", "Pembanding", "Yang dihitung"), _known),
}


def change_entries(changes: Sequence[RankChange], views: Iterable[ProblemView]) -> list[TimelineEntry]:
    """What people moved, newest first."""
    titles = {view.row.pk: view.title for view in views}
    return [
        TimelineEntry(
            title=gettext("%(title)s: dari nomor %(old)s ke nomor %(new)s")
            % {"title": titles.get(change.problem_id, ""), "old": change.from_rank, "new": change.to_rank},
            date=change.at,
            text=change.reason,
            icon="history",
        )
        for change in changes
    ]
