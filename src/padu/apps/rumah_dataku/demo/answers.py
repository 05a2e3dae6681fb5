"""Block III answers of one made-up family at one date, and the situation of its couple.

Each question has a fixed number of the family; it is answered with yes where that number lies under a rate that
depends on the village's burdens and the family's wealth. A year earlier most numbers are the same and the burdens
another step of their trend away: answers differ a little and villages move. Rates are start values [assumption].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from padu.apps.rumah_dataku.demo.draws import Draws, likely
from padu.apps.rumah_dataku.demo.members import Circumstances
from padu.apps.rumah_dataku.demo.village import Topic
from padu.domain.pk21 import (
    Answer,
    FamilyAnswers,
    Floor,
    Fuel,
    Lighting,
    MaritalStatus,
    MemberAnswers,
    Relation,
    Roof,
    Sex,
    Tenure,
    Toilet,
    Wall,
    Water,
    Whereabouts,
)

Item = TypeVar("Item")

_DERIVED: Final = frozenset({"p26"})
QUESTIONS: Final = (
    *(field.name for field in fields(FamilyAnswers) if field.name not in _DERIVED),
    *("pregnant", "method", "kind", "reason"),
)
"""Questions of Block III, in order of the form, and those to the couple; P.26 follows from the members."""

KEPT_SHARE: Final = 0.90
"""Share of a family's numbers that were the same a year ago."""

BLANK_SHARE: Final = 0.012
HURRIED_SHARE: Final = 0.03
HURRIED_BLANK_SHARE: Final = 0.3
"""Blanks: of every answer; of families visited in a hurry; of every answer of those."""

WIFE_AGES: Final = range(15, 50)


class CoupleStatus(StrEnum):
    """A couple of childbearing age: its method, or why it uses none. Keys are components of the item `fp_users`."""

    IUD = "iud"
    MOW = "mow"
    MOP = "mop"
    IMPLANT = "implant"
    INJECTION = "injection"
    PILL = "pill"
    CONDOM = "condom"
    TRADITIONAL = "traditional"
    PREGNANT = "pregnant"
    WANTS_CHILD_SOON = "wants_child_soon"
    WANTS_CHILD_LATER = "iat"
    WANTS_NO_MORE = "tial"


@dataclass(frozen=True, slots=True)
class AnswerNumbers:
    """A family's fixed numbers in [0, 1) by question, and the questions left blank."""

    numbers: Mapping[str, float]
    blanks: frozenset[str]

    @classmethod
    def drawn(cls, draws: Draws) -> AnswerNumbers:
        numbers = {question: draws() for question in QUESTIONS}
        return cls(numbers, _blanks(draws))

    def a_year_ago(self, draws: Draws) -> AnswerNumbers:
        """Most numbers stay; who visited the family then left other questions blank."""
        numbers = {question: number if draws() < KEPT_SHARE else draws() for question, number in self.numbers.items()}
        return AnswerNumbers(numbers, _blanks(draws))


def _blanks(draws: Draws) -> frozenset[str]:
    share = HURRIED_BLANK_SHARE if draws() < HURRIED_SHARE else BLANK_SHARE
    return frozenset(question for question in QUESTIONS if draws() < share)


@dataclass(frozen=True, slots=True)
class Composition:
    """Who lives in the family at the date, as far as questions need it; `ages` in completed years."""

    ages: tuple[int, ...]
    has_couple: bool
    wife_age: int | None
    children: int
    under_five: int
    youth: bool
    elderly: bool
    at_home: int

    @classmethod
    def of(cls, members: Sequence[MemberAnswers], ages: Sequence[int]) -> Composition:
        """`ages` runs beside `members`."""
        wife = next((age for member, age in zip(members, ages, strict=True) if _is_wife(member)), None)
        return cls(
            ages=tuple(ages),
            has_couple=any(member.relation is Relation.SPOUSE for member in members),
            wife_age=wife,
            children=sum(member.relation is Relation.CHILD for member in members),
            under_five=sum(age < 5 for age in ages),
            youth=any(_is_youth(member, age) for member, age in zip(members, ages, strict=True)),
            elderly=any(age >= 60 for age in ages),
            at_home=sum(member.whereabouts is Whereabouts.HOME for member in members),
        )

    @property
    def all_elderly(self) -> bool:
        return all(age >= 60 for age in self.ages)


