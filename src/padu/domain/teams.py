"""Teams that work together: which seats a kind of team has, what its decree is worth today, and what is still empty.

Sources: Kepmenko PMK 1/2023 (national team; province and regency follow its shape), Perban BKKBN 20/2023 (village
pokja: pengarah, pelaksana, sections after the four goals), the portal (older pokja: sections after the eight family
functions), Studi Kampung KB Sumatera Barat 2022 (bodies of a regency's working group). See domain/programme.md 4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from padu.domain.regions import Level

# How long before its end a decree is called to mind [assumption].
EXPIRY_WARNING: Final = dt.timedelta(days=90)


class TeamKind(StrEnum):
    """Kinds of teams. The value is stable: it stands in rows."""

    POKJA_VILLAGE = "pokja_desa"
    POKJA_REGENCY = "pokja_kabkota"
    COORDINATION = "tim_koordinasi"
    DISTRICT_TEAM = "tim_kecamatan"


class Part(StrEnum):
    """The two halves of every team."""

    STEERING = "pengarah"
    EXECUTIVE = "pelaksana"


class SeatRole(StrEnum):
    """What a seat is within its part or section."""

    CHAIR = "ketua"
    DEPUTY = "wakil_ketua"
    SECRETARY = "sekretaris"
    MEMBER = "anggota"


class SectionSet(StrEnum):
    """How the executive part is divided."""

    NONE = ""
    FIELDS = "bidang"
    FOUR_GOALS = "empat_sasaran"
    EIGHT_FUNCTIONS = "delapan_fungsi"


class DecreeState(StrEnum):
    """What the decrees of a team are worth on a day."""

    NONE = "none"
    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


SECTIONS: Final[dict[SectionSet, dict[str, str]]] = {
    SectionSet.NONE: {},
    SectionSet.FIELDS: {
        "bidang_a": "Bidang A: data dan dokumen kependudukan",
        "bidang_b": "Bidang B: perubahan perilaku keluarga",
        "bidang_c": "Bidang C: cakupan layanan dan rujukan",
        "bidang_d": "Bidang D: penataan lingkungan",
    },
    SectionSet.FOUR_GOALS: {
        "sasaran_1": "Seksi data dan dokumen kependudukan",
        "sasaran_2": "Seksi perubahan perilaku keluarga",
        "sasaran_3": "Seksi cakupan layanan dan rujukan",
        "sasaran_4": "Seksi penataan lingkungan",
    },
    SectionSet.EIGHT_FUNCTIONS: {
        "agama": "Seksi keagamaan",
        "sosial_budaya": "Seksi sosial budaya",
        "cinta_kasih": "Seksi cinta kasih",
        "perlindungan": "Seksi perlindungan",
        "reproduksi": "Seksi reproduksi",
        "pendidikan": "Seksi sosialisasi dan pendidikan",
        "ekonomi": "Seksi ekonomi",
        "lingkungan": "Seksi pembinaan lingkungan",
    },
}

KIND_LABELS: Final[dict[TeamKind, str]] = {
    TeamKind.POKJA_VILLAGE: "Pokja kampung",
    TeamKind.POKJA_REGENCY: "Pokja kabupaten/kota",
    TeamKind.COORDINATION: "Tim koordinasi",
    TeamKind.DISTRICT_TEAM: "Tim kecamatan",
}
PART_LABELS: Final[dict[Part, str]] = {Part.STEERING: "Pengarah", Part.EXECUTIVE: "Pelaksana"}
ROLE_LABELS: Final[dict[SeatRole, str]] = {
    SeatRole.CHAIR: "Ketua",
    SeatRole.DEPUTY: "Wakil ketua",
    SeatRole.SECRETARY: "Sekretaris",
    SeatRole.MEMBER: "Anggota",
}
ROLE_ORDER: Final = tuple(SeatRole)

LEVEL_OF_KIND: Final[dict[TeamKind, frozenset[Level]]] = {
    TeamKind.POKJA_VILLAGE: frozenset({Level.VILLAGE}),
    TeamKind.POKJA_REGENCY: frozenset({Level.REGENCY}),
    TeamKind.COORDINATION: frozenset({Level.NATION, Level.PROVINCE, Level.REGENCY}),
    TeamKind.DISTRICT_TEAM: frozenset({Level.DISTRICT}),
}
SETS_OF_KIND: Final[dict[TeamKind, tuple[SectionSet, ...]]] = {
    TeamKind.POKJA_VILLAGE: (SectionSet.FOUR_GOALS, SectionSet.EIGHT_FUNCTIONS),
    TeamKind.POKJA_REGENCY: (SectionSet.NONE,),
    TeamKind.COORDINATION: (SectionSet.FIELDS,),
    TeamKind.DISTRICT_TEAM: (SectionSet.NONE,),
}

# Bodies that a regency's working group holds at least (Studi Kampung KB Sumatera Barat 2022).
REGENCY_BODIES: Final[dict[str, str]] = {
    "p3ap2kb": "P3AP2KB",
    "pendidikan": "Pendidikan",
    "kesehatan": "Kesehatan",
    "koperasi_umkm": "Koperasi dan UMKM",
    "pupr": "PUPR",
    "lingkungan_hidup": "Lingkungan Hidup",
    "pmd": "Pemberdayaan Masyarakat dan Desa",
    "sosial": "Sosial",
    "dukcapil": "Dukcapil",
    "tp_pkk": "TP PKK",
    "kemenag": "Kementerian Agama",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in a team, as a rule proposes it.

    section  key of SECTIONS; "" for the part's own seats
    title    the office that usually fills it, in words; "" where nothing is usual
    body     one of REGENCY_BODIES, or ""
    needed   whether a team of this kind is incomplete without it
    """

    part: Part
    role: SeatRole
    section: str = ""
    title: str = ""
    institution: str = ""
    body: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat of a real team on a day, and whether somebody sits in it."""

    part: Part
    role: SeatRole
    section: str = ""
    bodies: frozenset[str] = frozenset()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included; an end of None is open."""

    start: dt.date
    end: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a day."""
        return (self.end is None or other.start <= self.end) and (other.end is None or self.start <= other.end)


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a team of its kind still lacks.

    missing        needed seats that no position stands for
    vacant_needed  needed seats whose positions are all empty
    positions, vacant  all positions of the day, and how many of them are empty
    bodies_missing  keys of REGENCY_BODIES that nobody stands for; empty for other kinds
    """

    positions: int
    vacant: int
    missing: tuple[Seat, ...]
    vacant_needed: tuple[Seat, ...]
    bodies_missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not (self.missing or self.vacant_needed or self.bodies_missing)


