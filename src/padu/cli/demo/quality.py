"""Families with faults in the first nagari, a mistyped figure, and what the checks find; a few issues on their way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.utils import timezone

from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.data_quality.models import DataIssue, QualityRun
from padu.apps.data_quality.services import issue_hand_on
from padu.apps.data_quality.services.checking import quality_check
from padu.apps.data_quality.services.figure_outliers import outliers_write
from padu.apps.rumah_dataku.files.rows import FamilyRow, PersonRow
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.services.storing import families_store
from padu.cli.demo.figures import SOURCE as FIGURES
from padu.cli.demo.setting import DemoSetting
from padu.domain.contraception import ReasonForNone
from padu.domain.identity import NikMissingReason
from padu.domain.pk21 import Answer, Education, FamilyAnswers, MaritalStatus, MemberAnswers, Relation, Sex

SOURCE: Final = "peragaan-mutu"
_CHECKED_BEFORE: Final = dt.timedelta(days=21)
"""The first nagari was checked so long ago as well: some of what was found then is late today."""
_WAY: Final = (
    ("mother_not_a_woman", "kader", "pokja", "Sudah ditanyakan, tetapi KK-nya di rumah neneknya."),
    ("older_than_mother", "kader", "pokja", "Tanggal lahir ibu di KTP dan KK berbeda."),
    ("older_than_mother", "pokja", "plkb", "Mohon dicocokkan dengan akta di Disdukcapil."),
)
Rows = Iterator[FamilyRow | PersonRow]


def load_quality(setting: DemoSetting) -> str:
    """Faults, checks, and hand-overs; again it makes nothing twice. Returns words for the person who waits."""
    actor, first = setting.actor(Verb.FAMILY_READ, Verb.FAMILY_WRITE), setting.villages[0]
    families_store(
        actor=actor, region_code=first, rows=_faulty(first, setting), source=SOURCE, made_up=True, announce=False
    )
    earlier = quality_check(region_code=first, today=setting.today - _CHECKED_BEFORE)
    _found_before(setting, earlier)
    run = quality_check(region_code=setting.regency, today=setting.today)
    _mistype(setting)
    outliers = outliers_write(regency_code=setting.regency, today=setting.today)
    _hand_on(setting, first)
    return f"{run.counts['families']} keluarga diperiksa, {run.counts['new']} catatan, {outliers} angka menonjol"


def _found_before(setting: DemoSetting, earlier: QualityRun) -> None:
    """What the earlier check found was found on its day: else it would be due before it was seen."""
    moment = timezone.now() - _CHECKED_BEFORE
    with scoped(setting.actor(Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        DataIssue.objects.filter(run_id=earlier.pk, made_up=True).update(found_at=moment, changed_at=moment)


def _faulty(code: str, setting: DemoSetting) -> Rows:
    """Families first, then their members, as in a file."""
    ask = FamilyAnswers(p02=Answer.NOT_APPLICABLE, p14=Answer.YES, p26=1)
    yield _family(1, code, setting, "Rosmanidar (buatan)", rt="001", answers=ask)
    yield _family(2, code, setting, "Zulkarnaini (buatan)")
    yield _family(3, code, setting, "Marniati (buatan)", rt="002", answers=FamilyAnswers(p01=Answer.YES))
    yield _family(4, code, setting, "Kosong (buatan)", rt="003")
    year = setting.year
    man, woman, head, spouse, child = Sex.MALE, Sex.FEMALE, Relation.HEAD, Relation.SPOUSE, Relation.CHILD
    yield _person(1, 1, "Syafrizal (buatan)", man, head, year - 44, MaritalStatus.MARRIED)
    yield _person(1, 2, "Rosmanidar (buatan)", woman, spouse, year - 40, None)
    # Older than the mother; a father's number where the mother's belongs; finished school at nine.
    yield _person(1, 3, "Fitri (buatan)", woman, child, year - 41, MaritalStatus.NEVER_MARRIED, mother=2)
    yield _person(1, 4, "Dafa (buatan)", man, child, year - 9, MaritalStatus.NEVER_MARRIED, mother=1, done=True)
    yield _person(2, 1, "Zulkarnaini (buatan)", None, Relation.OTHER, year - 61, MaritalStatus.WIDOWED)
    yield _person(3, 1, "Marniati (buatan)", woman, head, year - 30, MaritalStatus.DIVORCED)
    yield _person(3, 2, "Ilham (buatan)", man, head, year - 12, MaritalStatus.MARRIED, mother=7)


def _family(
    number: int, code: str, setting: DemoSetting, head: str, *, rt: str = "", answers: FamilyAnswers | None = None
) -> FamilyRow:
    asked = answers or FamilyAnswers()
    return FamilyRow(
        sheet="", row=number, source_key=f"mutu-{number}", village_code=code, data_year=setting.year,
        rw="001" if rt else "", rt=rt, head_name=head, surveyed_on=setting.today if answers else None, answers=asked,
    )  # fmt: skip


def _person(
    family: int, line: int, name: str, sex: Sex | None, relation: Relation, born: int,
    marital: MaritalStatus | None, *, mother: int | None = None, done: bool = False,
) -> PersonRow:  # fmt: skip
    education = Education.UPPER_SECONDARY_DONE if done else Education.IN_PRIMARY
    return PersonRow(
        sheet="",
        row=100 + 10 * family + line,
        family_key=f"mutu-{family}",
        line=line,
        name=name,
        nik_missing_reason=NikMissingReason.NOT_ASKED if line % 2 else NikMissingReason.UNREGISTERED,
        mother_line=mother,
        answers=MemberAnswers(
            sex=sex,
            birth_date=dt.date(born, 7, 1),
            marital_status=marital,
            relation=relation,
            education=education,
        ),
        kb_reason=ReasonForNone.IAT if family == 3 and line == 1 else None,
    )


def _mistype(setting: DemoSetting) -> None:
    """Thirty schools where the neighbours have one to four."""
    with scoped(setting.actor()):
        Figure.objects.update_or_create(
            region_code=setting.villages[1],
            element="education_facilities",
            component="sd",
            sex="",
            period=str(setting.year),
            source=FIGURES,
            defaults={"value": 30.0, "as_of": setting.today, "updated_at": timezone.now()},
        )


def _hand_on(setting: DemoSetting, village: str) -> None:
    """From the cadre to the pokja, and one on to the field officer; what was handed on already stays."""
    for rule, giver, taker, note in _WAY:
        given, taken = load_actor_by_username(giver), load_actor_by_username(taker)
        with scoped(given):
            issue = DataIssue.objects.filter(region_code=village, rule=rule).order_by("pk").first()
            # At the second loading it lies with who it was handed to, or further on.
            waits = issue is not None and issue.assigned_to == (given.user_id if giver == "pokja" else None)
            if issue is None or not waits or taken.user_id is None:
                continue
            due = setting.today + dt.timedelta(days=7)
            issue_hand_on(actor=given, issue_id=issue.pk, to_user=taken.user_id, due_on=due, note=note)
