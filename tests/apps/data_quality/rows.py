"""Families for the tests of data quality: written as rows, one call a family."""

from __future__ import annotations

import datetime as dt
from typing import Any

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.data_quality.models import DataIssue, IssueStep
from padu.apps.data_quality.services.checking import quality_check
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Household, Person
from padu.apps.rumah_dataku.services.numbers import seal_nik
from tests.people import VILLAGE

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
HEAD = {"name": "Kepala", "sex": 1, "birth_date": dt.date(1985, 4, 10), "relation": 1, "marital_status": 2}
WIFE = {"name": "Istri", "sex": 2, "birth_date": dt.date(1988, 6, 1), "relation": 2, "marital_status": 2}
CHILD = {
    "name": "Anak",
    "sex": 2,
    "birth_date": dt.date(2016, 2, 3),
    "relation": 3,
    "marital_status": 1,
    "mother_line": 2,
}
GOOD = {"education": 6, "occupation": "petani", "insurance": 1, "whereabouts": 1, "nik_missing_reason": "foreigner"}
NUMBER = iter(range(1, 100_000))


def system(place: str = VILLAGE) -> Actor:
    verbs = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)
    return system_actor(place, *verbs)


def make_family(*members: dict[str, Any], place: str = VILLAGE, **given: Any) -> Family:
    """A family without a fault: head, wife and child, a card, an RT and a survey of this year; then what is given.

    members  each laid over the head, the wife and the child in turn; none: these three
    survey   False for no survey, a day for another one; answers, couple: what was answered
    """
    survey, answers, couple = (given.pop("survey", TODAY), given.pop("answers", {}), given.pop("couple", "iud"))
    number = next(NUMBER)
    with scoped(system(place)):
        card = Household.objects.create(
            region_code=place, kk_key_id="k", kk_ciphertext=b"x", kk_hash=str(number).encode(), kk_first4="1301"
        )
        defaults = {"household": card, "rt": "001", "rw": "002", "hamlet": "Pasar", "head_name": "Kepala"}
        family: Family = Family.objects.create(
            region_code=place, source="uji", source_key=str(number), updated_at=NOW, **defaults | given
        )
        for line, own in enumerate(members or ({}, {}, {}), 1):
            add_member(family, line, own)
        if survey:
            answer(family, survey, answers, couple)
    return family


def add_member(family: Family, line: int, own: dict[str, Any]) -> Person:
    base = (HEAD, WIFE, CHILD)[min(line, 3) - 1]
    fields = GOOD | {"education": 3} if base is CHILD else dict(GOOD)
    number = own.get("nik")
    if number:
        sealed = seal_nik(number)
        fields |= {"nik_key_id": sealed.key_id, "nik_ciphertext": sealed.ciphertext, "nik_hash": sealed.hash}
        fields |= {"nik_first4": sealed.first4, "nik_missing_reason": ""}
    own = {key: value for key, value in own.items() if key != "nik"}
    person: Person = Person.objects.create(
        region_code=family.region_code, family=family, line=line, **base | fields | own
    )
    return person


def answer(family: Family, day: dt.date, answers: dict[str, Any], couple: str) -> None:
    FamilySurvey.objects.create(
        region_code=family.region_code, family=family, year=day.year, surveyed_on=day, answers=answers
    )
    specific = {"couple": couple} if couple else {}
    FamilySurveySpecific.objects.create(
        region_code=family.region_code, family_id=family.pk, year=day.year, answers=specific
    )


def change(row: Any, **fields: Any) -> None:
    """Change a row as the system, and nothing else."""
    with scoped(system(row.region_code)):
        type(row).objects.filter(pk=row.pk).update(**fields)


def member(family: Family, line: int) -> Person:
    with scoped(system(family.region_code)):
        found: Person = Person.objects.get(family=family, line=line)
    return found


def check(place: str = VILLAGE, day: dt.date = TODAY) -> dict[str, int]:
    """Check a place as of TODAY; what it counted."""
    return quality_check(region_code=place, today=day).counts


def rules_of(family: Family, *states: str) -> list[str]:
    """Keys of the issues of a family in these states (open where none is named)."""
    with scoped(system(family.region_code)):
        rows = DataIssue.objects.filter(family_id=family.pk, state__in=states or ("open",))
        return sorted(rows.values_list("rule", flat=True))


def issue_of(family: Family, rule: str) -> DataIssue:
    with scoped(system(family.region_code)):
        found: DataIssue = DataIssue.objects.get(family_id=family.pk, rule=rule)
    return found


def steps_of(issue: DataIssue) -> list[str]:
    with scoped(system(issue.region_code)):
        return list(IssueStep.objects.filter(issue=issue).order_by("pk").values_list("step", flat=True))
