"""Error pages in the user's language, and the one table from refusals to status and words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from padu.access.actor import ANONYMOUS
from padu.access.asking import PLACE_PARAMETER, RegencyToChoose
from padu.access.requests import VerbMissing
from padu.apps.regions.selectors import regencies_below
from padu.web.why import why_url


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Inside the place, without the verb; leads to the explanation, filled in where verb and place are known."""
    context: dict[str, object] = {}
    if isinstance(exception, VerbMissing):
        context["why_url"] = why_url(exception.verb, exception.region_code)
    elif getattr(request, "actor", ANONYMOUS).signed_in:
        context["why_url"] = why_url()
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def choose_regency(request: HttpRequest, choice: RegencyToChoose) -> HttpResponse:
    """The page is about one regency and the person works above: which one is asked by name."""
    groups = regencies_below(choice.roots)
    context = {
        "title": gettext("Pilih kabupaten/kota"),
        "groups": [
            (str(province), [(str(r), _address(request, r.code)) for r in regencies]) for province, regencies in groups
        ],
        "one_group": len(groups) == 1,
    }
    return render(request, "web/choose_regency.html", context)


def _address(request: HttpRequest, code: str) -> str:
    parameters = request.GET.copy()
    parameters[PLACE_PARAMETER] = code
    return f"{request.path}?{parameters.urlencode()}"


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an older session: not a matter of rights."""
    context = {
        "heading": gettext("Formulir ini sudah tidak berlaku"),
        "message": gettext("Formulir ini dibuka sebelum Anda masuk terakhir kali, jadi kirimannya tidak diterima."),
        "kept": gettext("Tidak ada data yang diubah."),
        "next_step": gettext("Kembali ke halaman formulir, muat ulang halaman itu, lalu kirim lagi."),
    }
    return render(request, "403.html", context, status=403)


def not_allowed(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """A person who opened the address of a form as a page is told so; a machine gets the bare answer."""
    if request.method != "GET" or "text/html" not in request.headers.get("Accept", ""):
        return refusal
    response = render(request, "405.html", status=405)
    response["Allow"] = refusal["Allow"]
    return response
