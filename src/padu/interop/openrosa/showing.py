"""Submissions as pages show them: words for fields and answers, specific answers only to who may read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import Http404
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.columns import Column, Shown
from padu.apps.rumah_dataku.services.family_cells import (
    COUPLE_FIELDS,
    SPECIFIC_FIELDS,
    FamilyCells,
    column_of,
    differences,
)
from padu.domain.identity import mask_number
from padu.interop.openrosa import activity_form
from padu.interop.openrosa.choosing import SEVERAL, choices_of
from padu.interop.openrosa.entities import entity_of
from padu.interop.openrosa.family_cells import said_cells
from padu.interop.openrosa.filled import Filled
from padu.interop.openrosa.models import Submission
from padu.interop.openrosa.subjects import Subject, subjects_of
from padu.interop.openrosa.submissions import corrections_of, filled_of, problems_of, stored_of
from padu.interop.openrosa.waiting import OPEN, WAIT, to_decide

PER_PAGE: Final = 50
TONES: Final = {"stored": "good", "waiting": "warn", "conflict": "act", "bad": "act", "dismissed": "outline"}
_ORDER: Final = ("conflict", "bad", "waiting", "stored", "dismissed")
_ACTIVITY_WORDS: Final = {
    line["name"]: line["label"] for line in activity_form.activity_form().survey if "label" in line
}


@dataclass(frozen=True, slots=True)
class Line:
    """One submission in the list."""

    row: Submission
    place: str
    form: str
    tone: str
    days: int
    subject: Subject

    @property
    def overdue(self) -> bool:
        """Whether it has waited so long for what comes before it that a person decides."""
        return self.row.state == Submission.State.WAITING and self.days >= WAIT.days


@dataclass(frozen=True, slots=True)
class Side:
    """One field in which the phone and what is stored differ."""

    name: str
    label: str
    stored: str
    said: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a submission is not stored. `value` is what was filled in, "" where it may not be shown.

    choices  value and label of what can be chosen instead; nothing where it is typed
    several  whether more than one may be chosen
    """

    name: str
    label: str
    words: str
    value: str
    choices: Sequence[tuple[str, str]] = ()

    @property
    def several(self) -> bool:
        return self.name in SEVERAL


def list_submissions(actor: Actor, state: str, before: int, now: dt.datetime) -> tuple[list[Line], int]:
    """Newest first, of one state, of those that wait for a person (`OPEN`), or all.

    The second number is where the next page begins, 0 at the end.
    """
    rows = Submission.objects.order_by("-pk")
    rows = rows.filter(to_decide(now)) if state == OPEN else rows.filter(state=state) if state in _ORDER else rows
    found = list((rows.filter(pk__lt=before) if before else rows)[: PER_PAGE + 1])
    names, subjects = names_of(row.region_code for row in found), subjects_of(actor, found[:PER_PAGE])
    lines = [
        Line(
            row,
            names.get(row.region_code, row.region_code),
            form_title(row),
            TONES[row.state],
            (now - row.created_at).days,
            subjects.get(row.pk, Subject()),
        )
        for row in found[:PER_PAGE]
    ]
    return lines, lines[-1].row.pk if len(found) > PER_PAGE else 0


def form_title(row: Submission) -> str:
    return _("Laporan kegiatan") if row.form_id == activity_form.FORM_ID else _("Pendataan keluarga")


def get_submission(submission_id: int, *, locked: bool = False) -> Submission:
    """Raises Http404 for one that is not there for the current actor.

    locked  for a decision: of two at once the second sees what the first has done
    """
    rows = Submission.objects.select_for_update() if locked else Submission.objects.all()
    row: Submission | None = rows.filter(pk=submission_id).first()
    if row is None:
        raise Http404
    return row


def sides_of(actor: Actor, row: Submission) -> tuple[int, list[Side]]:
    """Version of the family that is shown, and each field in which the phone says something else."""
    entity = entity_of(row.entity) if row.entity else None
    if entity is None or not row.key_id:
        return 0, []
    filled = filled_of(row)
    stored = stored_of(actor, entity, filled)
    said = said_cells(filled, corrections_of(row), stored)
    secret = not actor.may(Verb.SPECIFIC_READ, row.region_code)
    found = {name: (now, text) for name, now, text in differences(stored, said)}
    if secret:
        # Listed whether they differ or not: else the list would tell who may not read them what is stored.
        found |= {name: ("", "") for name in said if _key(name) in SPECIFIC_FIELDS}
    return entity.version, [
        Side(name, _field(name, stored), _shown(name, now, secret), _shown(name, text, secret))
        for name, (now, text) in found.items()
    ]


def problems_shown(actor: Actor, row: Submission) -> list[Problem]:
    """Reasons with what was filled in, to be put right."""
    if not row.key_id:
        return []
    secret = not actor.may(Verb.SPECIFIC_READ, row.region_code)
    filled = filled_of(row)
    said = dict(filled.cells) | said_cells(filled, corrections_of(row), _stored_or_new(actor, row, filled))
    found = [_problem(name, words, said.get(name, ""), secret) for name, words in problems_of(row)]
    return [replace(one, choices=choices_of(actor, one.name, said)) for one in found]


def _stored_or_new(actor: Actor, row: Submission, filled: Filled) -> FamilyCells:
    entity = entity_of(row.entity) if row.entity else None
    return stored_of(actor, entity, filled) if entity else FamilyCells(row.region_code, "", "")


def _problem(name: str, words: str, text: str, secret: bool) -> Problem:
    """A number is shown by its first digits and typed anew; so are answers that the reader may not read."""
    column = _column(name)
    if column is not None and column.shown is Shown.MASKED and text:
        words, text = _("%(words)s. Terisi %(seen)s.") % {"words": words.rstrip("."), "seen": mask_number(text)}, ""
    hidden = secret and _key(name) in SPECIFIC_FIELDS
    return Problem(name, _label(name), words, "" if hidden else text)


def _key(name: str) -> str:
    return name.rpartition(".")[2]


def _column(name: str) -> Column | None:
    try:
        return column_of(name)
    except KeyError:
        return None


def _label(name: str) -> str:
    column = _column(name)
    if column is None:
        return _ACTIVITY_WORDS.get(name, name)
    line = name.rpartition(".")[0]
    if not line or column.key in COUPLE_FIELDS:
        return column.label
    return _("Anggota %(line)s · %(label)s") % {"line": line, "label": column.label}


def _field(name: str, stored: FamilyCells) -> str:
    line = "" if _key(name) in COUPLE_FIELDS else name.rpartition(".")[0]
    known = stored.members.get(int(line), {}).get("name", "") if line else ""
    return f"{_label(name)} ({known})" if known else _label(name)


def _shown(name: str, text: str, secret: bool) -> str:
    column = column_of(name)
    if secret and column.key in SPECIFIC_FIELDS:
        return _("jawaban khusus, tidak ditampilkan")
    if not text:
        return _("belum diisi")
    if column.codes:
        return next((code.label for code in column.codes.codes if str(code.number) == text), text)
    return mask_number(text) if column.shown is Shown.MASKED else text
