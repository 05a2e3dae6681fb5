"""The way of a kampung into the register: dated steps, founding with its decree, dissolution."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.documents import CleanDocument
from padu.access.origin import because
from padu.access.verbs import Verb
from padu.apps.kampung.models import FormationStepDone, Kampung, ModelVillage
from padu.apps.kampung.refusals import RegisterRefused
from padu.apps.kampung.services.registering import file_keep, kampung_for, refuse_future
from padu.domain.kampung_formation import FormationStep


@dataclass(frozen=True, slots=True)
class Founding:
    """When a kampung was founded and by which decree; `file` None keeps the paper that is there.

    exact  False where only the year is known: the date is then the last day of that year
    """

    founded_on: dt.date | None
    exact: bool = True
    decree_number: str = ""
    decree_on: dt.date | None = None
    file: CleanDocument | None = None


def step_record(
    *,
    actor: Actor,
    kampung_id: int,
    step: FormationStep,
    done_on: dt.date | None,
    note: str = "",
    file: CleanDocument | None = None,
) -> FormationStepDone:
    """Write down when a step was done; None takes the date back. Raises RegisterRefused."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_EDIT)
    refuse_future(done_on, timezone.localdate())
    values = {
        "region_code": kampung.region_code,
        "done_on": done_on,
        "note": note.strip(),
        "recorded_by": actor.user_id,
        "recorded_at": timezone.now(),
    }
    paper = file_keep(actor, kampung.region_code, file)
    row, _ = FormationStepDone.objects.update_or_create(
        kampung=kampung, step=step.value, defaults=values | ({"evidence": paper} if paper else {})
    )
    record_change(actor, "kampung.step", kampung.region_code, f"kampung:{kampung.pk}:{step}")
    stored: FormationStepDone = row
    return stored


def kampung_found(*, actor: Actor, kampung_id: int, founding: Founding) -> Kampung:
    """Write down founding date and decree. Raises RegisterRefused."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_EDIT)
    today = timezone.localdate()
    # A year alone stands for its last day, which may be still to come.
    refuse_future(founding.founded_on if founding.exact else None, today)
    if founding.founded_on is not None and founding.founded_on.year > today.year:
        raise RegisterRefused(reason="future")
    refuse_future(founding.decree_on, today)
    _refuse_order(founding.founded_on, kampung.dissolved_on)
    kampung.founded_on, kampung.founded_exact = founding.founded_on, founding.exact
    kampung.decree_number, kampung.decree_on = founding.decree_number.strip(), founding.decree_on
    kampung.decree_file = file_keep(actor, kampung.region_code, founding.file) or kampung.decree_file
    kampung.save()
    record_change(actor, "kampung.found", kampung.region_code, f"kampung:{kampung.pk}")
    return kampung


def kampung_dissolve(*, actor: Actor, kampung_id: int, on: dt.date, reason: str) -> Kampung:
    """A kampung ends on a day; its rows stay, coverage counts it until the day before. Raises RegisterRefused."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_EDIT)
    if kampung.dissolved_on is not None:
        raise RegisterRefused(reason="already_dissolved")
    if not reason.strip():
        raise RegisterRefused(reason="no_reason")
    refuse_future(on, timezone.localdate())
    _refuse_order(kampung.founded_on, on)
    kampung.dissolved_on, kampung.dissolved_reason = on, reason.strip()
    with because(reason.strip()):
        kampung.save(update_fields=["dissolved_on", "dissolved_reason"])
        ModelVillage.objects.filter(kampung=kampung, until__isnull=True).update(until=on)
    record_change(actor, "kampung.dissolve", kampung.region_code, f"kampung:{kampung.pk}", reason.strip()[:200])
    return kampung


def kampung_revive(*, actor: Actor, kampung_id: int) -> Kampung:
    """Take a dissolution back that was entered by mistake."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_EDIT)
    kampung.dissolved_on, kampung.dissolved_reason = None, ""
    kampung.save(update_fields=["dissolved_on", "dissolved_reason"])
    record_change(actor, "kampung.revive", kampung.region_code, f"kampung:{kampung.pk}")
    return kampung


def _refuse_order(founded_on: dt.date | None, dissolved_on: dt.date | None) -> None:
    if founded_on is not None and dissolved_on is not None and dissolved_on < founded_on:
        raise RegisterRefused(reason="dissolved_before_founded")
