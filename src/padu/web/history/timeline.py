"""What became of one row and of what hangs on it: every change that the current actor may see, newest first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models

from padu.access.actor import Actor
from padu.access.gate import Guarded
from padu.access.history import OldRow, history_models
from padu.access.tables import TableClass
from padu.access.verbs import Verb
from padu.web.history.family_words import answer_label
from padu.web.history.people import names_of_people, references
from padu.web.history.values import SILENT, Document, value_words
from padu.web.history.words import field_words, table_words, way_words

LONGEST = 200
Names = Mapping[tuple[str, int], str]

# Table -> tables whose rows hang on it, by the column that names the row. Deeper ones are asked for by their own page.
HANGING: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "rumah_dataku_family": (
        ("rumah_dataku_person", "family_id"),
        ("rumah_dataku_familysurvey", "family_id"),
        ("rumah_dataku_familysurveyspecific", "family_id"),
    ),
    "coordination_meeting": (("coordination_attendance", "meeting_id"), ("coordination_decision", "meeting_id")),
    "coordination_finding": (("coordination_findinganswer", "finding_id"),),
    "situation_situationanalysis": (("situation_problem", "analysis_id"),),
    "convergence_jointevent": (("convergence_commitment", "event_id"), ("convergence_realisation", "event_id")),
    "institutions_agency": (("institutions_formeragencyname", "agency_id"),),
    "institutions_fieldworker": (("institutions_territory", "worker_id"),),
    "institutions_team": (("institutions_decree", "team_id"), ("institutions_teamposition", "team_id")),
    "institutions_teamposition": (("institutions_teammember", "position_id"),),
}
# What a row is called among its likes, by the first of these columns that it has.
_NAMES = ("head_name", "name", "title", "full_name", "short_name", "text", "own_title", "problem_type")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column; `after` is empty where the row was deleted or the next state is no longer known."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row."""

    at: dt.datetime
    user_id: int | None
    system: bool
    deleted: bool
    what: str
    way: str
    purpose: str
    forgotten: bool
    fields: tuple[FieldChange, ...]
    who: str = ""


@dataclass(frozen=True, slots=True)
class RowHistory:
    """What a page of a row's history shows. `region_code` is the row's place."""

    what: str
    name: str
    region_code: str
    table_class: TableClass | None
    deleted: bool
    changes: tuple[Change, ...]
    more: bool


def tracked_tables() -> dict[str, type[models.Model]]:
    """Table -> its model, for every table that keeps history."""
    return {model._meta.db_table: model for model in history_models()}


def row_history(actor: Actor, table: str, row_id: str) -> RowHistory | None:
    """The history of one row, or None where the actor may not see the row or it never was."""
    model = tracked_tables().get(table)
    if model is None:
        return None
    old = list(history_models()[model].objects.filter(row_id=row_id).order_by("id"))
    now = _documents(model, [row_id]).get(row_id)
    last = now if now is not None else next((row.before for row in reversed(old) if row.before), None)
    place = old[-1].region_code if old else str((now or {}).get(_region_column(model), ""))
    if (now is None and not old) or not _may_look_back(actor, model, place):
        return None
    changes = _changes(model, old, {row_id: now} if now is not None else {})
    for child, column in HANGING.get(table, ()):
        if child in tracked_tables():
            changes += _hanging(tracked_tables()[child], column, row_id, place)
    changes.sort(key=lambda change: change.at, reverse=True)
    return RowHistory(
        what=table_words(table),
        name=_name(last or {}),
        region_code=place,
        table_class=_class_of(model),
        deleted=now is None,
        changes=_with_names(changes[:LONGEST]),
        more=len(changes) > LONGEST,
    )


def _class_of(model: type[models.Model]) -> TableClass | None:
    guard = getattr(model, "guard", None)
    return guard.table_class if guard else None


def _region_column(model: type[models.Model]) -> str:
    return model.guard.region_column if issubclass(model, Guarded) else "code"


