"""Every event that the code logs has words on the pages of the trail."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import padu
from padu.web.history.event_words import EVENT_WORDS, event_words

SOURCE = Path(padu.__file__).parent
LOGGERS = {"record_look", "record_list", "record_change"}


def texts(node: ast.expr) -> Iterator[str]:
    """A text, or those of which one is chosen."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def logged() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in LOGGERS and len(node.args) > 1:
                found |= set(texts(node.args[1]))
    return found


def test_every_logged_event_has_words() -> None:
    events = logged()
    assert {"life_event.record", "openrosa.submission", "family.look", "family.list_file"} <= events
    assert sorted(events - set(EVENT_WORDS)) == []
    assert event_words("life_event.undo") == "membatalkan kejadian keluarga"
