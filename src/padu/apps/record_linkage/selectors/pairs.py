"""Pairs and merges as people read them: names of the own side, initials of the other village's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404

from padu.access.actor import Actor
from padu.access.tables import scope_q
from padu.access.verbs import Verb
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.models import Family, Household, Person
from padu.apps.rumah_dataku.selectors.family_page import member_line
from padu.apps.rumah_dataku.words import label_of
from padu.domain.formatting import date_long
from padu.domain.linkage.agreement import Field, Reason, reasons
from padu.domain.linkage.review import TO_DO, PairState

UNNAMED: Final = "(tanpa nama)"


def list_pairs(actor: Actor, *, village: str = "", state: str = "", kind: str = "") -> QuerySet[DuplicatePair]:
    """Pairs of the villages in which the actor reviews; state "perlu": those that still need somebody."""
    rows = DuplicatePair.objects.filter(_reviewed(actor))
    if village:
        rows = rows.filter(region_code=village)
    if kind in DuplicatePair.Kind.values:
        rows = rows.filter(kind=kind)
    if state == "perlu":
        return rows.filter(_to_do())
    return rows.filter(state=state) if state in set(PairState) else rows.exclude(state=PairState.GONE)


def _reviewed(actor: Actor) -> Q:
    return scope_q(actor.scope_for(Verb.FAMILY_MERGE), "region_code")


def _to_do() -> Q:
    """Not answered yet, or answered by the other village only."""
    return Q(state__in=TO_DO) | Q(state=PairState.WAITING, answer="")


def pairs_to_do(places: Iterable[str]) -> int:
    """Pairs of these villages (or of the places below) that wait for somebody there; the gate narrows it further."""
    inside = Q(pk__in=[])
    for place in places:
        inside |= Q(region_code=place) | Q(region_code__startswith=f"{place}.")
    return int(DuplicatePair.objects.filter(inside).filter(_to_do()).count())


def get_pair(pair_id: int) -> DuplicatePair:
    """Raises Http404 for a pair that is not there for the current actor."""
    found: DuplicatePair | None = DuplicatePair.objects.filter(pk=pair_id).first()
    if found is None:
        raise Http404
    return found


def pair_of_family(family_id: int) -> DuplicatePair | None:
    """The likeliest pair of a family, or of its members, that still waits for somebody."""
    mine = Q(own_family_id=family_id) | Q(other_family_id=family_id)
    found: DuplicatePair | None = DuplicatePair.objects.filter(mine).filter(_to_do()).order_by("kind", "-score").first()
    return found


def titles_of(pairs: Iterable[DuplicatePair]) -> dict[int, tuple[str, str]]:
    """Pair -> names of its two sides, with what the other village may be told where it lies there."""
    rows = list(pairs)
    people = _names(Person, "name", [at for row in rows if row.kind == "person" for at in (row.left_id, row.right_id)])
    families = _names(
        Family, "head_name", [at for row in rows if row.kind == "family" for at in (row.left_id, row.right_id)]
    )
    return {row.pk: _titles(row, people if row.kind == DuplicatePair.Kind.PERSON else families) for row in rows}


def _names(model: type[Person] | type[Family], column: str, ids: list[int]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in=ids).values_list("pk", column))


def _titles(row: DuplicatePair, names: dict[int, str]) -> tuple[str, str]:
    own = names.get(row.own_id) or UNNAMED
    if not row.across:
        return own, names.get(row.other_id) or UNNAMED
    born = f", lahir {row.other_birth_year}" if row.other_birth_year else ""
    return own, f"{row.other_initials}{born}"


def reasons_of(pair: DuplicatePair) -> tuple[Reason, ...]:
    """Why the machine thinks so, what agrees first."""
    return reasons({field: key for field, key in pair.agreement.items() if field in set(Field)})


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both sides: key as in services.merging, label, the two values in words ("" is not known).

    behind_mask  the values differ where their words are masked alike
    """

    key: str
    label: str
    left: str
    right: str
    behind_mask: bool = False

    @property
    def differs(self) -> bool:
        return self.behind_mask or self.left != self.right


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: where it stands, how many live there. `active`: it may still be merged."""

    id: int
    title: str
    family_id: int
    place: str
    members: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class MemberPair:
    """A member of each family that are one person: ids and how each is written there."""

    left_id: int
    right_id: int
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair within one village, side by side."""

    left: Side
    right: Side
    lines: tuple[Line, ...]
    members: tuple[MemberPair, ...]

    @property
    def mergeable(self) -> bool:
        return self.left.active and self.right.active


