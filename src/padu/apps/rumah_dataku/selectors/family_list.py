"""The list of families: of a village, or by name over several; by RW and RT, with signs of what is missing, paged."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Person
from padu.apps.rumah_dataku.selectors.family_order import BY_RT, beyond, in_order, newest_surveys, with_order
from padu.domain.identity import NUMBER_LENGTH, normalise_number
from padu.domain.pk21 import BirthCertificate, Insurance, Toilet, Water
from padu.domain.pk21.rules import GOOD_TOILETS, GOOD_WATER
from padu.domain.regions import Level, level_of

PER_PAGE: Final = 25
EVERY_VILLAGE: Final = "semua"  # stands where a village's code stands
MIN_LETTERS: Final = 3  # of a name that is looked for in all villages at once [assumption]
NAMESAKES: Final = 5  # [assumption] more of one name are looked for in the list
CHILD_YEARS: Final = 18
OLD_SURVEY_DAYS: Final = 365  # [assumption] screens: "not visited for a year"
BAD_WATER: Final = tuple(str(code.value) for code in Water if code not in GOOD_WATER)
BAD_TOILETS: Final = tuple(str(code.value) for code in Toilet if code not in GOOD_TOILETS)
SIGNS: Final = {
    "akta": "Anak tanpa akta lahir",
    "jaminan": "Anggota tanpa jaminan kesehatan",
    "sanitasi": "Air minum atau jamban tidak layak",
    "lama": "Belum didata setahun terakhir",
}
"""Filter key -> words; each is also a mark on the family's row."""


@dataclass(frozen=True, slots=True)
class FamilyFilter:
    """What of a village's families is asked for; "" is everything."""

    hamlet: str = ""
    rw: str = ""
    rt: str = ""
    sign: str = ""
    text: str = ""
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> FamilyFilter:
        names = {"hamlet": "dusun", "rw": "rw", "rt": "rt", "sign": "tanda", "text": "cari", "after": "sesudah"}
        return cls(**{name: given.get(key, "").strip() for name, key in (names | {"before": "sebelum"}).items()})

    @property
    def narrows(self) -> bool:
        """Whether not every family of the village is asked for."""
        return any((self.text, self.sign, self.hamlet, self.rw, self.rt))

    @property
    def number(self) -> str:
        """A NIK or no. KK typed where a name belongs; "" for a name. Numbers are found by POST only."""
        plain = normalise_number(self.text)
        return plain if re.fullmatch(rf"\d{{{NUMBER_LENGTH}}}", plain) else ""


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One row of the list; `signs` are keys of SIGNS, `named` the members that a search by name was about."""

    family: Family
    members: int
    surveyed_on: dt.date | None
    signs: tuple[str, ...]
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """25 families, how many match in all, where the pages before and after begin ("" where there is none)."""

    lines: list[FamilyLine]
    total: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """Hamlets, RW and RT that the village's families name."""

    hamlets: list[str] = field(default_factory=list)
    rws: list[str] = field(default_factory=list)
    rts: list[str] = field(default_factory=list)


def villages_of(actor: Actor) -> list[str]:
    """Villages whose families the actor may see, in code order; those of the past that came to them at the end."""
    codes = {code for root in actor.roots(Verb.FAMILY_READ) for code in _villages_at(root)}
    old = {code for code in actor.old_places(Verb.FAMILY_READ) if level_of(code) is Level.VILLAGE}
    return sorted(codes) + sorted(old - codes)


def _villages_at(root: str) -> list[str]:
    from padu.apps.regions.selectors import list_villages

    if level_of(root) is Level.VILLAGE:
        return [root]
    return list(list_villages(root).values_list("code", flat=True))


def families_called(region_code: str, head_name: str) -> list[Family]:
    """Active families of a village whose head has exactly this name, so that nobody is written down twice."""
    if not head_name.strip():
        return []
    rows = Family.objects.filter(region_code=region_code, active=True, head_name__iexact=head_name.strip())
    return list(rows.order_by("rw", "rt", "pk")[:NAMESAKES])


def village_parts(region_code: str) -> Parts:
    rows = list(
        Family.objects.filter(region_code=region_code, active=True).values_list("hamlet", "rw", "rt").distinct()
    )
    return Parts(*(sorted({row[at] for row in rows} - {""}) for at in range(3)))


def list_families(villages: Sequence[str], chosen: FamilyFilter, by: str = BY_RT, *, down: bool = False) -> FamilyPage:
    """One page of the active families of villages. by: a key of ORDERS; down: the other way round"""
    matching = _matching(villages, chosen)
    total = matching.count()
    if not total:
        return FamilyPage([], 0)
    backwards = bool(chosen.before) and not chosen.after
    here, turned, mark = _of(villages), down != backwards, chosen.after or chosen.before
    further = beyond(with_order(matching, by), here, by, mark, down=turned)
    keys = list(in_order(further, by, down=turned).values_list("pk", flat=True)[: PER_PAGE + 1])
    more, keys = len(keys) > PER_PAGE, keys[:PER_PAGE]
    # Signs are asked for the families of this page alone; beside the order they would be counted for the village.
    found = {row.pk: row for row in _with_signs(here.filter(pk__in=keys))}
    rows = [found[pk] for pk in (reversed(keys) if backwards else keys)]
    page = _page(rows, total, has_before=more if backwards else bool(chosen.after), has_after=more or backwards)
    return replace(page, lines=_with_named(page.lines, villages, chosen.text)) if chosen.text else page


