"""The forms for the phone: made from the columns of the import, in the repository as they are made, and valid."""

from __future__ import annotations

import os
import re
from xml.etree import ElementTree as ET

import pytest

from padu.apps.rumah_dataku.files.codes import YES_NO_NA, CodeList
from padu.apps.rumah_dataku.files.family_columns import QUESTIONS
from padu.interop.openrosa.building import FOLDER, FORMS, can_check, compiled, unknown_functions, workbook, xform
from padu.interop.openrosa.family_form import family_form

XFORMS = "{http://www.w3.org/2002/xforms}"


@pytest.mark.parametrize("name", FORMS)
def test_what_lies_in_the_repository_is_what_the_description_makes(name: str) -> None:
    book = workbook(FORMS[name]())
    assert (FOLDER / f"{name}.xlsx").read_bytes() == book
    # Phones keep a form by its hash: compiled again it is the same.
    assert compiled(name) == xform(book)


@pytest.mark.parametrize("name", FORMS)
def test_odk_validate_takes_the_form(name: str) -> None:
    if not can_check() and not os.environ.get("CI"):
        pytest.skip("no Java here for ODK Validate")
    assert xform((FOLDER / f"{name}.xlsx").read_bytes(), check=True).startswith("<?xml")


@pytest.mark.parametrize("name", FORMS)
def test_only_functions_that_collect_knows_are_called(name: str) -> None:
    """ODK Validate lets `regexx(...)` pass."""
    assert unknown_functions(FORMS[name]()) == set()


def test_every_question_of_block_iii_is_asked_with_the_numbers_of_the_paper_form() -> None:
    tree = ET.ElementTree(ET.fromstring(compiled("keluarga")))
    asked = {element.get("ref", "").rsplit("/", 1)[-1] for element in tree.iter() if element.get("ref")}
    assert {column.key for column in QUESTIONS} <= asked
    assert _choices(tree, YES_NO_NA) == [("1", "Ya"), ("2", "Tidak"), ("3", "Tidak berlaku")]


def _choices(tree: ET.ElementTree[ET.Element], of: CodeList) -> list[tuple[str, str]]:
    (instance,) = (one for one in tree.iter(f"{XFORMS}instance") if one.get("id") == of.key)
    items = instance.iter(f"{XFORMS}item")
    return [(item.findtext(f"{XFORMS}name", ""), item.findtext(f"{XFORMS}label", "")) for item in items]


def test_a_known_family_is_an_update_of_its_entity_and_a_new_one_creates_it() -> None:
    text = compiled("keluarga")
    entity = re.search(r"<entity dataset=\"keluarga\"[^>]*>", text)
    assert entity is not None
    for name in ("create", "update", "baseVersion", "trunkVersion", "branchId", "id"):
        assert f"{name}=" in entity[0]
    assert 'entities:entities-version="2024.1.0"' in text


def test_the_list_of_families_brings_no_number_and_no_answer() -> None:
    saved = {line["save_to"] for line in family_form().survey if "save_to" in line}
    assert saved == {"head_name", "hamlet", "rw", "rt"}
