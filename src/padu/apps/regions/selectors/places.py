"""Reading places: public, so no actor is needed.

Lists hold the places in force on a day, `on` (None: today); a single place is found whether it is in force or not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext

from padu.apps.regions.folding import fold, fold_query, kind_in
from padu.apps.regions.models import Region, RegionName
from padu.domain.regions import NATION, CodeRange, ancestors

# Shorter texts have no letter triple to look up.
_TRIGRAM = 3
_BPS_LENGTHS = (2, 4, 7, 10)


def valid_q(on: dt.date | None) -> Q:
    """Twin of `regions_over_time.valid_on` as a filter. on: None is today."""
    day = on or timezone.localdate()
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def get_region(code: str, on: dt.date | None = None) -> Region | None:
    """A place, in force or not; with a day under the name it had then, and in `as_of` the day."""
    region = Region.objects.filter(code=code).first()
    if region is not None and on is not None:
        region.as_of = on
        _name_as_of([region], on)
    return region


def _name_as_of(regions: Iterable[Region], on: dt.date) -> None:
    """Put on each place the name it had on a day."""
    found = list(regions)
    names = RegionName.objects.filter(code__in=[r.code for r in found], valid_to__gte=on).order_by("-valid_to")
    # The earliest end that is not before the day is the name of the day: it comes last.
    then = dict(names.values_list("code", "name"))
    for region in found:
        region.as_of = on
        region.name = then.get(region.code, region.name)


def list_path(code: str, on: dt.date | None = None) -> list[Region]:
    """The place with all places above it, from the nation down."""
    path = list(Region.objects.filter(code__in=[*ancestors(code), code]).order_by("level_order"))
    if on is not None:
        _name_as_of(path, on)
    return path


def list_children(code: str, on: dt.date | None = None) -> QuerySet[Region]:
    """Places directly below that are in force, in code order; under the names of today."""
    return Region.objects.filter(valid_q(on), parent_code=code).order_by("code")


def codes_below(code: str) -> list[str]:
    """Codes of all places below, in byte order, those of the past among them; the place itself is left out."""
    span = CodeRange.below(code)
    rows = Region.objects.filter(code__gte=span.start, code__lt=span.end).exclude(code=code)
    return list(rows.order_by("code").values_list("code", flat=True))


def list_villages(code: str, on: dt.date | None = None) -> QuerySet[Region]:
    """Villages of a place that are in force, in code order; of a village itself."""
    span = CodeRange.below(code)
    rows = Region.objects.filter(valid_q(on), code__gte=span.start, code__lt=span.end, level=Region.Level.VILLAGE)
    return rows.order_by("code")


def is_village(code: str) -> bool:
    """Whether a village of this code is in force today."""
    return Region.objects.filter(valid_q(None), code=code, level=Region.Level.VILLAGE).exists()


def regencies_below(roots: Iterable[str]) -> list[tuple[Region, list[Region]]]:
    """Provinces with their regencies, in code order, of the nation or of single provinces."""
    within = Q(pk__in=[])
    for span in map(CodeRange.below, roots):
        within |= Q(code__gte=span.start, code__lt=span.end)
    levels = [Region.Level.PROVINCE, Region.Level.REGENCY]
    rows = Region.objects.filter(within, valid_q(None), level__in=levels)
    groups: dict[str, tuple[Region, list[Region]]] = {}
    for region in rows.order_by("code"):
        if region.level == Region.Level.PROVINCE:
            groups[region.code] = (region, [])
        else:
            groups[region.parent_code][1].append(region)
    return list(groups.values())


def search_regions(text: str, limit: int = 20) -> list[Region]:
    """Places by code (of the ministry or of Statistics Indonesia) or by name; case, spaces, apostrophes do not count.

    Exact names come first, then names that start so, then names that hold the text anywhere; within each, higher
    levels first. A leading word for the kind ("nagari", "kota") may stand or be left out; where it fits, that place
    leads; places that are no more come after all others. A text of one or two letters finds the starts of names only:
    letter triples are what the index is made of.
    """
    if (code := _code_in(text)) is not None:
        return _by_code(code, re.sub(r"\D", "", text), limit)
    whole, bare = fold(text), fold_query(text)
    if not bare:
        return []
    fits = _fits(whole) | _fits(bare)
    closeness = _closeness(whole, bare, kind_in(text))
    order = (_ended_last(), closeness, "level_order", "name", "code")
    return list(Region.objects.filter(fits).order_by(*order)[:limit])


def _by_code(code: str, digits: str, limit: int) -> list[Region]:
    rows = Region.objects.filter(code__startswith=code).order_by(_ended_last(), "level_order", "code")
    found = list(rows[:limit])
    if len(digits) in _BPS_LENGTHS:
        found += [r for r in Region.objects.filter(bps_code=digits) if r.code not in {f.code for f in found}]
    return found[:limit]


def _ended_last() -> Case:
    return Case(When(valid_to__lt=timezone.localdate(), then=Value(1)), default=Value(0))


def _code_in(text: str) -> str | None:
    """The text as a dotted code, or the start of one: "1301012001", "13.01." -> "13.01"."""
    if not re.fullmatch(r"[\d. ]+", text.strip()) or not any(c.isdigit() for c in text):
        return None
    digits = re.sub(r"\D", "", text)
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:10]) if part)


def _fits(folded: str) -> Q:
    if len(folded) < _TRIGRAM:
        return Q(folded_name__gte=folded, folded_name__lt=folded + "~")
    return Q(folded_name__contains=folded)


def _closeness(whole: str, bare: str, kind: str) -> Case:
    return Case(
        When(folded_name=bare, kind=kind, then=Value(-1)),
        When(folded_name=whole, then=Value(0)),
        When(folded_name=bare, then=Value(1)),
        When(folded_name__startswith=whole, then=Value(2)),
        When(folded_name__startswith=bare, then=Value(3)),
        default=Value(4),
    )


def paths_of(regions: Iterable[Region]) -> dict[str, str]:
    """Where each place lies, nearest first, without the nation: {"13.01.01": "Kabupaten ..., Provinsi ..."}."""
    above = {r.code: [c for c in reversed(ancestors(r.code)) if c != NATION] for r in regions}
    names = names_of(c for codes in above.values() for c in codes)
    return {code: ", ".join(names[c] for c in codes if c in names) for code, codes in above.items()}


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Name with its kind for each code that exists: {"13.01.01.2001": "Nagari ..."}; an old place's with its code."""
    today = timezone.localdate()
    return {r.code: label_of(r, today) for r in Region.objects.filter(code__in=set(codes))}


