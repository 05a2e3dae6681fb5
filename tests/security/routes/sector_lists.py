"""Lists of other sectors: agreements stand with the place, rows with who reviews families in the village."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.record_linkage.list_file import ListedPerson
from padu.apps.record_linkage.models import SectorAgreement, SectorDelivery, SectorRow
from padu.apps.record_linkage.services.list_matching import list_match
from padu.apps.record_linkage.services.sealed_rows import row_keys, seal_content
from padu.apps.rumah_dataku.services import kept_files
from tests.apps.record_linkage.rows import duty
from tests.security.routes.base import (
    AGENCY,
    BOTH,
    COORDINATION,
    EVERYONE,
    HERE,
    NO_ID,
    OTHERS,
    PLACE,
    TEAM,
    WRITES,
    Case,
    Reach,
    of,
)
from tests.security.routes.duplicates import KADER, REVIEWERS
from tests.security.standing import REGENCY
from tests.security.world import World

LISTED = "Warga Kenari Ungu"
WORDS = {"sector_row": LISTED}
MAY_READ = {"sector_row": Reach(HERE, REVIEWERS)}
DAY = dt.date(2026, 9, 30)


@dataclass(frozen=True)
class Rows:
    agreement: SectorAgreement
    delivery: SectorDelivery
    row: SectorRow


def make(world: World) -> Rows:
    """A list of the health office with one person, linked to nobody yet, and a row that was left out."""
    agency = world.people.kesehatan
    person = ListedPerson(row=2, village_code=HERE, name=LISTED)
    key, kept = row_keys(person)[0], kept_files.keep([f"Kode desa;Nama\n{HERE};\n".encode()])
    with scoped(duty(REGENCY)):
        agreement = SectorAgreement.objects.create(
            region_code=REGENCY, agency_id=agency.pk, source="puskesmas", rhythm="3", starts_on=dt.date(2026, 1, 1)
        )
        delivery = SectorDelivery.objects.create(
            region_code=REGENCY, agreement=agreement, agency_id=agency.pk, source="puskesmas", data_on=DAY,
            file_name="d.csv", file_sha256="0" * 64, path=kept.path, key_id=kept.key_id, purge_after=DAY, created_by=1,
        )  # fmt: skip
        key_id, content = seal_content(person, "puskesmas", key)
        row = SectorRow.objects.create(
            region_code=HERE, delivery=delivery, agency_id=agency.pk, source="puskesmas", row_key=key,
            content=content, key_id=key_id, data_on=DAY, state="review", score=0.7, family_id=world.family.pk,
            person_id=world.person.pk, agreement_by_field={"name": "near"},
        )  # fmt: skip
    delivery = list_match(delivery_id=delivery.pk, region_code=REGENCY, on_behalf_of=world.people.petugas_opd.actor)
    return Rows(agreement, delivery, row)


def _agreement(route: str, sees: frozenset[Role], lacks: frozenset[Role], **more: Any) -> Case:
    return Case(
        route, sees, lacks, place=REGENCY, twin={"agreement_id": NO_ID},
        kwargs=lambda w: {"agreement_id": w.rooms["sector_lists"].agreement.pk}, **more,
    )  # fmt: skip


def _row(route: str, **more: Any) -> Case:
    return Case(
        route, REVIEWERS, KADER, place=HERE, twin={"row_id": NO_ID},
        kwargs=lambda w: {"row_id": w.rooms["sector_lists"].row.pk}, **more,
    )  # fmt: skip


def _delivery(route: str, **more: Any) -> Case:
    return Case(
        route, AGENCY, PLACE - AGENCY, owner="kesehatan", place=REGENCY, twin={"delivery_id": NO_ID},
        kwargs=lambda w: {"delivery_id": w.rooms["sector_lists"].delivery.pk}, **more,
    )  # fmt: skip


CASES = [
    Case("sector_lists", PLACE, OTHERS),
    Case("sector_template", EVERYONE),
    Case("sector_agreement_new", TEAM, EVERYONE - TEAM, methods=BOTH),
    _agreement("sector_agreement", PLACE, frozenset(), below=PLACE),
    _agreement("sector_agreement_end", COORDINATION, PLACE - COORDINATION, methods=WRITES),
    _agreement("sector_send", AGENCY, PLACE - AGENCY, owner="kesehatan", methods=WRITES, post=of(data_on="2026-09-30")),
    _delivery("sector_columns", methods=BOTH),
    _delivery("sector_mending"),
    Case("sector_rows", REVIEWERS, EVERYONE - REVIEWERS),
    Case("sector_rows_file", REVIEWERS, EVERYONE - REVIEWERS),
    _row("sector_row"),
    _row("sector_row_confirm", methods=WRITES, post=of(reason="Dicocokkan")),
    _row("sector_row_refuse", methods=WRITES, post=of(reason="Dicocokkan")),
]
