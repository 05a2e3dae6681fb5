"""Reading field workers and territories: what the current actor may see. Callers stand in a scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_look
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency, FieldWorker, Territory, TerritoryHandOver
from padu.domain.field_work import COLUMN_OF_KIND, Duty, Span, TerritoryRole, TpkPart, WorkerKind, column_of
from padu.domain.regions import CodeRange, Level, level_of


def duty_of(territory: Territory) -> Duty:
    """The stored row as the rules see it; its worker is loaded with it."""
    return Duty(
        worker=territory.worker_id,
        village=territory.region_code,
        span=Span(territory.starts_on, territory.ends_on),
        kind=WorkerKind(territory.worker.kind),
        role=TerritoryRole(territory.role),
        key=territory.pk,
    )


def _in(code: str) -> Q:
    span = CodeRange.below(code)
    return Q(region_code__gte=span.start, region_code__lt=span.end)


def _on(day: dt.date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def duties_in(region_code: str, villages: Collection[str] | None = None) -> list[Duty]:
    """Every duty of every day in a place, or in some of its villages."""
    rows = Territory.objects.filter(_in(region_code)).select_related("worker")
    if villages is not None:
        rows = rows.filter(region_code__in=villages)
    return [duty_of(row) for row in rows.order_by("pk")]


def territories_on(region_code: str, day: dt.date) -> list[Territory]:
    """Territories that stand on a day in a place, with worker and sender, in order of villages and names."""
    rows = Territory.objects.filter(_in(region_code), _on(day)).select_related("worker", "worker__sender")
    return list(rows.order_by("region_code", "worker__kind", "worker__name", "pk"))


def sector_of(worker: FieldWorker) -> str:
    """Matrix column of a worker's sector; "" where neither sender nor kind says."""
    return column_of(WorkerKind(worker.kind), worker.sender.column_key if worker.sender else None)


@dataclass(frozen=True, slots=True)
class WorkerFilter:
    """What a list of workers is narrowed to; empty values narrow nothing.

    columns  matrix columns of the sector, None for all
    idle     only those who serve no village on the day
    """

    kind: str = ""
    text: str = ""
    columns: Collection[str] | None = None
    village: str = ""
    idle: bool = False


def list_workers(region_code: str, day: dt.date, narrowed: WorkerFilter = WorkerFilter()) -> QuerySet[FieldWorker]:
    """Workers in service on a day: of a regency and above by where they belong, below by the villages they serve."""
    rows: QuerySet[FieldWorker] = FieldWorker.objects.filter(_on(day)).select_related("sender", "supervisor")
    if level_of(region_code) in (Level.DISTRICT, Level.VILLAGE):
        serving = Territory.objects.filter(_in(region_code), _on(day)).values("worker_id")
        rows = rows.filter(pk__in=serving)
    else:
        rows = rows.filter(_in(region_code))
    return _narrow(rows, narrowed, day).order_by("name", "pk")


def _narrow(rows: QuerySet[FieldWorker], asked: WorkerFilter, day: dt.date) -> QuerySet[FieldWorker]:
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.text:
        rows = rows.filter(Q(name__icontains=asked.text) | Q(number__icontains=asked.text))
    if asked.columns is not None:
        rows = rows.filter(_of_columns(asked.columns))
    if asked.village:
        rows = rows.filter(pk__in=Territory.objects.filter(_on(day), region_code=asked.village).values("worker_id"))
    if asked.idle:
        rows = rows.exclude(pk__in=Territory.objects.filter(_on(day)).values("worker_id"))
    return rows


def villages_by_worker(worker_ids: Collection[int], day: dt.date) -> dict[int, list[str]]:
    """Codes of the villages that each of these workers serves on a day, in code order."""
    rows = Territory.objects.filter(_on(day), worker_id__in=worker_ids).order_by("region_code")
    found: dict[int, list[str]] = {}
    for worker_id, code in rows.values_list("worker_id", "region_code").distinct():
        found.setdefault(worker_id, []).append(code)
    return found


def get_worker(worker_id: int) -> FieldWorker | None:
    worker: FieldWorker | None = FieldWorker.objects.filter(pk=worker_id).select_related("sender", "supervisor").first()
    return worker


def get_territory(territory_id: int) -> Territory | None:
    territory: Territory | None = Territory.objects.filter(pk=territory_id).select_related("worker").first()
    return territory


