"""One worker: who sent them, where they serve now and served before, how much that is, and whom they supervise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import ROLE_LABELS as HAT_LABELS
from padu.access.verbs import Role, Verb
from padu.apps.accounts.selectors import list_hats
from padu.apps.institutions.models import FieldWorker, Territory, TerritoryHandOver
from padu.apps.institutions.models.field import TPK_LABELS
from padu.apps.institutions.selectors.field import (
    duty_of,
    hand_overs_of,
    staff_of,
    territories_of,
    villages_handed_over,
)
from padu.apps.regions.selectors import names_of
from padu.domain.field_work import TpkPart, WorkerKind
from padu.domain.formatting import date_long
from padu.domain.regions import CodeRange
from padu.domain.values import Missing
from padu.ui.components import Column, Row, Stat, Table, Term, TimelineEntry
from padu.web.field.facts import families_shown, loads_of, sectors_of
from padu.web.field.forms import account_name
from padu.web.field.list_page import sector_words


@dataclass(frozen=True, slots=True)
class ServedNow:
    """A territory that stands today or is still to come."""

    territory: Territory
    place: str
    detail: str
    url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class WorkerPage:
    terms: Sequence[Term]
    stats: Sequence[Stat]
    heavy: bool
    now: Sequence[ServedNow]
    history: Sequence[TimelineEntry]
    staff: Table | None
    may_edit: bool


def build(actor: Actor, worker: FieldWorker, day: dt.date) -> WorkerPage:
    """Everything the page of a worker shows, within what the actor sees."""
    rows = territories_of(worker.pk)
    names = names_of({row.region_code for row in rows})
    may_edit = actor.may(Verb.FIELD_EDIT, worker.region_code)
    load = loads_of(worker.region_code, [worker.pk], [duty_of(row) for row in rows], day)[0]
    unknown = _("%(count)s desa belum diketahui jumlahnya") % {"count": load.unknown} if load.unknown else ""
    staff = staff_of(worker.pk, day)
    return WorkerPage(
        terms=_terms(worker, may_edit=may_edit),
        stats=[
            Stat(_("Desa"), len(load.villages)),
            Stat(_("Kampung"), load.kampung),
            Stat(_("Keluarga terdata"), families_shown(load), note=unknown),
        ],
        heavy=worker.kind == WorkerKind.PLKB.value and load.heavy,
        now=[_served(row, names) for row in rows if row.ends_on is None or row.ends_on >= day],
        history=_history(rows, hand_overs_of(worker.pk), names, worker),
        staff=_staff_table(staff) if staff else None,
        may_edit=may_edit and worker.ends_on is None,
    )


def _terms(worker: FieldWorker, *, may_edit: bool) -> list[Term]:
    names = names_of([worker.region_code])
    sender = worker.sender
    above = worker.supervisor
    terms = [
        Term(_("Jenis"), worker.kind_label),
        Term(_("Sektor"), sector_words(worker, sectors_of(worker.region_code))),
        Term(_("Pengirim"), sender.name if sender else Missing.UNKNOWN),
        Term(_("Kabupaten/kota"), names.get(worker.region_code, worker.region_code)),
        Term(
            _("Atasan"),
            above.name if above else _("tidak ada"),
            url=reverse("field_worker", args=[above.pk]) if above else "",
        ),
        Term(_("Telepon"), worker.phone or Missing.UNKNOWN),
        Term(_("Bertugas sejak"), _day(worker.starts_on)),
    ]
    if worker.ends_on:
        terms.append(Term(_("Sampai"), f"{_day(worker.ends_on)} ({worker.end_reason})"))
    if may_edit:
        terms.append(Term(_("Nomor petugas"), worker.number or _("tidak ada")))
        terms.append(Term(_("Akun Padu"), account_name(worker) or _("belum punya")))
    return terms


def _day(day: dt.date) -> str:
    return date_long(day)


def _served(row: Territory, names: dict[str, str]) -> ServedNow:
    return ServedNow(
        territory=row,
        place=names.get(row.region_code, row.region_code),
        detail=_detail(row),
        url=reverse("kampung", args=[row.region_code]),
        end_url=reverse("territory_end", args=[row.pk]),
    )


def _detail(row: Territory) -> str:
    parts = [row.role_label]
    if row.tpk_team:
        parts.append(_("tim %(number)s") % {"number": row.tpk_team})
    if row.tpk_part:
        parts.append(TPK_LABELS[TpkPart(row.tpk_part)])
    if row.part_of_village:
        parts.append(row.part_of_village)
    return " · ".join(parts)


def _history(
    rows: Sequence[Territory], handed: Sequence[TerritoryHandOver], names: dict[str, str], worker: FieldWorker
) -> list[TimelineEntry]:
    """Beginnings, ends and hand-overs, newest first; what a hand-over did stands under it alone."""
    began = _grouped((row.starts_on, _detail(row), row, "begun") for row in rows if row.begun_by_id is None)
    ended = _grouped(
        (row.ends_on, row.end_reason, row, "ended") for row in rows if row.ends_on and row.ended_by_id is None
    )
    entries = [_village_entry(day, text, group, what, names) for (day, text, what), group in (began | ended).items()]
    entries += [_hand_over_entry(one, worker) for one in handed]
    return sorted(entries, key=lambda entry: str(entry.date), reverse=True)


_Event = tuple[dt.date, str, str]


def _grouped(events: Iterable[tuple[dt.date, str, Territory, str]]) -> dict[_Event, list[Territory]]:
    """What happened on one day for one reason, together: several villages are one line."""
    found: dict[_Event, list[Territory]] = {}
    for day, text, row, what in events:
        found.setdefault((day, text, what), []).append(row)
    return found


def _village_entry(
    day: dt.date, text: str, rows: Sequence[Territory], what: str, names: dict[str, str]
) -> TimelineEntry:
    places = sorted(names.get(row.region_code, row.region_code) for row in rows)
    one, many = (
        (_("Mulai melayani %(place)s"), _("Mulai melayani %(count)s desa"))
        if what == "begun"
        else (_("Selesai di %(place)s"), _("Selesai di %(count)s desa"))
    )
    title = one % {"place": places[0]} if len(places) == 1 else many % {"count": len(places)}
    words = [text] if len(places) == 1 else [text, ", ".join(places)]
    return TimelineEntry(title, day, ": ".join(filter(None, words)), icon="place" if what == "begun" else "ok")


def _hand_over_entry(one: TerritoryHandOver, worker: FieldWorker) -> TimelineEntry:
    given = one.from_worker_id == worker.pk
    words = _("Diserahkan kepada %(name)s") if given else _("Diterima dari %(name)s")
    other = one.to_worker if given else one.from_worker
    return TimelineEntry(
        words % {"name": other.name},
        one.day,
        one.reason,
        icon="handshake",
        url=reverse("field_hand_over", args=[one.pk]),
    )


def _staff_table(staff: Sequence[FieldWorker]) -> Table:
    return Table(
        _("%(count)s orang dibina") % {"count": len(staff)},
        [Column(_("Nama")), Column(_("Jenis")), Column(_("Telepon"))],
        [Row((w.name, w.kind_label, w.phone or "–"), url=reverse("field_worker", args=[w.pk])) for w in staff],
        stacked=True,
    )


@dataclass(frozen=True, slots=True)
class HatToChange:
    """An account's hat that the hand-over leaves as it is; `ended` says whether it belongs to who gave."""

    account: str
    text: str


