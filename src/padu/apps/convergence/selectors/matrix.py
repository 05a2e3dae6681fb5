"""The integration-convergence matrix of a place and year, from commitments and what was done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from padu.apps.convergence.models import Commitment, Realisation
from padu.apps.institutions.models import Agency
from padu.apps.programmes.models import MatrixColumn
from padu.apps.programmes.selectors import list_matrix_columns
from padu.domain.cross_sector import counts_as_sector
from padu.domain.matrix import Matrix, MatrixEntry, fold_matrix, printed_form
from padu.domain.regions import CodeRange
from padu.domain.values import Missing


@dataclass(frozen=True, slots=True)
class MatrixOfPlace:
    """The matrix with its columns, as the regency has them, and the date of its newest row."""

    region_code: str
    year: int
    matrix: Matrix
    columns: tuple[MatrixColumn, ...]
    as_of: dt.date | None
    made_up: bool = False

    @property
    def printed(self) -> Matrix:
        """Folded back to the 13 official columns."""
        official = [column.key for column in self.columns if column.folds_to_id is None]
        return printed_form(self.matrix, official, column_folds())


def matrix_of(region_code: str, year: int) -> MatrixOfPlace:
    """The matrix of a place (village to province) for the current actor."""
    columns = tuple(list_matrix_columns(region_code))
    folds = column_folds()
    commitments = list(commitments_in(region_code, year))
    realisations = list(realisations_in(region_code, year))
    entries = _entries(commitments, realisations, folds)
    dates = [c.agreed_on for c in commitments] + [r.done_on for r in realisations]
    matrix = fold_matrix(entries, [c.key for c in columns], folds)
    made_up = any(c.made_up for c in commitments) or any(r.made_up for r in realisations)
    return MatrixOfPlace(region_code, year, matrix, columns, max(dates, default=None), made_up)


def commitments_in(region_code: str, year: int) -> QuerySet[Commitment]:
    """Commitments that stand (cancelled ones do not), by village and day."""
    span = CodeRange.below(region_code)
    rows = Commitment.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)
    return (
        rows.exclude(state=Commitment.State.CANCELLED)
        .select_related("agency", "event")
        .order_by("region_code", "event__day", "pk")
    )


def realisations_in(region_code: str, year: int) -> QuerySet[Realisation]:
    span = CodeRange.below(region_code)
    rows = Realisation.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)
    return rows.select_related("agency").order_by("region_code", "done_on", "pk")


def column_folds() -> dict[str, str]:
    """Every column that some regency added or split off, and the official one it folds to."""
    rows = MatrixColumn.objects.filter(folds_to__isnull=False).values_list("key", "folds_to_id")
    return dict(rows)


def _entries(
    commitments: Iterable[Commitment], realisations: Iterable[Realisation], folds: Mapping[str, str]
) -> Iterator[MatrixEntry]:
    done: defaultdict[int, list[Realisation]] = defaultdict(list)
    for realisation in realisations:
        if realisation.commitment_id is None:
            yield _outside(realisation, folds)
        else:
            done[realisation.commitment_id].append(realisation)
    for commitment in commitments:
        yield _planned(commitment, done[commitment.pk], folds)


def _planned(commitment: Commitment, done: list[Realisation], folds: Mapping[str, str]) -> MatrixEntry:
    spent = [r.spent_idr for r in done if r.spent_idr is not None]
    return MatrixEntry(
        programme_no=commitment.programme_no,
        column_key=commitment.column_key,
        village=commitment.region_code,
        agency=str(commitment.agency_id),
        deliveries_planned=1,
        deliveries_done=min(len(done), 1),
        amount_idr=commitment.amount_idr,
        spent_idr=sum(spent) if spent else _not_spent(done),
        is_sector=_is_sector(commitment.column_key, commitment.agency, folds),
    )


def _not_spent(done: list[Realisation]) -> Missing:
    """Nothing done: no money can have been spent. Done without an amount: nobody said."""
    return Missing.UNKNOWN if done else Missing.NOT_APPLICABLE


def _outside(realisation: Realisation, folds: Mapping[str, str]) -> MatrixEntry:
    return MatrixEntry(
        programme_no=realisation.programme_no,
        column_key=realisation.column_key,
        village=realisation.region_code,
        agency=str(realisation.agency_id or realisation.agency_name.casefold() or realisation.column_key),
        deliveries_done=1,
        spent_idr=Missing.UNKNOWN if realisation.spent_idr is None else realisation.spent_idr,
        outside_plan=True,
        is_sector=_is_sector(realisation.column_key, realisation.agency, folds),
    )


def _is_sector(column_key: str, agency: Agency | None, folds: Mapping[str, str]) -> bool:
    """A column that a regency added counts as the official one it folds to."""
    return counts_as_sector(
        folds.get(column_key, column_key), opted_out=agency is not None and not agency.counts_as_sector
    )
