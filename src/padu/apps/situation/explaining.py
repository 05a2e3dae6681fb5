"""How a problem's figure and place came about: counts, factors, and how firm the order is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from django.utils.translation import gettext

from padu.apps.situation.evidence import ProblemView
from padu.apps.situation.models import Problem
from padu.apps.situation.pages import figure_words, reference_figure
from padu.domain.formatting import figure
from padu.domain.problems.assessing import DEFAULT_WEIGHTS, Weights
from padu.ui.components import Column, Row, Table, Term

# --- the evidence of one problem -------------------------------------------------------------------------------------


def counts_of(view: ProblemView) -> list[Term]:
    """The counts behind the figure, its reference, and where both come from."""
    row = view.row
    terms = []
    if row.denominator is not None or view.hidden:
        terms += [Term(gettext("Pembilang"), view.numerator), Term(gettext("Penyebut"), view.denominator)]
    if view.coverage_words:
        terms.append(Term(gettext("Cakupan"), 100 * (row.coverage or 0), "%"))
    if not view.of_village:
        terms.append(Term(gettext("Keluarga terdampak"), view.affected))
    if row.gap is not None:
        terms.append(Term(gettext("Setahun lalu"), view.value_before, view.unit, view.decimals))
    terms.append(Term(gettext("Sumber"), row.source or gettext("belum ada")))
    return terms


def factors_of(view: ProblemView) -> Table | None:
    """How its place came about: the four factors, their exponents, and the priority; nothing where it is hidden."""
    row, weights = view.row, DEFAULT_WEIGHTS
    if view.hidden or row.priority is None or row.gap is None:
        return None
    factors = (
        (gettext("Kesenjangan"), row.gap, weights.gap, _gap_words(view)),
        (gettext("Bagian keluarga"), row.share, weights.share, _share_words(view)),
        (gettext("Beratnya akibat"), row.severity, weights.severity, gettext("angka awal katalog [asumsi]")),
        (gettext("Tren"), row.trend, weights.trend, view.trend_words),
    )
    columns = [
        Column(gettext("Faktor")),
        Column(gettext("Nilai 0–1"), kind="number", decimals=4),
        Column(gettext("Pangkat"), kind="number", decimals=2),
        Column(gettext("Keterangan")),
    ]
    place = gettext("nomor %(rank)s menurut hitungan") % {"rank": row.computed_rank or "–"}
    footer = Row((gettext("Prioritas"), figure(row.priority, 1), "", place))
    return Table(gettext("Faktor prioritas"), columns, [Row(f) for f in factors], footer=footer, stacked=True)


def _gap_words(view: ProblemView) -> str:
    return gettext("dari %(reference)s ke %(worst)s, di sini %(value)s") % {
        "reference": reference_figure(view),
        "worst": figure(view.worst, view.decimals, view.unit),
        "value": figure_words(view),
    }


def _share_words(view: ProblemView) -> str:
    if view.of_village:
        return gettext("tetapan 0,5 untuk masalah seluruh kampung [asumsi]")
    return gettext("%(number)s keluarga terdampak dari semua keluarga terdaftar") % {"number": figure(view.affected)}


# --- how firm the order is -------------------------------------------------------------------------------------------

OTHER_WEIGHTS: tuple[tuple[str, Weights], ...] = (
    ("Bobot sama", Weights(0.25, 0.25, 0.25, 0.25, version="sama", valid_from=DEFAULT_WEIGHTS.valid_from)),
    (
        "Kesenjangan lebih berat",
        Weights(0.40, 0.20, 0.30, 0.10, version="celah", valid_from=DEFAULT_WEIGHTS.valid_from),
    ),
)
"""[assumption] Weights beside which the order is shown (worked example, section 5)."""


def priority_with(row: Problem, weights: Weights) -> float:
    """P of a ranked problem with other weights, from its stored factors. Raises TypeError for one without factors."""
    factors = [getattr(row, name) ** getattr(weights, name) for name in ("gap", "share", "severity", "trend")]
    return float(100 * prod(factors))


def firmness_of(views: Iterable[ProblemView]) -> Table | None:
    """Ranks of the computed problems under other weights: an order that stays is a firm one."""
    ranked = sorted(
        (v for v in views if v.row.computed_rank is not None and v.row.gap is not None),
        key=lambda view: view.row.computed_rank or 0,
    )
    if len(ranked) < 2:
        return None
    ranks = [_ranks(ranked, weights) for _, weights in OTHER_WEIGHTS]
    heads = [gettext("Bobot yang dipakai"), *(gettext(name) for name, _ in OTHER_WEIGHTS)]
    columns = [Column(gettext("Masalah")), *(Column(head, kind="number") for head in heads)]
    rows = [Row((view.title, view.row.computed_rank, *(found[view.row.pk] for found in ranks))) for view in ranked]
    return Table(gettext("Nomor urut hasil hitungan dengan bobot lain"), columns, rows, stacked=True, compact=True)


def _ranks(views: Sequence[ProblemView], weights: Weights) -> dict[int, int]:
    ordered = sorted(views, key=lambda view: -priority_with(view.row, weights))
    return {view.row.pk: place for place, view in enumerate(ordered, 1)}
