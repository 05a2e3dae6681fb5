"""Merge two persons or two families of one village: one stays, the other becomes inactive, nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.record_linkage.services.followers import followers_move, person_followers_move
from padu.apps.record_linkage.services.journal import NIK_COLUMNS, Journal, marks_now
from padu.apps.rumah_dataku.models import Family, FamilyHandOver, FamilySurvey, Person
from padu.apps.rumah_dataku.models.hand_overs import HandOverState
from padu.domain.errors import PaduError
from padu.domain.linkage.review import Answer, PairState
from padu.domain.pk21.codes import Relation

MIN_REASON: Final = 5  # [assumption] characters: "-" is no reason
# What a person may take from the other record, as columns that go together.
PERSON_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name",),
    "nik": NIK_COLUMNS,
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "relation": ("relation",),
    "marital_status": ("marital_status",),
    "birth_certificate": ("birth_certificate",),
    "religion": ("religion",),
    "occupation": ("occupation",),
    "education": ("education",),
    "insurance": ("insurance",),
    "whereabouts": ("whereabouts",),
}
FAMILY_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "household": ("household_id",),
    "address": ("hamlet", "rw", "rt", "address"),
    "welfare": ("welfare_decile", "welfare_source", "welfare_as_of"),
}
_DUTIES: Final = (
    Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE, Verb.CASE_REFER, Verb.PRIVACY_SERVE,
)  # fmt: skip


class ReasonMissing(PaduError):
    """A merge, and taking it back, has a reason that is kept."""

    code = "merge.reason_missing"


class NotMergeable(PaduError):
    """A side is no longer active, or the pair stands in two villages, or was decided already."""

    code = "merge.not_mergeable"


class HandOverOpen(PaduError):
    """A family that was offered to another village stays as it is until the offer is answered or taken back."""

    code = "merge.hand_over_open"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reviewer chose.

    keep_id  the person or family that stays
    take     fields whose value comes from the other record (keys of PERSON_FIELDS or FAMILY_FIELDS)
    members  of families: persons of the dropped family whose own record is right; by default the kept one's is
    """

    keep_id: int
    take: frozenset[str] = frozenset()
    members: frozenset[int] = frozenset()
    reason: str = ""


def pair_merge(*, actor: Actor, pair_id: int, choice: Choice) -> Merge:
    """Merge the two of a pair within one village.

    A second call for the same pair changes nothing.
    Raises Http404, VerbMissing, ReasonMissing, NotMergeable, HandOverOpen.
    """
    found: DuplicatePair | None = DuplicatePair.objects.filter(pk=pair_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.FAMILY_MERGE)
    reason = reason_of(choice.reason)
    with scoped(duty(found.region_code, actor)), because(reason):
        pair = DuplicatePair.objects.select_for_update().get(pk=pair_id)
        if pair.state == PairState.MERGED:
            done: Merge = Merge.objects.filter(pair_id=pair.pk, undone_at=None).latest("pk")
            return done
        if pair.across or choice.keep_id not in (pair.left_id, pair.right_id):
            raise NotMergeable(why="across" if pair.across else "keep")
        merge = _merge(actor, pair, choice, reason)
        pair.state, pair.answer, pair.reason = PairState.MERGED, Answer.SAME, reason
        pair.answered_by, pair.answered_at = actor.user_id, merge.merged_at
        pair.save(update_fields=["state", "answer", "reason", "answered_by", "answered_at"])
    return merge


def duty(region_code: str, actor: Actor) -> Actor:
    """The system in one village on behalf of who decided: specific rows follow without being read back."""
    return system_actor(region_code, *_DUTIES, on_behalf_of=actor)


def reason_of(text: str) -> str:
    """Raises ReasonMissing."""
    plain = text.strip()[:300]
    if len(plain) < MIN_REASON:
        raise ReasonMissing
    return plain


def _merge(actor: Actor, pair: DuplicatePair, choice: Choice, reason: str) -> Merge:
    keep = choice.keep_id
    drop = pair.right_id if keep == pair.left_id else pair.left_id
    journal = Journal()
    if pair.kind == DuplicatePair.Kind.PERSON:
        families = _persons_merge(journal, keep, drop, choice.take)
    else:
        families = _families_merge(journal, keep, drop, choice, [(one, other) for one, other in pair.members])
    merge: Merge = Merge.objects.create(
        region_code=pair.region_code,
        kind=pair.kind,
        pair_id=pair.pk,
        kept_id=keep,
        kept_region_code=pair.region_code,
        kept_family_id=families[0],
        dropped_id=drop,
        dropped_family_id=families[1],
        journal=journal.steps,
        marks=marks_now([Person, Family]),
        reason=reason,
        merged_by=actor.user_id,
        merged_at=timezone.now(),
    )
    families_touched(families)
    record_change(actor, "duplicates.merge", pair.region_code, f"{pair.kind}:{keep}", f"merge:{merge.pk} lepas:{drop}")
    tell_changed(pair.region_code, families, actor)
    return merge


def _active(model: Any, ids: Iterable[int]) -> dict[int, Any]:
    """Both rows, locked. Raises NotMergeable when one is not active any more."""
    wanted = sorted(ids)
    rows = {row.pk: row for row in model.objects.filter(pk__in=wanted, active=True).select_for_update().order_by("pk")}
    if list(rows) != wanted:
        raise NotMergeable(why="inactive")
    return rows


def require_not_offered(family_ids: Iterable[int]) -> None:
    """Raises HandOverOpen where one of these families waits for another village's answer."""
    if FamilyHandOver.objects.filter(family_id__in=list(family_ids), state=HandOverState.PROPOSED).exists():
        raise HandOverOpen


