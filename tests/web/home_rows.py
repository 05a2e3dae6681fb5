"""Rows for tests of the home page, and what is asked of a person there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.accounts.actors import load_actor
from padu.apps.convergence.models import JointEvent
from padu.apps.situation.models import SituationAnalysis
from padu.web.home import HatPart, build_home
from padu.web.home.asked import asked_of
from padu.web.home.task import Post
from tests.factories import give_hat, make_user
from tests.people import Person


def today() -> dt.date:
    return timezone.localdate()


def days(number: int) -> dt.date:
    return today() + dt.timedelta(days=number)


def write(model: type[Any], region_code: str, **fields: Any) -> Any:
    """A row of a place, written by the system."""
    writer = system_actor(
        region_code,
        Verb.PLACE_READ, Verb.PLAN_RUN, Verb.SUPPLY_READ_ALL, Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.CASE_REFER,
        Verb.FINDING_WRITE, Verb.PRIVACY_ADMIN,
    )  # fmt: skip
    with scoped(writer):
        return model.objects.create(region_code=region_code, **fields)


def write_analysis(region_code: str, state: str, **fields: Any) -> None:
    write(
        SituationAnalysis,
        region_code,
        year=today().year,
        state=state,
        weights_version="uji",
        computed_at=timezone.now(),
        **fields,
    )


def write_event(region_code: str, day: dt.date, state: str = "planned") -> JointEvent:
    event: JointEvent = write(JointEvent, region_code, year=day.year, day=day, state=state)
    return event


def home_of(person: Person) -> HatPart:
    with scoped(person.actor):
        (part,) = build_home(person.actor)
    return part


# Tasks that come by the calendar or about people in office; they have tests of their own below.


def person_of(role: Role, place: str) -> Person:
    user = make_user(f"uji_{role}", place)
    give_hat(user, role, place)
    return Person(user, load_actor(user))


OTHER_ROOMS = ("/petugas/", "/tim/", "/daftar-kampung/", "/orang/", "/privasi/", "/temuan/")


def tasks_of(person: Person) -> list[tuple[str, str, bool]]:
    """Words, address and lateness of each task of the way from situation to report, in the order of the page."""
    rows = [(str(row.cells[0]), row.url, row.act) for row in home_of(person).tasks.rows]
    return [row for row in rows if not row[1].startswith(OTHER_ROOMS) and not row[0].startswith("Rapat koordinasi")]


def asked_on(person: Person, day: dt.date) -> list[tuple[str, bool]]:
    """Words and lateness of everything that is asked of a person of one hat on a day."""
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    with scoped(person.actor):
        return [(task.text, task.late) for task in asked_of(person.actor, Post.of(person.actor.hats[0]), noon)]
