"""How every form of the register is shown, refused and stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.requests import actor_of, require_place
from padu.access.verbs import Verb
from padu.apps.kampung.models import Kampung
from padu.apps.kampung.refusals import refusal_words
from padu.domain.errors import PaduError
from padu.ui.components import Crumb

REFUSED = 422


def profile_url(kampung: Kampung, part: str = "") -> str:
    return reverse("register_kampung", args=[kampung.pk]) + (f"#{part}" if part else "")


def crumbs_of(kampung: Kampung, here: str) -> list[Crumb]:
    return [
        Crumb(_("Kampung"), reverse("kampung_list")),
        Crumb(_("Daftar kampung"), reverse("register")),
        Crumb(kampung.name, profile_url(kampung)),
        Crumb(here),
    ]


def form_answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    back_url: str,
    done: str,
    context: dict[str, Any],
    template: str = "kampung/form.html",
) -> HttpResponse:
    """Show the form; when it is sent, do what it asks and go back, or show it again with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except PaduError as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back_url)
    status = REFUSED if request.method == "POST" else 200
    page = {"form": form, "back_url": back_url, "submit": _("Simpan"), **context}
    return render(request, template, page, status=status)


def kampung_form(
    request: HttpRequest,
    kampung: Kampung,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    part: str = "",
    **context: Any,
) -> HttpResponse:
    """The same for a form about one kampung."""
    return form_answer(
        request,
        form,
        act,
        profile_url(kampung, part),
        _("Tersimpan."),
        {"title": title, "kicker": kampung.name, "crumbs": crumbs_of(kampung, title), **context},
    )


def bound(request: HttpRequest, form: type[forms.Form], initial: dict[str, Any], **options: Any) -> Any:
    """The form as it was sent, or new with these values."""
    if request.method == "POST":
        return form(request.POST, request.FILES, initial=initial, **options)
    return form(initial=initial, **options)


def require(request: HttpRequest, kampung: Kampung, verb: Verb) -> None:
    require_place(actor_of(request), kampung.region_code, verb)


def places(*labels: Sequence[str]) -> list[Crumb]:
    """Crumbs below the register: (label, address) pairs, the last one without an address."""
    first = [Crumb(_("Kampung"), reverse("kampung_list"))]
    return first + [Crumb(*label) for label in labels]
