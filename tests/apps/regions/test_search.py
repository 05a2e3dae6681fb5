"""Finding places: case, spaces and apostrophes do not count, and the closest comes first."""

from __future__ import annotations

import pytest

from padu.apps.regions.folding import fold, fold_query, kind_in
from padu.apps.regions.selectors import paths_of, search_regions

pytestmark = pytest.mark.usefixtures("places")


def found(text: str) -> list[str]:
    return [r.code for r in search_regions(text)]


@pytest.mark.parametrize("text", ["Inderapura", "INDERAPURA", "  inder apura ", "inder'apura", "Nagari Inderapura"])
def test_the_exact_name_comes_before_names_that_hold_it(text: str) -> None:
    assert found(text) == ["13.01.01.2001", "13.01.01.2002", "13.01.01.2003"]


def test_a_word_in_the_middle_is_found() -> None:
    assert found("sepakat") == ["13.01.01.2003"]


def test_a_part_of_a_word_is_found() -> None:
    assert found("ura") == ["13.01.01.2001", "13.01.01.2002", "13.01.01.2003"]


def test_two_letters_find_starts_of_names_only() -> None:
    assert found("su") == ["13", "13.01.02.2002", "13.02.03.2002"]


def test_higher_levels_come_first_among_equals() -> None:
    assert found("pariaman") == ["13.77", "13.77.01"]


def test_the_kind_that_was_typed_leads() -> None:
    assert found("kabupaten solok")[0] == "13.02"
    assert found("desa rawang") == ["13.77.01.2009"]


@pytest.mark.parametrize("text", ["13.01.01.2001", "1301012001", " 13.01.01.2001 "])
def test_a_code_is_found_with_and_without_dots(text: str) -> None:
    assert found(text) == ["13.01.01.2001"]


def test_the_start_of_a_code_finds_what_lies_below() -> None:
    assert found("13.02.") == ["13.02", "13.02.03", "13.02.03.2001", "13.02.03.2002"]


@pytest.mark.parametrize("text", ["", "   ", "'", "%", "_", "zzz", "...", "-"])
def test_what_is_no_name_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_marks_of_patterns_are_letters_like_others() -> None:
    assert found("inder%pura") == []


def test_a_path_names_the_places_above_nearest_first() -> None:
    regions = search_regions("13.01.01.2001")
    assert paths_of(regions) == {
        "13.01.01.2001": "Kecamatan Pancung Soal, Kabupaten Pesisir Selatan, Provinsi Sumatera Barat"
    }


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Ta'an  Bariang", "taanbariang"), ("Lalai I/II", "lalaiiii"), ("IV Koto Hilie", "ivkotohilie")],
)
def test_folding(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_only_a_leading_word_is_a_kind() -> None:
    assert fold_query("Kota Padang") == "padang"
    assert fold_query("Kotabaru") == "kotabaru"
    assert (kind_in("Kab. Solok"), kind_in("kec pancung"), kind_in("Kotabaru")) == ("kabupaten", "district", "")