def every_family(
    villages: Sequence[str], chosen: FamilyFilter, by: str, most: int, *, down: bool = False
) -> list[FamilyLine]:
    """The first `most` of the active families of villages in the order of the list, on one page."""
    rows = in_order(with_order(_with_signs(_matching(villages, chosen)), by), by, down=down)
    return [_line(row) for row in rows[:most]]


def _of(villages: Sequence[str]) -> QuerySet[Any]:
    return Family.objects.filter(region_code__in=villages)


def _with_named(lines: list[FamilyLine], villages: Sequence[str], text: str) -> list[FamilyLine]:
    """Beside each head the members with the name; where the head has it, nobody else is named."""
    keys = [line.family.pk for line in lines if text.casefold() not in line.family.head_name.casefold()]
    named: defaultdict[int, list[str]] = defaultdict(list)
    if keys:
        here = Person.objects.filter(region_code__in=villages, family_id__in=keys, active=True, name__icontains=text)
        for family, name in here.order_by("line").values_list("family_id", "name"):
            named[family].append(name)
    return [replace(line, named=tuple(named[line.family.pk])) for line in lines]


def _page(rows: list[Any], total: int, *, has_before: bool, has_after: bool) -> FamilyPage:
    lines = [_line(row) for row in rows]
    before = str(rows[0].pk) if rows and has_before else ""
    return FamilyPage(lines, total, before, str(rows[-1].pk) if rows and has_after else "")


def _matching(villages: Sequence[str], chosen: FamilyFilter) -> QuerySet[Any]:
    rows = _of(villages).filter(active=True)
    exact = {"hamlet": chosen.hamlet, "rw": chosen.rw, "rt": chosen.rt}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if chosen.text:
        rows = rows.filter(_found_by_name(villages, chosen.text))
    if chosen.sign in SIGNS:
        rows = rows.annotate(**_last_survey()).filter(_conditions()[chosen.sign])
    return rows


def _members() -> QuerySet[Any]:
    return Person.objects.filter(family=OuterRef("pk"), active=True)


def _found_by_name(villages: Sequence[str], text: str) -> Q:
    """Families whose head or a member has this in the name.

    The set of families is made once: beside an OR, a question asked for each family takes twice the time.
    """
    named = Person.objects.filter(region_code__in=villages, active=True, name__icontains=text)
    return Q(head_name__icontains=text) | Q(pk__in=named.values("family_id"))


def _last_survey() -> dict[str, Subquery]:
    newest = newest_surveys()
    return {
        "surveyed_on": Subquery(newest.values("surveyed_on")[:1]),
        "water": Subquery(newest.annotate(word=KT("answers__p23")).values("word")[:1]),
        "toilet": Subquery(newest.annotate(word=KT("answers__p24")).values("word")[:1]),
    }


def _conditions() -> dict[str, Q]:
    """What each sign means, on rows with `_last_survey`. Unknown is no sign, but for the survey itself."""
    today = timezone.localdate()
    day = min(today.day, 28) if today.month == 2 else today.day
    eighteen_today = today.replace(year=today.year - CHILD_YEARS, day=day)
    without = _members().filter(birth_date__gt=eighteen_today, birth_certificate=BirthCertificate.NO.value)
    return {
        "akta": Q(Exists(without)),
        "jaminan": Q(Exists(_members().filter(insurance=Insurance.NONE.value))),
        "sanitasi": Q(water__in=BAD_WATER) | Q(toilet__in=BAD_TOILETS),
        "lama": Q(surveyed_on__isnull=True) | Q(surveyed_on__lt=today - dt.timedelta(days=OLD_SURVEY_DAYS)),
    }


def _with_signs(rows: QuerySet[Any]) -> QuerySet[Any]:
    conditions = _conditions()
    counted = _members().order_by().values("family").annotate(n=Count("pk")).values("n")
    extended: QuerySet[Any] = rows.annotate(**_last_survey(), members_here=Subquery(counted)).annotate(
        sign_akta=conditions["akta"], sign_jaminan=conditions["jaminan"]
    )
    return extended


def _line(row: Any) -> FamilyLine:
    today = timezone.localdate()
    old = row.surveyed_on is None or row.surveyed_on < today - dt.timedelta(days=OLD_SURVEY_DAYS)
    sanitation = row.water in BAD_WATER or row.toilet in BAD_TOILETS
    found = {"akta": row.sign_akta, "jaminan": row.sign_jaminan, "sanitasi": sanitation, "lama": old}
    return FamilyLine(row, row.members_here or 0, row.surveyed_on, tuple(key for key, here in found.items() if here))
