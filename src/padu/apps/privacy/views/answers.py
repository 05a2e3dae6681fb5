"""How the privacy pages hand over files and put refusals on forms."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse

from padu.apps.privacy.reports import Paper
from padu.apps.privacy.words import refusal_words
from padu.domain.errors import PaduError


def handed_over(paper: Paper) -> HttpResponse:
    """The file as a download."""
    answer = HttpResponse(paper.content, content_type=paper.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return answer


def refused(form: forms.Form, refusal: PaduError) -> None:
    """Say on the form why the step was not taken."""
    form.add_error(None, refusal_words(refusal))


def status_of(form: forms.Form) -> int:
    """422 for a form that came back."""
    return 422 if form.is_bound else 200
