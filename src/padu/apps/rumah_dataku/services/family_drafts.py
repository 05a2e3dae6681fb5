"""Writing a family down in steps: kept after each of them, checked by the import's rules, stored once.

A draft of a stored family holds what was stored when it began and what its writer has changed since. Stored are the
changes alone, laid over the family as it is then; where both were changed, somebody decides.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.regions.selectors import is_village
from padu.apps.rumah_dataku.models import Family, FamilyDraft
from padu.apps.rumah_dataku.services.family_cells import (
    COUPLE_FIELDS,
    SPECIFIC_FIELDS,
    FamilyCells,
    is_survey,
    lay_over,
)
from padu.apps.rumah_dataku.services.family_entering import (
    Finding,
    Outcome,
    family_check,
    family_look_up,
    family_save,
    stored_family,
)
from padu.apps.rumah_dataku.services.runs import OPERATOR_ID
from padu.domain.errors import PaduError
from padu.domain.regions import NATION

SOURCE: Final = "isian"
"""Source of families that were first written down in the form; their key is the token of their draft."""
KEEP_DAYS: Final = 30  # [assumption] a draft that nobody has touched for a month is not gone on with
STORED_DAYS: Final = 7  # [assumption] so long a second click on an old page still finds the family
_WHY: Final = "Pembetulan lewat formulir keluarga"
HEAD: Final = "1"


class FamilyNotActive(PaduError):
    """The family has left or was taken together with another one: nothing is written to it. data: family."""

    code = "draft.family_not_active"


@dataclass(frozen=True, slots=True)
class Content:
    """What a draft holds, by field: `hamlet`, or `2.name` for a member. Texts are kept as typed, right or wrong.

    base       what was stored when the draft began; never specific answers that its writer may not read
    said       what the writer changed; "" takes an answer back
    next_line  first line that no stored member has ever had
    """

    base: dict[str, str] = field(default_factory=dict, repr=False)
    said: dict[str, str] = field(default_factory=dict, repr=False)
    next_line: int = 1

    def text(self, name: str) -> str:
        return self.said.get(name, self.base.get(name, ""))

    def lines(self) -> list[int]:
        """Lines of all members, stored and new."""
        return sorted({int(name.partition(".")[0]) for name in (*self.base, *self.said) if "." in name})

    def is_new(self, line: int) -> bool:
        return line >= self.next_line

    def free_line(self) -> int:
        return max([self.next_line - 1, *self.lines()]) + 1


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that was changed both in the draft and by somebody else since it began."""

    name: str
    before: str
    now: str
    said: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of storing a draft: the outcome, or clashes that somebody has to decide on first."""

    outcome: Outcome
    clashes: tuple[Clash, ...] = ()


def draft_context(token: UUID) -> bytes:
    """What binds a draft's ciphertext to its row."""
    return f"rumah_dataku.draft:{token}".encode()


def open_content(draft: FamilyDraft) -> Content:
    """What a draft holds; nothing once it is stored. Raises UnknownKeyError, TamperedError."""
    if not draft.key_id:
        return Content()
    clear = settings.KEYRING.decrypt(draft.key_id, bytes(draft.payload), draft_context(draft.token))
    return Content(**json.loads(clear))


def _keep(draft: FamilyDraft, content: Content) -> None:
    sealed = settings.KEYRING.encrypt(json.dumps(asdict(content)).encode(), draft_context(draft.token))
    draft.key_id, draft.payload = sealed
    draft.updated_at = timezone.now()
    draft.save()


def get_draft(actor: Actor, token: UUID, *, locked: bool = False) -> FamilyDraft:
    """The actor's own draft; raises Http404 for anybody else's, and where the actor writes no families any more."""
    rows = FamilyDraft.objects.filter(token=token, created_by=actor.user_id)
    draft: FamilyDraft | None = (rows.select_for_update() if locked else rows).first()
    if draft is None:
        raise Http404
    require_place(actor, draft.region_code, Verb.FAMILY_WRITE)
    return draft


def open_drafts(actor: Actor) -> list[FamilyDraft]:
    """The actor's drafts that are not stored yet, where they still write families; the last touched first."""
    rows = FamilyDraft.objects.filter(created_by=actor.user_id, stored_at=None).order_by("-updated_at", "-pk")
    return [row for row in rows if actor.may(Verb.FAMILY_WRITE, row.region_code)]


def draft_start(*, actor: Actor, region_code: str) -> FamilyDraft:
    """Begin a new family of a village. Raises Http404 (also for what is no village), PermissionDenied."""
    require_place(actor, region_code, Verb.FAMILY_WRITE)
    if not is_village(region_code):
        raise Http404
    return _begin(actor, region_code, None, Content())


