"""Lists of other sectors as people read them: what is agreed and late, what came, and rows that wait."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.tables import scope_q
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.record_linkage.models import SectorAgreement, SectorColumns, SectorDelivery, SectorRow
from padu.apps.record_linkage.services.sealed_rows import ListContent, open_content
from padu.apps.rumah_dataku.models import Person
from padu.domain.linkage.agreement import Field, Reason, reasons
from padu.domain.linkage.sectors import (
    RHYTHM_LABELS,
    SOURCE_LABELS,
    STATUS_LABELS,
    DocumentStatus,
    Expected,
    Rhythm,
    SectorSource,
    expected_lists,
    next_due,
)
from padu.domain.regions import ancestors

MOST_FOUND: Final = 20
_TO_DO: Final = (SectorRow.State.REVIEW,)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement with how it goes.

    last_on    day the newest list speaks of; None: none ever came
    next_due   last day for the list that is waited for, a missing one first; None: the agreement has ended
    missing    periods whose list should be here; days_late: of the oldest of them; 0: none is missing
    """

    agreement: SectorAgreement
    agency: str
    source: str
    rhythm: str
    last_on: dt.date | None
    next_due: dt.date | None
    missing: int
    days_late: int


def list_agreements(today: dt.date, places: Iterable[str] | None = None) -> list[AgreementLine]:
    """Agreements that the actor reads, or of these places, those above and below; those that hold come first."""
    rows = SectorAgreement.objects.order_by(F("ended_on").desc(nulls_first=True), "source", "pk")
    if places is not None:
        near = Q(pk__in=[])
        for place in places:
            near |= Q(region_code__in=[place, *ancestors(place)]) | Q(region_code__startswith=f"{place}.")
        rows = rows.filter(near)
    found = list(rows)
    names = _agency_names(found)
    came = _deliveries(found)
    return [_line(row, names, came[row.pk], today) for row in found]


def _agency_names(rows: Iterable[SectorAgreement]) -> dict[int, str]:
    ids = {row.agency_id for row in rows}
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "short_name"))


def _deliveries(rows: Iterable[SectorAgreement]) -> defaultdict[int, list[tuple[dt.date, dt.date]]]:
    """Agreement -> (day of the data, day it came) of each list that could be read or waits to be."""
    found: defaultdict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    sent = SectorDelivery.objects.filter(agreement_id__in=[row.pk for row in rows])
    unread = (SectorDelivery.State.REFUSED, SectorDelivery.State.COLUMNS)
    for agreement, data_on, created in sent.exclude(state__in=unread).values_list(
        "agreement_id", "data_on", "created_at"
    ):
        found[agreement].append((data_on, timezone.localdate(created)))
    return found


def _line(
    row: SectorAgreement, names: dict[int, str], came: list[tuple[dt.date, dt.date]], today: dt.date
) -> AgreementLine:
    rhythm = Rhythm(row.rhythm)
    until = row.ended_on or today
    expected = expected_lists(row.starts_on, rhythm, came, until)
    last_on = max((data for data, _ in came), default=None)
    # A newer list makes up for an older one that never came; the log still says so.
    missing = [one for one in expected if one.is_missing(until)]
    return AgreementLine(
        agreement=row,
        agency=names.get(row.agency_id, ""),
        source=SOURCE_LABELS[SectorSource(row.source)],
        rhythm=RHYTHM_LABELS[rhythm],
        last_on=last_on,
        next_due=None if row.ended_on else _due(row, rhythm, missing, today),
        missing=len(missing),
        days_late=max((one.days_late(until) for one in missing), default=0),
    )


def _due(row: SectorAgreement, rhythm: Rhythm, missing: list[Expected], today: dt.date) -> dt.date:
    """Until when the next list has to be here: the oldest one that is missing, else that of the running period."""
    overdue: dt.date | None = min((one.due for one in missing), default=None)
    return overdue or next_due(row.starts_on, rhythm, today)


def lists_late(places: Iterable[str], today: dt.date, agency_ids: frozenset[int] | None = None) -> int:
    """Agreements in force whose list is missing now, of these places, those above and below; of an agency: its own."""
    return sum(
        line.missing > 0 and line.agreement.ended_on is None
        for line in list_agreements(today, places)
        if agency_ids is None or line.agreement.agency_id in agency_ids
    )


