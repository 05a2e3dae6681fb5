"""Names that are one name, names that are not, and what of a name another village may see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.linkage.agreement import LEVELS, Field, percent_words, reasons
from padu.domain.linkage.names import initials, name_keys

ONE_NAME = [
    ("Moch. Djoenaidi", "Muhammad Junaidi"),
    ("H. Moch. Djunaidi, S.Pd.", "muhamad junaidi"),
    ("M.Rizki", "Mohd Rizky"),
    ("Soekarno", "Sukarno"),
    ("Tjahjono", "Cahyono"),
    ("Achmad Fauzi", "Akhmad Pausi"),
    ("Sjahroel", "Syahrul"),
    ("Chairul", "Khairul"),
    ("Fatimah binti Ali", "Fatima"),
    ("Abdul Rahman", "Abdurrahman"),
    ("Abd. Aziz", "Abdulasis"),
    ("Sti. Aminah", "Siti Aminah"),
    ("Aminah Siti", "Siti Aminah"),
    ("Zainal Arifin", "Sainal Arifin"),
    ("Dr. Ir. Budi Santoso, M.M.", "BUDI SANTOSO"),
]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_spellings_of_one_name_have_one_skeleton(one: str, other: str) -> None:
    assert name_keys(one).skeleton == name_keys(other).skeleton


def test_a_name_in_one_word_or_two_has_one_compact_form() -> None:
    assert name_keys("Nur Hayati").compact == name_keys("Noerhajati").compact == "nurhaiati"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hasan", "Husin"), ("Nur Aini", "Nur Aida"), ("Siti", "Sita"), ("Yanti", "Yanto"), ("Ahmad", "Muhamad")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert name_keys(one).skeleton != name_keys(other).skeleton
    assert name_keys(one).compact != name_keys(other).compact


def test_what_is_nothing_but_a_title_is_a_name() -> None:
    assert name_keys("Ibu").key == "ibu"
    assert name_keys("Muhammad").key == "muhamad"


def test_nothing_stays_nothing() -> None:
    assert name_keys(" . ").key == ""
    assert name_keys("").words == ()


def test_initials_leave_titles_out() -> None:
    assert initials("Hj. Siti Aminah, S.E.") == "S.A."
    assert initials("") == ""


@given(st.text(max_size=60))
def test_any_text_has_keys_of_plain_letters(text: str) -> None:
    keys = name_keys(text)
    assert all(sign.isascii() and (sign.islower() or sign == " ") for sign in keys.key + keys.skeleton)
    assert "".join(keys.words) == keys.compact


@pytest.mark.parametrize("field", list(Field))
def test_shares_of_a_field_add_up_to_one(field: Field) -> None:
    """u of an equal NIK, birth date and card is so small that the rest was rounded."""
    assert sum(level.m for level in LEVELS[field]) == pytest.approx(1, abs=1e-9)
    assert sum(level.u for level in LEVELS[field]) == pytest.approx(1, abs=1e-3)


def test_reasons_name_what_agrees_first() -> None:
    found = reasons({"name": "differs", "birth": "same", "nik": "unknown"})
    assert [(reason.words, reason.agrees) for reason in found] == [
        ("tanggal lahir sama", 1),
        ("NIK tidak diketahui pada salah satunya", 0),
        ("nama berbeda", -1),
    ]


def test_a_score_is_never_called_certain() -> None:
    assert percent_words(0.999999) == "lebih dari 99%"
    assert percent_words(0.9) == "90%"