def compare(pair: DuplicatePair) -> Comparison:
    """Both sides of a pair within one village."""
    return _compare_families(pair) if pair.kind == DuplicatePair.Kind.FAMILY else _compare_persons(pair)


def own_side(pair: DuplicatePair) -> Side:
    """The own side of a pair across villages."""
    if pair.kind == DuplicatePair.Kind.FAMILY:
        return _family_side(Family.objects.get(pk=pair.own_id))
    return _person_side(Person.objects.select_related("family").get(pk=pair.own_id))


def _compare_persons(pair: DuplicatePair) -> Comparison:
    rows = {row.pk: row for row in Person.objects.select_related("family").filter(pk__in=[pair.left_id, pair.right_id])}
    left, right = rows[pair.left_id], rows[pair.right_id]
    words = [_person_words(row) for row in (left, right)]
    masked = {"nik": _other_number(left.nik_hash, right.nik_hash)}
    lines = tuple(
        Line(key, label, words[0][key], words[1][key], masked.get(key, False)) for key, label in _PERSON_LABELS.items()
    )
    return Comparison(_person_side(left), _person_side(right), lines, ())


def _other_number(left: Any, right: Any) -> bool:
    """Whether both numbers are known and are two; hashes as the database gives them."""
    return left is not None and right is not None and bytes(left) != bytes(right)


_PERSON_LABELS: Final = {
    "name": "Nama", "nik": "NIK", "sex": "Jenis kelamin", "birth_date": "Tanggal lahir",
    "relation": "Hubungan dengan kepala keluarga", "marital_status": "Status kawin",
    "birth_certificate": "Akta lahir", "religion": "Agama", "education": "Pendidikan", "occupation": "Pekerjaan",
    "insurance": "Jaminan kesehatan", "whereabouts": "Keberadaan",
}  # fmt: skip


def _person_words(row: Person) -> dict[str, str]:
    line = member_line(row)
    return {
        "name": row.name,
        "nik": line.nik,
        "sex": line.sex,
        "birth_date": date_long(row.birth_date) if row.birth_date else "",
        "relation": line.relation,
        "marital_status": line.marital_status,
        "birth_certificate": line.certificate,
        "religion": label_of(codes.RELIGION, row.religion),
        "education": line.education,
        "occupation": line.occupation,
        "insurance": line.insurance,
        "whereabouts": line.whereabouts,
    }


def _person_side(row: Person) -> Side:
    family = row.family
    return Side(
        row.pk, row.name or UNNAMED, family.pk, _place_words(family), _members(family.pk), row.active and family.active
    )


def _family_side(row: Family) -> Side:
    return Side(row.pk, row.head_name or UNNAMED, row.pk, _place_words(row), _members(row.pk), row.active)


def _members(family_id: int) -> tuple[str, ...]:
    return tuple(
        Person.objects.filter(family_id=family_id, active=True).order_by("line").values_list("name", flat=True)
    )


def _place_words(family: Family) -> str:
    """`Pasar · RT 002 / RW 001 · Jl. Baru`; what the address names as well is said once."""

    def unsaid(words: str) -> bool:
        return bool(words) and words not in family.address

    numbers = (f"RT {family.rt}" * bool(family.rt), f"RW {family.rw}" * bool(family.rw))
    parts = (family.hamlet if unsaid(family.hamlet) else "", " / ".join(filter(unsaid, numbers)), family.address)
    return " · ".join(words for words in parts if words)


def _compare_families(pair: DuplicatePair) -> Comparison:
    rows = {row.pk: row for row in Family.objects.filter(pk__in=[pair.left_id, pair.right_id])}
    left, right = rows[pair.left_id], rows[pair.right_id]
    cards = dict(
        Household.objects.filter(pk__in=[row.household_id for row in rows.values() if row.household_id]).values_list(
            "pk", "kk_first4"
        )
    )
    words = [_family_words(row, cards) for row in (left, right)]
    cards_differ = (
        left.household_id in cards and right.household_id in cards and left.household_id != right.household_id
    )
    masked = {"household": cards_differ}
    lines = tuple(
        Line(key, label, words[0][key], words[1][key], masked.get(key, False)) for key, label in _FAMILY_LABELS.items()
    )
    return Comparison(_family_side(left), _family_side(right), lines, _member_pairs(pair))


