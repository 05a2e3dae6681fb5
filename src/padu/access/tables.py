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
    CASE = "case"
    FINDING = "finding"
    PRIVACY = "privacy"
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
    TableClass.CASE: "rujukan satu keluarga ke satu OPD: dibaca OPD itu dan yang bertugas atas keluarga",
    TableClass.FINDING: "temuan pengawasan: dibaca di wilayahnya, ditulis pengawas dan yang menjawabnya",
    TableClass.PRIVACY: "layanan dan daftar pelindungan data: hanya yang bertugas untuk itu di wilayahnya",
    TableClass.OWN: "milik orangnya sendiri atau pengelola akun wilayahnya",
    TableClass.GRANT: "hak seseorang: ia membacanya, hanya pengelola akun di atasnya yang mengubahnya",
    TableClass.LOG: "catatan: hanya bertambah, dibaca orangnya sendiri atau petugas yang memeriksa jejak",
    TableClass.AGGREGATE: "angka tanpa orang: setiap yang masuk; ditulis sistem saja",
}

# Public reference data that name a place: columns a regency added, and printed figures of published tables.
PUBLIC_TABLES = frozenset({"programmes_matrixcolumn", "programmes_publishedfigure"})


@dataclass(frozen=True, slots=True)
class Guard:
    """How one table is guarded: its class and the columns that carry place, owner and person.

    case_column  of class person: the column with the family's id, by which a referral opens single rows to an agency
    role_column  of class grant: the column with the role that the row gives
    history      rows are copies that a trigger writes of rows of this class: nobody changes or deletes them
    """

    table_class: TableClass
    region_column: str = "region_code"
    owner_column: str | None = None
    user_column: str | None = None
    case_column: str | None = None
    role_column: str | None = None
    history: bool = False


def lane_sql(lane: Lane, column: str) -> str:
    """Whether a column's code lies on a lane of the running transaction."""
    # The sub-select keeps PostgreSQL from cutting the list up again for every row.
    return (
        f"(({column} >= current_setting('padu.{lane}_from', true)"
        f" and {column} < current_setting('padu.{lane}_to', true))"
        f" or {column} = any((select string_to_array(current_setting('padu.{lane}_codes', true), ','))::text[]))"
    )


def _owner_sql(column: str, setting: str = "padu.agencies") -> str:
    return f"{column}::text = any((select string_to_array(current_setting('{setting}', true), ','))::text[])"


def _case_sql(column: str) -> str:
    return f"{column} = any((select string_to_array(current_setting('padu.cases', true), ','))::bigint[])"


def _grant_sql(guard: Guard, place: str) -> str:
    """An administrator of the place gives somebody else a role that is theirs to give."""
    lane = lane_sql(Lane.ACCOUNT_ADMIN, place)
    other = f"{guard.user_column}::text <> current_setting('padu.user', true)"
    roles = "(select string_to_array(current_setting('padu.grantable', true), ','))::text[]"
    own_to_give = f"{guard.role_column} = any({roles})" if guard.role_column else "true"
    return f"({lane} and {other} and {own_to_give})"


# In sub-selects, asked once a statement: reading 200,000 accounts took twice as long asking for every row. The ranges
# of a lane stay bare, for there the planner looks at the value to guess how many rows come.
_SYSTEM_SQL = "(select current_setting('padu.system', true)) = '1'"
_SIGNED_IN_SQL = "current_setting('padu.signed_in', true) = '1'"


def _owner_column(guard: Guard) -> str:
    if guard.owner_column is None:
        raise ValueError(guard)
    return guard.owner_column


def _overseer(guard: Guard) -> Lane:
    """Who reads rows about other people: administrators their accounts, who checks the trail the trail."""
    return Lane.AUDIT_READ if guard.table_class is TableClass.LOG else Lane.ACCOUNT_ADMIN


# Classes whose rows are read, or written, wherever one lane leads; the others are spelled out below.
_READ_LANE: dict[TableClass, Lane] = {
    TableClass.PLACE: Lane.PLACE_READ,
    TableClass.JOINT: Lane.PLACE_READ,
    TableClass.FINDING: Lane.PLACE_READ,
    TableClass.PERSON: Lane.PERSON_READ,
    TableClass.CASE: Lane.PERSON_READ,
    TableClass.SPECIFIC: Lane.SPECIFIC_READ,
    TableClass.PRIVACY: Lane.PRIVACY,
}
_WRITE_LANE: dict[TableClass, Lane] = {
    TableClass.PLACE: Lane.PLACE_WRITE,
    TableClass.SENT: Lane.PLACE_WRITE,
    TableClass.PERSON: Lane.PERSON_WRITE,
    TableClass.SPECIFIC: Lane.SPECIFIC_WRITE,
    TableClass.CASE: Lane.CASE_WRITE,
    TableClass.FINDING: Lane.FINDING_WRITE,
    TableClass.PRIVACY: Lane.PRIVACY,
}