def _is_wife(member: MemberAnswers) -> bool:
    married = member.marital_status is MaritalStatus.MARRIED
    return member.sex is Sex.FEMALE and married and member.relation in (Relation.HEAD, Relation.SPOUSE)


def _is_youth(member: MemberAnswers, age: int) -> bool:
    return 10 <= age <= 24 and member.marital_status is MaritalStatus.NEVER_MARRIED


class _Form:
    """Fills one form: turns rates into answers, leaves blanks, says what does not apply."""

    def __init__(self, numbers: AnswerNumbers) -> None:
        self._numbers = numbers

    def ask(self, question: str, rate: float) -> Answer | None:
        """Yes with this rate."""
        if question in self._numbers.blanks:
            return None
        return Answer.YES if self._numbers.numbers[question] < rate else Answer.NO

    def ask_if(self, applies: bool, question: str, rate: float) -> Answer | None:
        return self.ask(question, rate) if applies else Answer.NOT_APPLICABLE

    def choose(self, question: str, good_rate: float, good: _Kinds[Item], bad: _Kinds[Item]) -> Item | None:
        """One of the good kinds with this rate, else one of the bad ones."""
        if question in self._numbers.blanks:
            return None
        number = self._numbers.numbers[question]
        if number < good_rate:
            return _of(good, number / good_rate)
        return _of(bad, (number - good_rate) / (1.0 - good_rate))

    def number(self, question: str) -> float | None:
        return None if question in self._numbers.blanks else self._numbers.numbers[question]


_Kinds = tuple[tuple[Item, float], ...]
"""Kinds with the share up to which each one is taken; the last share is 1."""


def _of(kinds: _Kinds[Item], number: float) -> Item:
    return next((kind for kind, upto in kinds if number < upto), kinds[-1][0])


def family_answers(numbers: AnswerNumbers, home: Composition, at: Circumstances) -> FamilyAnswers:
    """Block III of one family at one date."""
    form = _Form(numbers)
    life, groups, house = _life(form, home, at), _groups(form, home, at), _house(form, home, at)
    return FamilyAnswers(
        **life,
        **groups,
        p19=form.choose("p19", likely(0.97, house.push), _GOOD_ROOFS, _BAD_ROOFS),
        p20=form.choose("p20", likely(0.95, house.push), _GOOD_WALLS, _BAD_WALLS),
        p21=form.choose("p21", likely(0.95, house.push), _GOOD_FLOORS, _BAD_FLOORS),
        p22=form.choose("p22", likely(0.985, house.push - house.remote), _GOOD_LIGHTING, _BAD_LIGHTING),
        p23=form.choose("p23", likely(0.90, 0.3 * at.wealth - 0.95 * at.burden(Topic.WATER)), _GOOD_WATER, _BAD_WATER),
        p24=form.choose(
            "p24", likely(0.80, 0.6 * at.wealth - 0.85 * at.burden(Topic.TOILETS)), _GOOD_TOILET, _BAD_TOILET
        ),
        p25=house.area_m2,
        p26=max(home.at_home, 1),
        p27=form.choose("p27", likely(0.72, 0.8 * at.wealth - house.remote), _GOOD_FUEL, _BAD_FUEL),
        p28=form.choose("p28", likely(0.78, 0.2 * at.wealth), _OWN_HOUSE, _OTHER_TENURE),
    )