_FAMILY_LABELS: Final = {"household": "No. KK", "address": "Alamat", "welfare": "Desil kesejahteraan"}


def _family_words(row: Family, cards: dict[int, str]) -> dict[str, str]:
    source = f" ({row.welfare_source})" if row.welfare_source else ""
    return {
        "household": f"{cards[row.household_id]}************" if row.household_id in cards else "",
        "address": _place_words(row),
        "welfare": f"{row.welfare_decile}{source}" if row.welfare_decile else "",
    }


def _member_pairs(pair: DuplicatePair) -> tuple[MemberPair, ...]:
    ids = [at for members in pair.members for at in members]
    people = {row.pk: row for row in Person.objects.filter(pk__in=ids, active=True)}
    return tuple(
        MemberPair(one, other, _member_words(people[one]), _member_words(people[other]))
        for one, other in pair.members
        if one in people and other in people
    )


def _member_words(row: Person) -> str:
    line = member_line(row)
    born = date_long(row.birth_date) if row.birth_date else "tanggal lahir tidak diketahui"
    return " · ".join(words for words in (row.name, line.sex, born, f"NIK {line.nik}") if words)


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge with the name of who stayed; `may_undo`: it still stands."""

    merge: Merge
    title: str
    place: str


def list_merges(actor: Actor, most: int = 200) -> list[MergeLine]:
    """Merges of the villages in which the actor reviews, newest first."""
    rows = list(Merge.objects.filter(_reviewed(actor)).order_by("-merged_at", "-pk")[:most])
    names = names_of(row.region_code for row in rows)
    people = _names(Person, "name", [row.dropped_id for row in rows if row.kind == DuplicatePair.Kind.PERSON])
    families = _names(Family, "head_name", [row.dropped_id for row in rows if row.kind == DuplicatePair.Kind.FAMILY])
    return [_merge_line(row, people, families, names) for row in rows]


def _merge_line(row: Merge, people: dict[int, str], families: dict[int, str], names: dict[str, str]) -> MergeLine:
    titles = people if row.kind == DuplicatePair.Kind.PERSON else families
    return MergeLine(row, titles.get(row.dropped_id) or UNNAMED, names.get(row.region_code, row.region_code))


@dataclass(frozen=True, slots=True)
class FamilyMerge:
    """A merge that still stands, seen from one of its families: who was dropped, and where the other family is.

    other  number of the family on the other side; None where it is the same one, or of another village
    """

    merge: Merge
    dropped: str
    gave_way: bool
    other: int | None


def merges_of_family(family: Family) -> list[FamilyMerge]:
    """Merges of a family or its members that still stand, newest first."""
    sides = Q(kept_family_id=family.pk) | Q(dropped_family_id=family.pk)
    rows = list(Merge.objects.filter(sides, region_code=family.region_code, undone_at=None).order_by("-merged_at"))
    people = _names(Person, "name", [row.dropped_id for row in rows if row.kind == DuplicatePair.Kind.PERSON])
    families = _names(Family, "head_name", [row.dropped_id for row in rows if row.kind == DuplicatePair.Kind.FAMILY])
    return [_family_merge(row, family, people, families) for row in rows]


def _family_merge(row: Merge, family: Family, people: dict[int, str], families: dict[int, str]) -> FamilyMerge:
    names = people if row.kind == DuplicatePair.Kind.PERSON else families
    gave_way = row.dropped_family_id == family.pk
    other = row.kept_family_id if gave_way else row.dropped_family_id
    return FamilyMerge(
        row, names.get(row.dropped_id) or UNNAMED, gave_way, other if other not in (0, family.pk) else None
    )


def get_merge(merge_id: int) -> Merge:
    """Raises Http404."""
    found: Merge | None = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        raise Http404
    return found


def standing_merge(pair: DuplicatePair) -> Merge | None:
    """The merge that came of a pair and still stands, where the current actor sees it."""
    ids = [pair.left_id, pair.right_id]
    rows = Merge.objects.filter(kind=pair.kind, kept_id__in=ids, dropped_id__in=ids, undone_at=None)
    found: Merge | None = rows.order_by("-pk").first()
    return found
