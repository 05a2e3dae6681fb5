"""The papers agree with the code and with each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
WITHOUT_GUARD = {"reference", "system"}
WITHOUT_MODEL = {"django_migrations"}


def listed_classes() -> dict[str, str]:
    """Table name, or its beginning with `*` -> class, as the threat model lists them."""
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    table = text.split("```text\ntable | class | why\n")[1].split("```")[0]
    cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return {name: table_class for name, table_class, _ in cells}


def line_for(table: str) -> str | None:
    lines = [line for line in listed_classes() if line == table or (line[-1] == "*" and table.startswith(line[:-1]))]
    assert len(lines) <= 1, f"{table} stands in several lines: {lines}"
    return lines[0] if lines else None


MODELS = apps.get_models(include_auto_created=True)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_threat_model_names_the_class_of_every_table(model):
    line = line_for(model._meta.db_table)
    assert line is not None, "add the table to docs/threat-model.md section 5"
    guard = getattr(model, "guard", None)
    if guard is None:
        assert listed_classes()[line] in WITHOUT_GUARD
    else:
        assert listed_classes()[line] == guard.table_class


def test_threat_model_names_no_table_that_is_gone():
    covered = {line_for(model._meta.db_table) for model in MODELS}
    assert set(listed_classes()) - covered == WITHOUT_MODEL


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_between_papers_lead_somewhere(paper):
    targets = LINK.findall(paper.read_text(encoding="utf-8"))
    assert [target for target in targets if not (paper.parent / target).exists()] == []