def level_fits(kind: TeamKind, level: Level) -> bool:
    """Whether a place of this level can have such a team."""
    return level in LEVEL_OF_KIND[kind]


def sections_of(sections: SectionSet) -> tuple[str, ...]:
    """Keys of the sections in their official order."""
    return tuple(SECTIONS[sections])


def section_label(key: str) -> str:
    """Words for a section of any set; "" for the part's own seats. Raises KeyError for an unknown key."""
    return {"": "", **{k: label for labels in SECTIONS.values() for k, label in labels.items()}}[key]


def seat_fits(sections: SectionSet, part: Part, section: str, role: SeatRole) -> bool:
    """Whether a team so divided can have this seat: sections belong to the executive part and have no secretary."""
    if not section:
        return part is Part.EXECUTIVE or role in (SeatRole.CHAIR, SeatRole.DEPUTY, SeatRole.MEMBER)
    return part is Part.EXECUTIVE and section in SECTIONS[sections] and role is not SeatRole.SECRETARY


def seats_of(kind: TeamKind, sections: SectionSet, level: Level) -> tuple[Seat, ...]:
    """The seats a team of this kind usually has; the national one's stand in its own list (`national_team.csv`).

    Which of them a team cannot do without is our reading of the sources [assumption].
    """
    match kind:
        case TeamKind.POKJA_VILLAGE:
            return _village_seats(sections)
        case TeamKind.POKJA_REGENCY:
            return _regency_group_seats()
        case TeamKind.COORDINATION:
            return _coordination_seats(level)
        case TeamKind.DISTRICT_TEAM:
            return _district_seats()


def _village_seats(sections: SectionSet) -> tuple[Seat, ...]:
    head = (
        Seat(Part.STEERING, SeatRole.CHAIR, title="Kepala desa/lurah", needed=True),
        Seat(Part.STEERING, SeatRole.MEMBER, title="Ketua TP PKK desa/kelurahan"),
        Seat(Part.EXECUTIVE, SeatRole.CHAIR, title="Ketua pokja", needed=True),
        Seat(Part.EXECUTIVE, SeatRole.SECRETARY, title="Sekretaris pokja", needed=True),
    )
    return head + tuple(
        Seat(Part.EXECUTIVE, SeatRole.CHAIR, key, f"Koordinator {label.lower()}", needed=True)
        for key, label in SECTIONS[sections].items()
    )


def _regency_group_seats() -> tuple[Seat, ...]:
    head = (
        Seat(Part.EXECUTIVE, SeatRole.CHAIR, title="Ketua pokja", needed=True),
        Seat(Part.EXECUTIVE, SeatRole.SECRETARY, title="Sekretaris pokja", needed=True),
    )
    return head + tuple(
        Seat(Part.EXECUTIVE, SeatRole.MEMBER, title="Pejabat yang ditunjuk", institution=label, body=key)
        for key, label in REGENCY_BODIES.items()
    )


# Chair, members and chiefs as the guideline names them for province and regency (programme.md, section 4).
_HEADS: Final[dict[Level, tuple[str, str]]] = {
    Level.PROVINCE: ("Gubernur", "Sekretaris daerah provinsi"),
    Level.REGENCY: ("Bupati/wali kota", "Sekretaris daerah kabupaten/kota"),
    Level.NATION: ("", ""),
}
# Who usually leads a field in a region, after the ministries that lead it at the centre [assumption].
_FIELD_CHIEFS: Final[dict[str, tuple[str, str]]] = {
    "bidang_a": ("Kepala dinas pengendalian penduduk dan KB", "Kepala dinas kependudukan dan pencatatan sipil"),
    "bidang_b": ("Kepala dinas kesehatan", "Kepala dinas pengendalian penduduk dan KB"),
    "bidang_c": ("Kepala dinas kesehatan", "Kepala dinas pengendalian penduduk dan KB"),
    "bidang_d": ("Kepala dinas pekerjaan umum", "Kepala dinas pemberdayaan masyarakat dan desa"),
}


