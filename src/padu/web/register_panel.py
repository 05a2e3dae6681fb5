"""The register on a kampung's page and on the pages of places: how far, what is missing, coverage, late plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.kampung.models import Declaration
from padu.apps.kampung.profile_page import (
    DECLARED_GROUPS,
    answer_words,
    formation_mark,
    founded_words,
    newest_of_fields,
)
from padu.apps.kampung.selectors import get_kampung
from padu.apps.kampung.selectors.coverage import formed_villages
from padu.apps.kampung.selectors.plans import late_plans
from padu.apps.kampung.selectors.register import profile_of
from padu.apps.regions.models import Region
from padu.apps.regions.panels import PlacePanel
from padu.apps.regions.selectors import list_villages
from padu.domain.kampung_fields import FIELDS, is_stale
from padu.domain.kampung_formation import share_formed
from padu.domain.regions import Level, level_of
from padu.ui.components import Column, Row, Stat, Table
from padu.ui.templatetags.padu import badge

_ABOVE = (Level.NATION, Level.PROVINCE)


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """What the register knows of a village's kampung; `mark` "" where none is registered.

    answers  the fields that the classification reads, with the age of each answer
    """

    mark: SafeString | str
    founded: str
    url: str
    answers: Table | None
    unanswered: int
    register_url: str


def register_part(actor: Actor, region_code: str) -> RegisterPart:
    """Of the village's first kampung that is not dissolved. Callers have checked that the place is the actor's."""
    kampung = get_kampung(region_code)
    may = actor.may(Verb.REGISTER_EDIT, region_code)
    if kampung is None:
        new = f"{reverse('register_new')}?wilayah={region_code}&desa={region_code}" if may else ""
        return RegisterPart("", "", "", None, 0, new)
    profile = profile_of(kampung, timezone.localdate())
    table, unanswered = _answers(newest_of_fields(profile.counting))
    return RegisterPart(
        mark=formation_mark(profile.formation),
        founded=founded_words(kampung),
        url=reverse("register_kampung", args=[kampung.pk]),
        answers=table,
        unanswered=unanswered,
        register_url="",
    )


def _answers(newest: Mapping[str, Declaration]) -> tuple[Table, int]:
    columns = [Column(gettext("Isian")), Column(gettext("Jawaban")), Column(gettext("Keadaan per"))]
    counted = [field for field in FIELDS if field.counted and field.group in DECLARED_GROUPS]
    rows = []
    for field in counted:
        row = newest.get(field.key)
        rows.append(Row((field.label, answer_words(row), _age(row))))
    missing = sum(1 for field in counted if field.key not in newest)
    return Table(gettext("Isian yang dibaca klasifikasi kampung"), columns, rows, stacked=True, compact=True), missing


def _age(row: Declaration | None) -> object:
    """The day of an answer; an old one is marked."""
    day = row.as_of if row else None
    if day is None:
        return "–"
    return badge(gettext("lama"), "warn", "late") if is_stale(day, timezone.localdate()) else day


@dataclass(frozen=True, slots=True)
class RegisterPanel:
    stats: Sequence[Stat]
    coverage_url: str
    register_url: str
    plans_url: str


def register_panel(actor: Actor, region: Region) -> PlacePanel | None:
    """Coverage of a place above villages, for those who read it."""
    level = level_of(region.code)
    if level is Level.VILLAGE or not actor.may(Verb.PLACE_READ, region.code):
        return None
    today, place = timezone.localdate(), f"?wilayah={region.code}"
    villages, formed = list_villages(region.code).count(), formed_villages(region.code, today)
    stats = [
        Stat(gettext("Desa dengan kampung"), len(formed), note=gettext("dari %(all)s desa") % {"all": villages}),
        Stat(gettext("Cakupan"), share_formed(len(formed), villages), unit="%", decimals=1),
    ]
    if level not in _ABOVE:
        stats.append(Stat(gettext("Rencana terlambat"), late_plans(region.code, formed, today)))
    data = RegisterPanel(
        stats,
        reverse("coverage") + place,
        "" if level in _ABOVE else reverse("register") + place,
        "" if level in _ABOVE else reverse("formation_plans") + place,
    )
    return PlacePanel(gettext("Daftar kampung"), "web/panels/register.html", data)
