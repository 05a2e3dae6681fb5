"""The class of a Rumah DataKu as pages show it: requirements with their answers, history, and shares of a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.gate import current_actor
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import RumahDatakuStanding
from padu.apps.rumah_dataku.selectors.standings import ClassLine, class_lines, class_total
from padu.apps.rumah_dataku.services.class_standing import results_of
from padu.domain.kampung_fields import FieldGroup
from padu.domain.regions import Level, level_of
from padu.domain.rumah_dataku_class import RumahDatakuClass, RumahDatakuResult
from padu.ui.components import Bar, Column, EmptyState, Row, Table, TimelineEntry
from padu.ui.templatetags.padu import badge

CLASS_NAMES: Final = {
    RumahDatakuClass.SEDERHANA: "Sederhana",
    RumahDatakuClass.LENGKAP: "Lengkap",
    RumahDatakuClass.PARIPURNA: "Paripurna",
}
REQUIREMENTS: Final = {
    "decree": "Ada keputusan (SK)",
    "chair": "Ada ketua",
    "cadres": "Sedikitnya dua kader data",
    "orientation": "Pengelola sudah orientasi dasar",
    "one_facility": "Sedikitnya satu sarana",
    "one_group": "Sedikitnya satu kelompok data terisi",
    "one_presentation": "Sedikitnya satu bentuk penyajian",
    "three_facilities": "Sedikitnya tiga sarana",
    "computer_or_board": "Ada komputer atau papan data",
    "four_fresh_groups": "Empat kelompok data diperbarui dalam setahun",
    "analysis": "Data dianalisis dalam setahun",
    "all_groups_fresh": "Tujuh kelompok data diperbarui dalam setahun",
    "two_presentations": "Sedikitnya dua bentuk penyajian",
    "used_in_planning": "Dipakai dalam perencanaan dalam setahun",
    "used_in_intervention": "Dipakai dalam intervensi dalam setahun",
}


@dataclass(frozen=True, slots=True)
class HousePart:
    """The Rumah DataKu of one kampung."""

    title: str
    lead: str
    requirements: Table
    history: Sequence[TimelineEntry]
    declare_url: str


def class_name(reached: str | None) -> str:
    """Indonesian name of a class, or that none is reached."""
    return CLASS_NAMES[RumahDatakuClass(reached)] if reached else _("Belum mencapai sederhana")


def house_parts(code: str, today: dt.date) -> list[HousePart]:
    """One part for each kampung of the village that is not dissolved."""
    may = current_actor().may(Verb.REGISTER_DECLARE, code)
    found = []
    for kampung, result in results_of([code], today):
        url = reverse("register_declare", args=[kampung.pk, FieldGroup.RUMAH_DATAKU.value]) if may else ""
        title = _("Kelas Rumah DataKu: %(class)s") % {"class": class_name(result.reached)}
        found.append(HousePart(title, _lead(result, kampung.name), _requirements(result), _history(kampung.pk), url))
    return found


def _lead(result: RumahDatakuResult, name: str) -> str:
    if result.next_class is None:
        return _("%(name)s: semua syarat terpenuhi.") % {"name": name}
    missing = _listed(one.key for one in result.missing)
    words = {"name": name, "class": CLASS_NAMES[result.next_class].lower(), "missing": missing}
    return _("%(name)s: yang kurang untuk %(class)s: %(missing)s.") % words


def _listed(keys: Iterable[str]) -> str:
    """Requirements inside a sentence: their first letter is small, an abbreviation stays as it is."""
    words = (REQUIREMENTS[key] for key in keys)
    return ", ".join(one[:1].lower() + one[1:] for one in words)


def _requirements(result: RumahDatakuResult) -> Table:
    rows = [Row((REQUIREMENTS[one.key], CLASS_NAMES[one.of], _met(one.met))) for one in result.requirements]
    columns = [Column(_("Syarat")), Column(_("Kelas")), Column(_("Keadaan"))]
    return Table(_("Syarat tiap kelas"), columns, rows, stacked=True)


def _met(met: bool | None) -> object:
    if met is None:
        return badge(_("belum diketahui"), "outline", "question")
    return badge(_("terpenuhi"), "good", "ok") if met else badge(_("belum"), "warn", "close")


def _history(kampung_id: int) -> list[TimelineEntry]:
    rows = RumahDatakuStanding.objects.filter(kampung_id=kampung_id).order_by("-day")
    return [
        TimelineEntry(
            class_name(row.reached),
            row.day,
            _("Yang kurang: %(missing)s") % {"missing": _listed(row.missing)} if row.missing else "",
        )
        for row in rows
    ]


def class_table(code: str) -> Table:
    """Kampung with a Rumah DataKu by class, for the places below."""
    lines = class_lines(code)
    names = list(CLASS_NAMES.values())
    columns = [
        Column(_("Wilayah")), Column(_("Kampung"), kind="number"), Column(_("Dengan Rumah DataKu"), kind="number"),
        Column(_("Bagian (%)"), kind="bar", decimals=2), *(Column(name, kind="number") for name in names),
        Column(_("Belum berkelas"), kind="number"),
    ]  # fmt: skip
    empty = EmptyState(_("Belum ada kampung di daftar"), _("Daftarkan kampung dahulu di Daftar kampung."))
    footer = _row(class_total(code, lines), linked=False) if lines else None
    rows = [_row(line, linked=True) for line in lines]
    return Table(
        _("Kampung dengan Rumah DataKu menurut kelas"), columns, rows, footer=footer, empty=empty, stacked=True
    )


def _row(line: ClassLine, *, linked: bool) -> Row:
    share = line.share
    cells = (
        line.name, line.kampung, line.with_house, Bar(share, float(share) / 100 if line.kampung else 0.0),  # type: ignore[arg-type]
        *line.by_class, line.with_house - sum(line.by_class),
    )  # fmt: skip
    if not linked:
        return Row(cells)
    if level_of(line.region_code) is Level.VILLAGE:
        return Row(cells, url=reverse("village_profile", args=[line.region_code]) + "#kelas")
    return Row(cells, url=f"{reverse('rumah_dataku_classes')}?wilayah={line.region_code}")