def _life(form: _Form, home: Composition, at: Circumstances) -> dict[str, Answer | None]:
    """P.01 to P.12."""
    poor, apart = at.burden(Topic.POVERTY), at.burden(Topic.TOGETHERNESS)
    offline = 0.5 * at.burden(Topic.REMOTENESS) + (2.4 if home.all_elderly else 0.0)
    frail = 0.9 if home.elderly else 0.0
    return {
        "p01": form.ask("p01", likely(0.88, -0.5 * apart)),
        "p02": form.ask_if(home.has_couple, "p02", likely(0.92, 0.4 * at.wealth - 0.6 * at.burden(Topic.DOCUMENTS))),
        "p03a": form.ask("p03a", likely(0.06, 0.7 * apart)),
        "p03b": form.ask_if(home.has_couple, "p03b", likely(0.035, 0.7 * apart)),
        "p03c": form.ask("p03c", likely(0.012, 0.7 * apart)),
        "p03d": form.ask("p03d", likely(0.018, 0.7 * apart - 0.3 * at.wealth)),
        "p04": form.ask("p04", likely(0.94, 0.8 * at.wealth - 0.5 * poor)),
        "p05": form.ask("p05", likely(0.83, 0.7 * at.wealth - 0.5 * poor)),
        "p06": form.ask("p06", likely(0.52, 0.9 * at.wealth - 0.4 * poor)),
        "p07": form.ask("p07", likely(0.12, 0.6 * at.burden(Topic.ILLNESS) + frail)),
        "p08": form.ask("p08", likely(0.86, 0.5 * at.wealth - offline)),
        "p09": form.ask("p09", likely(0.93, -0.6 * apart)),
        "p10": form.ask_if(home.has_couple and home.children > 0, "p10", likely(0.86, -0.6 * apart)),
        "p11": form.ask("p11", likely(0.40, 0.7 * at.wealth)),
        "p12": form.ask("p12", likely(0.87, -0.5 * apart - (0.8 if home.all_elderly else 0.0))),
    }


def _groups(form: _Form, home: Composition, at: Circumstances) -> dict[str, Answer | None]:
    """P.13 to P.18: posyandu, BKB, BKR, PIK-R, BKL; UPPKA, PNM Mekaar, PKH, other."""
    asleep, young = at.burden(Topic.GROUPS), home.under_five > 0
    return {
        "p13": form.ask_if(young, "p13", likely(0.74, -0.5 * asleep - 0.3 * at.burden(Topic.REMOTENESS))),
        "p14": form.ask_if(young, "p14", likely(0.40, -0.9 * asleep)),
        "p15": form.ask_if(home.youth, "p15", likely(0.24, -0.9 * asleep)),
        "p16": form.ask_if(home.youth, "p16", likely(0.13, -0.8 * asleep)),
        "p17": form.ask_if(home.elderly, "p17", likely(0.16, -0.9 * asleep)),
        "p18a": form.ask("p18a", likely(0.05, -0.5 * asleep)),
        "p18b": form.ask("p18b", likely(0.08, -0.6 * at.wealth)),
        "p18c": form.ask("p18c", likely(0.13, -1.3 * at.wealth)),
        "p18d": form.ask("p18d", 0.05),
    }


@dataclass(frozen=True, slots=True)
class _House:
    push: float
    remote: float
    area_m2: Decimal | None


def _house(form: _Form, home: Composition, at: Circumstances) -> _House:
    number = form.number("p25")
    area = None
    if number is not None:
        size = 34.0 + 9.0 * at.wealth + 30.0 * number + 3.0 * len(home.ages)
        area = Decimal(max(int(size), 12))
    push = 0.8 * at.wealth - 0.5 * at.burden(Topic.POVERTY)
    return _House(push=push, remote=0.6 * at.burden(Topic.REMOTENESS), area_m2=area)


