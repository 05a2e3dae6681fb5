"""Classes of tables and what each lets through: one home for row-level security's rules and the gate's filter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from padu.access.actor import Actor
from padu.access.lanes import Lane, lane_scope
from padu.domain.regions import RegionScope


class TableClass(StrEnum):
    PLACE = "place"
    OWNED = "owned"
    JOINT = "joint"
    PERSON = "person"
    SPECIFIC = "specific"
    SENT = "sent"
    OWN = "own"
    GRANT = "grant"
    LOG = "log"
    AGGREGATE = "aggregate"


CLASS_MEANING: dict[TableClass, str] = {
    TableClass.PLACE: "baris milik wilayah: dibaca di wilayahnya, ditulis oleh yang berwenang di sana",
    TableClass.OWNED: "baris milik satu OPD: dibaca OPD itu dan tim koordinasi saja",
    TableClass.JOINT: "baris bersama: dibaca di wilayahnya, ditulis OPD pemiliknya atau yang berwenang di wilayah",
    TableClass.PERSON: "data keluarga: hanya yang bertugas atas keluarga di wilayahnya",
    TableClass.SPECIFIC: "data pribadi spesifik: hanya yang bertugas khusus",
    TableClass.SENT: "berkas yang dikirim: dibaca pengirimnya dan yang bertugas atas keluarga di wilayahnya",
    TableClass.OWN: "milik orangnya sendiri atau pengelola akun wilayahnya",
    TableClass.GRANT: "hak seseorang: ia membacanya, hanya pengelola akun yang mengubahnya",
    TableClass.LOG: "catatan: hanya bertambah, dibaca orangnya sendiri atau pengelola akun",
    TableClass.AGGREGATE: "angka tanpa orang: setiap yang masuk; ditulis sistem saja",
}

# Public reference data that name a place: columns a regency added, and printed figures of published tables.
PUBLIC_TABLES = frozenset({"programmes_matrixcolumn", "programmes_publishedfigure"})


@dataclass(frozen=True, slots=True)
class Guard:
    """How one table is guarded: its class and the columns that carry place, owner and person."""

    table_class: TableClass
    region_column: str = "region_code"
    owner_column: str | None = None
    user_column: str | None = None


def lane_sql(lane: Lane, column: str) -> str:
    """Whether a column's code lies on a lane of the running transaction."""
    # The sub-select keeps PostgreSQL from cutting the list up again for every row.
    return (
        f"(({column} >= current_setting('padu.{lane}_from', true)"
        f" and {column} < current_setting('padu.{lane}_to', true))"
        f" or {column} = any((select string_to_array(current_setting('padu.{lane}_codes', true), ','))::text[]))"
    )


def _owner_sql(column: str) -> str:
    return f"{column}::text = any((select string_to_array(current_setting('padu.agencies', true), ','))::text[])"


_SYSTEM_SQL = "current_setting('padu.system', true) = '1'"
_SIGNED_IN_SQL = "current_setting('padu.signed_in', true) = '1'"


def _owner_column(guard: Guard) -> str:
    if guard.owner_column is None:
        raise ValueError(guard)
    return guard.owner_column


def read_sql(guard: Guard) -> str:
    """Rule text for reading rows of a table so guarded."""
    place = guard.region_column
    match guard.table_class:
        case TableClass.PLACE | TableClass.JOINT:
            return lane_sql(Lane.PLACE_READ, place)
        case TableClass.OWNED:
            mine = f"({lane_sql(Lane.PLACE_READ, place)} and {_owner_sql(_owner_column(guard))})"
            return f"({lane_sql(Lane.SUPPLY_READ, place)} or {mine})"
        case TableClass.PERSON:
            return lane_sql(Lane.PERSON_READ, place)
        case TableClass.SPECIFIC:
            return lane_sql(Lane.SPECIFIC_READ, place)
        case TableClass.SENT:
            sender = f"({guard.user_column}::text = current_setting('padu.user', true) and {_SIGNED_IN_SQL})"
            return f"({sender} or {lane_sql(Lane.PERSON_READ, place)})"
        case TableClass.OWN | TableClass.GRANT | TableClass.LOG:
            self_sql = f"{guard.user_column}::text = current_setting('padu.user', true)"
            return f"({self_sql} or {_SYSTEM_SQL} or {lane_sql(Lane.ACCOUNT_ADMIN, place)})"
        case TableClass.AGGREGATE:
            return _SIGNED_IN_SQL


def write_sql(guard: Guard) -> str:
    """Rule text for inserting, changing and deleting rows of a table so guarded."""
    place = guard.region_column
    match guard.table_class:
        case TableClass.PLACE | TableClass.SENT:
            return lane_sql(Lane.PLACE_WRITE, place)
        case TableClass.OWNED | TableClass.JOINT:
            mine = f"({lane_sql(Lane.AGENCY_WRITE, place)} and {_owner_sql(_owner_column(guard))})"
            return f"({lane_sql(Lane.PLACE_WRITE, place)} or {mine})"
        case TableClass.PERSON:
            return lane_sql(Lane.PERSON_WRITE, place)
        case TableClass.SPECIFIC:
            return lane_sql(Lane.SPECIFIC_WRITE, place)
        case TableClass.OWN:
            return read_sql(guard)
        case TableClass.GRANT:
            return f"({_SYSTEM_SQL} or {lane_sql(Lane.ACCOUNT_ADMIN, place)})"
        case TableClass.LOG:
            return "true"
        case TableClass.AGGREGATE:
            return f"({_SYSTEM_SQL} and {lane_sql(Lane.PLACE_READ, place)})"


def append_only(guard: Guard) -> bool:
    """Rows that nobody changes or takes away, whoever they are."""
    return guard.table_class is TableClass.LOG


def scope_q(scope: RegionScope, column: str) -> Q:
    """Twin of RegionScope.covers as a filter; a property test holds rule, filter and SQL together."""
    allowed = Q(pk__in=[])
    if scope.span.start:
        allowed |= Q(**{f"{column}__gte": scope.span.start, f"{column}__lt": scope.span.end})
    if scope.codes:
        allowed |= Q(**{f"{column}__in": sorted(scope.codes)})
    return allowed


def read_q(guard: Guard, actor: Actor) -> Q:
    """What the gate lets this actor read of a table so guarded."""
    place = guard.region_column

    def lane(which: Lane) -> Q:
        return scope_q(lane_scope(actor, which), place)

    match guard.table_class:
        case TableClass.PLACE | TableClass.JOINT:
            return lane(Lane.PLACE_READ)
        case TableClass.OWNED:
            mine = lane(Lane.PLACE_READ) & Q(**{f"{guard.owner_column}__in": sorted(actor.agency_ids)})
            return lane(Lane.SUPPLY_READ) | mine
        case TableClass.PERSON:
            return lane(Lane.PERSON_READ)
        case TableClass.SPECIFIC:
            return lane(Lane.SPECIFIC_READ)
        case TableClass.SENT:
            sent = Q(**{str(guard.user_column): actor.user_id}) if actor.user_id else Q(pk__in=[])
            return sent | lane(Lane.PERSON_READ)
        case TableClass.OWN | TableClass.GRANT | TableClass.LOG:
            own = Q(**{str(guard.user_column): actor.user_id}) if actor.user_id else Q(pk__in=[])
            return Q() if actor.system else own | lane(Lane.ACCOUNT_ADMIN)
        case TableClass.AGGREGATE:
            return Q() if actor.signed_in else Q(pk__in=[])
