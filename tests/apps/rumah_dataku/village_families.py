"""Families for the tests of life events: made up, in two villages, with NIK and relations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Person
from padu.apps.rumah_dataku.services.numbers import seal_nik

TODAY = timezone.localdate()
DUTIES = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)

# Name, sex, years of age, relation, marital status, line of the mother, NIK.
Row = tuple[str, int, int, int, int, int | None, str]
COUPLE: tuple[Row, ...] = (
    ("Ahmad Tua", 1, 56, 1, 2, None, "1301010305700001"),
    ("Rukiah", 2, 52, 2, 2, None, "1301014305740002"),
    ("Budi Muda", 1, 28, 3, 2, 2, "1301010305980003"),
    ("Cici", 2, 27, 4, 2, None, "1301014305990004"),
    ("Dedi", 1, 11, 3, 1, 2, ""),
)
WIDOW: tuple[Row, ...] = (("Nurhayati", 2, 66, 1, 4, None, "1301014305600005"),)


def make_family(region_code: str, people: Sequence[Row] = COUPLE, key: str = "K-1", **fields: Any) -> Family:
    """A family whose head is the first of its people; in RT 002 unless told otherwise."""
    with scoped(system_actor(region_code, *DUTIES)):
        family: Family = Family.objects.create(
            region_code=region_code,
            source="uji",
            source_key=key,
            head_name=people[0][0],
            updated_at=timezone.now(),
            **{"rt": "002", "rw": "001", "hamlet": "Pasar", **fields},
        )
        for line, (name, sex, years, relation, marital, mother, nik) in enumerate(people, start=1):
            Person.objects.create(
                region_code=region_code,
                family=family,
                line=line,
                name=name,
                sex=sex,
                birth_date=TODAY - dt.timedelta(days=366 * years),
                relation=relation,
                marital_status=marital,
                mother_line=mother,
                **_sealed(nik),
            )
    return family


def _sealed(nik: str) -> dict[str, Any]:
    if not nik:
        return {"nik_missing_reason": "not_asked"}
    sealed = seal_nik(nik)
    return {
        "nik_key_id": sealed.key_id,
        "nik_ciphertext": sealed.ciphertext,
        "nik_hash": sealed.hash,
        "nik_first4": sealed.first4,
    }


def members(family: Family | int) -> dict[str, Person]:
    """Living members by name, in the scope that runs."""
    rows = Person.objects.filter(family_id=getattr(family, "pk", family), active=True)
    return {row.name: row for row in rows.order_by("line")}
