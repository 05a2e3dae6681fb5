"""The demo's register: most nagari founded step by step, some with groups and answers, others only planned."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from padu.access.actor import Actor
from padu.access.documents import document_clean
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.kampung.models import FormationStepDone, Group, Kampung, ModelVillage
from padu.apps.kampung.selectors import get_kampung
from padu.apps.kampung.services import (
    GroupDetails,
    declarations_record,
    group_count_record,
    group_save,
    kampung_found,
    model_mark,
    plans_set,
    step_record,
    target_set,
)
from padu.apps.kampung.services.forming import Founding
from padu.apps.regions.selectors import list_villages
from padu.cli.demo.setting import DemoSetting
from padu.domain.kampung_fields import FIELDS, FREQUENCIES, DeclaredField, NewDeclaration
from padu.domain.kampung_formation import STEPS, FormationStep, PlanDate

_PLANNED = 12
_TARGETS = ((-1, 0.10), (0, 0.15), (1, 0.30))
_NAMES = {"bkb": "BKB Melati", "bkr": "BKR Remaja Hebat", "bkl": "BKL Lansia Tangguh", "uppka": "UPPKA Mandiri",
          "pik_r": "PIK-R Cerdas", "dashat": "DASHAT Nagari", "rumah_dataku": "Rumah DataKu"}  # fmt: skip
_DECREE = b"%PDF-1.4\n% SK buatan untuk peragaan\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def load_register(setting: DemoSetting) -> str:
    """Fill the register of the setting's kampung; running again changes nothing. Needs the kampung."""
    actor = replace(setting.actor(Verb.REGISTER_DECLARE), name="Pokja (buatan)")
    founded = 0
    with scoped(actor):
        for number, code in enumerate(setting.villages):
            kampung = get_kampung(code)
            if kampung is not None and not FormationStepDone.objects.filter(kampung=kampung).exists():
                founded += _fill(actor, setting, kampung, number)
        planned = _plan(actor, setting)
    return f"{founded} kampung terbentuk, {planned} desa direncanakan"


def _fill(actor: Actor, setting: DemoSetting, kampung: Kampung, number: int) -> bool:
    """The first nagari is the fullest; every ninth has no pokja yet, every seventh no date."""
    chance = random.Random(f"{setting.seed}:register:{kampung.region_code}")  # noqa: S311 - made-up data
    without_pokja = number % 9 == 5
    days = _days(setting, chance, number)
    for step, day in zip(STEPS, days, strict=True):
        if step is not FormationStep.POKJA or not without_pokja:
            step_record(actor=actor, kampung_id=kampung.pk, step=step, done_on=day, note="buatan")
    if not without_pokja and number % 7 != 6:
        founding = Founding(
            days[2], decree_number=f"{number + 1:03}/SK/{days[2].year} (buatan)", decree_on=days[2],
            file=document_clean("SK pembentukan (buatan).pdf", _DECREE) if number < 3 else None,
        )  # fmt: skip
        kampung_found(actor=actor, kampung_id=kampung.pk, founding=founding)
    if number == 0:
        model_mark(actor=actor, kampung_id=kampung.pk, level=ModelVillage.Level.REGENCY, since=days[4])
    _groups(actor, setting, kampung, chance, number)
    answers = list(_answers(setting, chance, number))
    if answers:
        declarations_record(actor=actor, kampung_id=kampung.pk, answers=answers)
    return not without_pokja and number % 7 != 6


def _days(setting: DemoSetting, chance: random.Random, number: int) -> list[dt.date]:
    """Five days, each some weeks after the one before, in a year between 2017 and last year."""
    first = dt.date(2017 + number % max(1, setting.year - 2017), chance.randint(1, 4), chance.randint(1, 28))
    gaps = [0, *(chance.randint(10, 40) for _ in range(4))]
    return [first + dt.timedelta(days=sum(gaps[: at + 1])) for at in range(5)]


def _groups(actor: Actor, setting: DemoSetting, kampung: Kampung, chance: random.Random, number: int) -> None:
    kinds = list(_NAMES)[: 7 if number == 0 else chance.randint(0, 4)]
    for kind in kinds:
        details = GroupDetails(
            name=_NAMES[kind],
            state=Group.State.ACTIVE if chance.random() < 0.8 else Group.State.DORMANT,
            chair=f"Ketua {_NAMES[kind]} (buatan)",
            cadres=chance.randint(3, 12),
            meets=chance.choice(("weekly", "monthly", "quarterly")),
            place="Kantor wali nagari" if kind == "rumah_dataku" else "",
            facilities="Komputer, internet, papan data" if kind == "rumah_dataku" else "",
        )
        group = group_save(actor=actor, kampung_id=kampung.pk, kind=kind, details=details, made_up=True)
        if kind != "rumah_dataku":
            women = chance.randint(8, 40)
            day = setting.today - dt.timedelta(days=chance.randint(20, 500))
            men = chance.randint(0, 10)
            group_count_record(actor=actor, group_id=group.pk, as_of=day, men=men, women=women)


def _answers(setting: DemoSetting, chance: random.Random, number: int) -> Iterator[NewDeclaration]:
    """Answers to some of the fields; the first nagari answered nearly all, some nothing at all."""
    share = 0.9 if number == 0 else (0.0 if number % 6 == 5 else chance.uniform(0.3, 0.8))
    day = setting.today - dt.timedelta(days=chance.randint(5, 600))
    for field in FIELDS:
        if chance.random() < share:
            answer = chance.choices((True, False, None), (6, 3, 1))[0]
            yield NewDeclaration(
                field=field.key,
                answer=answer,
                details=_details(field, chance, day) if answer else {},
                as_of=day,
                year=day.year if field.yearly else None,
            )


def _details(field: DeclaredField, chance: random.Random, day: dt.date) -> dict[str, str | int]:
    names = {detail.name for detail in field.details}
    if "frequency" in names:
        return {"frequency": chance.choice(list(FREQUENCIES))}
    if "amount" in names and chance.random() < 0.7:
        return {"amount": chance.randint(2, 60) * 1_000_000}
    if names == {"count"}:
        return {"count": chance.randint(1, 4)}
    if names == {"date"}:
        return {"date": day.isoformat()}
    if "count" in names:
        return {"count": chance.randint(3, 15), "text": "Orientasi pokja (buatan)"}
    return {"kind": "perdes", "number": "4 (buatan)"} if "kind" in names else {}


def _plan(actor: Actor, setting: DemoSetting) -> int:
    """Plans for some villages without a kampung: a few late, most still to come; and targets for three years."""
    codes = list(list_villages(setting.regency).values_list("code", flat=True))
    free = [code for code in codes if code not in set(setting.villages)][:_PLANNED]
    if not free:
        return 0
    months = (PlanDate(setting.year - 1, 11), PlanDate(setting.year, 12), PlanDate(setting.year + 1, 4))
    cuts = (0, len(free) // 6, len(free) // 2, len(free))
    for when, (first, last) in zip(months, pairwise(cuts), strict=True):
        if free[first:last]:
            plans_set(
                actor=actor, region_code=setting.regency, villages=free[first:last], when=when,
                responsible="Dinas P3AP2KB (buatan)",
            )  # fmt: skip
    for ahead, share in _TARGETS:
        target_set(
            actor=actor, region_code=setting.regency, year=setting.year + ahead,
            villages=round(share * len(codes)), source="angka buatan untuk peragaan",
        )  # fmt: skip
    return len(free)
