"""Model villages: at most one kampung per regency and one per province at a time, each with its dates."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.verbs import Verb
from padu.apps.kampung.models import Kampung, ModelVillage
from padu.apps.kampung.refusals import RegisterRefused
from padu.apps.kampung.services.registering import kampung_for, refuse_future
from padu.domain.kampung_formation import is_formed
from padu.domain.regions import ancestors, regency_of


def model_mark(*, actor: Actor, kampung_id: int, level: ModelVillage.Level, since: dt.date) -> ModelVillage:
    """Make a kampung the model of its regency or province from a day on. Raises RegisterRefused."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_EDIT)
    refuse_future(since, timezone.localdate())
    if not is_formed(kampung.founded_on, kampung.dissolved_on, since):
        raise RegisterRefused(reason="not_founded")
    try:
        # The unique index also knows of a kampung of the province that this person may not see.
        with transaction.atomic():
            row, _ = ModelVillage.objects.get_or_create(
                kampung=kampung,
                level=level,
                until=None,
                defaults={
                    "region_code": kampung.region_code,
                    "of_code": _of_code(kampung, level),
                    "since": since,
                    "recorded_by": actor.user_id,
                },
            )
    except IntegrityError as error:
        raise RegisterRefused(reason="model_taken") from error
    record_change(actor, "kampung.model", kampung.region_code, f"kampung:{kampung.pk}:{level}")
    stored: ModelVillage = row
    return stored


def model_end(*, actor: Actor, kampung_id: int, level: ModelVillage.Level, until: dt.date) -> None:
    """A kampung ceases to be the model on a day; nothing happens where it is none. Raises RegisterRefused."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_EDIT)
    refuse_future(until, timezone.localdate())
    row = ModelVillage.objects.filter(kampung=kampung, level=level, until__isnull=True).first()
    if row is None:
        return
    if until < row.since:
        raise RegisterRefused(reason="until_before_since")
    row.until = until
    row.save(update_fields=["until"])
    record_change(actor, "kampung.model_end", kampung.region_code, f"kampung:{kampung.pk}:{level}")


def _of_code(kampung: Kampung, level: ModelVillage.Level) -> str:
    regency = regency_of(kampung.region_code)
    return regency if level == ModelVillage.Level.REGENCY else ancestors(regency)[-1]
