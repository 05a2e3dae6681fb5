"""District actors with the kampung they look after, and what a sector's own office above may count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.requests import VerbMissing
from padu.access.verbs import AGENCY_ROLES, Role, Verb
from padu.apps.convergence.selectors.events import unreported_events
from padu.apps.coordination.finding_selectors import finding_is_late, findings_waiting
from padu.apps.institutions.models.field import KIND_LABELS
from padu.apps.institutions.selectors import get_agency, list_agencies
from padu.apps.institutions.selectors.field import SectorCount, duties_in, sector_counts, territories_on
from padu.apps.kampung.selectors import list_kampung
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import list_children, list_villages, names_of
from padu.domain.field_work import missing_columns, villages_without_plkb
from padu.domain.regions import CodeRange, Level, is_region_code, level_of
from padu.ui.components import Choice, Column, EmptyState, Field, Row, Table, TimelineEntry
from padu.ui.templatetags.padu import badge
from padu.web.field.facts import Sectors, sectors_of, serving_by_village


@dataclass(frozen=True, slots=True)
class DistrictPage:
    offices: Table
    villages: Table
    late: Sequence[TimelineEntry]


def district_page(district: Region, day: dt.date) -> DistrictPage:
    """The offices at a district's level, its kampung with what they lack, and what is late there."""
    return DistrictPage(_offices(district), _villages(district, day), _late(district.code, day))


def _offices(district: Region) -> Table:
    names = sectors_of(district.code).names
    return Table(
        _("Instansi tingkat kecamatan"),
        [Column(_("Instansi")), Column(_("Nama lengkap")), Column(_("Sektor"))],
        [Row((a.short_name, a.name, names.get(a.column_key, a.column_key))) for a in list_agencies(district.code)],
        empty=EmptyState(
            _("Belum ada instansi kecamatan yang tercatat"),
            _("Camat, KUA, puskesmas, dan Balai Penyuluhan dicatat tim kabupaten/kota di daftar instansi."),
        ),
        stacked=True,
    )


def _villages(district: Region, day: dt.date) -> Table:
    code, sectors = district.code, sectors_of(district.code)
    serving = serving_by_village(territories_on(code, day), sectors)
    villages = list(list_villages(code))
    lacking = set(villages_without_plkb([v.code for v in villages], duties_in(code), day))
    kampung = dict(list_kampung(code).values_list("region_code", "name"))
    return Table(
        _("Kampung di kecamatan ini"),
        [
            Column(_("Desa/kelurahan")),
            Column(_("Kampung")),
            Column(_("PKB/PLKB")),
            Column(_("Sektor tanpa petugas"), kind="number"),
        ],
        [
            Row(
                (
                    str(v),
                    kampung.get(v.code, _("belum dibentuk")),
                    badge(_("Belum ada"), "act", "warning") if v.code in lacking else badge(_("Ada"), "good", "ok"),
                    len(missing_columns(sectors.official, serving.get(v.code, {}))),
                ),
                url=reverse("kampung", args=[v.code]),
            )
            for v in villages
        ],
        stacked=True,
    )


def _late(code: str, day: dt.date) -> list[TimelineEntry]:
    """Findings past their day, then events past and not reported."""
    findings = [one for one in findings_waiting([code]) if finding_is_late(one, day)]
    events = unreported_events(code)
    names = names_of(one.region_code for one in findings)
    entries = [
        TimelineEntry(
            _("Temuan belum dijawab: %(subject)s") % {"subject": one.get_subject_display()},
            one.due_on,
            names.get(one.region_code, one.region_code),
            icon="late",
            url=reverse("finding", args=[one.pk]),
            tone="act",
        )
        for one in findings
    ]
    entries += [
        TimelineEntry(
            _("Kegiatan belum dilaporkan: %(titles)s") % {"titles": " · ".join(block.titles)},
            block.day,
            block.village,
            icon="late",
            url=block.url,
            tone="act",
        )
        for block in events
    ]
    return entries