def draft_correct(*, actor: Actor, family_id: int, year: int) -> FamilyDraft:
    """Begin to put a stored family right, or go on where the actor has begun before. Raises Http404, FamilyNotActive.

    year  whose answers are corrected or asked
    """
    earlier = FamilyDraft.objects.filter(created_by=actor.user_id, family_id=family_id, stored_at=None).first()
    if earlier is not None:
        return get_draft(actor, earlier.token)
    stored, family = stored_family(actor, family_id, year), Family.objects.get(pk=family_id)
    if not family.active:
        raise FamilyNotActive(family=family_id)
    readable = actor.may(Verb.SPECIFIC_READ, family.region_code)
    base = {name: text for name, text in fields_of(stored).items() if readable or name not in SPECIFIC_FIELDS}
    return _begin(actor, family.region_code, family, Content(base, {}, stored.next_line))


def _begin(actor: Actor, region_code: str, family: Family | None, content: Content) -> FamilyDraft:
    draft = FamilyDraft(
        region_code=region_code,
        token=uuid4(),
        family_id=family.pk if family else None,
        seen=family.updated_at if family else None,
        created_by=actor.user_id or OPERATOR_ID,
    )
    _keep(draft, content)
    record_change(actor, "family.draft", region_code, f"family:{family.pk}" if family else f"draft:{draft.pk}")
    return draft


def fields_of(cells: FamilyCells) -> dict[str, str]:
    """Cells by field; the couple's answer stands with the family, whoever of the members gave it."""
    found = dict(cells.family)
    for line, member in cells.members.items():
        couple = {key: text for key, text in member.items() if key in COUPLE_FIELDS}
        found |= couple | {f"{line}.{key}": text for key, text in member.items() if key not in couple}
    return found


def draft_say(*, actor: Actor, token: UUID, said: Mapping[str, str]) -> Content:
    """Keep what was filled in on one page, right or wrong. The same page sent again changes nothing."""
    draft = get_draft(actor, token, locked=True)
    content = open_content(draft)
    if draft.stored_at is not None:
        return content
    kept = {name: text for name, text in (content.said | dict(said)).items() if text != content.base.get(name, "")}
    content = replace(content, said=kept)
    _keep(draft, content)
    return content


def draft_member_remove(*, actor: Actor, token: UUID, line: int) -> None:
    """Take a member out again who was only written into the draft; a stored one leaves by an event. Raises Http404."""
    draft = get_draft(actor, token, locked=True)
    content = open_content(draft)
    if not content.is_new(line):
        raise Http404
    said = {name: text for name, text in content.said.items() if not name.startswith(f"{line}.")}
    said = {name: "" if name.endswith(".mother_line") and text == str(line) else text for name, text in said.items()}
    _keep(draft, replace(content, said=said))


def draft_discard(*, actor: Actor, token: UUID) -> None:
    """Throw a draft away; a stored family stays as it is."""
    draft = get_draft(actor, token, locked=True)
    record_change(actor, "family.draft_discard", draft.region_code, f"draft:{draft.pk}")
    draft.delete()


def draft_cells(draft: FamilyDraft, content: Content) -> FamilyCells:
    """The family as it is filled in so far."""
    empty = FamilyCells(draft.region_code, SOURCE, str(draft.token), next_line=content.next_line)
    return _laid_over(lay_over(empty, _by_member(content.base, content)), content.said, content)


def _by_member(fields: Mapping[str, str], content: Content) -> dict[str, str]:
    """Fields with the couple's answer at the first member; nobody's while there is none."""
    first = next(iter(content.lines()), None)
    plain = {name: text for name, text in fields.items() if name not in COUPLE_FIELDS}
    couple = {f"{first}.{name}": text for name, text in fields.items() if name in COUPLE_FIELDS and first is not None}
    return plain | couple


def _laid_over(under: FamilyCells, said: Mapping[str, str], content: Content) -> FamilyCells:
    cells = lay_over(under, _by_member(said, content))
    family = dict(cells.family)
    if any(member.get("relation") == HEAD for member in cells.members.values()):
        # The head's name is that of the member, also when the member's is put right.
        family.pop("head_name", None)
    kept = under.family.get("surveyed_on", "")
    if not is_survey(said) and (not kept or family.get("surveyed_on", "")[:4] != kept[:4]):
        # A date alone is no survey; that of the same year may be put right.
        family["surveyed_on"] = kept
    return replace(cells, family=family)


def draft_findings(draft: FamilyDraft, content: Content, today: dt.date) -> tuple[Finding, ...]:
    """What the rules say of the draft as it stands, by its own fields."""
    return named_as_asked(family_check(draft_cells(draft, content), today))


def draft_look_up(*, actor: Actor, draft: FamilyDraft, content: Content) -> tuple[Finding, ...]:
    """NIKs of the draft that somebody else has already, by its own fields; those of the family itself are its own.

    Raises Http404, PermissionDenied.
    """
    cells = draft_cells(draft, content)
    if draft.family_id is not None:
        family = Family.objects.get(pk=draft.family_id)
        cells = replace(cells, source=family.source, source_key=family.source_key)
    return named_as_asked(family_look_up(actor=actor, cells=cells))


def named_as_asked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings on the couple's answer under the name by which the form asks for it."""
    return tuple(
        replace(one, name=one.name.rpartition(".")[2]) if one.name.rpartition(".")[2] in COUPLE_FIELDS else one
        for one in findings
    )


