"""Rows for tests, made as the system would make them. Real places with their real names; everything else is made up.

Every function needs a database; those that write guarded tables open a scope of their own.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.apps.institutions.models import Agency
from padu.apps.kampung.models import Kampung
from padu.apps.regions.folding import fold
from padu.apps.regions.local_names import local_word
from padu.apps.regions.models import Region
from padu.apps.regions.official_list import LEVEL_ORDER, VINTAGE
from padu.domain.regions import level_of, parent_of

PASSWORD = "sandi-uji-coba-2026"
SYSTEM = Actor(name="uji", system=True)

# Two regencies of West Sumatra, and a city whose villages are no nagari.
PLACES: dict[str, tuple[str, str]] = {
    "00": ("nation", "Indonesia"),
    "13": ("province", "Sumatera Barat"),
    "13.01": ("kabupaten", "Pesisir Selatan"),
    "13.01.01": ("district", "Pancung Soal"),
    "13.01.01.2001": ("desa", "Inderapura"),
    "13.01.01.2002": ("desa", "Muaro Sakai Inderapura"),
    "13.01.01.2003": ("desa", "Tiga Sepakat Inderapura"),
    "13.01.02": ("district", "Ranah Pesisir"),
    "13.01.02.2001": ("desa", "Pelangai"),
    "13.01.02.2002": ("desa", "Sungai Tunu"),
    "13.02": ("kabupaten", "Solok"),
    "13.02.03": ("district", "Pantai Cermin"),
    "13.02.03.2001": ("desa", "Lolo"),
    "13.02.03.2002": ("desa", "Surian"),
    "13.77": ("kota", "Pariaman"),
    "13.77.01": ("district", "Pariaman Tengah"),
    "13.77.01.1001": ("kelurahan", "Karan Aur"),
    "13.77.01.2009": ("desa", "Rawang"),
}


def make_places() -> None:
    """The places of PLACES, as the official list has them."""
    make_regions(PLACES)


def make_regions(places: dict[str, tuple[str, str]]) -> None:
    """Rows of the list of places: kind and name by code."""
    Region.objects.bulk_create(
        Region(
            code=code,
            level=level_of(code).value,
            kind=kind,
            local_kind=local_word(code, kind),
            name=name,
            folded_name=fold(name),
            level_order=LEVEL_ORDER[level_of(code)],
            parent_code=parent_of(code) or "",
            vintage=VINTAGE,
        )
        for code, (kind, name) in places.items()
    )


@cache
def _hashed(password: str) -> str:
    return make_password(password)


def make_user(username: str, region_code: str, password: str = PASSWORD, **fields: Any) -> User:
    """An account without a hat; the full name is the user name with capitals unless given."""
    user = User(
        username=username,
        full_name=fields.pop("full_name", username.replace("_", " ").title()),
        region_code=region_code,
        password=_hashed(password),
        made_up=True,
        **fields,
    )
    with scoped(SYSTEM):
        user.save(force_insert=True)
    return user


def give_hat(user: User, role: Role, region_code: str, agency_id: int | None = None, **dates: dt.date) -> HatRecord:
    """A hat valid from 2020 on unless told otherwise."""
    dates.setdefault("valid_from", dt.date(2020, 1, 1))
    with scoped(SYSTEM):
        return HatRecord.objects.create(
            user=user, role=role.value, region_code=region_code, agency_id=agency_id, **dates
        )


def place_writer(region_code: str) -> Actor:
    """The system with the right to write rows of a place."""
    return system_actor(region_code, Verb.PLACE_READ, Verb.PLAN_RUN, Verb.SUPPLY_READ_ALL)


def make_agency(region_code: str, code: str, column_key: str, **fields: Any) -> Agency:
    """An agency of a regency; its names are made of its code unless given."""
    fields.setdefault("name", f"Dinas {code.title()}")
    fields.setdefault("short_name", code.title())
    with scoped(place_writer(region_code)):
        agency: Agency = Agency.objects.create(
            region_code=region_code, code=code, column_key=column_key, made_up=True, **fields
        )
    return agency


def make_kampung(region_code: str, name: str = "") -> Kampung:
    """The kampung of a village of PLACES, named like it unless told otherwise."""
    with scoped(place_writer(region_code)):
        kampung: Kampung = Kampung.objects.create(
            region_code=region_code, name=name or PLACES[region_code][1], made_up=True
        )
    return kampung
