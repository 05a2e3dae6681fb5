"""The standing people of the tests, in two regencies.

Fixtures: `people` (all of them, with accounts), and one fixture per person that gives the Actor alone.
`client_of(person)` gives a browser in which that person has signed in.

| person | hat |
| --- | --- |
| pokja (also kader_desa) | kampung in 13.01.01.2001 Nagari Inderapura |
| pokja_tetangga | kampung in 13.01.01.2002, the village next to it |
| pokja_luar | kampung in 13.02.03.2001, another regency |
| petugas_opd | agency `kesehatan` of 13.01 |
| petugas_opd_lain | agency `dukcapil` of 13.01 |
| petugas_luar | agency `kesehatan` of 13.02 |
| tim_kab, tim_kab_kedua | regency 13.01 |
| orang_luar | regency 13.02 |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from padu.access.actor import Actor
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor
from padu.apps.accounts.models import User
from padu.apps.institutions.models import Agency
from tests.factories import give_hat, make_agency, make_places, make_user

VILLAGE = "13.01.01.2001"
NEXT_VILLAGE = "13.01.01.2002"
REGENCY = "13.01"
OTHER_REGENCY = "13.02"
OTHER_VILLAGE = "13.02.03.2001"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account and one hat."""

    user: User
    actor: Actor


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, and the agencies they work for."""

    pokja: Person
    pokja_tetangga: Person
    pokja_luar: Person
    petugas_opd: Person
    petugas_opd_lain: Person
    petugas_luar: Person
    tim_kab: Person
    tim_kab_kedua: Person
    orang_luar: Person
    kesehatan: Agency
    dukcapil: Agency
    kesehatan_luar: Agency


def make_person(username: str, role: Role, region_code: str, agency: Agency | None = None) -> Person:
    """An account with one hat; the password is `tests.factories.PASSWORD`."""
    user = make_user(username, region_code)
    give_hat(user, role, region_code, agency.pk if agency else None)
    return Person(user, load_actor(user))


@pytest.fixture
def places(db: None) -> None:
    """The places of `tests.factories.PLACES`."""
    make_places()


def make_people() -> People:
    """Everybody of the table above; the places stand already."""
    kesehatan = make_agency(REGENCY, "kesehatan", "health")
    dukcapil = make_agency(REGENCY, "dukcapil", "civil_registry")
    kesehatan_luar = make_agency(OTHER_REGENCY, "kesehatan", "health")
    return People(
        pokja=make_person("pokja", Role.KAMPUNG, VILLAGE),
        pokja_tetangga=make_person("pokja_tetangga", Role.KAMPUNG, NEXT_VILLAGE),
        pokja_luar=make_person("pokja_luar", Role.KAMPUNG, OTHER_VILLAGE),
        petugas_opd=make_person("petugas_opd", Role.AGENCY, REGENCY, kesehatan),
        petugas_opd_lain=make_person("petugas_opd_lain", Role.AGENCY, REGENCY, dukcapil),
        petugas_luar=make_person("petugas_luar", Role.AGENCY, OTHER_REGENCY, kesehatan_luar),
        tim_kab=make_person("tim_kab", Role.REGENCY, REGENCY),
        tim_kab_kedua=make_person("tim_kab_kedua", Role.REGENCY, REGENCY),
        orang_luar=make_person("orang_luar", Role.REGENCY, OTHER_REGENCY),
        kesehatan=kesehatan,
        dukcapil=dukcapil,
        kesehatan_luar=kesehatan_luar,
    )


@pytest.fixture
def people(places: None) -> People:
    return make_people()


@pytest.fixture
def pokja(people: People) -> Actor:
    return people.pokja.actor


@pytest.fixture
def kader_desa(people: People) -> Actor:
    return people.pokja.actor


@pytest.fixture
def pokja_tetangga(people: People) -> Actor:
    return people.pokja_tetangga.actor


@pytest.fixture
def pokja_luar(people: People) -> Actor:
    return people.pokja_luar.actor


@pytest.fixture
def petugas_opd(people: People) -> Actor:
    return people.petugas_opd.actor


@pytest.fixture
def petugas_opd_lain(people: People) -> Actor:
    return people.petugas_opd_lain.actor


@pytest.fixture
def petugas_luar(people: People) -> Actor:
    return people.petugas_luar.actor


@pytest.fixture
def tim_kab(people: People) -> Actor:
    return people.tim_kab.actor


@pytest.fixture
def tim_kab_kedua(people: People) -> Actor:
    return people.tim_kab_kedua.actor


@pytest.fixture
def orang_luar(people: People) -> Actor:
    return people.orang_luar.actor


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """A browser in which that person has signed in: `client_of(people.pokja).get("/")`."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person.user)
        return client

    return signed_in
