"""Taking away who somebody was and keeping what was counted; done again it changes nothing.

Gone: names, NIK, No. KK, hashes and first digits, address, hamlet, RT/RW, links to the household and the file,
religion, occupation, block III answers and all specific answers, guardians' names and notes of requests, reasons of
referrals, papers, places, notes and changes of life events; the birth date becomes 1 January of its year. Kept: the
village, sex, year of birth and the 15 open indicators, of which figures were made, and kind and day of life events. Old
rows in the history are emptied too; the index of the family follows by event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import models
from django.db.models.functions import Cast, TruncYear

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.history import forget_history
from padu.access.models import CaseGrant
from padu.apps.privacy.models import Consent, DataRequest
from padu.apps.rumah_dataku.models import (
    Family,
    FamilyHandOver,
    FamilySurvey,
    FamilySurveySpecific,
    Household,
    LifeEvent,
    Person,
)

ANONYMISED: Final = "anonymised"
"""`Family.source` of a family whose identity was taken away; its key there is its own id."""
_NOBODY: Final = {
    "name": "",
    "nik_key_id": "",
    "nik_ciphertext": None,
    "nik_hash": None,
    "nik_first4": "",
    "nik_missing_reason": "",
    "religion": "",
    "occupation": "",
    "whereabouts": None,
    "mother_line": None,
    "active": False,
}
_NOWHERE: Final = {
    "head_name": "",
    "hamlet": "",
    "rw": "",
    "rt": "",
    "address": "",
    "household": None,
    "welfare_source": "",
    "import_run_id": None,
    "source": ANONYMISED,
    "active": False,
}


def anonymise_families(actor: Actor, families: Sequence[Family]) -> None:
    """Take the identity of these families and their members away. Runs in the scope of a system actor."""
    if not families:
        return
    ids = [family.pk for family in families]
    cards = {family.household_id for family in families if family.household_id}
    persons = Person.objects.filter(family_id__in=ids)
    surveys = FamilySurvey.objects.filter(family_id__in=ids)
    specific = FamilySurveySpecific.objects.filter(family_id__in=ids)
    gone = _ids(persons), _ids(surveys), _ids(specific)
    persons.update(birth_date=TruncYear("birth_date"), **_NOBODY)
    Family.objects.filter(pk__in=ids).update(source_key=Cast("pk", models.CharField()), **_NOWHERE)
    _first_of_year(surveys)
    specific.delete()
    empty = _empty_cards(cards)
    papers = _forget_papers(ids)
    emptied: list[tuple[type[models.Model], list[int]]] = [
        (Person, gone[0]),
        (FamilySurvey, gone[1]),
        (FamilySurveySpecific, gone[2]),
        (Family, ids),
        (Household, empty),
        *papers,
    ]
    for model, rows in emptied:
        forget_history(model, rows)
    for family in families:
        record_change(actor, "family.anonymise", family.region_code, f"family:{family.pk}", "masa simpan berakhir")
    publish(Event.FAMILIES_ANONYMISED, family_ids=ids)


def _ids(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _first_of_year(surveys: models.QuerySet[Any]) -> None:
    """Answers and the day of the visit go; the year and the open indicators stay."""
    for year in set(surveys.order_by().values_list("year", flat=True)):
        surveys.filter(year=year).update(answers={}, surveyed_on=dt.date(year, 1, 1), import_run_id=None)


def _empty_cards(cards: Iterable[int]) -> list[int]:
    """Household cards that no family stands on any more are deleted."""
    used = set(Family.objects.filter(household_id__in=cards).values_list("household_id", flat=True))
    empty = sorted(set(cards) - used)
    Household.objects.filter(pk__in=empty).delete()
    return empty


def _forget_papers(ids: list[int]) -> list[tuple[type[models.Model], list[int]]]:
    consents = Consent.objects.filter(family_id__in=ids)
    requests = DataRequest.objects.filter(family_id__in=ids)
    cases = CaseGrant.objects.filter(family_id__in=ids)
    events = LifeEvent.objects.filter(family_id__in=ids)
    given = FamilyHandOver.objects.filter(family_id__in=ids)
    # The day, the kind and who was concerned stay: births, deaths and moves of a year were counted from them.
    events.update(changes=[], paper_number="", place="", note="", undone_why="")
    given.update(paper_number="", note="", reason="")
    consents.update(guardian_name="", stop_note="")
    requests.update(note="", outcome="")
    cases.update(reason="")
    return [
        (Consent, _ids(consents)),
        (DataRequest, _ids(requests)),
        (CaseGrant, _ids(cases)),
        (LifeEvent, _ids(events)),
        (FamilyHandOver, _ids(given)),
    ]


def anonymise_rounds(actor: Actor, rounds: Sequence[FamilySurvey]) -> None:
    """Take the answers of old survey rounds away from families that stay; the open indicators stay."""
    by_year: dict[int, list[FamilySurvey]] = {}
    for one in rounds:
        by_year.setdefault(one.year, []).append(one)
    for year, surveys in by_year.items():
        families = [one.family_id for one in surveys]
        specific = FamilySurveySpecific.objects.filter(family_id__in=families, year=year)
        specific_ids = _ids(specific)
        specific.delete()
        FamilySurvey.objects.filter(pk__in=[one.pk for one in surveys]).update(answers={}, import_run_id=None)
        forget_history(FamilySurvey, [one.pk for one in surveys])
        forget_history(FamilySurveySpecific, specific_ids)
        publish(Event.ROUNDS_ANONYMISED, family_ids=families, year=year)
    for one in rounds:
        record_change(actor, "family.anonymise_round", one.region_code, f"family:{one.family_id}", f"tahun {one.year}")