def _persons_merge(journal: Journal, keep: int, drop: int, take: frozenset[str]) -> tuple[int, int]:
    rows = _active(Person, (keep, drop))
    kept, dropped = rows[keep], rows[drop]
    person_drop(journal, kept, dropped, take | _blanks(kept, dropped))
    left_behind = Person.objects.filter(family_id=dropped.family_id, active=True)
    if dropped.family_id != kept.family_id and not left_behind.exists():
        require_not_offered([dropped.family_id])
        journal.off(Family, dropped.family_id, into=kept.family_id)
        followers_move(journal, dropped=dropped.family_id, kept=kept.family_id)
    return kept.family_id, dropped.family_id


def person_drop(journal: Journal, kept: Person, dropped: Person, take: Iterable[str]) -> None:
    """The dropped row steps back, gives the fields that are taken and gets the kept one's for them."""
    columns = [column for field in PERSON_FIELDS if field in set(take) for column in PERSON_FIELDS[field]]
    journal.off(Person, dropped.pk, into=kept.pk, exchanged=columns)
    journal.swap(Person, kept.pk, dropped.pk, columns)
    person_followers_move(journal, dropped=dropped, kept=kept)
    if "name" in columns and kept.relation == Relation.HEAD:
        family = Family.objects.get(pk=kept.family_id)
        journal.move(Family, family.pk, head_name=(family.head_name, dropped.name))
    if kept.family_id == dropped.family_id:
        for child in Person.objects.filter(family_id=kept.family_id, mother_line=dropped.line):
            journal.move(Person, child.pk, mother_line=(dropped.line, kept.line))


def _blanks(kept: Person, dropped: Person) -> frozenset[str]:
    """Fields that only the dropped record knows: they are taken without being asked for."""
    found = {
        field
        for field, columns in PERSON_FIELDS.items()
        if field not in ("nik", "relation") and _empty(kept, columns) and not _empty(dropped, columns)
    }
    if not kept.nik_first4 and dropped.nik_first4:
        found.add("nik")
    return frozenset(found)


def _empty(row: Any, columns: Iterable[str]) -> bool:
    return all(getattr(row, column) in (None, "") for column in columns)


def _families_merge(
    journal: Journal, keep: int, drop: int, choice: Choice, members: list[tuple[int, int]]
) -> tuple[int, int]:
    rows = _active(Family, (keep, drop))
    require_not_offered(rows)
    people = {row.pk: row for row in Person.objects.filter(family_id__in=[keep, drop], active=True).order_by("pk")}
    lines = _members_merge(journal, keep, choice.members, people, members)
    lines |= _rest_move(journal, keep, drop)
    _mothers_follow(journal, lines)
    take = choice.take | {field for field, columns in FAMILY_FIELDS.items() if _empty(rows[keep], columns)}
    columns = [column for field in FAMILY_FIELDS if field in take for column in FAMILY_FIELDS[field]]
    journal.off(Family, drop, into=keep, exchanged=columns)
    journal.swap(Family, keep, drop, columns)
    followers_move(journal, dropped=drop, kept=keep)
    return keep, drop


def _members_merge(
    journal: Journal, keep: int, own_right: frozenset[int], people: dict[int, Person], members: list[tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Pairs of members become one. Returns person of the dropped family -> (its line there, line in the kept)."""
    lines: dict[int, tuple[int, int]] = {}
    for pair in members:
        both = [people[at] for at in pair if at in people]
        if len(both) < 2 or both[0].family_id == both[1].family_id:
            continue
        kept, dropped = both if both[0].family_id == keep else reversed(both)
        take = frozenset(PERSON_FIELDS) - {"relation"} if dropped.pk in own_right else _blanks(kept, dropped)
        person_drop(journal, kept, dropped, take)
        lines[dropped.pk] = (dropped.line, kept.line)
    return lines


def _rest_move(journal: Journal, keep: int, drop: int) -> dict[int, tuple[int, int]]:
    """Members whom only the dropped family has join the kept one, under lines of their own."""
    last = Person.objects.filter(family_id=keep).aggregate(last=Max("line"))["last"] or 0
    lines: dict[int, tuple[int, int]] = {}
    for person in Person.objects.filter(family_id=drop, active=True).order_by("line"):
        last += 1
        former = (person.former_lines or {}) | {str(drop): person.line}
        journal.move(
            Person,
            person.pk,
            family_id=(drop, keep),
            line=(person.line, last),
            former_lines=(person.former_lines, former),
        )
        lines[person.pk] = (person.line, last)
    return lines


def _mothers_follow(journal: Journal, lines: Mapping[int, tuple[int, int]]) -> None:
    """The mother's line of those who came over points to her line in the kept family."""
    new_line = dict(lines.values())
    for person in Person.objects.filter(pk__in=list(lines), active=True, mother_line__isnull=False).order_by("pk"):
        journal.move(Person, person.pk, mother_line=(person.mother_line, new_line.get(person.mother_line or 0)))


def families_touched(family_ids: Iterable[int]) -> None:
    Family.objects.filter(pk__in=list(family_ids)).update(updated_at=timezone.now())


def tell_changed(region_code: str, family_ids: Iterable[int], actor: Actor) -> None:
    """Index and figures of every data year of these families follow."""
    surveys = FamilySurvey.objects.filter(family_id__in=list(family_ids))
    for year in sorted(set(surveys.values_list("year", flat=True))):
        publish(Event.FAMILIES_STORED, region_code=region_code, year=year, user_id=actor.user_id)
