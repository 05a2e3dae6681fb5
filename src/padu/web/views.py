"""Pages that belong to no single app: home, health, the design system."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from padu.access.requests import actor_of
from padu.access.verbs import Verb
from padu.web.home import build_home


def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not actor.signed_in:
        return render(request, "web/welcome.html")
    context = {
        "title": gettext("Selamat datang, %(name)s") % {"name": actor.name},
        "parts": build_home(actor),
        "may_report": bool(actor.roots(Verb.REALISATION_REPORT)),
    }
    return render(request, "web/home.html", context)


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok"})


def design_system(request: HttpRequest) -> HttpResponse:
    from padu.ui.views import design_system as show

    return show(request)
