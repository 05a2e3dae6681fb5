"""The face of a place, put together from every app that knows something of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.convergence.selectors.events import commitments_of, last_activities, next_events
from padu.apps.kampung.selectors import get_kampung
from padu.apps.measurement.selectors import IndexLine, IndexView, index_below
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import list_children, list_path
from padu.apps.rumah_dataku.selectors import FigureLine, figures_of
from padu.apps.situation.evidence import ProblemView
from padu.apps.situation.pages import address, figure_words, reference_figure, state_mark
from padu.apps.situation.reading import get_analysis, top_problems
from padu.domain.formatting import figure
from padu.domain.regions import NATION
from padu.domain.values import missing_of
from padu.ui.components import Bar, Column, Crumb, Row, Stat, Tab, Table, TimelineEntry
from padu.ui.pictures import Chart, Series
from padu.ui.templatetags.padu import category_badge
from padu.web.kampung_team import PokjaPart, pokja_part
from padu.web.register_panel import RegisterPart, register_part

_DIMENSIONS = {"ketenteraman": "Ketenteraman", "kemandirian": "Kemandirian", "kebahagiaan": "Kebahagiaan"}
_SHOWN_FIGURES = 8
# The official names are too long to stand round a picture; the table beside it has them in full.
_SHORT_NAMES = {
    "religious_practice": "Ibadah",
    "marriage_certificate": "Buku nikah",
    "child_birth_certificate": "Akta lahir anak",
    "health_insurance": "Jaminan kesehatan",
    "no_family_conflict": "Tanpa konflik",
    "no_live_divorce": "Tanpa cerai hidup",
    "income_source": "Penghasilan",
    "diverse_food": "Makan beragam",
    "decent_housing": "Rumah",
    "savings": "Tabungan",
    "no_school_dropout": "Anak bersekolah",
    "no_illness_or_disability": "Tanpa sakit/disabilitas",
    "online_media_access": "Media online",
    "daily_interaction": "Waktu bersama",
    "shared_parenting": "Asuh bersama",
    "family_recreation": "Rekreasi",
    "community_participation": "Kegiatan warga",
}


@dataclass(frozen=True, slots=True)
class FacePage:
    """Everything that the page of a place shows; what a level does not have is empty."""

    kicker: str
    where: str
    crumbs: Sequence[Crumb]
    rooms: Sequence[Tab]
    view: IndexView | None
    stats: Sequence[Stat]
    chart: Chart | None
    indicators: Table | None
    categories: Sequence[Stat]
    hides_small: bool
    is_village: bool
    kampung_id: int | None
    situation_mark: SafeString
    situation_url: str
    problems: Table | None
    figures: Table | None
    figures_url: str
    events: Sequence[TimelineEntry]
    commitments: Sequence[Stat]
    activities: Sequence[TimelineEntry]
    league: Table | None
    pokja: PokjaPart | None
    register: RegisterPart | None


def build(actor: Actor, region: Region, view: IndexView | None, year: int) -> FacePage:
    """Raises ScopeMissing outside a scope; whoever calls has checked that the place is the actor's."""
    village = region.level == Region.Level.VILLAGE
    kampung = get_kampung(region.code) if village else None
    path = [place for place in list_path(region.code) if place.code not in (NATION, region.code)]
    analysis = get_analysis(region.code, year) if village else None
    figures = _figure_lines(region.code) if village else []
    return FacePage(
        kicker=kampung.name if kampung else "",
        where=", ".join(str(place) for place in reversed(path)),
        crumbs=_crumbs(actor, path, region),
        rooms=_rooms(actor, region.code, year) if village else (),
        view=view,
        stats=_stats(view, year) if view else (),
        chart=_chart(view) if view and view.families_valid else None,
        indicators=_indicator_table(view) if view and view.families_valid else None,
        categories=_category_stats(view) if view and view.families_valid else (),
        hides_small=bool(view) and not actor.may(Verb.FAMILY_READ, region.code),
        is_village=village,
        kampung_id=kampung.pk if kampung else None,
        situation_mark=state_mark(analysis.state if analysis else ""),
        situation_url=address("situation", year, region.code) if village else reverse("situations"),
        problems=_problem_table(top_problems(actor, region.code, year), year) if village else None,
        figures=_figure_table(figures) if figures else None,
        figures_url=f"{reverse('kampung', args=[region.code])}angka/",
        events=_event_entries(region.code),
        commitments=_commitment_stats(region.code, year),
        activities=_activity_entries(region.code),
        league=None if village else _league(region, year),
        pokja=pokja_part(actor, region.code, timezone.localdate()) if village else None,
        register=register_part(actor, region.code) if village else None,
    )


