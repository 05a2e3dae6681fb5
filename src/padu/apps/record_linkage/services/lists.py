"""Lists of other sectors: what is agreed, a list that comes, and its rows linked to families."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import PurePath
from typing import Final

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.record_linkage.list_file import BadRow, ListedPerson, read_list
from padu.apps.record_linkage.models import SectorAgreement, SectorDelivery
from padu.apps.record_linkage.services.linking import rows_link
from padu.apps.regions.selectors import codes_below
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.services import kept_files
from padu.domain.errors import PaduError
from padu.domain.linkage.sectors import SOURCE_COLUMNS, Rhythm, SectorSource
from padu.domain.regions import NATION

KEEP_DAYS: Final = 90  # [assumption] as files of families (design, rule 8)
_BAD_ROWS_KEPT: Final = 500
_DUTIES: Final = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SUPPLY_READ_ALL)


class AlreadyAgreed(PaduError):
    """The agency sends this list already."""

    code = "sector.already_agreed"


class WrongAgency(PaduError):
    """A list comes from an agency of its sector."""

    code = "sector.wrong_agency"


class OddDay(PaduError):
    """A list is of a day that has come."""

    code = "sector.odd_day"


def agreement_record(
    *, actor: Actor, agency_id: int, source: SectorSource, rhythm: Rhythm, starts_on: dt.date, note: str = ""
) -> SectorAgreement:
    """Write down that an agency sends a list in a rhythm.

    Raises Http404, VerbMissing, WrongAgency, AlreadyAgreed.
    """
    agency: Agency | None = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    require_place(actor, agency.region_code, Verb.INSTITUTION_EDIT)
    if agency.column_key != SOURCE_COLUMNS[source]:
        raise WrongAgency(column=agency.column_key)
    try:
        with transaction.atomic():
            made: SectorAgreement = SectorAgreement.objects.create(
                region_code=agency.region_code,
                agency_id=agency.pk,
                source=source.value,
                rhythm=rhythm.value,
                starts_on=starts_on,
                note=note.strip()[:300],
                agreed_by=actor.user_id,
                made_up=agency.made_up,
            )
    except IntegrityError as twice:
        raise AlreadyAgreed from twice
    record_change(actor, "sector.agree", agency.region_code, f"agreement:{made.pk}", f"{source} {rhythm}")
    return made


def agreement_end(*, actor: Actor, agreement_id: int, today: dt.date) -> SectorAgreement:
    """From today on nothing is expected any more. Ending twice is once. Raises Http404, VerbMissing."""
    found: SectorAgreement | None = SectorAgreement.objects.filter(pk=agreement_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.INSTITUTION_EDIT)
    if found.ended_on is None:
        found.ended_on = today
        found.save(update_fields=["ended_on"])
        record_change(actor, "sector.end", found.region_code, f"agreement:{found.pk}")
    return found


def list_receive(
    *, actor: Actor, agreement_id: int, chunks: Iterable[bytes], file_name: str, data_on: dt.date
) -> SectorDelivery:
    """Keep a list, encrypted; the same file of the same day is the earlier one.

    Raises Http404 (also for another agency's agreement), VerbMissing, OddDay.
    """
    agreement: SectorAgreement | None = SectorAgreement.objects.filter(pk=agreement_id, ended_on=None).first()
    if agreement is None:
        raise Http404
    require_place(actor, agreement.region_code, Verb.SECTOR_SEND)
    if not actor.owns(agreement.agency_id):
        raise Http404
    if not agreement.starts_on <= data_on <= timezone.localdate():
        raise OddDay
    kept = kept_files.keep(chunks)
    earlier = SectorDelivery.objects.filter(agreement=agreement, file_sha256=kept.sha256, data_on=data_on).first()
    if earlier is not None:
        kept_files.forget(kept.path)
        return earlier  # type: ignore[no-any-return]  # the gated manager knows no model
    made: SectorDelivery = SectorDelivery.objects.create(
        region_code=agreement.region_code,
        agreement=agreement,
        agency_id=agreement.agency_id,
        source=agreement.source,
        data_on=data_on,
        file_name=PurePath(file_name.replace("\\", "/")).name[-200:] or "berkas",
        file_sha256=kept.sha256,
        path=kept.path,
        key_id=kept.key_id,
        purge_after=timezone.localdate() + dt.timedelta(days=KEEP_DAYS),
        made_up=agreement.made_up,
        created_by=actor.user_id or 0,
    )
    record_change(actor, "sector.receive", made.region_code, f"list:{made.pk}")
    return made


def list_match(*, delivery_id: int, region_code: str, on_behalf_of: Actor) -> SectorDelivery:
    """Read a kept list and link its rows; done again it gives the same. Who decided is never overruled."""
    with scoped(system_actor(region_code, *_DUTIES, on_behalf_of=on_behalf_of)) as system:
        delivery: SectorDelivery = SectorDelivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.state != SectorDelivery.State.RECEIVED:
            return delivery
        try:
            persons, bad = _read(delivery)
        except FileRefused as refused:
            delivery.state = SectorDelivery.State.REFUSED
            delivery.problem = [{"title": one.message, "expected": one.todo} for one in refused.problems]
        else:
            _link(delivery, persons, bad)
        delivery.matched_at = timezone.now()
        delivery.save()
        record_change(system, "sector.match", delivery.region_code, f"list:{delivery.pk}", delivery.state)
    return delivery


def _read(delivery: SectorDelivery) -> tuple[list[ListedPerson], list[BadRow]]:
    with (
        kept_files.opened(delivery.path, delivery.key_id) as path,
        open_book(path, delivery.file_name) as book,
    ):
        items = list(read_list(book, delivery.data_on))
    persons = [one for one in items if isinstance(one, ListedPerson)]
    return persons, [one for one in items if isinstance(one, BadRow)]


def _link(delivery: SectorDelivery, persons: list[ListedPerson], bad: list[BadRow]) -> None:
    villages = set(codes_below(delivery.region_code))
    inside = [one for one in persons if one.village_code in villages]
    states = rows_link(delivery, inside)
    counts: Counter[str] = Counter(states)
    counts["rows"] = len(persons) + len({one.row for one in bad})
    counts["outside"] = len(persons) - len(inside)
    counts["bad"] = len({one.row for one in bad})
    delivery.state, delivery.counts = SectorDelivery.State.MATCHED, dict(counts)
    delivery.problem = [asdict(one) for one in bad[:_BAD_ROWS_KEPT]]


def lists_purge(*, today: dt.date) -> int:
    """Take away kept lists whose time is over; their counts stay. Returns how many."""
    with scoped(system_actor(NATION, *Verb)):
        over = list(SectorDelivery.objects.filter(purge_after__lte=today).exclude(path=""))
        SectorDelivery.objects.filter(pk__in=[one.pk for one in over]).update(path="", key_id="")
    for one in over:
        kept_files.forget(one.path)
    return len(over)
