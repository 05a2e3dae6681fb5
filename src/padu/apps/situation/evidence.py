"""One problem as a person may see it: figures in their unit, or hidden, with the words that explain them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext

from padu.apps.programmes.models import ProblemType
from padu.apps.situation.catalogue import OWN
from padu.apps.situation.models import Problem
from padu.apps.situation.type_words import TYPE_WORDS, TypeWords
from padu.domain.formatting import figure, number
from padu.domain.problems.figures import ReferenceBasis
from padu.domain.values import FigureValue, Missing

_NO_WORDS: Final = TypeWords("")


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem for one reader. `row` is for what is no figure; every figure is asked of this class.

    hidden  few families of a sensitive kind, and the reader has no duty for families here: no figure at all
    """

    row: Problem
    kind: ProblemType | None
    hidden: bool = field(default=False)

    @property
    def title(self) -> str:
        return self.row.own_title or (self.kind.name if self.kind else self.row.problem_type)

    @property
    def is_own(self) -> bool:
        return self.row.problem_type == OWN

    @property
    def words(self) -> TypeWords:
        return TYPE_WORDS.get(self.row.problem_type, _NO_WORDS)

    def _shown(self, value: float | None) -> FigureValue:
        return Missing.SUPPRESSED if self.hidden or self.row.outcome == "suppressed" else value

    def _scaled(self, value: float | None) -> FigureValue:
        shares = self.row.measure_unit == "share"
        return self._shown(value if value is None or not shares else 100 * value)

    @property
    def value(self) -> FigureValue:
        """In the unit that is shown: percent for shares."""
        if self.row.outcome == "not_applicable":
            return Missing.NOT_APPLICABLE
        return self._scaled(self.row.value)

    @property
    def value_before(self) -> FigureValue:
        return self._scaled(self.row.value_before)

    @property
    def reference(self) -> FigureValue:
        value = self.row.reference
        return value if value is None or self.row.measure_unit != "share" else 100 * value

    @property
    def worst(self) -> FigureValue:
        value = self.row.worst
        return value if value is None or self.row.measure_unit != "share" else 100 * value

    @property
    def has_scale(self) -> bool:
        """Whether the worst value is worse than the reference; a median may lie beyond it."""
        row = self.row
        if row.worst is None or row.reference is None or self.kind is None:
            return False
        higher = self.kind.direction == "higher_is_worse"
        return bool(row.worst > row.reference if higher else row.worst < row.reference)

    @property
    def numerator(self) -> FigureValue:
        return self._shown(self.row.numerator)

    @property
    def denominator(self) -> FigureValue:
        return self._shown(self.row.denominator)

    @property
    def affected(self) -> FigureValue:
        return self._shown(self.row.affected_families)

    @property
    def unit(self) -> str:
        return {"share": "%", "per_1000": gettext("per 1.000"), "count": gettext("kejadian")}.get(
            self.row.measure_unit, ""
        )

    @property
    def decimals(self) -> int:
        return {"share": 1, "per_1000": 1, "count": 0}.get(self.row.measure_unit, 2)

    @property
    def of_village(self) -> bool:
        """The village itself is concerned, no family is named."""
        return bool(self.kind and self.kind.affected_unit == "village")

    @property
    def reference_label(self) -> str:
        """Short, for the picture."""
        labels: dict[str, str] = {
            ReferenceBasis.REGENCY_MEDIAN: gettext("Median kabupaten/kota"),
            ReferenceBasis.PROVINCE_MEDIAN: gettext("Median provinsi"),
            ReferenceBasis.TARGET: gettext("Target"),
        }
        return labels.get(self.row.reference_basis, gettext("Acuan"))

    @property
    def reference_words(self) -> str:
        """Where the reference comes from, in a sentence's half."""
        if self.row.reference_basis in (ReferenceBasis.REGENCY_MEDIAN, ReferenceBasis.PROVINCE_MEDIAN):
            place = self.reference_label.lower()
            return gettext("%(place)s dari %(number)s desa") % {"place": place, "number": self.row.reference_note}
        return gettext(self.words.target) if self.words.target else self.reference_label.lower()

    @property
    def counted_words(self) -> str:
        """ "24 dari 64 keluarga sasaran berisiko stunting"; without counts what the figure is."""
        counted = gettext(self.words.counted) if self.words.counted else ""
        if self.hidden or self.row.numerator is None or not self.row.denominator:
            return counted
        counts = {"counted": number(self.row.numerator), "base": number(self.row.denominator)}
        return gettext("%(counted)s dari %(base)s") % counts + f" {counted}"

    @property
    def coverage_words(self) -> str:
        """How much of what should be measured was measured, where that is not all of it."""
        coverage = self.row.coverage
        if coverage is None or coverage >= 1 or self.hidden:
            return ""
        return gettext("terukur %(share)s") % {"share": figure(100 * coverage, 0, "%")}

    @property
    def trend_words(self) -> str:
        """Against last year, in words; empty for what has no trend (a village's own problem)."""
        if self.is_own or self.hidden or self.row.gap is None:
            return ""
        if self.row.value_before is None:
            return gettext("tanpa tren: angka tahun lalu belum ada")
        if self.row.change is None:
            before = figure(self.value_before, self.decimals, self.unit)
            return gettext("tidak dinilai; tahun lalu %(before)s") % {"before": before}
        if abs(self.row.change) < SMALL_CHANGE:
            return gettext("tetap dibandingkan tahun lalu")
        return gettext("memburuk") if self.row.change > 0 else gettext("membaik")


SMALL_CHANGE: Final = 0.005
"""[assumption] Of the way from reference to worst: less is told as unchanged."""


def view_of(row: Problem, kind: ProblemType | None, *, full: bool) -> ProblemView:
    """The row for a reader; full: they have the duty for families in this village."""
    return ProblemView(row, kind, hidden=not full and row.delicate)