def _may_look_back(actor: Actor, model: type[models.Model], place: str) -> bool:
    """A referral opens a family as it is, not as it was."""
    return _class_of(model) is not TableClass.PERSON or actor.may(Verb.FAMILY_READ, place)


def _rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    manager: models.Manager[Any] = getattr(model, "gated", None) or model._default_manager
    return manager.all()


def _documents(model: type[models.Model], row_ids: Iterable[str]) -> dict[str, Document]:
    """Rows as they are now, in the form of old rows: id -> document."""
    key = model._meta.pk
    try:
        keys = [key.to_python(row_id) for row_id in row_ids]
    except ValidationError:
        return {}
    whole = models.Func(template=f'to_jsonb("{model._meta.db_table}")', output_field=models.JSONField())
    rows = _rows_of(model).filter(pk__in=keys).annotate(whole_row=whole).values_list("pk", "whole_row")
    return {str(pk): document for pk, document in rows}


def _hanging(model: type[models.Model], column: str, parent_id: str, place: str) -> list[Change]:
    """Changes of the rows that hang, or hung, on a parent."""
    old = history_models()[model].objects
    present = {str(pk) for pk in _rows_of(model).filter(**{column: parent_id}).values_list("pk", flat=True)}
    hung = set(old.filter(region_code=place, **{f"before__{column}": int(parent_id)}).values_list("row_id", flat=True))
    rows = list(old.filter(row_id__in=present | hung).order_by("id"))
    return _changes(model, rows, _documents(model, {row.row_id for row in rows}))


def _changes(model: type[models.Model], rows: Sequence[OldRow], now: dict[str, Document]) -> list[Change]:
    """Each old row beside what followed it: the next old row, or the live one."""
    by_row: defaultdict[str, list[OldRow]] = defaultdict(list)
    for row in rows:
        by_row[row.row_id].append(row)
    names = references([*(row.before for row in rows), *now.values()])
    made: list[Change] = []
    for row_id, states in by_row.items():
        followed = [state.before or None for state in states[1:]] + [now.get(row_id)]
        made += [_change(model, old, after, names) for old, after in zip(states, followed, strict=True)]
    return made


def _change(model: type[models.Model], old: OldRow, after: Document | None, names: Names) -> Change:
    fields = {field.column: field for field in model._meta.fields}
    shown = [column for column in old.changed if column not in SILENT]
    return Change(
        at=old.at,
        user_id=old.user_id,
        system=old.system,
        deleted=old.action == "delete",
        what=" · ".join(part for part in (table_words(model._meta.db_table), _name(old.before)) if part),
        way=way_words(old.path),
        purpose=old.purpose,
        forgotten=old.forgotten_at is not None,
        fields=tuple(
            part for column in shown for part in _field_changes(fields.get(column), column, old.before, after, names)
        ),
    )


def _field_changes(
    field: models.Field[Any, Any] | None, column: str, before: Document, after: Document | None, names: Names
) -> list[FieldChange]:
    was = before.get(column)
    if isinstance(was, dict):  # answers by question: only those that differ
        becomes = (after or {}).get(column) or {}
        return [
            FieldChange(
                f"{field_words(column)}: {answer_label(key)}", _plain(was, key), _plain(becomes, key) if after else ""
            )
            for key in sorted(was.keys() | becomes.keys())
            if was.get(key) != becomes.get(key)
        ]
    return [
        FieldChange(
            field_words(column),
            value_words(field, column, before, names) if before else "",
            value_words(field, column, after, names) if after is not None else "",
        )
    ]


def _plain(answers: Document, key: str) -> str:
    return value_words(None, key, answers, {})


def _name(document: Document) -> str:
    return next((str(document[column])[:80] for column in _NAMES if document.get(column)), "")


def _with_names(changes: Sequence[Change]) -> tuple[Change, ...]:
    names = names_of_people(change.user_id for change in changes)
    return tuple(replace(change, who=names.get(change.user_id or 0, "")) for change in changes)
