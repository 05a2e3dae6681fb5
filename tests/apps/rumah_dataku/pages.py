"""What a page says, for tests."""

from __future__ import annotations

from html import unescape

from django.http import HttpResponse


def text(answer: HttpResponse) -> str:
    """The answer's content with entities resolved and blanks folded."""
    return " ".join(unescape(answer.content.decode()).split())
