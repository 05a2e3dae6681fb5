"""The page for a step that cannot be taken any more: what happened, what was kept, where to go on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

CONFLICT = 409


def step_refused(request: HttpRequest, message: str, back_url: str) -> HttpResponse:
    """Status 409: the state of the thing does not allow it; nothing was changed."""
    return render(request, "convergence/step_refused.html", {"message": message, "back_url": back_url}, status=CONFLICT)