def _crumbs(actor: Actor, path: Sequence[Region], region: Region) -> list[Crumb]:
    """The way down; a place that is not the person's has no page for them."""
    above = [
        Crumb(str(place), reverse("kampung", args=[place.code]) if actor.may(Verb.PLACE_READ, place.code) else "")
        for place in path
    ]
    return [Crumb(gettext("Kampung"), reverse("kampung_list")), *above, Crumb(str(region))]


def _rooms(actor: Actor, code: str, year: int) -> list[Tab]:
    """Doors from here into the rooms of this village, those that this person may open."""
    rooms = [
        (Verb.PLACE_READ, Tab(gettext("Ringkasan"), reverse("kampung", args=[code]), active=True)),
        (Verb.PLACE_READ, Tab(gettext("Situasi"), address("situation", year, code))),
        (Verb.FAMILY_READ, Tab(gettext("Keluarga"), f"/keluarga/?desa={code}")),
        (Verb.PLACE_READ, Tab(gettext("Profil"), reverse("village_profile", args=[code]))),
        (Verb.PLACE_READ, Tab(gettext("Angka desa"), f"/kampung/{code}/angka/")),
        (Verb.PLACE_READ, Tab(gettext("Matriks"), f"/matriks/{code}/{year}/")),
        (Verb.PLACE_READ, Tab(gettext("Kalender"), f"/kalender/?wilayah={code}")),
        (Verb.PLACE_READ, Tab(gettext("Mutu data"), f"/mutu/kelengkapan/?wilayah={code}")),
        (Verb.FAMILY_WRITE, Tab(gettext("Impor"), "/impor/")),
    ]
    return [tab for verb, tab in rooms if actor.may(verb, code)]


# --- the index -------------------------------------------------------------------------------------------------------


def _stats(view: IndexView, year: int) -> list[Stat]:
    since = gettext("sejak %(year)s") % {"year": year - 1}
    # What is shown as 0,00 has neither risen nor fallen.
    change = None if view.change is None else round(view.change, 2)
    better = change > 0 if change else None
    covered = gettext("%(valid)s keluarga berindeks, %(surveyed)s didata, %(all)s terdaftar") % {
        "valid": figure(view.families_valid),
        "surveyed": figure(view.families),
        "all": figure(view.registered),
    }
    share = None if view.coverage is None else 100 * view.coverage
    return [
        Stat(
            gettext("Indeks pembangunan keluarga"),
            view.index,
            decimals=2,
            change=change,
            change_since=since,
            better=better,
        ),
        *(Stat(gettext(_DIMENSIONS[name]), value, decimals=2) for name, value in view.dimensions),
        Stat(gettext("Cakupan"), share, unit="%", decimals=1, note=covered),
    ]


def _chart(view: IndexView) -> Chart:
    return Chart(
        kind="radar",
        title=gettext("17 indikator pembangunan keluarga"),
        labels=[gettext(_SHORT_NAMES[rate.indicator.indicator_id]) for rate in view.indicators],
        series=[Series(gettext("Keluarga yang memenuhi"), [rate.percent for rate in view.indicators])],
        label_head=gettext("Indikator"),
        unit="%",
        maximum=100,
        description=gettext("Persen keluarga yang memenuhi, dari yang menjawab"),
        source=gettext("pendataan keluarga; hitungan setempat, bukan angka resmi BKKBN"),
        as_of=view.as_of,
        download_url=f"{reverse('kampung_indicators', args=[view.region_code])}?tahun={view.year}",
    )


def _indicator_table(view: IndexView) -> Table:
    columns = [
        Column(gettext("Indikator")),
        Column(gettext("Dimensi")),
        Column(gettext("Menjawab"), kind="number"),
        Column(gettext("Memenuhi"), kind="number"),
        Column(gettext("Bagian"), kind="percent", decimals=1),
    ]
    rows = [
        Row(
            (
                f"{rate.indicator.no}. {rate.indicator.label_id}",
                gettext(_DIMENSIONS[str(rate.indicator.dimension)]),
                rate.answered,
                rate.met,
                rate.percent,
            )
        )
        for rate in view.indicators
    ]
    return Table(gettext("Rincian indikator"), columns, rows, stacked=True, compact=True)


def indicator_rows(view: IndexView) -> list[list[str]]:
    """Heading and a line for each indicator, all made of our own words and numbers; a missing figure is its word."""
    heading = ["kode_wilayah", "tahun", "indikator", "nama", "dimensi", "menjawab", "memenuhi", "persen"]
    lines = [
        [
            view.region_code,
            str(view.year),
            rate.indicator.indicator_id,
            rate.indicator.label_id,
            str(rate.indicator.dimension),
            *(str(missing_of(value) or value) for value in (rate.answered, rate.met, rate.percent)),
        ]
        for rate in view.indicators
    ]
    return [heading, *lines]