def lists_to_map(agency_ids: frozenset[int]) -> list[SectorDelivery]:
    """Lists of these agencies whose columns somebody there has to put right, the newest first."""
    rows = SectorDelivery.objects.filter(agency_id__in=agency_ids, state=SectorDelivery.State.COLUMNS)
    return list(rows.order_by("-created_at", "-pk"))


def get_agreement(agreement_id: int) -> SectorAgreement:
    """Raises Http404."""
    found: SectorAgreement | None = SectorAgreement.objects.filter(pk=agreement_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One agreement with the log of its periods and the lists that came."""

    line: AgreementLine
    log: list[tuple[Expected, int]]
    deliveries: list[SectorDelivery]


def agreement_view(agreement: SectorAgreement, today: dt.date) -> AgreementView:
    came = _deliveries([agreement])[agreement.pk]
    until = agreement.ended_on or today
    log = expected_lists(agreement.starts_on, Rhythm(agreement.rhythm), came, until)
    sent = SectorDelivery.objects.filter(agreement=agreement).order_by("-data_on", "-pk")[:50]
    line = _line(agreement, _agency_names([agreement]), came, today)
    return AgreementView(line, [(one, one.days_late(until)) for one in log], list(sent))


def mappable(deliveries: Iterable[SectorDelivery]) -> set[int]:
    """Those of these lists whose columns could be looked at."""
    ids = [one.pk for one in deliveries]
    return set(SectorColumns.objects.filter(delivery_id__in=ids).values_list("delivery_id", flat=True))


def list_rows(actor: Actor, *, village: str = "", state: str = "", source: str = "") -> QuerySet[SectorRow]:
    """Rows of the villages in which the actor reviews."""
    rows = SectorRow.objects.filter(scope_q(actor.scope_for(Verb.FAMILY_MERGE), "region_code"))
    if village:
        rows = rows.filter(region_code=village)
    if state in SectorRow.State.values:
        rows = rows.filter(state=state)
    return rows.filter(source=source) if source in set(SectorSource) else rows


def rows_to_do(places: Iterable[str]) -> int:
    """Rows of these places and below that wait for a person."""
    inside = Q(pk__in=[])
    for place in places:
        inside |= Q(region_code=place) | Q(region_code__startswith=f"{place}.")
    return int(SectorRow.objects.filter(inside, state__in=_TO_DO).count())


def get_row(row_id: int) -> SectorRow:
    """Raises Http404."""
    found: SectorRow | None = SectorRow.objects.filter(pk=row_id).first()
    if found is None:
        raise Http404
    return found


def content_of(row: SectorRow) -> ListContent:
    """What the list says, in clear."""
    return open_content(row.key_id, bytes(row.content), row.source, row.row_key)


def members_of(rows: Iterable[SectorRow]) -> dict[int, Person]:
    """Person -> the member a row is linked to or proposed for."""
    ids = [row.person_id for row in rows if row.person_id]
    return {person.pk: person for person in Person.objects.select_related("family").filter(pk__in=ids)}


def row_reasons(row: SectorRow) -> tuple[Reason, ...]:
    return reasons({field: key for field, key in row.agreement_by_field.items() if field in set(Field)})


def find_members(village: str, text: str) -> list[Person]:
    """Active members of a village whose name holds these words, at most MOST_FOUND."""
    words = text.split()
    if not words:
        return []
    rows = Person.objects.filter(region_code=village, active=True, family__active=True).select_related("family")
    for word in words:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("name", "pk")[:MOST_FOUND])


@dataclass(frozen=True, slots=True)
class LinkLine:
    """What a family's page may show of a link: whose list, of which day, which member, state of the documents."""

    source: str
    data_on: dt.date
    member: str
    status: str
    checked: bool


def links_of_family(family_id: int) -> list[LinkLine]:
    """Links of a family's members, newest list first."""
    linked = (SectorRow.State.BY_RULE, SectorRow.State.LINKED)
    rows = list(SectorRow.objects.filter(family_id=family_id, state__in=linked).order_by("source", "-data_on", "pk"))
    people = members_of(rows)
    return [
        LinkLine(
            source=SOURCE_LABELS[SectorSource(row.source)],
            data_on=row.data_on,
            member=people[row.person_id].name if row.person_id in people else "",
            status=STATUS_LABELS[DocumentStatus(row.status)] if row.status else "",
            checked=row.state == SectorRow.State.LINKED,
        )
        for row in rows
    ]
