"""Families and members for tests of duplicates, made as an import would leave them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Household, Person
from padu.apps.rumah_dataku.services.numbers import seal_kk, seal_nik

EVERYTHING = tuple(Verb)


def duty(region_code: str) -> Actor:
    return system_actor(region_code, *EVERYTHING)


def make_family(
    region_code: str, key: str, members: Sequence[dict[str, Any]], *, kk: str = "", **fields: Any
) -> Family:
    """A family; the first member is its head. Numbers are given in clear and sealed here."""
    fields.setdefault("head_name", members[0]["name"] if members else "")
    with scoped(duty(region_code)):
        household = _household(region_code, kk) if kk else None
        family: Family = Family.objects.create(
            region_code=region_code, household=household, source="uji", source_key=key, made_up=True,
            updated_at=timezone.now(), **fields,
        )  # fmt: skip
        for line, member in enumerate(members, start=1):
            make_person(family, line, **member)
    return family


def _household(region_code: str, kk: str) -> Household:
    number = seal_kk(kk)
    found, _ = Household.objects.get_or_create(
        region_code=region_code,
        kk_hash=number.hash,
        defaults={"kk_key_id": number.key_id, "kk_ciphertext": number.ciphertext, "kk_first4": number.first4},
    )
    return found  # type: ignore[no-any-return]


def make_person(family: Family, line: int, *, nik: str = "", born: str = "", **fields: Any) -> Person:
    if nik:
        number = seal_nik(nik)
        fields |= {
            "nik_key_id": number.key_id,
            "nik_ciphertext": number.ciphertext,
            "nik_hash": number.hash,
            "nik_first4": number.first4,
        }
    fields.setdefault("relation", 1 if line == 1 else 3)
    with scoped(duty(family.region_code)):
        person: Person = Person.objects.create(
            region_code=family.region_code,
            family=family,
            line=line,
            birth_date=dt.date.fromisoformat(born) if born else None,
            **fields,
        )
    return person


def make_survey(family: Family, year: int, **fields: Any) -> FamilySurvey:
    """A survey with its specific row."""
    with scoped(duty(family.region_code)):
        survey: FamilySurvey = FamilySurvey.objects.create(
            region_code=family.region_code, family=family, year=year, surveyed_on=dt.date(year, 8, 17), **fields
        )
        FamilySurveySpecific.objects.create(region_code=family.region_code, family_id=family.pk, year=year)
    return survey


def snapshot(region_code: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of the village's families, but for the moment of the last change."""
    from padu.access.models import CaseGrant

    models = (Family, Person, Household, FamilySurvey, FamilySurveySpecific, CaseGrant)
    with scoped(duty(region_code)):
        return {model.__name__: [_plain(row) for row in model.objects.order_by("pk").values()] for model in models}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: bytes(value) if isinstance(value, memoryview) else value
        for key, value in row.items()
        if key != "updated_at"
    }