def _category_stats(view: IndexView) -> list[Stat]:
    names = (gettext("Keluarga rentan"), gettext("Keluarga berkembang"), gettext("Keluarga tangguh"))
    return [Stat(name, count) for name, count in zip(names, view.categories, strict=True)]


# --- problems, figures, activities -----------------------------------------------------------------------------------


def _problem_table(problems: Sequence[ProblemView], year: int) -> Table | None:
    if not problems:
        return None
    columns = [
        Column(gettext("Masalah")),
        Column(gettext("Di sini")),
        Column(gettext("Acuan")),
        Column(gettext("Keluarga terdampak"), kind="number"),
    ]
    rows = [
        Row(
            (
                f"{view.row.agreed_rank}. {view.title}",
                figure_words(view),
                reference_figure(view),
                gettext("seluruh kampung") if view.of_village else view.affected,
            ),
            url="" if view.is_own else address("situation_problem", year, view.row.region_code, view.row.problem_type),
        )
        for view in problems
    ]
    return Table(gettext("Lima masalah pertama menurut urutan kampung"), columns, rows, stacked=True)


def _figure_lines(code: str) -> list[FigureLine]:
    """The first figures of each group, so that the page shows something of everything."""
    groups = figures_of(code)
    turns = max((len(group.lines) for group in groups), default=0)
    mixed = [group.lines[turn] for turn in range(turns) for group in groups if turn < len(group.lines)]
    return mixed[:_SHOWN_FIGURES]


def _figure_table(lines: Sequence[FigureLine]) -> Table:
    columns = [
        Column(gettext("Angka")),
        Column(gettext("Nilai")),
        Column(gettext("Tahun")),
        Column(gettext("Sumber")),
    ]
    rows = [
        Row((line.label, line.text or figure(line.value, line.decimals, line.unit), line.period, line.source))
        for line in lines
    ]
    return Table(gettext("Beberapa angka dari tiap kelompok"), columns, rows, stacked=True, compact=True)


def _event_entries(code: str) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            title=" · ".join(block.titles) or gettext("Kegiatan bersama"),
            date=block.day,
            text=block.village,
            by=", ".join(block.agencies),
            icon="calendar",
            url=block.url,
        )
        for block in next_events(code, 5)
    ]


def _commitment_stats(code: str, year: int) -> list[Stat]:
    """Commitments of the running and the coming data year: plans are made for the year after the survey."""
    lines = [*commitments_of(code, year), *commitments_of(code, year + 1)]
    if not lines:
        return []
    done = sum(1 for line in lines if line.state == "done")
    return [
        Stat(gettext("Komitmen %(first)s–%(last)s") % {"first": year, "last": year + 1}, len(lines)),
        Stat(gettext("Terlaksana"), done),
        Stat(gettext("Lewat waktu, belum dilaporkan"), sum(1 for line in lines if line.late)),
    ]


def _activity_entries(code: str) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            title=line.title,
            date=line.done_on,
            text=gettext("%(families)s keluarga dijangkau · %(village)s")
            % {"families": figure(line.families), "village": line.village},
            by=line.who,
            icon="ok-circle",
        )
        for line in last_activities(code, 5)
    ]


# --- the places below ------------------------------------------------------------------------------------------------


def _league(region: Region, year: int) -> Table:
    """The places directly below, best index first; those without one after them."""
    lines = index_below(region.code, year)
    children = sorted(list_children(region.code), key=lambda child: _standing(child, lines.get(child.code)))
    columns = [
        Column(gettext("Wilayah")),
        Column(gettext("Indeks keluarga"), kind="bar", decimals=2),
        Column(gettext("Kategori")),
        Column(gettext("Keluarga berindeks"), kind="number"),
        Column(gettext("Cakupan"), kind="percent", decimals=0),
        Column(gettext("Data per"), kind="date"),
    ]
    rows = [_league_row(child, lines.get(child.code)) for child in children]
    return Table(gettext("Indeks tertinggi lebih dulu"), columns, rows, stacked=True)


def _standing(child: Region, line: IndexLine | None) -> tuple[bool, float, str]:
    index = line.index if line else None
    return index is None, -(index or 0.0), child.code


def _league_row(child: Region, line: IndexLine | None) -> Row:
    index = line.index if line else None
    coverage = line.coverage if line else None
    return Row(
        (
            str(child),
            Bar(index, (index or 0) / 100),
            category_badge(line.category if line else None),
            line.families_valid if line else None,
            None if coverage is None else 100 * coverage,
            line.as_of if line else None,
        ),
        url=reverse("kampung", args=[child.code]),
    )