@dataclass(frozen=True, slots=True)
class HandOverPage:
    villages: Sequence[str]
    open_things: Sequence[str]
    hats: Sequence[HatToChange]
    may_change_hats: bool


def build_hand_over(actor: Actor, done: TerritoryHandOver, day: dt.date) -> HandOverPage:
    """What changed hands, what is open, and which hats of accounts somebody still has to change."""
    codes = villages_handed_over(done.pk)
    names = names_of(codes)
    administers = actor.may(Verb.ACCOUNT_ADMIN, done.region_code)
    return HandOverPage(
        villages=[names.get(code, code) for code in codes],
        open_things=[line.strip() for line in done.open_things.splitlines() if line.strip()],
        hats=_hats_to_change(done, codes, names, day) if administers else (),
        may_change_hats=administers,
    )


_FIELD_HATS = (Role.PLKB.value, Role.KADER.value, Role.KAMPUNG.value)


def _hats_to_change(
    done: TerritoryHandOver, codes: Sequence[str], names: dict[str, str], day: dt.date
) -> list[HatToChange]:
    giver, taker = done.from_worker, done.to_worker
    worn = [hat for hat in _hats(giver, day) if any(CodeRange.below(hat[1]).holds(code) for code in codes)]
    held = {code for _role, place in _hats(taker, day) for code in codes if CodeRange.below(place).holds(code)}
    places = names_of({place for _role, place in worn})
    found = [
        HatToChange(
            giver.name,
            _("masih berperan %(role)s di %(place)s")
            % {"role": HAT_LABELS[Role(role)], "place": places.get(place, place)},
        )
        for role, place in worn
    ]
    if taker.user_id is not None:
        found += [
            HatToChange(taker.name, _("belum punya peran di %(place)s") % {"place": names.get(code, code)})
            for code in codes
            if code not in held
        ]
    return found


def _hats(worker: FieldWorker, day: dt.date) -> list[tuple[str, str]]:
    """Role and place of the field hats that the worker's account wears on a day."""
    if worker.user_id is None:
        return []
    rows = list_hats(worker.user_id)
    return [
        (hat.role, hat.region_code)
        for hat in rows
        if hat.role in _FIELD_HATS and hat.valid_from <= day and (hat.valid_to is None or hat.valid_to >= day)
    ]
