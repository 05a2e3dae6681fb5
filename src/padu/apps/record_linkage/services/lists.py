"""Lists of other sectors: what is agreed, and lists that come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.history import forget_history
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.record_linkage.models import SectorAgreement, SectorColumns, SectorDelivery, SectorRow
from padu.apps.rumah_dataku.services import kept_files
from padu.domain.data_rights.retention import PERSON_YEARS, years_before
from padu.domain.errors import PaduError
from padu.domain.linkage.sectors import SOURCE_COLUMNS, Rhythm, SectorSource
from padu.domain.regions import NATION

KEEP_DAYS: Final = 90  # [assumption] as files of families (design, rule 8)


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


def lists_purge(*, today: dt.date) -> int:
    """Take away kept lists whose time is over; their counts stay. Returns how many.

    A row of a family goes with the family's identity (`forgetting`). One of a person who stands in no family has
    nothing to go with: it goes when the last list that named the person is as old as a family may become.
    """
    with scoped(system_actor(NATION, *Verb)):
        old = SectorRow.objects.filter(family_id=None, data_on__lte=years_before(today, PERSON_YEARS))
        listed = list(old.values_list("pk", flat=True))
        SectorRow.objects.filter(pk__in=listed).delete()
        forget_history(SectorRow, listed)
        over = list(SectorDelivery.objects.filter(purge_after__lte=today).exclude(path=""))
        SectorColumns.objects.filter(delivery_id__in=[one.pk for one in over]).delete()
        SectorDelivery.objects.filter(pk__in=[one.pk for one in over]).update(path="", key_id="")
    for one in over:
        kept_files.forget(one.path)
    return len(over)