def territories_of(worker_id: int) -> list[Territory]:
    """All territories of a worker, newest first."""
    rows = Territory.objects.filter(worker_id=worker_id).select_related("worker")
    return list(rows.order_by("-starts_on", "region_code", "pk"))


def hand_overs_of(worker_id: int) -> list[TerritoryHandOver]:
    """Hand-overs from or to a worker, newest first."""
    rows = TerritoryHandOver.objects.filter(Q(from_worker_id=worker_id) | Q(to_worker_id=worker_id))
    return list(rows.select_related("from_worker", "to_worker").order_by("-day", "-pk"))


def recorder_of(village: str, day: dt.date) -> FieldWorker | None:
    """Who was appointed to record in a village without PKB/PLKB on that day; reports may name this person."""
    rows = Territory.objects.filter(_on(day), region_code=village, role=TerritoryRole.RECORDER.value)
    found = rows.select_related("worker").order_by("-starts_on", "-pk").first()
    return found.worker if found else None


def tpk_parts_of(territories: Iterable[Territory]) -> dict[tuple[str, int], list[TpkPart | None]]:
    """Persons of each family support team by (village, team number); a member without a number is in team 1."""
    teams: dict[tuple[str, int], list[TpkPart | None]] = {}
    for row in territories:
        if row.role == TerritoryRole.TPK_MEMBER.value:
            part = TpkPart(row.tpk_part) if row.tpk_part else None
            teams.setdefault((row.region_code, row.tpk_team or 1), []).append(part)
    return teams


@dataclass(frozen=True, slots=True)
class SectorCount:
    """Field workers of one kind that serve villages of one place. officers: persons; villages: distinct ones."""

    region_code: str
    kind: WorkerKind
    officers: int
    villages: int


def sector_counts(*, actor: Actor, region_code: str, columns: Collection[str], day: dt.date) -> list[SectorCount]:
    """Workers of one sector per place directly below, counted by the system for somebody who may see figures only.

    region_code  the nation (counts per province), else a province or regency (per regency)
    columns      the matrix column, and regencies' own ones that fold to it
    Officers are in public service and their number says nothing about a family, so small counts are not suppressed.
    Raises Http404 and PermissionDenied of `require_place`.
    """
    require_place(actor, region_code, Verb.FIGURE_READ)
    record_look(actor, "field.sector_counts", region_code, f"columns:{','.join(sorted(columns))}"[:80])
    width = 2 if level_of(region_code) is Level.NATION else 5
    with scoped(system_actor(region_code, Verb.PLACE_READ, on_behalf_of=actor)):
        rows = (
            Territory.objects.filter(_in(region_code), _on(day), _of_columns(columns, "worker__"))
            .order_by()
            .annotate(place=Substr("region_code", 1, width))
            .values_list("place", "worker__kind")
            .annotate(officers=Count("worker_id", distinct=True), villages=Count("region_code", distinct=True))
        )
        found = [SectorCount(place, WorkerKind(kind), officers, villages) for place, kind, officers, villages in rows]
    return sorted(found, key=lambda count: (count.region_code, count.kind))


def _of_columns(columns: Collection[str], path: str = "") -> Q:
    """Twin of `sector_of` as a filter."""
    kinds = [kind.value for kind, column in COLUMN_OF_KIND.items() if column in columns]
    return Q(**{f"{path}sender__column_key__in": columns}) | Q(
        **{f"{path}sender__isnull": True, f"{path}kind__in": kinds}
    )


def possible_senders(regency: str, day: dt.date) -> list[Agency]:
    """Agencies of a regency, below it and above it that may send a worker, by place and name."""
    above = [regency[:2], "00"]
    rows = Agency.objects.filter(_in(regency) | Q(region_code__in=above))
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return list(rows.order_by("region_code", "short_name", "pk"))


def staff_of(worker_id: int, day: dt.date) -> list[FieldWorker]:
    """Workers in service whom this one supervises, by name."""
    return list(FieldWorker.objects.filter(_on(day), supervisor_id=worker_id).order_by("name", "pk"))


def get_hand_over(hand_over_id: int) -> TerritoryHandOver | None:
    rows = TerritoryHandOver.objects.filter(pk=hand_over_id).select_related("from_worker", "to_worker")
    found: TerritoryHandOver | None = rows.first()
    return found


def villages_handed_over(hand_over_id: int) -> list[str]:
    """Codes of the villages that changed hands in one hand-over."""
    rows = Territory.objects.filter(begun_by_id=hand_over_id).order_by("region_code")
    return list(rows.values_list("region_code", flat=True).distinct())
