"""Whom a submission is about: the family as it is stored, else the name that was filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family
from padu.interop.openrosa import activity_form
from padu.interop.openrosa.filled import Filled
from padu.interop.openrosa.models import FamilyEntity, Submission
from padu.interop.openrosa.submissions import filled_of
from padu.interop.openrosa.waiting import where_lives

_HEAD: Final = "1"


@dataclass(frozen=True, slots=True)
class Subject:
    """Name of the head of a family, or of an activity; `family` where it is stored."""

    name: str = ""
    family: Family | None = None

    @property
    def place(self) -> str:
        """Where the family lives; "" where it is not stored."""
        return where_lives(self.family) if self.family is not None else ""


def subjects_of(actor: Actor, rows: Sequence[Submission]) -> dict[int, Subject]:
    """By id of the submission; nothing of villages whose families the actor does not read."""
    rows = [row for row in rows if actor.may(Verb.FAMILY_READ, row.region_code)]
    uuids = [row.entity for row in rows if row.entity and not row.family_id]
    by_entity = dict(FamilyEntity.objects.filter(uuid__in=uuids).values_list("uuid", "family_id")) if uuids else {}
    keys = {row.pk: row.family_id or by_entity.get(row.entity) for row in rows}
    wanted = [key for key in keys.values() if key]
    families = Family.objects.in_bulk(wanted) if wanted else {}
    return {row.pk: _subject(row, families.get(keys[row.pk] or 0)) for row in rows}


def _subject(row: Submission, family: Family | None) -> Subject:
    if family is not None:
        return Subject(family.head_name, family)
    return Subject(_said(filled_of(row)) if row.key_id else "")


def _said(filled: Filled) -> str:
    """The name that was filled in: of the activity, of the head, else of the first member."""
    if filled.form_id == activity_form.FORM_ID:
        return filled.cells.get("title", "")
    heads = [one.cells for one in filled.members if one.cells.get("relation") == _HEAD]
    named = [filled.cells.get("head_name", ""), *(cells.get("name", "") for cells in heads)]
    named += [one.cells.get("name", "") for one in filled.members]
    return next((name for name in named if name), "")