def label_of(region: Region, today: dt.date) -> str:
    """What a place is called in a list of places; one that is no more is marked with its old code."""
    if region.valid_to is None or region.valid_to >= today:
        return str(region)
    return gettext("%(name)s (kode lama %(code)s)") % {"name": region, "code": region.code}


def existing_codes(codes: Iterable[str]) -> set[str]:
    """Which of these codes are in force today."""
    return set(Region.objects.filter(valid_q(None), code__in=set(codes)).values_list("code", flat=True))


def find_by_names(names: tuple[str, ...]) -> str:
    """Code of the place at the end of a path of names ("Kota Semarang", "Banyumanik", "Sumurboto"); "" unless just one.

    The first name carries its kind; each further one lies below the one before, and of places of one name the highest
    level counts (Banyumanik is a district and a village in it).
    """
    code, span = NATION, CodeRange.below(NATION)
    for number, name in enumerate(names):
        rows = Region.objects.filter(
            valid_q(None), code__gte=span.start, code__lt=span.end, folded_name=fold_query(name)
        )
        if number == 0:
            rows = rows.filter(kind=kind_in(name))
        found = list(rows.exclude(code=code).order_by("level_order").values_list("code", "level_order")[:2])
        if not found or (len(found) == 2 and found[0][1] == found[1][1]):
            return ""
        code = found[0][0]
        span = CodeRange.below(code)
    return code


@dataclass(frozen=True, slots=True)
class PlaceBelow:
    """A place directly below another, with how many villages lie in it (1 for a village itself)."""

    region: Region
    villages: int


def list_below(code: str, on: dt.date | None = None) -> list[PlaceBelow]:
    """The places directly below, in code order, each with its number of villages; as of a day."""
    children = list(list_children(code, on))
    if not children:
        return []
    if on is not None:
        _name_as_of(children, on)
    counts = dict(
        list_villages(code, on)
        .annotate(child=Substr("code", 1, len(children[0].code)))
        .order_by()
        .values_list("child")
        .annotate(n=Count("code"))
        .values_list("child", "n")
    )
    return [PlaceBelow(child, counts.get(child.code, 0)) for child in children]


def count_villages_by_kind(code: str, on: dt.date | None = None) -> dict[str, int]:
    """How many villages of which kind a place has, by what they are called there: {"Nagari": 182}."""
    rows = list_villages(code, on).order_by().values_list("kind", "local_kind").annotate(n=Count("code"))
    found: dict[str, int] = {}
    for kind, local_kind, number in rows.values_list("kind", "local_kind", "n"):
        label = Region(kind=kind, local_kind=local_kind).kind_label
        found[label] = found.get(label, 0) + number
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
