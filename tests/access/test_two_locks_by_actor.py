"""Each lock alone gives every kind of actor exactly the rows of HERE that are theirs, by class of table.

Agency officers here and elsewhere, people of two hats, an officer of three villages, ministries, inspectors: who reads
what stands below, written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

import pytest
from django.db import models

from padu.access.actor import Actor, Hat, system_actor
from padu.access.audit import record_look
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.models import AuditEntry, CaseGrant
from padu.access.tables import TableClass
from padu.access.verbs import Role, Verb
from padu.apps.convergence.models import Commitment, JointEvent
from padu.apps.institutions.models import Agency
from padu.apps.rumah_dataku.models import Family, Figure
from padu.apps.supply.models import Fund
from tests.access.test_two_locks import (
    ELSEWHERE,
    HERE,
    MAKERS,
    NEIGHBOUR,
    NOW,
    REGENCY,
    make_family,
    manager_of,
    owner_without_row_security,
)

pytestmark = pytest.mark.django_db

FAR_REGENCY = "33.08"
SECOND, THIRD = "13.01.02.2001", "13.02.01.2001"
OURS, THEIRS = 71, 72
REFERRED = 987_654

_VILLAGE_BELOW = {code: frozenset({code}) for code in (HERE, NEIGHBOUR, SECOND, THIRD, ELSEWHERE)}


def actor(*hats: Hat) -> Actor:
    """Roots are villages or one regency with nothing else below in this test, listed as the loader does."""
    below = _VILLAGE_BELOW | {REGENCY: frozenset({HERE, NEIGHBOUR, SECOND}), FAR_REGENCY: frozenset({ELSEWHERE})}
    return Actor(user_id=700, hats=hats, codes_below=below, cases={OURS: frozenset({REFERRED})})


def hat(role: Role, place: str, agency: int | None = None) -> Hat:
    return Hat(role, place, agency)


ACTORS: dict[str, Actor] = {
    "our agency": actor(hat(Role.AGENCY, REGENCY, OURS)),
    "other agency": actor(hat(Role.AGENCY, REGENCY, THEIRS)),
    "agency elsewhere": actor(hat(Role.AGENCY, FAR_REGENCY, THEIRS)),
    "agency and pokja here": actor(hat(Role.AGENCY, REGENCY, THEIRS), hat(Role.KAMPUNG, HERE)),
    "agency here, pokja elsewhere": actor(hat(Role.AGENCY, REGENCY, THEIRS), hat(Role.KAMPUNG, ELSEWHERE)),
    "team elsewhere, pokja next door": actor(hat(Role.REGENCY, FAR_REGENCY), hat(Role.KAMPUNG, NEIGHBOUR)),
    "three villages": actor(*(hat(Role.PLKB, code) for code in (SECOND, HERE, THIRD))),
    "three other villages": actor(*(hat(Role.PLKB, code) for code in (NEIGHBOUR, SECOND, THIRD))),
    "ministry": actor(hat(Role.SECTOR, "00", THEIRS)),
    "ministry with our number": actor(hat(Role.SECTOR, "00", OURS)),
    "inspector": actor(hat(Role.INSPECTOR, REGENCY)),
    "inspector elsewhere": actor(hat(Role.INSPECTOR, "33")),
    "inspector and kader here": actor(hat(Role.INSPECTOR, REGENCY), hat(Role.KADER, HERE)),
    "district": actor(hat(Role.DISTRICT, "13.01.01")),
    "province": actor(hat(Role.PROVINCE, "13")),
    "nation": actor(hat(Role.NATION, "00")),
    "data protection": actor(hat(Role.PRIVACY, REGENCY)),
}
NONE_OF_HERE = {"agency elsewhere", "team elsewhere, pokja next door", "three other villages", "inspector elsewhere"}
FAMILIES = {"agency and pokja here", "three villages", "inspector and kader here"}
PLACE = set(ACTORS) - NONE_OF_HERE - {"ministry", "ministry with our number", "data protection"}
OVERSEERS = {"inspector", "inspector and kader here", "province"}
ADMINISTRATORS = {"agency and pokja here", "province", "nation"}
READS: dict[TableClass, set[str]] = {
    TableClass.PLACE: PLACE,
    TableClass.JOINT: PLACE,
    TableClass.OWNED: OVERSEERS | {"our agency"},
    TableClass.PERSON: FAMILIES,
    TableClass.SENT: FAMILIES,
    TableClass.CASE: FAMILIES | {"our agency"},
    TableClass.SPECIFIC: {"three villages"},
    TableClass.OWN: ADMINISTRATORS,
    TableClass.GRANT: ADMINISTRATORS,
    TableClass.LOG: {"data protection"},
    TableClass.AGGREGATE: set(ACTORS),
}


def make_agency() -> None:
    with scoped(system_actor(REGENCY)):
        Agency(id=OURS, region_code=REGENCY, code="x", name="x", short_name="x", column_key="health").save(
            force_insert=True
        )


def make_fund(code: str) -> Fund:
    make_agency()
    with scoped(system_actor(REGENCY, Verb.SUPPLY_READ_ALL)):
        fund: Fund = Fund.objects.create(
            region_code=REGENCY, agency_id=OURS, year=2026, name="DAK", source="apbn", budget_idr=1, document="none"
        )
    return fund


def make_commitment(code: str) -> Commitment:
    make_agency()
    with scoped(system_actor(REGENCY)):
        event = JointEvent.objects.create(region_code=code, year=2026, day=date(2026, 3, 2))
        row: Commitment = Commitment.objects.create(
            region_code=code, year=2026, agency_id=OURS, event=event, offer_id=1, proposal_row_id=1, meeting_id=1,
            activity="x", title="x", programme_no=1, column_key="health", fund_name="x", fund_source="apbn",
            document="none", amount_idr=1, agreed_on=date(2026, 2, 1),
        )  # fmt: skip
    return row


def make_case(code: str) -> CaseGrant:
    with scoped(Actor(user_id=1, hats=(Hat(Role.PLKB, code),))):
        case: CaseGrant = CaseGrant.objects.create(
            region_code=code, family_id=1, agency_id=OURS, service="x", reason="x", opened_by=1,
            valid_to=date(2099, 1, 1),
        )  # fmt: skip
    return case


def make_look(code: str) -> AuditEntry:
    pokja = Actor(user_id=1, hats=(Hat(Role.KAMPUNG, code),))
    with scoped(pokja):
        record_look(pokja, "uji.look", code, "family:1")
    with scoped(Actor(system=True)):
        return AuditEntry.objects.get(event="uji.look")


def make_figure(code: str) -> Figure:
    with scoped(system_actor(code)):
        figure: Figure = Figure.objects.create(
            region_code=code, element="idm", period="2024", source="x", value=0.8, updated_at=NOW
        )
    return figure


ALL_MAKERS: dict[TableClass, Callable[[str], models.Model]] = MAKERS | {
    TableClass.OWNED: make_fund,
    TableClass.JOINT: make_commitment,
    TableClass.CASE: make_case,
    TableClass.LOG: make_look,
    TableClass.AGGREGATE: make_figure,
}


@pytest.mark.parametrize("table_class", READS)
def test_row_security_alone_gives_each_what_is_theirs(table_class: TableClass) -> None:
    row = ALL_MAKERS[table_class](HERE)
    manager = type(row).unscoped  # type: ignore[attr-defined]  # every guarded model has one
    reading = set()
    for name, who in ACTORS.items():
        with scoped(who), gate_opened_for_test():
            if manager.filter(pk=row.pk).exists():
                reading.add(name)
    assert reading == READS[table_class]


@pytest.mark.parametrize("table_class", READS)
def test_the_gate_alone_gives_each_what_is_theirs(table_class: TableClass) -> None:
    row = ALL_MAKERS[table_class](HERE)
    reading = set()
    with owner_without_row_security(row._meta.db_table):
        for name, who in ACTORS.items():
            with scoped(who):
                assert type(row).unscoped.filter(pk=row.pk).exists()  # type: ignore[attr-defined]  # it is really open
                if manager_of(type(row)).filter(pk=row.pk).exists():
                    reading.add(name)
    assert reading == READS[table_class]


@pytest.mark.parametrize("open_lock", ["gate", "row security"])
def test_a_referral_opens_one_family_to_one_agency(open_lock: str) -> None:
    plain, family = (
        make_family(HERE),
        Family(id=REFERRED, region_code=HERE, source="test", source_key="x", head_name="Kepala", updated_at=NOW),
    )
    with scoped(Actor(user_id=1, hats=(Hat(Role.KAMPUNG, HERE),))):
        family.save(force_insert=True)
    reading: dict[int, set[str]] = {plain.pk: set(), REFERRED: set()}
    with owner_without_row_security(*([] if open_lock == "gate" else ["rumah_dataku_family"])):
        for name, who in ACTORS.items():
            with scoped(who), gate_opened_for_test() if open_lock == "gate" else nullcontext():
                for pk in Family.objects.filter(pk__in=reading).values_list("pk", flat=True):
                    reading[pk].add(name)
    assert reading == {plain.pk: FAMILIES, REFERRED: FAMILIES | {"our agency"}}
