"""Made-up families of one village, one after the other, with their surveys of this year and the last."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.demo.answers import (
    AnswerNumbers,
    Composition,
    CoupleStatus,
    couple_status,
    family_answers,
    has_fertile_couple,
)
from padu.apps.rumah_dataku.demo.draws import Draws, rank_of
from padu.apps.rumah_dataku.demo.identity_numbers import NumberBook
from padu.apps.rumah_dataku.demo.members import Circumstances, Member, Traits, member_answers
from padu.apps.rumah_dataku.demo.names import made_up_name, made_up_suku
from padu.apps.rumah_dataku.demo.skeletons import Skeleton, SkeletonPool, balanced_pool
from padu.apps.rumah_dataku.demo.village import Topic, VillageProfile, village_number, village_profile
from padu.domain.identity import NikMissingReason
from padu.domain.pk21 import FamilyAnswers, MemberAnswers, Religion
from padu.domain.population import age_on

# Streams of their own, so that a change in one never shifts another.
_PERSONS_STREAM: Final = 2
_SURVEY_STREAM: Final = 3

WITHOUT_NIK_SHARE: Final = 0.015
"""Members without a NIK besides newborns: about 2 % in all [assumption]."""
NEWBORN_DAYS: Final = 60
OTHER_DATE_SHARE: Final = 0.012
"""Members whose NIK carries another birth date than the entered one [assumption]."""
WITHOUT_KK_SHARE: Final = 0.02
SHARED_KK_SHARE: Final = 0.02
NEW_FAMILY_SHARE: Final = 0.03
"""Families that nobody surveyed last year: moved in or newly founded [assumption]."""
UNKNOWN_DECILE_SHARE: Final = 0.06
POVERTY_WEIGHT: Final = 0.8
"""Standard deviations of wealth that one burden of poverty takes away from a village's families [assumption]."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One member. `line` counts from 1; `mother_line` is the line of the birth mother if she lives in the family.

    Exactly one of `nik` and `nik_missing_reason` is None.
    """

    line: int
    name: str
    nik: str | None
    nik_missing_reason: NikMissingReason | None
    religion: Religion
    mother_line: int | None
    answers: MemberAnswers
    """Block I at the reference date."""


@dataclass(frozen=True, slots=True)
class DemoSurvey:
    """One visit to the family.

    members         line -> Block I on that day; members born later are missing
    fertile_couple  whether the family has a couple whose wife is 15 to 49 (PUS)
    couple          its method or reason; None without such a couple or when not answered
    """

    year: int
    surveyed_on: dt.date
    answers: FamilyAnswers
    members: dict[int, MemberAnswers]
    fertile_couple: bool
    couple: CoupleStatus | None


@dataclass(frozen=True, slots=True)
class DemoFamily:
    """One made-up family. `number` counts from 1 in the village; `surveys` has the newest first and may be empty."""

    village_code: str
    number: int
    no_kk: str | None
    hamlet: str
    rw: str
    rt: str
    address: str
    welfare_decile: int | None
    members: tuple[DemoPerson, ...]
    surveys: tuple[DemoSurvey, ...]

    @property
    def head(self) -> DemoPerson:
        return self.members[0]

    @property
    def source_key(self) -> str:
        """The same for the same family in every run: village code and number."""
        return f"{self.village_code}/{self.number:06d}"

    def survey_of(self, year: int) -> DemoSurvey | None:
        """The survey of that data year, None when nobody came."""
        return next((survey for survey in self.surveys if survey.year == year), None)


def generate_families(village_code: str, n: int, seed: int, reference_date: dt.date) -> Iterator[DemoFamily]:
    """The first `n` made-up families of a village, lazily; nothing of them is kept in memory but counts of numbers.

    village_code    NN.NN.NN.NNNN; ValueError for any other form, and for n below 0
    seed            same seed, code and date give the same families; a larger n only adds families at the end
    reference_date  ages hold on this day; its year and the year before are the data years of the surveys
    """
    if n < 0:
        raise ValueError(f"a number of families below 0: {n}")
    maker = _FamilyMaker(village_profile(village_code, seed), seed, reference_date)
    return (maker.family(number) for number in range(1, n + 1))


class _FamilyMaker:
    """Makes the families of one village in order; keeps the numbers given and the last household card."""

    def __init__(self, village: VillageProfile, seed: int, reference_date: dt.date) -> None:
        self._village = village
        self._keys = (seed, village_number(village.code))
        self._date = reference_date
        self._book = NumberBook(village.code)
        self._pool: SkeletonPool = balanced_pool()
        self._last_kk: str | None = None

    def family(self, number: int) -> DemoFamily:
        draws = Draws(*self._keys, _PERSONS_STREAM, number)
        skeleton = self._pool.draw(draws())
        wealth = draws.normal() - POVERTY_WEIGHT * self._village.burden(Topic.POVERTY)
        members = [self._member(draws, seat_no, skeleton) for seat_no in range(len(skeleton))]
        now = Circumstances(self._village, wealth, insurance_number=draws())
        persons = self._persons(draws, members, now)
        rt = draws.whole(1, 12)
        hamlet = draws.pick(self._village.hamlets)
        return DemoFamily(
            village_code=self._village.code,
            number=number,
            no_kk=self._no_kk(draws),
            hamlet=hamlet,
            rw=f"{1 + self._village.hamlets.index(hamlet):03d}",
            rt=f"{rt:03d}",
            address=f"RT {rt:03d} {hamlet}",
            welfare_decile=_decile(draws, wealth),
            members=persons,
            surveys=self._surveys(number, members, now),
        )

    def _member(self, draws: Draws, seat_no: int, skeleton: Skeleton) -> Member:
        seat = skeleton[seat_no]
        birth = _months_before(self._date, seat.age_months) - dt.timedelta(days=draws.whole(0, 27))
        return Member(seat, birth, Traits.drawn(draws))

    def _persons(self, draws: Draws, members: list[Member], now: Circumstances) -> tuple[DemoPerson, ...]:
        """Names, numbers and Block I of the members; children bear their mother's suku."""
        religion = Religion.ISLAM if draws.yes(0.992) else Religion.PROTESTANT
        clans = [made_up_suku(draws) for _ in members]
        persons = []
        for place, member in enumerate(members):
            mother = member.seat.mother
            clan = clans[place if mother is None else mother - 1]
            nik, reason = self._nik(draws, member)
            persons.append(
                DemoPerson(
                    line=place + 1,
                    name=made_up_name(draws, male=member.seat.male, birth_year=member.birth_date.year, suku=clan),
                    nik=nik,
                    nik_missing_reason=reason,
                    religion=religion,
                    mother_line=mother,
                    answers=member_answers(member, age_on(member.birth_date, self._date), now),
                )
            )
        return tuple(persons)

    def _nik(self, draws: Draws, member: Member) -> tuple[str | None, NikMissingReason | None]:
        missing, other, why = draws(), draws(), draws()
        if (self._date - member.birth_date).days < NEWBORN_DAYS:
            return None, NikMissingReason.NEWBORN
        if missing < WITHOUT_NIK_SHARE:
            reasons = (NikMissingReason.UNREGISTERED, NikMissingReason.NOT_SHOWN, NikMissingReason.NOT_ASKED)
            return None, reasons[int(why * len(reasons))]
        written = _other_date(member.birth_date, why) if other < OTHER_DATE_SHARE else member.birth_date
        nik = self._book.nik(written, male=member.seat.male)
        return (nik, None) if nik else (None, NikMissingReason.NOT_SHOWN)

    def _no_kk(self, draws: Draws) -> str | None:
        """Mostly a new card; two families may share the card of one household; some have none."""
        kind, days = draws(), draws.whole(30, 4500)
        if kind < WITHOUT_KK_SHARE:
            return None
        if kind < WITHOUT_KK_SHARE + SHARED_KK_SHARE and self._last_kk:
            return self._last_kk
        self._last_kk = self._book.no_kk(self._date - dt.timedelta(days=days))
        return self._last_kk

    def _surveys(self, number: int, members: list[Member], now: Circumstances) -> tuple[DemoSurvey, ...]:
        draws = Draws(*self._keys, _SURVEY_STREAM, number)
        visited, known_then = draws() >= self._village.unvisited, draws() >= NEW_FAMILY_SHARE
        days_now, days_then = draws.whole(0, 120), draws.whole(0, 120)
        numbers = AnswerNumbers.drawn(draws)
        surveys = [_survey(members, now, numbers, _visit(self._date, 0, days_now))] if visited else []
        if known_then:
            then = Circumstances(now.village, now.wealth, now.insurance_number, years_back=1)
            surveys.append(_survey(members, then, numbers.a_year_ago(draws), _visit(self._date, 1, days_then)))
        return tuple(surveys)