def draft_store(*, actor: Actor, token: UUID, over: str = "") -> Result:
    """Store what a draft holds; stored already, it is the same family again.

    over  moment (ISO) of the stored family's last change that the writer has looked at and wants to go over
    Raises Http404, FamilyNotActive.
    """
    draft = get_draft(actor, token, locked=True)
    if draft.stored_at is not None:
        return Result(Outcome(draft.family_id))
    content = open_content(draft)
    if draft.family_id is None:
        return _end(actor, draft, family_save(actor=actor, cells=draft_cells(draft, content)))
    return _store_correction(actor, draft, content, over)


def _store_correction(actor: Actor, draft: FamilyDraft, content: Content, over: str) -> Result:
    assert draft.family_id is not None  # a draft without a family is a new one
    stored = stored_family(actor, draft.family_id, _year(content), to_change=True)
    family = Family.objects.get(pk=draft.family_id)
    if not family.active:
        raise FamilyNotActive(family=draft.family_id)
    now = fields_of(stored)
    if family.updated_at != draft.seen:
        readable = actor.may(Verb.SPECIFIC_READ, family.region_code)
        gone = _gone(content, now)
        clashes = _clashes(content, now, gone, readable=readable)
        if clashes and over != family.updated_at.isoformat():
            return Result(Outcome(None), clashes)
        # Nobody comes back by a correction, and what was said of one person is not laid on another.
        content = replace(content, said={name: text for name, text in content.said.items() if _line(name) not in gone})
    said = moved_lines(content, stored.next_line)
    moved = replace(content, said=said, base=fields_of(stored), next_line=stored.next_line)
    with because(_WHY):
        outcome = family_save(actor=actor, cells=_laid_over(stored, said, moved), event="family.correct")
    return _end(actor, draft, outcome)


def _year(content: Content) -> int:
    """Year of the answers: that of the day of the survey, else this one."""
    return day_of(content.text("surveyed_on")).year


def day_of(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _gone(content: Content, now: Mapping[str, str]) -> frozenset[int]:
    """Lines of stored members who are not in their line any more: they left, or somebody else stands there."""
    lines = {_line(name) for name in content.base} - {0}
    return frozenset(line for line in lines if not _same_person(content.base, now, line))


def _same_person(base: Mapping[str, str], now: Mapping[str, str], line: int) -> bool:
    """Whether a line still holds whom it held: somebody whose name, NIK or birth date was put right is the same."""
    pairs = [(base.get(f"{line}.{key}", ""), now.get(f"{line}.{key}", "")) for key in ("name", "nik", "birth_date")]
    return any(before and before == after for before, after in pairs)


def _clashes(content: Content, now: Mapping[str, str], gone: frozenset[int], *, readable: bool) -> tuple[Clash, ...]:
    """Fields of the draft that somebody else has changed since, and what it says of members who are gone.

    Specific answers that the draft never saw, or whose writer may not read them (any more), are none of them.
    """
    return tuple(
        Clash(name, before, "" if _line(name) in gone else now.get(name, ""), said)
        for name, said in content.said.items()
        for before in (content.base.get(name, ""),)
        if not content.is_new(_line(name))
        and (name not in SPECIFIC_FIELDS or (readable and name in content.base))
        and (_line(name) in gone or now.get(name, "") not in (before, said))
    )


def _line(name: str) -> int:
    line, dot, _ = name.partition(".")
    return int(line) if dot else 0


def moved_lines(content: Content, next_line: int) -> dict[str, str]:
    """What is said, with new members behind those that were stored meanwhile."""
    shift = next_line - content.next_line
    if not shift:
        return content.said
    found = {}
    for name, text in content.said.items():
        line, key = _line(name), name.rpartition(".")[2]
        if key == "mother_line" and text.isdigit() and content.is_new(int(text)):
            text = str(int(text) + shift)
        found[f"{line + shift}.{key}" if line and content.is_new(line) else name] = text
    return found


def _end(actor: Actor, draft: FamilyDraft, outcome: Outcome) -> Result:
    outcome = replace(outcome, findings=named_as_asked(outcome.findings))
    if outcome.family_id is not None:
        draft.family_id, draft.stored_at = outcome.family_id, timezone.now()
        draft.key_id, draft.payload = "", b""
        draft.updated_at = draft.stored_at
        draft.save()
        record_change(actor, "family.draft_stored", draft.region_code, f"family:{outcome.family_id}")
    return Result(outcome)


def drafts_purge(*, now: dt.datetime) -> int:
    """Take away drafts nobody has touched for long, and marks of stored ones. Returns how many."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)) as actor:
        left = FamilyDraft.objects.filter(stored_at=None, updated_at__lt=now - dt.timedelta(days=KEEP_DAYS))
        for draft in left:
            record_change(actor, "family.draft_purge", draft.region_code, f"draft:{draft.pk}")
        old = FamilyDraft.objects.filter(stored_at__lt=now - dt.timedelta(days=STORED_DAYS))
        return left.delete()[0] + old.delete()[0]
