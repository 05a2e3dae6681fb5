"""A workbook of made-up data never says that they are real."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from padu.access.gate import scoped
from padu.apps.accounts.models import User
from tests.factories import SYSTEM
from tests.people import VILLAGE, People, Person

pytestmark = pytest.mark.django_db
ROUTES = ("duplicates_file", "sector_rows_file", "quality_completeness_file")


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """Whether the demo is here is remembered for a minute."""
    cache.clear()
    yield
    cache.clear()


def words(content: bytes) -> set[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("made_up", [True, False])
def test_the_file_says_whether_its_data_are_made_up(
    people: People, client_of: Callable[[Person], Client], route: str, made_up: bool
) -> None:
    with scoped(SYSTEM):
        User.gated.update(made_up=made_up)
    answer = client_of(people.pokja).get(f"{reverse(route)}?wilayah={VILLAGE}")
    assert answer.status_code == 200
    said = words(answer.content)
    assert ("data yang sebenarnya" in said) is not made_up
    assert any("DATA BUATAN" in word for word in said) is made_up