def _survey(members: list[Member], at: Circumstances, numbers: AnswerNumbers, day: dt.date) -> DemoSurvey:
    alive = {line: member for line, member in enumerate(members, 1) if member.birth_date <= day}
    ages = {line: age_on(member.birth_date, day) for line, member in alive.items()}
    blocks = {line: member_answers(member, ages[line], at) for line, member in alive.items()}
    home = Composition.of(list(blocks.values()), list(ages.values()))
    return DemoSurvey(
        year=day.year,
        surveyed_on=day,
        answers=family_answers(numbers, home, at),
        members=blocks,
        fertile_couple=has_fertile_couple(home),
        couple=couple_status(numbers, home, at),
    )


def _visit(reference_date: dt.date, years_back: int, days: int) -> dt.date:
    """A day up to four months before the reference date, in the same data year."""
    year = reference_date.year - years_back
    end = reference_date.replace(year=year, day=min(reference_date.day, monthrange(year, reference_date.month)[1]))
    return max(end - dt.timedelta(days=days), dt.date(year, 1, 1))


def _decile(draws: Draws, wealth: float) -> int | None:
    """National welfare decile: 1 is the poorest tenth; wealth over all villages spreads wider than within one."""
    unknown = draws.yes(UNKNOWN_DECILE_SHARE)
    spread = (1.0 + POVERTY_WEIGHT**2) ** 0.5
    return None if unknown else min(int(rank_of(wealth / spread) * 10) + 1, 10)


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _other_date(birth: dt.date, number: float) -> dt.date:
    """A slip of the registrar: day and month swapped where that is another date, else some days off."""
    if birth.day <= 12 and birth.day != birth.month:
        return dt.date(birth.year, birth.day, birth.month)
    return birth - dt.timedelta(days=1 + int(number * 40))