@dataclass(frozen=True, slots=True)
class SectorPage:
    sector: str
    place: str
    fields: Sequence[Field]
    table: Table


def sector_page(actor: Actor, place: str, query: QueryDict, day: dt.date) -> SectorPage:
    """Officers of one sector per place below: an office of a sector sees its own, others choose.

    Raises PermissionDenied for who has no sector, Http404 for a sector that is not theirs.
    """
    sectors = sectors_of()
    allowed = _own_columns(actor, place, sectors)
    if not allowed:
        raise VerbMissing(Verb.PLACE_READ, place)
    asked = query.get("sektor", allowed[0])
    if asked not in allowed:
        raise Http404
    counts = sector_counts(actor=actor, region_code=place, columns=_keys(place, asked), day=day)
    fields = []
    if len(allowed) > 1:
        choices = [Choice(sectors.names[key], value=key, active=key == asked) for key in allowed]
        fields = [Field("sektor", _("Sektor"), "select", asked, choices)]
    return SectorPage(sectors.names[asked], names_of([place]).get(place, place), fields, _sector_table(counts, place))


def _keys(place: str, column: str) -> list[str]:
    return sectors_of(place).keys_of(column)


def _own_columns(actor: Actor, place: str, sectors: Sectors) -> list[str]:
    """All 13 for who reads places there; for a sector's office the column of its own agency."""
    if actor.may(Verb.PLACE_READ, place):
        return list(sectors.official)
    own = {
        sectors.column_of(_agency_column(hat.region_code, hat.agency_id, actor))
        for hat in actor.hats
        if hat.role in AGENCY_ROLES and hat.agency_id and CodeRange.below(hat.region_code).holds(place)
    }
    return [key for key in sectors.official if key in own]


def _agency_column(region_code: str, agency_id: int, actor: Actor) -> str:
    # An office that reads figures only does not read the list of agencies; the system looks its own one up.
    with scoped(system_actor(region_code, Verb.PLACE_READ, on_behalf_of=actor)):
        agency = get_agency(agency_id)
    return agency.column_key if agency else ""


def _sector_table(counts: Sequence[SectorCount], place: str) -> Table:
    kinds = [kind for kind in KIND_LABELS if any(count.kind is kind for count in counts)]
    below = [] if level_of(place) is Level.REGENCY else list(list_children(place))
    names = {region.code: str(region) for region in below} or names_of([place])
    found = {(count.region_code, count.kind): count for count in counts}
    columns = [Column(_("Wilayah")), *(Column(KIND_LABELS[kind], kind="number") for kind in kinds)]
    rows = [
        Row((name, *(found[code, kind].officers if (code, kind) in found else 0 for kind in kinds)))
        for code, name in sorted(names.items())
    ]
    return Table(
        _("Jumlah petugas per wilayah"),
        columns,
        rows if kinds else [],
        empty=EmptyState(
            _("Belum ada petugas sektor ini yang tercatat"), _("Petugas dicatat tim koordinasi kabupaten/kota.")
        ),
        stacked=True,
        source=_("daftar petugas lapangan kabupaten/kota; tanpa nama"),
    )


def sector_place(actor: Actor, asked: str) -> str:
    """The place asked for, else where the actor's sector hat, or first figure hat, stands. Raises Http404."""
    if asked:
        if not _is_office_place(asked) or not actor.may(Verb.FIGURE_READ, asked):
            raise Http404
        return asked
    own = [hat.region_code for hat in actor.hats if hat.role is Role.SECTOR]
    places = [*own, *(root for root in actor.roots(Verb.FIGURE_READ) if _is_office_place(root))]
    if not places:
        raise Http404
    return places[0]


def _is_office_place(code: str) -> bool:
    return is_region_code(code) and level_of(code) in (Level.NATION, Level.PROVINCE, Level.REGENCY)
