"""Names of villages that a file writes in its own way: shown with those that may be meant, confirmed once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.requests import actor_of, require_place, signed_in
from padu.apps.regions.selectors import list_villages, names_of
from padu.apps.rumah_dataku.files.siga_places import PlaceNames
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.selectors import imports as read
from padu.apps.rumah_dataku.services import ImportRefused, names_confirm
from padu.apps.rumah_dataku.services.runs import verb_of
from padu.apps.rumah_dataku.tasks import check_later
from padu.domain.regions import Level, level_of
from padu.domain.states import IMPORT_RUN, IllegalTransition
from padu.ui.components import Crumb

NOT_OURS = "-"
_WRONG = 422


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, run_id: int) -> HttpResponse:
    """The names of one file that wait to be confirmed."""
    actor, run = actor_of(request), read.get_run(run_id)
    require_place(actor, run.region_code, verb_of(run.kind))
    waiting = run.counts.get("names", [])
    if not waiting:
        raise Http404
    if request.method == "POST":
        return _confirm(request, run, waiting)
    return render(request, "rumah_dataku/import_names.html", _context(run, waiting, {}, {}))


def _context(run: ImportRun, waiting: list[Any], said: dict[int, str], errors: dict[int, str]) -> dict[str, Any]:
    labels = names_of({code for one in waiting for code in one["candidates"]} | set(said.values()))
    return {
        "title": _("Nama desa di berkas"),
        "subtitle": run.file_name,
        "crumbs": [
            Crumb(_("Impor data"), reverse("imports")),
            Crumb(run.file_name, reverse("import_run", args=[run.pk])),
            Crumb(_("Nama desa")),
        ],
        "run": run,
        "lines": [_line(at, one, labels, said.get(at, ""), errors.get(at, "")) for at, one in enumerate(waiting)],
        "not_ours": NOT_OURS,
        "may_choose": "remap" in IMPORT_RUN.steps_from(run.state) and not read.is_storing(run),
        "wide": level_of(run.region_code) in (Level.NATION, Level.PROVINCE, Level.REGENCY),
    }


def _line(at: int, one: dict[str, Any], labels: dict[str, str], said: str, error: str) -> dict[str, Any]:
    """One name with its choices; `other` holds a code that was typed."""
    written = PlaceNames(**one["names"])
    choices = [(code, f"{labels.get(code, code)} ({code})") for code in one["candidates"]]
    typed = said if said and said != NOT_OURS and said not in one["candidates"] else ""
    return {"at": at, "names": written, "choices": choices, "said": said, "typed": typed, "error": error}


def _confirm(request: HttpRequest, run: ImportRun, waiting: list[Any]) -> HttpResponse:
    """What was chosen or typed for each name; names without an answer wait on."""
    allowed = set(list_villages(run.region_code).values_list("code", flat=True))
    said, errors = {}, {}
    for at, _one in enumerate(waiting):
        typed = str(request.POST.get(f"kode-{at}", "")).strip()
        text = typed or str(request.POST.get(f"desa-{at}", ""))
        if text and text != NOT_OURS and text not in allowed:
            errors[at] = _("Kode “%(code)s” bukan desa di wilayah ini.") % {"code": text[:20]}
        if text:
            said[at] = text
    if errors or not said:
        context = _context(run, waiting, said, errors) | {"nothing": not said}
        return render(request, "rumah_dataku/import_names.html", context, status=_WRONG)
    chosen = {PlaceNames(**waiting[at]["names"]): "" if text == NOT_OURS else text for at, text in said.items()}
    actor = actor_of(request)
    try:
        names_confirm(actor=actor, run_id=run.pk, chosen=chosen)
    except (IllegalTransition, ImportRefused):
        messages.warning(request, _("Nama tidak dapat diubah lagi: berkas ini sedang atau sudah disimpan."))
    else:
        check_later(run.pk, actor.user_id or 0)
        messages.success(request, _("Nama desa diingat untuk berkas berikutnya. Berkas diperiksa lagi."))
    return redirect("import_run", run.pk)