def read_sql(guard: Guard) -> str:
    """Rule text for reading rows of a table so guarded."""
    place = guard.region_column
    if guard.table_class in _READ_LANE:
        also = _also_read_sql(guard)
        lane = lane_sql(_READ_LANE[guard.table_class], place)
        return f"({lane} or {also})" if also else lane
    match guard.table_class:
        case TableClass.OWNED:
            mine = f"({lane_sql(Lane.PLACE_READ, place)} and {_owner_sql(_owner_column(guard))})"
            return f"({lane_sql(Lane.SUPPLY_READ, place)} or {mine})"
        case TableClass.SENT:
            sender = f"({guard.user_column}::text = current_setting('padu.user', true) and {_SIGNED_IN_SQL})"
            return f"({sender} or {lane_sql(Lane.PERSON_READ, place)})"
        case TableClass.AGGREGATE:
            return _SIGNED_IN_SQL
        case _:
            self_sql = f"{guard.user_column}::text = (select current_setting('padu.user', true))"
            return f"({lane_sql(_overseer(guard), place)} or {self_sql} or {_SYSTEM_SQL})"


def _also_read_sql(guard: Guard) -> str:
    """Single rows that are open beside the lane: those of a referred family, and the referral itself."""
    if guard.table_class is TableClass.CASE:
        return _owner_sql(_owner_column(guard), "padu.case_agencies")
    return _case_sql(guard.case_column) if guard.case_column else ""


def write_sql(guard: Guard) -> str:
    """Rule text for inserting, changing and deleting rows of a table so guarded."""
    place = guard.region_column
    if guard.table_class in _WRITE_LANE:
        return lane_sql(_WRITE_LANE[guard.table_class], place)
    match guard.table_class:
        case TableClass.OWN:
            return read_sql(guard)
        case TableClass.GRANT:
            return f"({_SYSTEM_SQL} or {_grant_sql(guard, place)})"
        case TableClass.LOG:
            return "true"
        case TableClass.AGGREGATE:
            return f"({_SYSTEM_SQL} and {lane_sql(Lane.PLACE_READ, place)})"
        case _:
            mine = f"({lane_sql(Lane.AGENCY_WRITE, place)} and {_owner_sql(_owner_column(guard))})"
            return f"({lane_sql(Lane.PLACE_WRITE, place)} or {mine})"


def append_only(guard: Guard) -> bool:
    """Rows that nobody changes or takes away, whoever they are."""
    return guard.history or guard.table_class is TableClass.LOG


def scope_q(scope: RegionScope, column: str) -> Q:
    """Twin of RegionScope.covers as a filter; a property test holds rule, filter and SQL together."""
    allowed = Q(pk__in=[])
    if scope.span.start:
        allowed |= Q(**{f"{column}__gte": scope.span.start, f"{column}__lt": scope.span.end})
    if scope.codes:
        allowed |= Q(**{f"{column}__in": sorted(scope.codes)})
    return allowed


def _also_read_q(guard: Guard, actor: Actor) -> Q:
    """Twin of `_also_read_sql`."""
    if guard.table_class is TableClass.CASE:
        return Q(**{f"{guard.owner_column}__in": sorted(actor.case_agencies)})
    families = sorted(actor.case_families) if guard.case_column else []
    return Q(**{f"{guard.case_column}__in": families}) if families else Q(pk__in=[])


def _own_q(guard: Guard, actor: Actor) -> Q:
    return Q(**{str(guard.user_column): actor.user_id}) if actor.user_id else Q(pk__in=[])


def read_q(guard: Guard, actor: Actor) -> Q:
    """What the gate lets this actor read of a table so guarded."""

    def lane(which: Lane) -> Q:
        return scope_q(lane_scope(actor, which), guard.region_column)

    if guard.table_class in _READ_LANE:
        return lane(_READ_LANE[guard.table_class]) | _also_read_q(guard, actor)
    match guard.table_class:
        case TableClass.OWNED:
            mine = lane(Lane.PLACE_READ) & Q(**{f"{guard.owner_column}__in": sorted(actor.agency_ids)})
            return lane(Lane.SUPPLY_READ) | mine
        case TableClass.SENT:
            return _own_q(guard, actor) | lane(Lane.PERSON_READ)
        case TableClass.AGGREGATE:
            return Q() if actor.signed_in else Q(pk__in=[])
        case _:
            return Q() if actor.system else _own_q(guard, actor) | lane(_overseer(guard))
