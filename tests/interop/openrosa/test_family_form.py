"""The family form asks by phone all that the template and the pages ask, of those whom it is about."""

from __future__ import annotations

import re

import pytest

from padu.apps.rumah_dataku.entry_steps import MEMBER_KEYS, STEPS
from padu.apps.rumah_dataku.files.columns import Kind
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, PERSON_COLUMNS, QUESTIONS
from padu.apps.rumah_dataku.services.family_cells import SPECIFIC_FIELDS
from padu.interop.openrosa.family_form import NOT_ASKED, family_form
from padu.interop.openrosa.family_gates import GATES, RELEVANT, not_applicable
from padu.interop.openrosa.sheets import Line

COLUMNS = {column.key: column for column in (*FAMILY_COLUMNS, *PERSON_COLUMNS)}
LINES = {line["name"]: line for line in family_form().survey if "name" in line}
EVERYBODY = "1 2 3 4 5 6"


def test_every_column_of_the_template_and_of_the_pages_is_asked_or_named_with_a_reason() -> None:
    assert COLUMNS.keys() - LINES.keys() == NOT_ASKED.keys()
    assert all(NOT_ASKED.values())
    on_pages = {key for step in STEPS for key in step.keys} | set(MEMBER_KEYS)
    assert on_pages <= LINES.keys()


def test_each_question_has_the_choices_and_limits_of_its_column() -> None:
    lists = {one.key: one for one in family_form().lists}
    for key in COLUMNS.keys() - NOT_ASKED.keys() - {"village_code"}:
        column, line = COLUMNS[key], LINES[key]
        if column.codes:
            assert line["type"] == f"select_one {column.codes.key}", key
            assert lists[column.codes.key] is column.codes
        elif column.kind is Kind.DATE:
            assert line["constraint"] == ". <= today()", key
        elif column.low is not None:
            assert line["constraint"] == f". >= {column.low} and . <= {column.high}", key
        else:
            assert line["constraint"], key


def test_no_hint_speaks_of_a_spreadsheet() -> None:
    for name, line in LINES.items():
        assert not re.search("berkas|lembar|HH/BB|sebagai teks|kolom", line.get("hint", "")), name


@pytest.mark.parametrize("key", sorted(SPECIFIC_FIELDS))
def test_a_specific_answer_is_only_sent(key: str) -> None:
    """Neither filled in before somebody asks, nor kept on the phone with the list of families, nor required."""
    assert not {"default", "calculation", "trigger", "save_to", "required"} & LINES[key].keys()


def test_source_and_day_are_asked_with_what_they_are_about() -> None:
    assert {key: LINES[key]["relevant"] for key in ("welfare_source", "welfare_as_of", "krs_source", "krs_as_of")} == {
        "welfare_source": "${welfare_decile} != ''",
        "welfare_as_of": "${welfare_decile} != ''",
        "krs_source": "${krs} != ''",
        "krs_as_of": "${krs} != ''",
    }
    assert (LINES["kb_method"]["relevant"], LINES["kb_reason"]["relevant"]) == ("${ber_kb} = '1'", "${ber_kb} = '2'")


def test_what_is_asked_follows_from_who_lives_there() -> None:
    assert {key: LINES[key]["relevant"] for key in ("p02", "p13")} == {
        "p02": "${ada} = '' or ((selected(${ada}, '1') or selected(${ada}, '6')))",
        "p13": "${ada} = '' or ((selected(${ada}, '3')))",
    }
    closed = {
        one: {key for gate in GATES if not gate.open_for(one.split()) for key in gate.keys} for one in ("1 3", "7")
    }
    assert closed["1 3"] == {"p15", "p16", "p17", "ber_kb"}
    assert closed["7"] == RELEVANT.keys()
    assert all(gate.open_for(EVERYBODY.split()) for gate in GATES)


def test_what_is_about_nobody_does_not_apply_and_an_empty_tick_list_says_nothing() -> None:
    # Elderly people only: no couple, no child, no teenager.
    nobody_of = ("p02", "p03b", "p10", "p13", "p14", "p15", "p16")
    assert not_applicable("5") == dict.fromkeys(nobody_of, "3")
    # A wife of 30 with a child of seven.
    assert not_applicable("1 2 6") == dict.fromkeys(("p13", "p14", "p15", "p16", "p17"), "3")
    assert not_applicable(EVERYBODY) == {}
    assert not_applicable("") == {}


def test_the_end_counts_each_question_of_block_iii_that_is_asked_and_empty() -> None:
    count, which = LINES["jumlah_kosong"]["calculation"], LINES["belum"]["calculation"]
    for column in QUESTIONS:
        rule = f" and ({RELEVANT[column.key]})" if column.key in RELEVANT else ""
        empty = f"if(${{{column.key}}} = ''{rule}, "
        assert f"{empty}1, 0)" in count
        assert f"{empty}'{column.question}; ', '')" in which
    assert count.count("if(") == len(QUESTIONS) + 4


def pages() -> list[list[Line]]:
    """Questions that stand on one screen together."""
    found: list[list[Line]] = []
    for line in family_form().survey:
        if line["type"] == "begin_group":
            found.append([])
        elif found and line["type"].startswith(("select", "text", "integer", "decimal", "date")):
            found[-1].append(line)
    return found


def test_a_screen_of_an_old_phone_holds_few_questions_and_long_lists_are_folded_up() -> None:
    assert max(len(page) for page in pages()) <= 10
    lists = {one.key: len(one.codes) for one in family_form().lists}
    for name, line in LINES.items():
        count = lists.get(line["type"].removeprefix("select_one "), 0)
        if name in COLUMNS and count:
            assert line["appearance"] == ("minimal" if count > 4 else "columns-pack"), name
