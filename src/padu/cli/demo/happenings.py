"""What became of the demo's plan: events reported, a few not done, some late, and work outside any plan."""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID, uuid5

from padu.access.gate import scoped
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.convergence.models import Commitment, JointEvent, Realisation
from padu.apps.convergence.services.realisations import (
    DoneActivity,
    EventReport,
    OutsideReport,
    event_report,
    outside_report,
)
from padu.cli.demo.setting import DemoSetting

_NAMESPACE = UUID("6b1d5c1e-8f43-5a53-9a57-0f3a6f0f2026")
# Events of the last days are left unreported, so that something is late and something is asked.
_NOT_YET_REPORTED_DAYS = 21
_OUTSIDE = (
    ("Gotong royong membersihkan saluran air", 8, "social_village", "Pemerintah nagari"),
    ("Pengobatan gratis dari perantau", 3, "community_org", "Ikatan perantau"),
    ("Penyuluhan bahaya narkoba di surau", 2, "other_vertical", "Polsek"),
)


def load_happenings(setting: DemoSetting) -> str:
    """Reports of the events that lie behind us, in the order of their days."""
    chance = random.Random(setting.seed + 1)  # noqa: S311 - made-up data
    until = setting.today - dt.timedelta(days=_NOT_YET_REPORTED_DAYS)
    actor = load_actor_by_username("kabupaten")
    with scoped(actor):
        events = list(
            JointEvent.objects.filter(
                year=setting.year, day__lte=until, state=JointEvent.State.PLANNED, region_code__in=setting.villages
            ).order_by("day", "region_code")
        )
        commitments = Commitment.objects.filter(event__in=events).order_by("pk")
        by_event: dict[int, list[Commitment]] = {}
        for commitment in commitments:
            by_event.setdefault(commitment.event_id, []).append(commitment)
    done = 0
    waiting = _last_of(setting.villages[:2], events)
    for event in events:
        # One in eight stays without a report: it is late. So does the last one in the nagari of the demo's pokja.
        if by_event.get(event.pk) and chance.random() >= 0.125 and event.pk != waiting:
            with scoped(actor):
                done += len(event_report(actor=actor, report=_report(event, by_event[event.pk], chance)))
    return f"{done} kegiatan dilaporkan"


def _last_of(villages: tuple[str, ...], events: list[JointEvent]) -> int | None:
    """The last of these events, which stand in the order of their days, in one of the villages."""
    own = [event.pk for event in events if event.region_code in villages]
    return own[-1] if own else None


def _report(event: JointEvent, commitments: list[Commitment], chance: random.Random) -> EventReport:
    activities = [_activity(commitment, chance) for commitment in commitments]
    return EventReport(
        event_id=event.pk,
        report_key=uuid5(_NAMESPACE, f"event:{event.region_code}:{event.day}"),
        done_on=event.day,
        activities=activities,
        participants="Pokja, kader, dan warga (buatan)",
        families_reached=chance.randint(15, 80),
        note="Laporan buatan untuk peragaan.",
    )


def _activity(commitment: Commitment, chance: random.Random) -> DoneActivity:
    if chance.random() < 0.08:
        return DoneActivity(commitment.pk, done=False, reason="Petugas berhalangan; dijadwalkan ulang (buatan).")
    return DoneActivity(commitment.pk, done=True, spent_idr=commitment.amount_idr * chance.randint(80, 100) // 100)


def load_outside(setting: DemoSetting) -> str:
    """Work that stands in no plan, one piece in every third nagari."""
    actor = load_actor_by_username("kabupaten")
    told = 0
    for number, code in enumerate(setting.villages[::3]):
        title, programme, column, agency = _OUTSIDE[number % len(_OUTSIDE)]
        with scoped(actor):
            made = outside_report(
                actor=actor,
                report=OutsideReport(
                    region_code=code,
                    report_key=uuid5(_NAMESPACE, f"outside:{setting.year}:{code}"),
                    done_on=max(dt.date(setting.year, 1, 1), setting.today - dt.timedelta(days=40 + 3 * number)),
                    title=f"{title} (buatan)",
                    programme_no=programme,
                    column_key=column,
                    agency_name=agency,
                    families_reached=20 + 5 * number,
                ),
            )
            Realisation.objects.filter(pk=made.pk).update(made_up=True)
        told += 1
    return f"{told} kegiatan di luar rencana"