def _coordination_seats(level: Level) -> tuple[Seat, ...]:
    steering, chief = _HEADS[level]
    regional = level is not Level.NATION
    head = (
        Seat(Part.STEERING, SeatRole.CHAIR, title=steering, needed=True),
        Seat(Part.STEERING, SeatRole.MEMBER, title="Unsur Forkopimda" if regional else ""),
        Seat(Part.EXECUTIVE, SeatRole.CHAIR, title=chief, needed=True),
        Seat(Part.EXECUTIVE, SeatRole.DEPUTY, title="Kepala Bappeda" if regional else "", needed=True),
        Seat(
            Part.EXECUTIVE, SeatRole.SECRETARY, title="Kepala OPD pengendalian penduduk dan KB" if regional else "",
            needed=True,
        ),
    )  # fmt: skip
    return head + tuple(seat for key in SECTIONS[SectionSet.FIELDS] for seat in _field_seats(key, regional))


def _field_seats(key: str, regional: bool) -> tuple[Seat, Seat]:
    chair, deputy = _FIELD_CHIEFS[key] if regional else ("", "")
    return (
        Seat(Part.EXECUTIVE, SeatRole.CHAIR, key, chair, needed=True),
        Seat(Part.EXECUTIVE, SeatRole.DEPUTY, key, deputy),
    )


def _district_seats() -> tuple[Seat, ...]:
    # No source describes a district's team: the smallest shape that can work [assumption].
    return (
        Seat(Part.STEERING, SeatRole.CHAIR, title="Camat", needed=True),
        Seat(Part.EXECUTIVE, SeatRole.CHAIR, title="Sekretaris kecamatan", needed=True),
        Seat(Part.EXECUTIVE, SeatRole.SECRETARY, title="Kepala Balai Penyuluhan KB", needed=True),
        Seat(Part.EXECUTIVE, SeatRole.MEMBER, title="Kepala puskesmas"),
        Seat(Part.EXECUTIVE, SeatRole.MEMBER, title="Kepala KUA"),
    )


def completeness(kind: TeamKind, sections: SectionSet, level: Level, seats: Sequence[HeldSeat]) -> Completeness:
    """What a team lacks on a day, given its positions of that day and whether each is held."""
    needed = [seat for seat in seats_of(kind, sections, level) if seat.needed]
    by_place: dict[tuple[Part, str, SeatRole], list[HeldSeat]] = {}
    for seat in seats:
        by_place.setdefault((seat.part, seat.section, seat.role), []).append(seat)
    found = [(seat, by_place.get((seat.part, seat.section, seat.role), [])) for seat in needed]
    return Completeness(
        positions=len(seats),
        vacant=sum(not seat.held for seat in seats),
        missing=tuple(seat for seat, places in found if not places),
        vacant_needed=tuple(seat for seat, places in found if places and not any(p.held for p in places)),
        bodies_missing=missing_bodies(kind, seats),
    )


def missing_bodies(kind: TeamKind, seats: Iterable[HeldSeat]) -> tuple[str, ...]:
    """Bodies that a regency's working group should hold and that no position stands for, in their order."""
    if kind is not TeamKind.POKJA_REGENCY:
        return ()
    there = frozenset[str]().union(*(seat.bodies for seat in seats))
    return tuple(key for key in REGENCY_BODIES if key not in there)


def decree_state(spans: Iterable[Span], day: dt.date) -> DecreeState:
    """What a team's decrees are worth on a day.

    A decree that ends soon is no matter where the next one follows without a gap. A decree without an end holds on.
    """
    decrees = sorted(spans, key=lambda span: span.start)
    if not decrees:
        return DecreeState.NONE
    end = _held_until(decrees, day)
    if end is None:
        return DecreeState.VALID
    if end < day:
        return DecreeState.NOT_YET if all(day < span.start for span in decrees) else DecreeState.EXPIRED
    return DecreeState.EXPIRING if end - day <= EXPIRY_WARNING else DecreeState.VALID


def _held_until(decrees: Sequence[Span], day: dt.date) -> dt.date | None:
    """The last day up to which a decree holds without a gap from `day` on; the day before where none does."""
    end = day - dt.timedelta(days=1)
    for span in decrees:  # ascending by start
        if span.start > end + dt.timedelta(days=1):
            break
        if span.end is None:
            return None
        end = max(end, span.end)
    return end


def decree_on(spans: Sequence[tuple[int, Span]], day: dt.date) -> int | None:
    """Key of the decree that holds on a day; of several the one that began last. None where none does."""
    holding = [(span.start, key) for key, span in spans if span.holds(day)]
    return max(holding)[1] if holding else None


def is_held(terms: Iterable[Span], day: dt.date) -> bool:
    """Whether somebody sits there on a day."""
    return any(term.holds(day) for term in terms)
