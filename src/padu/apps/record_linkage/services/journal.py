"""Steps of a merge that can be taken back exactly: nothing is copied over or deleted, values change places.

off    an active row becomes inactive and names the one that stays, with the columns that the two will exchange
swap   two rows exchange the values of some columns: what the kept one gives up stays in the dropped one
move   columns of one row get other values; both are written down
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from padu.access.history import history_of
from padu.domain.errors import PaduError

Step = dict[str, Any]

NIK_COLUMNS: Final = ("nik_key_id", "nik_ciphertext", "nik_hash", "nik_first4", "nik_missing_reason")
# Ciphertexts and hashes change when keys are changed; that is no change of what they say.
_SEALED: Final = frozenset({"nik_key_id", "nik_ciphertext", "nik_hash"})
_KEYS_CHANGED: Final = "pergantian kunci"


class UndoBlocked(PaduError):
    """Something was changed after the merge. data: what ("fields", "moved", "active", "number")."""

    code = "merge.undo_blocked"


def _model(label: str) -> Any:
    return apps.get_model(label)


def label_of(model: type[models.Model]) -> str:
    return model._meta.label_lower


class Journal:
    """Takes steps and writes them down."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def off(
        self, model: type[models.Model], row_id: int, into: int | None = None, exchanged: Sequence[str] | None = None
    ) -> None:
        """Later files that still name the row find by it whom they are about (rumah_dataku, `family_merged`)."""
        _model(label_of(model)).objects.filter(pk=row_id).update(
            active=False, merged_into=into, merged_fields=list(exchanged) if exchanged else None
        )
        self.steps.append({"do": "off", "model": label_of(model), "id": row_id})

    def swap(self, model: type[models.Model], one: int, other: int, columns: Sequence[str]) -> None:
        """Exchange columns of two rows; `other` is inactive, so that unique numbers do not meet."""
        if not columns:
            return
        step: Step = {"do": "swap", "model": label_of(model), "one": one, "other": other, "columns": list(columns)}
        _swap(step)
        self.steps.append(step | {"after": _digests(step)})

    def move(self, model: type[models.Model], row_id: int, **changes: tuple[Any, Any]) -> None:
        """Columns of one row at once, each (before, after)."""
        before = {column: was for column, (was, becomes) in changes.items() if was != becomes}
        if not before:
            return
        after = {column: changes[column][1] for column in before}
        _model(label_of(model)).objects.filter(pk=row_id).update(**after)
        self.steps.append({"do": "move", "model": label_of(model), "id": row_id, "before": before, "after": after})


def _swap(step: Step) -> None:
    model, columns = _model(step["model"]), step["columns"]
    rows = {row["pk"]: row for row in model.objects.filter(pk__in=[step["one"], step["other"]]).values("pk", *columns)}
    one, other = rows[step["one"]], rows[step["other"]]
    model.objects.filter(pk=step["one"]).update(**{column: other[column] for column in columns})
    model.objects.filter(pk=step["other"]).update(**{column: one[column] for column in columns})


def _digests(step: Step) -> list[str]:
    """What the two rows hold in the exchanged columns, as digests; sealed columns are left out."""
    columns = [column for column in step["columns"] if column not in _SEALED]
    rows = {row["pk"]: row for row in _rows(step, columns)}
    return [_digest([rows[step[side]][column] for column in columns]) for side in ("one", "other")]


def _rows(step: Step, columns: Iterable[str]) -> Any:
    return _model(step["model"]).objects.filter(pk__in=[step["one"], step["other"]]).values("pk", *columns)


def _digest(values: list[Any]) -> str:
    return hashlib.sha256("\0".join(str(value) for value in values).encode()).hexdigest()[:32]


def marks_now(models_: Iterable[type[models.Model]]) -> dict[str, int]:
    """Last id in each table of old rows: what comes later was changed later."""
    return {label_of(model): _last_old_row(model) for model in models_}


def _last_old_row(model: type[models.Model]) -> int:
    with connection.cursor() as cursor:
        # Of all rows, not only those that the actor may read: a place in a row of numbers tells nothing.
        cursor.execute(f"select coalesce(max(id), 0) from {history_of(model)._meta.db_table}")  # noqa: S608 - our own table
        last: int = cursor.fetchone()[0]
    return last


def take_back(steps: Sequence[Step], marks: dict[str, int]) -> None:
    """Undo all steps, last first; before anything is changed each is asked whether it still stands.

    Raises UndoBlocked when a row was changed after the merge, or a number was given to somebody else.
    """
    for step in steps:
        _check(step, marks)
    try:
        with transaction.atomic():
            for step in reversed(steps):
                _undo(step)
    except IntegrityError as taken:
        raise UndoBlocked(what="number") from taken


def _check(step: Step, marks: dict[str, int]) -> None:
    match step["do"]:
        case "off":
            if not _model(step["model"]).objects.filter(pk=step["id"], active=False).exists():
                raise UndoBlocked(what="active")
        case "move":
            found = _model(step["model"]).objects.filter(pk=step["id"]).values(*step["after"])
            if list(found) != [step["after"]]:
                raise UndoBlocked(what="moved")
        case _:
            if len(_rows(step, ["pk"])) != 2 or _digests(step) != step["after"] or _number_changed(step, marks):
                raise UndoBlocked(what="fields")


def _number_changed(step: Step, marks: dict[str, int]) -> bool:
    """Whether a NIK that changed places was changed afterwards, other than by new keys."""
    if "nik_hash" not in step["columns"]:
        return False
    later = history_of(_model(step["model"])).objects.filter(
        row_id__in=[str(step["one"]), str(step["other"])], id__gt=marks[step["model"]], changed__contains=["nik_hash"]
    )
    return bool(later.exclude(purpose=_KEYS_CHANGED).exists())


def _undo(step: Step) -> None:
    match step["do"]:
        case "off":
            _model(step["model"]).objects.filter(pk=step["id"]).update(
                active=True, merged_into=None, merged_fields=None
            )
        case "move":
            _model(step["model"]).objects.filter(pk=step["id"]).update(**step["before"])
        case _:
            _swap(step)
