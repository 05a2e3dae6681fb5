"""Keeping no longer than needed: what is due, who proposes, who confirms, and the nightly part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.privacy.models import RetentionRun
from padu.apps.privacy.services.anonymising import ANONYMISED, anonymise_families, anonymise_rounds
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services.forgetting import initials_forget
from padu.domain.data_rights.machines import RETENTION_RUN, confirm_retention
from padu.domain.data_rights.retention import LOG_YEARS, PERSON_YEARS, last_round_over, years_before
from padu.domain.errors import PaduError
from padu.domain.regions import NATION, CodeRange

DUTIES: Final = (
    Verb.FAMILY_READ,
    Verb.FAMILY_WRITE,
    Verb.SPECIFIC_READ,
    Verb.SPECIFIC_WRITE,
    Verb.CASE_REFER,
    Verb.PRIVACY_SERVE,
    Verb.PRIVACY_ADMIN,
)
BATCH: Final = 500


class NothingDue(PaduError):
    """A run is proposed only where something is due."""

    code = "retention.nothing_due"


@dataclass(frozen=True, slots=True)
class Due:
    """How much is due: families with their persons, and old rounds of families that stay."""

    families: int
    persons: int
    rounds: int

    @property
    def nothing(self) -> bool:
        return not (self.families or self.rounds)


def _worker(region_code: str, on_behalf_of: Actor | None = None) -> Actor:
    return system_actor(region_code, *DUTIES, on_behalf_of=on_behalf_of)


def _inside(region_code: str) -> Q:
    span = CodeRange.below(region_code)
    return Q(region_code__gte=span.start, region_code__lt=span.end)


def due_families(region_code: str, as_of: dt.date) -> QuerySet[Any]:
    """Families whose time is over: no longer recorded for five years, or their last survey year ended so long ago.

    Where nobody told on which day a family left, its last change stands for it [assumption].
    """
    last_year = (
        FamilySurvey.objects.filter(family=OuterRef("pk"))
        .order_by()
        .values("family")
        .annotate(y=Max("year"))
        .values("y")
    )
    before, round_over = years_before(as_of, PERSON_YEARS), last_round_over(as_of)
    long_untouched = Q(updated_at__date__lte=before)
    rows: QuerySet[Any] = Family.objects.filter(_inside(region_code)).exclude(source=ANONYMISED)
    due: QuerySet[Any] = rows.annotate(last_year=Subquery(last_year)).filter(
        (Q(active=False) & (Q(left_on__lte=before) | (Q(left_on__isnull=True) & long_untouched)))
        | Q(active=True, last_year__lte=round_over)
        | (Q(active=True, last_year__isnull=True) & long_untouched)
    )
    return due


def due_rounds(region_code: str, as_of: dt.date) -> QuerySet[Any]:
    """Old survey rounds that still hold answers, of families that stay."""
    old = Q(year__lte=last_round_over(as_of)) & _inside(region_code)
    rows: QuerySet[Any] = FamilySurvey.objects.filter(old)
    held = FamilySurveySpecific.objects.filter(family_id=OuterRef("family_id"), year=OuterRef("year"))
    due: QuerySet[Any] = rows.annotate(held=Subquery(held.values("pk")[:1])).filter(
        ~Q(answers={}) | Q(held__isnull=False)
    )
    return due


def retention_preview(region_code: str, as_of: dt.date, on_behalf_of: Actor | None = None) -> Due:
    """Counts of what is due in a place; changes nothing."""
    with scoped(_worker(region_code, on_behalf_of)):
        families = due_families(region_code, as_of)
        persons = Person.objects.filter(family_id__in=families.values("pk")).count()
        rounds = due_rounds(region_code, as_of).exclude(family_id__in=families.values("pk")).count()
        return Due(families.count(), persons, rounds)


def retention_propose(*, actor: Actor, region_code: str) -> RetentionRun:
    """Propose to anonymise what is due today. Raises Http404, PermissionDenied, NothingDue."""
    require_place(actor, region_code, Verb.PRIVACY_ADMIN)
    today = timezone.localdate()
    due = retention_preview(region_code, today, actor)
    if due.nothing:
        raise NothingDue
    made: RetentionRun = RetentionRun.objects.create(
        region_code=region_code,
        as_of=today,
        due={"families": due.families, "persons": due.persons, "rounds": due.rounds},
        proposed_by=actor.user_id,
    )
    record_change(actor, "privacy.retention_propose", region_code, f"retention:{made.pk}")
    return made


def _get(actor: Actor, run_id: int) -> RetentionRun:
    found: RetentionRun | None = RetentionRun.objects.select_for_update().filter(pk=run_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.PRIVACY_ADMIN)
    return found


def retention_confirm(*, actor: Actor, run_id: int) -> RetentionRun:
    """A second person confirms; the work itself is `retention_work`.

    Raises Http404, IllegalTransition, SecondConfirmerNeeded.
    """
    run = _get(actor, run_id)
    run.state = confirm_retention(run.state, proposed_by=run.proposed_by, confirmed_by=actor.user_id)
    run.confirmed_by, run.confirmed_at = actor.user_id, timezone.now()
    run.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    record_change(actor, "privacy.retention_confirm", run.region_code, f"retention:{run.pk}")
    return run


def retention_cancel(*, actor: Actor, run_id: int) -> RetentionRun:
    """Take a proposal back. Raises Http404, IllegalTransition."""
    run = _get(actor, run_id)
    run.state = RETENTION_RUN.next_state(run.state, "cancel")
    run.save(update_fields=["state"])
    record_change(actor, "privacy.retention_cancel", run.region_code, f"retention:{run.pk}")
    return run


def retention_work(run_id: int) -> dict[str, int]:
    """Anonymise what a confirmed run names, in batches of their own transactions; stopped, it goes on where it was.

    Returns families and rounds done in all. Nothing happens for a run that is not confirmed.
    """
    with scoped(_worker(NATION)):
        run: RetentionRun | None = RetentionRun.objects.filter(pk=run_id).first()
    if run is None or run.state != RetentionRun.State.CONFIRMED:
        return dict(run.done) if run else {}
    done: dict[str, int] = {"families": 0, "rounds": 0} | run.done
    while batch := _one_batch(run, done):
        done = batch
    with scoped(_worker(run.region_code)) as actor:
        run.state, run.finished_at = RETENTION_RUN.next_state(run.state, "finish"), timezone.now()
        run.done = done
        run.save(update_fields=["state", "finished_at", "done"])
        record_change(actor, "privacy.retention_done", run.region_code, f"retention:{run.pk}")
    return done


def _one_batch(run: RetentionRun, done: dict[str, int]) -> dict[str, int] | None:
    """One transaction: families first, then rounds; None when nothing is left."""
    with scoped(_worker(run.region_code)) as actor:
        families = list(due_families(run.region_code, run.as_of).order_by("pk")[:BATCH])
        rounds = [] if families else list(due_rounds(run.region_code, run.as_of).order_by("pk")[:BATCH])
        if not families and not rounds:
            return None
        anonymise_families(actor, families)
        anonymise_rounds(actor, rounds)
        done = {"families": done["families"] + len(families), "rounds": done["rounds"] + len(rounds)}
        run.done = done
        run.save(update_fields=["done"])
    return done


def confirmed_runs() -> list[int]:
    """Runs that were confirmed and are not finished."""
    with scoped(_worker(NATION)):
        rows = RetentionRun.objects.filter(state=RetentionRun.State.CONFIRMED).order_by("pk")
        return list(rows.values_list("pk", flat=True))


def nightly_clean(now: dt.datetime) -> dict[str, int]:
    """What goes without asking: sessions that are over, entries of the trail older than five years, initials in offers
    that were answered. Returns counts.
    """
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    before = timezone.make_aware(dt.datetime.combine(years_before(timezone.localdate(now), LOG_YEARS), dt.time.min))
    with scoped(_worker(NATION)) as actor:
        entries, _ = AuditEntry.objects.filter(at__lt=before).delete()
        if entries:
            record_change(actor, "privacy.log_retention", NATION, f"entries:{entries}")
    return {"sessions": sessions, "entries": entries, "initials": initials_forget()}
