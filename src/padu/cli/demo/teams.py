"""Teams of the demo: pokja of most nagari, two teams of the regency, one of a district, with made-up people.

Some seats stay empty and some decrees end soon or have ended, so that lists have something to say. Names of people are
invented and marked as such.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.institutions.models import Agency, Decree, FormerAgencyName, Team, TeamMember
from padu.apps.institutions.services.agencies import agency_rename, agency_save
from padu.apps.institutions.services.decrees import DecreeData, decree_add
from padu.apps.institutions.services.national_team import proposed_seats
from padu.apps.institutions.services.teams import positions_add, positions_of, seat_data, team_create
from padu.apps.regions.selectors import names_of
from padu.cli.demo.setting import DemoSetting
from padu.domain.agencies import USUAL_COLUMN, AgencyKind
from padu.domain.teams import SectionSet, TeamKind

DAY: Final = dt.timedelta(days=1)
YEAR: Final = dt.timedelta(days=365)
WITHOUT_TEAM: Final = 2
_GIVEN: Final = ("Rembulan", "Gunung", "Samudra", "Embun", "Cemara", "Senja", "Meranti", "Pelangi", "Ombak", "Kenanga")
_SECOND: Final = ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh", "Sebelas")
_DISTRICT_OFFICES: Final = {
    AgencyKind.DISTRICT_OFFICE: ("kantor-camat", "Kantor Camat {}"),
    AgencyKind.KUA: ("kua", "KUA {}"),
    AgencyKind.PUSKESMAS: ("puskesmas", "Puskesmas {}"),
    AgencyKind.FIELD_CENTRE: ("balai-kb", "Balai Penyuluhan KB {}"),
}
_RENAMED: Final = "dppkbp3a"


def load_teams(setting: DemoSetting) -> str:
    """Offices of districts and teams; those already there are left as they are now."""
    actor = setting.actor()
    with scoped(actor):
        offices = _district_offices(actor, setting)
        _rename(actor, setting)
        made = [_pokja(actor, setting, number) for number in range(len(setting.villages) - WITHOUT_TEAM)]
        made += [_coordination(actor, setting), _regency_group(actor, setting), _district_team(actor, setting)]
    return f"{offices} kantor kecamatan, {sum(made)} tim"


def _district_offices(actor: Actor, setting: DemoSetting) -> int:
    names = names_of({code[:8] for code in setting.villages})
    for code, name in sorted(names.items()):
        place = name.partition(" ")[2]
        for kind, (key, pattern) in _DISTRICT_OFFICES.items():
            agency_save(
                actor=actor,
                region_code=code,
                code=key,
                name=pattern.format(place),
                short_name=pattern.format(place)[:60],
                column_key=USUAL_COLUMN[kind],
                kind=kind,
                counts_as_sector=kind is not AgencyKind.FIELD_CENTRE,
                made_up=True,
            )
    return len(names) * len(_DISTRICT_OFFICES)


def _rename(actor: Actor, setting: DemoSetting) -> None:
    """One agency with an earlier name, so that dates of old show it."""
    agency = Agency.objects.filter(region_code=setting.regency, code=_RENAMED).first()
    if agency is None or FormerAgencyName.objects.filter(agency=agency).exists():
        return
    now = (agency.name, agency.short_name)
    agency.name, agency.short_name = "Badan Keluarga Berencana (nama lama, buatan)", "BKB lama"
    agency.save(update_fields=["name", "short_name"])
    agency_rename(
        actor=actor,
        agency_id=agency.pk,
        name=now[0],
        short_name=now[1],
        from_day=setting.today - 4 * YEAR,
        reason="Penataan perangkat daerah (buatan)",
    )


def _pokja(actor: Actor, setting: DemoSetting, number: int) -> bool:
    """The pokja of one nagari: every fourth after the eight functions, every fifth with a decree that has ended."""
    village = setting.villages[number]
    sections = SectionSet.EIGHT_FUNCTIONS if number % 4 == 3 else SectionSet.FOUR_GOALS
    team = _team(actor, setting, village, TeamKind.POKJA_VILLAGE, sections)
    if team is None:
        return False
    _seat(team, number, empty_every=5 + number % 3)
    if number % 6 == 5:
        return True  # works without a decree
    end = setting.today - 40 * DAY if number % 5 == 4 else setting.today + (30 + 60 * (number % 7)) * DAY
    _decree(actor, team, f"BUATAN-{number + 1:02d}/{end.year - 3}", "Wali Nagari (buatan)", end)
    return True


def _coordination(actor: Actor, setting: DemoSetting) -> bool:
    """The regency's team after the national shape, its decree about to end."""
    team = _team(actor, setting, setting.regency, TeamKind.COORDINATION, SectionSet.FIELDS)
    if team is None:
        return False
    offered = [seat_data(seat) for seat in proposed_seats(team)]
    positions_add(actor=actor, team_id=team.pk, seats=offered, from_day=team.valid_from)
    _seat(team, 50, empty_every=6)
    _decree(actor, team, "BUATAN-100/KAB", "Bupati (buatan)", setting.today + 45 * DAY)
    return True


def _regency_group(actor: Actor, setting: DemoSetting) -> bool:
    team = _team(actor, setting, setting.regency, TeamKind.POKJA_REGENCY, SectionSet.NONE)
    if team is None:
        return False
    _seat(team, 70, empty_every=7)
    _decree(actor, team, "BUATAN-101/KAB", "Bupati (buatan)", setting.today + 2 * YEAR)
    return True


def _district_team(actor: Actor, setting: DemoSetting) -> bool:
    team = _team(actor, setting, setting.villages[0][:8], TeamKind.DISTRICT_TEAM, SectionSet.NONE)
    if team is None:
        return False
    _seat(team, 90, empty_every=9)
    return True


def _team(actor: Actor, setting: DemoSetting, place: str, kind: TeamKind, sections: SectionSet) -> Team | None:
    """A new team with its usual seats; None where the place has one."""
    if Team.objects.filter(region_code=place, kind=kind.value).exists():
        return None
    start = setting.today - 3 * YEAR
    return team_create(actor=actor, region_code=place, kind=kind, sections=sections, valid_from=start, made_up=True)


def _seat(team: Team, first: int, empty_every: int) -> None:
    """Made-up people in all seats but every n-th; the head of the executive part is never empty."""
    TeamMember.objects.bulk_create(
        TeamMember(
            position=position,
            region_code=team.region_code,
            name=_name(first, number),
            phone=f"0800-{first:02d}{number:02d}",
            valid_from=team.valid_from,
            made_up=True,
        )
        for number, position in enumerate(positions_of(team), 1)
        if number % empty_every
    )


def _name(first: int, number: int) -> str:
    return f"{_GIVEN[(first + number) % len(_GIVEN)]} {_SECOND[(first * 3 + number) % len(_SECOND)]} (buatan)"


def _decree(actor: Actor, team: Team, number: str, signer: str, end: dt.date) -> None:
    start = end - 3 * YEAR
    data = DecreeData(number, start, f"Pembentukan {team.name}", signer, start, end)
    if not Decree.objects.filter(team=team).exists():
        decree_add(actor=actor, team_id=team.pk, data=data, made_up=True)
