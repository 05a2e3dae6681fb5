"""Demo accounts: one of each kind, all made up, all with one printed password."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import ROLE_LABELS, Role
from padu.apps.accounts.models import HatRecord, User
from padu.apps.accounts.services import hat_grant, user_create
from padu.apps.institutions.selectors import list_agencies
from padu.apps.regions.selectors import names_of
from padu.cli.demo.setting import NEXT_REGENCY, PROVINCE, DemoSetting
from padu.domain.regions import NATION, parent_of

# Printed at every start: nobody shall take it for a secret.
DEMO_PASSWORD = "padu-peragaan"  # noqa: S105
_READER = Actor(name="peragaan", system=True)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    full_name: str
    role: Role
    region_code: str
    agency_id: int | None = None


def load_accounts(setting: DemoSetting) -> str:
    """Accounts that are not there yet. Needs the agencies. Returns words for the person who waits."""
    password_hash = make_password(DEMO_PASSWORD)
    made = sum(_make(account, password_hash) for account in demo_accounts(setting))
    return f"{made} akun"


def demo_accounts(setting: DemoSetting) -> list[DemoAccount]:
    """Two kampung and who works in the first one, every agency of the regency, teams and overseers of all levels."""
    kampung = [
        DemoAccount(name, f"Pokja {number} (buatan)", Role.KAMPUNG, code)
        for number, (name, code) in enumerate(zip(("pokja", "pokja2"), setting.villages, strict=False), 1)
    ]
    with scoped(setting.actor()):
        agencies = [
            DemoAccount(a.code, f"Petugas {a.short_name} (buatan)", Role.AGENCY, setting.regency, a.pk)
            for a in list_agencies(setting.regency)
        ]
    teams = [
        DemoAccount("kabupaten", "Bappeda (buatan)", Role.REGENCY, setting.regency),
        # A second person verifies what the first has closed.
        DemoAccount("sekda", "Sekretariat Daerah (buatan)", Role.REGENCY, setting.regency),
        DemoAccount("kabupaten2", "Tim kabupaten tetangga (buatan)", Role.REGENCY, NEXT_REGENCY),
    ]
    return [*kampung, *_in_the_field(setting), *agencies, *teams, *_ABOVE, *_sector_offices(), *_overseers(setting)]


def _in_the_field(setting: DemoSetting) -> list[DemoAccount]:
    village = setting.villages[0]
    district = parent_of(village) or ""
    return [
        DemoAccount("kader", "Kader (buatan)", Role.KADER, village),
        DemoAccount("plkb", "Penyuluh KB (buatan)", Role.PLKB, district),
        DemoAccount("camat", "Petugas kecamatan (buatan)", Role.DISTRICT, district),
    ]


_ABOVE = (
    DemoAccount("provinsi", "Tim koordinasi provinsi (buatan)", Role.PROVINCE, PROVINCE),
    DemoAccount("pusat", "Tim koordinasi pusat (buatan)", Role.NATION, NATION),
)


def _sector_offices() -> list[DemoAccount]:
    """Offices of a sector above the regency: they see counts of what is theirs in all regencies below."""
    with scoped(system_actor(PROVINCE)):
        offices = list(list_agencies(PROVINCE).filter(made_up=True))
    return [
        DemoAccount(office.code, f"Petugas {office.short_name} (buatan)", Role.SECTOR, PROVINCE, office.pk)
        for office in offices
    ]


def _overseers(setting: DemoSetting) -> list[DemoAccount]:
    return [
        DemoAccount("inspektorat", "Inspektorat (buatan)", Role.INSPECTOR, setting.regency),
        DemoAccount("pdp", "Petugas pelindungan data (buatan)", Role.PRIVACY, setting.regency),
        # A second one confirms what the first proposes to make anonymous.
        DemoAccount("pdp2", "Petugas pelindungan data kedua (buatan)", Role.PRIVACY, setting.regency),
    ]


def _make(account: DemoAccount, password_hash: str) -> bool:
    """Open one account with its hat; False where the name is there already."""
    administrator = system_actor(account.region_code)
    with scoped(_READER):
        if User.gated.filter(username=account.username).exists():
            return False
    with scoped(administrator):
        user = user_create(
            actor=administrator,
            username=account.username,
            full_name=account.full_name,
            region_code=account.region_code,
            password=DEMO_PASSWORD,
            password_hash=password_hash,
            made_up=True,
        )
        hat_grant(
            actor=administrator,
            user_id=user.pk,
            role=account.role,
            region_code=account.region_code,
            agency_id=account.agency_id,
        )
    return True


def describe_accounts() -> Iterator[str]:
    """The demo accounts that are there, as lines to print; nothing when there are none."""
    with scoped(_READER):
        users = {u.pk: u for u in User.gated.filter(made_up=True)}
        hats = list(HatRecord.objects.filter(user_id__in=users).order_by("role", "region_code", "user_id"))
    if not hats:
        return
    places = names_of(h.region_code for h in hats)
    yield f"Akun peragaan (kata sandi awal semuanya: {DEMO_PASSWORD})"
    for role in sorted({Role(h.role) for h in hats}, key=list(Role).index):
        yield f"  {ROLE_LABELS[role]}"
        for hat in (h for h in hats if h.role == role):
            user = users[hat.user_id]
            yield f"    {user.username:<16} {user.full_name} · {places.get(hat.region_code, hat.region_code)}"