_GOOD_ROOFS: Final = (
    (Roof.ASBESTOS_OR_ZINC, 0.93),
    (Roof.CONCRETE, 0.96),
    (Roof.TILE, 0.98),
    (Roof.WOOD_OR_SHINGLE, 1.0),
)
_BAD_ROOFS: Final = ((Roof.THATCH, 0.9), (Roof.BAMBOO, 1.0))
_GOOD_WALLS: Final = ((Wall.MASONRY, 0.7), (Wall.WOOD, 1.0))
_BAD_WALLS: Final = ((Wall.BAMBOO, 0.6), (Wall.OTHER, 1.0))
_GOOD_FLOORS: Final = ((Floor.CERAMIC, 0.3), (Floor.CEMENT, 0.85), (Floor.TILE, 0.9), (Floor.WOOD, 1.0))
_BAD_FLOORS: Final = ((Floor.EARTH, 1.0),)
_GOOD_LIGHTING: Final = ((Lighting.GRID, 0.97), (Lighting.OTHER_ELECTRICITY, 1.0))
_BAD_LIGHTING: Final = ((Lighting.NONE, 1.0),)
_GOOD_WATER: Final = (
    (Water.BOTTLED, 0.28),
    (Water.PIPED, 0.45),
    (Water.BOREHOLE, 0.60),
    (Water.PROTECTED_WELL, 0.88),
    (Water.PROTECTED_SPRING, 1.0),
)
_BAD_WATER: Final = (
    (Water.UNPROTECTED_WELL, 0.55),
    (Water.UNPROTECTED_SPRING, 0.8),
    (Water.SURFACE, 0.93),
    (Water.RAIN, 1.0),
)
_GOOD_TOILET: Final = ((Toilet.OWN_SEPTIC, 0.88), (Toilet.SHARED_SEPTIC, 1.0))
_BAD_TOILET: Final = ((Toilet.OTHER, 0.6), (Toilet.NONE, 1.0))
_GOOD_FUEL: Final = ((Fuel.GAS, 0.97), (Fuel.ELECTRICITY, 1.0))
_BAD_FUEL: Final = ((Fuel.WOOD, 0.92), (Fuel.KEROSENE, 1.0))
_OWN_HOUSE: Final = ((Tenure.OWN, 1.0),)
_OTHER_TENURE: Final = ((Tenure.RENT_FREE, 0.6), (Tenure.RENTED, 0.92), (Tenure.OFFICIAL, 0.96), (Tenure.OTHER, 1.0))

_METHODS: Final = (
    (CoupleStatus.INJECTION, 0.47),
    (CoupleStatus.IMPLANT, 0.66),
    (CoupleStatus.PILL, 0.80),
    (CoupleStatus.IUD, 0.88),
    (CoupleStatus.CONDOM, 0.935),
    (CoupleStatus.MOW, 0.975),
    (CoupleStatus.MOP, 0.98),
    (CoupleStatus.TRADITIONAL, 1.0),
)


def has_fertile_couple(home: Composition) -> bool:
    """True for a couple (PUS) whose wife is 15 to 49."""
    return home.has_couple and home.wife_age is not None and home.wife_age in WIFE_AGES


def couple_status(numbers: AnswerNumbers, home: Composition, at: Circumstances) -> CoupleStatus | None:
    """Method or reason of the couple; None where the family has no fertile couple, and where the answer is blank."""
    form = _Form(numbers)
    method, kind, reason = form.number("method"), form.number("kind"), form.number("reason")
    if not has_fertile_couple(home) or method is None or kind is None or reason is None or home.wife_age is None:
        return None
    if numbers.numbers["pregnant"] < (0.075 if home.wife_age < 35 else 0.012):
        return CoupleStatus.PREGNANT
    childless = -2.2 if home.children == 0 else 0.0
    if method < likely(0.68, childless - 0.6 * at.burden(Topic.FAMILY_PLANNING)):
        return _of(_METHODS, kind)
    soon = 0.90 if home.children == 0 else 0.66 if home.wife_age < 35 else 0.45
    if reason < likely(soon, -0.4 * at.burden(Topic.FAMILY_PLANNING)):
        return CoupleStatus.WANTS_CHILD_SOON
    return CoupleStatus.WANTS_CHILD_LATER if home.wife_age < 35 else CoupleStatus.WANTS_NO_MORE
