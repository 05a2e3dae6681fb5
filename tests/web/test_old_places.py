"""What an old village left is shown with its successors: its rows under its code, its counts by their share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.actor import Actor, Hat, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.kampung.models import Kampung
from padu.apps.rumah_dataku.models import Family, Figure
from tests.apps.regions.change_files import change, line
from tests.people import People, Person, make_person

SignIn = Callable[[Person], Client]
OLD, FIRST, SECOND = "13.01.01.2001", "13.01.01.2009", "13.01.01.2002"


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def figure(element: str, component: str, value: float | None, **more: object) -> None:
    with scoped(system_actor(OLD, Verb.PLACE_READ)):
        Figure.objects.create(
            region_code=OLD, element=element, component=component, period="2024", value=value, source="Profil (uji)",
            updated_at=timezone.now(), **more,
        )  # fmt: skip


@pytest.fixture
def split(people: People, tmp_path: Path) -> None:
    with scoped(Actor(user_id=1, hats=(Hat(Role.KAMPUNG, OLD),))):
        Kampung.objects.create(region_code=OLD, name="Kampung Lama (uji)")
        Family.objects.create(
            region_code=OLD, source="uji", source_key="1", head_name="Kepala Lama", updated_at=timezone.now()
        )
    figure("education_facilities", "sd", 5)
    figure("idm", "", 0.7123, as_of=dt.date(2024, 12, 31))
    change(tmp_path, [line(OLD, FIRST, "0,6", "split", name="Inderapura Baru"), line(OLD, SECOND, "0,4", "split")])


@pytest.mark.usefixtures("split")
def test_counts_are_parted_by_share_and_rates_are_not(people: People, client_of: SignIn) -> None:
    words = text_of(client_of(people.orang_luar).get(f"/wilayah/{FIRST}/"))
    assert "Data di bawah kode lama" in words
    assert "Nagari Inderapura (kode lama 13.01.01.2001)" in words
    # 5 schools x 0.6 = 3.0; the index is shown as it was.
    assert re.search(r"SD/MI 5 2024 3,0 perkiraan: 60% dari jumlah", words)
    assert re.search(r"0,71\d* 2024 .{0,30}tidak berlaku.{0,30}bukan jumlah: tidak dibagi", words)
    other = text_of(client_of(people.orang_luar).get(f"/wilayah/{SECOND}/"))
    assert re.search(r"SD/MI 5 2024 2,0 perkiraan: 40% dari jumlah", other)
    # Somebody of another regency is shown no way into the old village.
    assert "Kampung Lama (uji)" not in words


@pytest.mark.usefixtures("split")
def test_the_old_kampung_stands_in_the_successors_list_and_not_in_a_neighbours(
    people: People, client_of: SignIn
) -> None:
    successor = client_of(make_person("pokja-baru", Role.KAMPUNG, FIRST))
    listed = text_of(successor.get("/kampung/"))
    assert "Nagari Inderapura (kode lama 13.01.01.2001)" in listed
    assert "Kampung Lama (uji)" in listed
    page = text_of(successor.get(f"/kampung/{FIRST}/"))
    assert "Kampung Lama (uji)" in page
    neighbour = client_of(make_person("pokja-lain", Role.KAMPUNG, "13.01.01.2003"))
    assert "Kampung Lama (uji)" not in text_of(neighbour.get("/kampung/", follow=True))
    # Of a split nobody reads the families.
    assert successor.get(f"/keluarga/?desa={OLD}").status_code == 404


def test_the_successor_of_a_whole_village_finds_its_families(people: People, client_of: SignIn, tmp_path: Path) -> None:
    with scoped(Actor(user_id=1, hats=(Hat(Role.KAMPUNG, OLD),))):
        Family.objects.create(
            region_code=OLD, source="uji", source_key="1", head_name="Kepala Lama", updated_at=timezone.now()
        )
    change(tmp_path, [line(OLD, FIRST, name="Inderapura Baru")])
    successor = client_of(make_person("pokja-baru", Role.KAMPUNG, FIRST))
    listed = text_of(successor.get(f"/keluarga/?desa={OLD}"))
    assert "Kepala Lama" in listed
    # The own village stays the first choice.
    assert "Kepala Lama" not in text_of(successor.get("/keluarga/"))
    assert client_of(people.pokja_tetangga).get(f"/keluarga/?desa={OLD}").status_code == 404


def test_a_figure_of_a_later_day_is_not_parted_again(people: People, client_of: SignIn, tmp_path: Path) -> None:
    figure("education_facilities", "sd", 5, as_of=dt.date(2025, 8, 1))
    lines = [line(OLD, FIRST, "0,6", "split", name="Inderapura Baru"), line(OLD, OLD, "0,4", "split")]
    change(tmp_path, lines)
    change(tmp_path, [line(OLD, FIRST, "1", "merge", day="01/01/2026")])
    words = text_of(client_of(people.orang_luar).get(f"/wilayah/{FIRST}/"))
    assert re.search(r"SD/MI 5 2024 5(,0)? seluruhnya", words)
