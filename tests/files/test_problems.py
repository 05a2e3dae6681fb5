"""Every code that a reader can give has its Indonesian title, and every title its code."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import pkgutil
from pathlib import Path

import padu.apps.rumah_dataku.files as package
from padu.apps.rumah_dataku.files.problems import ISSUE_TITLES, FileRefused, notice, refusal
from padu.domain import identity, tabular
from padu.domain.identity import IssueLevel

# Where the code stands among the arguments of each maker of issues.
PLACES = {"CellError": 0, "NumberFinding": 0, "issue_at": 3, "cell_issue": 4, "RowIssue": 6, "CodeList": 3}
OTHER_READERS = (
    "padu.interop.opensid.reader",
    "padu.apps.rumah_dataku.services.family_comparing",
    "padu.apps.rumah_dataku.services.family_merged",
    "padu.apps.supply.files",
    "padu.apps.supply.file_columns",
)


def constants(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def codes_in(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLACES:
            place = PLACES[node.func.id]
            if len(node.args) > place:
                found |= constants(node.args[place])
        if isinstance(node, ast.Assign | ast.Yield) and node.value is not None:
            found |= constants(node.value) & set(ISSUE_TITLES)
    return found


def sources() -> list[Path]:
    modules = [
        identity,
        tabular,
        *(importlib.import_module(name) for name in OTHER_READERS if importlib.util.find_spec(name)),
    ]
    modules += [
        importlib.import_module(f"{package.__name__}.{name}") for _, name, _ in pkgutil.iter_modules(package.__path__)
    ]
    return [Path(module.__file__) for module in modules if module.__file__]


def test_every_code_has_a_title_and_every_title_a_code():
    used = set().union(*(codes_in(path) for path in sources() if path.name != "problems.py"))
    assert used - set(ISSUE_TITLES) == set()
    assert set(ISSUE_TITLES) - used == set()


def test_a_refusal_is_an_error_and_a_remark_a_note():
    refused = refusal("x", "pesan", "lakukan")
    assert isinstance(refused, FileRefused)
    assert refused.code == "file.refused"
    assert refused.problems[0].level is IssueLevel.ERROR
    assert notice("x", "pesan", "lakukan").level is IssueLevel.NOTE
    assert "pesan" not in str(refused)
