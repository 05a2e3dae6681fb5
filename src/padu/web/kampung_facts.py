"""The figures behind the criteria of a kampung, gathered from family data, measures and the figure table."""

from __future__ import annotations

from padu.apps.kampung.models import Kampung
from padu.apps.measurement.models import ReferenceValue
from padu.apps.measurement.selectors import index_of, newest_year
from padu.apps.rumah_dataku.models import Figure
from padu.apps.situation.models import ProblemMeasure
from padu.apps.situation.services.references import average_key
from padu.domain.kampung_criteria import NO_FIGURE, Facts, Sourced
from padu.domain.regions import regency_of
from padu.domain.values import Missing

POOR, USERS = "poor_families", "low_mcpr"
_OF_REGENCY = "rata-rata desa di kabupaten/kota"
_OF_VILLAGE = "rata-rata desa tempat kampung berada"


def facts_of_village(kampung: Kampung) -> Facts:
    """Figures of the village; of a part of a village only what holds for the whole is known.

    A kampung that is the whole village has no village average to stand against; it is measured against the mean of the
    villages of its regency [assumption].
    """
    code, whole = kampung.region_code, kampung.covers == Kampung.Covers.WHOLE
    status = _figure(code, "idm_status")
    village = {key: _measure(code, key) for key in (POOR, USERS)}
    average = {key: _average(code, key) for key in (POOR, USERS)} if whole else village
    return Facts(
        surveyed=_surveyed(code),
        poor=village[POOR] if whole else NO_FIGURE,
        poor_average=average[POOR],
        users=village[USERS] if whole else NO_FIGURE,
        users_average=average[USERS],
        density=_density(code),
        idm_status=status.text.casefold() if status else "",
        idm_source=status.source if status else "",
        idm_as_of=status.as_of if status else None,
        average_of=_OF_REGENCY if whole else _OF_VILLAGE,
    )


def _surveyed(code: str) -> Sourced:
    year = newest_year(code)
    view = index_of(code, year) if year else None
    if view is None or view.coverage is None:
        return NO_FIGURE
    return Sourced(100 * view.coverage, f"Padu: pendataan keluarga {year}", view.as_of)


def _measure(code: str, key: str) -> Sourced:
    row = ProblemMeasure.objects.filter(region_code=code, problem_type=key).order_by("-year").first()
    if row is None:
        return NO_FIGURE
    if row.value is None:
        return Sourced(Missing(row.missing) if row.missing in set(Missing) else Missing.UNKNOWN)
    return Sourced(100 * row.value, row.source, row.as_of)


def _average(code: str, key: str) -> Sourced:
    rows = ReferenceValue.objects.filter(region_code=regency_of(code), problem_type=average_key(key))
    row = rows.order_by("-year").first()
    return NO_FIGURE if row is None or row.value is None else Sourced(100 * row.value)


def _density(code: str) -> Sourced:
    row = _figure(code, "population_density")
    known = row is not None and row.state == Figure.State.KNOWN
    return Sourced(row.value, row.source, row.as_of) if row and known else NO_FIGURE


def _figure(code: str, element: str) -> Figure | None:
    rows = Figure.objects.filter(region_code=code, element=element, component__in=("", "total"), sex="")
    row: Figure | None = rows.order_by("-period").first()
    return row
