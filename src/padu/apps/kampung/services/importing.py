"""A register from a table: checked against the places and what is there, kept for a look, then stored at one's word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.kampung.models import Group, Kampung, RegisterImport
from padu.apps.kampung.refusals import RegisterRefused
from padu.apps.kampung.selectors.register import list_kampung
from padu.apps.regions.folding import fold_query
from padu.apps.regions.selectors import list_villages, names_of
from padu.domain.register_file import RegisterRow, RowIssue

NEW, CHANGED, SAME, NONE = "baru", "diubah", "sama", "tanpa kampung"
RUMAH_DATAKU = "rumah_dataku"
_FILLED = ("founded_on", "decree_number", "decree_on")


def register_import_check(
    *,
    actor: Actor,
    region_code: str,
    file_name: str,
    sha256: str,
    rows: Sequence[RegisterRow],
    issues: Iterable[RowIssue],
) -> RegisterImport:
    """Compare a file with the register of a place; nothing of it is stored yet. The same file again is the same check.

    A village that is none of the place's is told like one that does not exist.
    """
    require_place(actor, region_code, Verb.REGISTER_EDIT)
    known: RegisterImport | None = RegisterImport.objects.filter(
        region_code=region_code, sha256=sha256, state=RegisterImport.State.CHECKED
    ).first()
    run = known or RegisterImport(region_code=region_code, sha256=sha256, file_name=file_name[:120], kind="register")
    found, wrong = _compare(region_code, rows)
    run.rows, run.issues = found, [asdict(issue) for issue in (*issues, *wrong)]
    run.counts = {what: sum(1 for row in found if row["outcome"] == what) for what in (NEW, CHANGED, SAME, NONE)}
    run.created_by = actor.user_id
    run.save()
    return run


def register_import_store(*, actor: Actor, import_id: int) -> RegisterImport:
    """Store what was checked; known dates and decrees are filled in, none is emptied.

    Raises RegisterRefused, Http404.
    """
    run: RegisterImport | None = RegisterImport.objects.filter(pk=import_id).first()
    if run is None:
        raise Http404
    require_place(actor, run.region_code, Verb.REGISTER_EDIT)
    if run.state == RegisterImport.State.STORED:
        raise RegisterRefused(reason="stored_already")
    for row in run.rows:
        if row["outcome"] != NONE:
            _store(actor, row)
    run.state, run.stored_at = RegisterImport.State.STORED, timezone.now()
    run.save(update_fields=["state", "stored_at"])
    record_change(actor, "kampung.import", run.region_code, f"register_import:{run.pk}")
    return run


def _store(actor: Actor, row: Mapping[str, Any]) -> None:
    kampung, _ = Kampung.objects.get_or_create(region_code=row["code"], name=row["name"])
    known = {name: row[name] for name in _FILLED if row[name]}
    if "founded_on" in known:
        kampung.founded_exact = row["exact"]
    for name, value in known.items():
        setattr(kampung, name, dt.date.fromisoformat(value) if name.endswith("_on") else value)
    kampung.save()
    if row["dataku"]:
        values = {"name": "Rumah DataKu", "region_code": row["code"], "updated_at": timezone.now()}
        Group.objects.get_or_create(kampung=kampung, kind=RUMAH_DATAKU, defaults=values | {"updated_by": actor.user_id})


def _compare(region_code: str, rows: Sequence[RegisterRow]) -> tuple[list[dict[str, Any]], list[RowIssue]]:
    villages = {v.code: v for v in list_villages(region_code)}
    districts = names_of({v.parent_code for v in villages.values()})
    by_names: dict[tuple[str, str], list[str]] = {}
    for code, village in villages.items():
        key = (fold_query(districts.get(village.parent_code, "")), fold_query(village.name))
        by_names.setdefault(key, []).append(code)
    kampung: dict[str, list[Kampung]] = {}
    for one in list_kampung(region_code):
        kampung.setdefault(one.region_code, []).append(one)
    found, wrong, seen = [], [], set()
    for row in rows:
        code = _code(row, villages, by_names)
        if code is None:
            wrong.append(
                RowIssue(row.row, "Desa", row.code or f"{row.district}, {row.village}", "satu desa di wilayah ini")
            )
            continue
        told = _told(row, code, villages[code].name, kampung.get(code, []))
        if (code, told["name"]) in seen:
            wrong.append(RowIssue(row.row, "Nama kampung", told["name"], "satu baris saja untuk tiap kampung"))
            continue
        seen.add((code, told["name"]))
        found.append(told)
    return found, wrong


def _code(row: RegisterRow, villages: Mapping[str, Any], by_names: Mapping[tuple[str, str], list[str]]) -> str | None:
    """The only village that the row can mean."""
    if row.code:
        return row.code if row.code in villages else None
    codes = by_names.get((fold_query(row.district), fold_query(row.village)), [])
    return codes[0] if len(codes) == 1 else None


def _told(row: RegisterRow, code: str, village: str, there: Sequence[Kampung]) -> dict[str, Any]:
    """A row with what would become of it. Without a name it speaks of the village's own kampung."""
    name = row.name or (there[0].name if there else f"Kampung KB {village}")
    known = next((one for one in there if one.name == name), None)
    told: dict[str, Any] = {
        "row": row.row,
        "code": code,
        "village": village,
        "name": name,
        "founded_on": row.founded_on.isoformat() if row.founded_on else "",
        "exact": row.exact,
        "decree_number": row.decree_number,
        "decree_on": row.decree_on.isoformat() if row.decree_on else "",
        "dataku": bool(row.dataku_count),
    }
    return told | {"outcome": _outcome(row, told, known)}


def _outcome(row: RegisterRow, told: Mapping[str, Any], known: Kampung | None) -> str:
    counted = [number for number in (row.kampung_count, row.dataku_count) if number is not None]
    if not row.name and counted and not any(counted):
        return NONE
    if known is None:
        return NEW
    stands = {
        "founded_on": known.founded_on.isoformat() if known.founded_on else "",
        "decree_number": known.decree_number,
        "decree_on": known.decree_on.isoformat() if known.decree_on else "",
    }
    return CHANGED if any(told[name] and told[name] != stands[name] for name in _FILLED) else SAME
