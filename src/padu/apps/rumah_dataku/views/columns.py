"""Which column of a file is which: shown, put right, and read so from then on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.audit import record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.apps.rumah_dataku.column_page import parts_of, proposed, read_choice, wrong_file
from padu.apps.rumah_dataku.forms import kinds_of
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.selectors import imports as read
from padu.apps.rumah_dataku.services import ImportRefused, columns_choose
from padu.apps.rumah_dataku.services.columns import remembered_columns, sheets_of
from padu.apps.rumah_dataku.services.opening import plans_by_role
from padu.apps.rumah_dataku.services.runs import verb_of
from padu.apps.rumah_dataku.tasks import check_later
from padu.domain.states import IMPORT_RUN, IllegalTransition
from padu.ui.components import Crumb

_WRONG = 422


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """The columns of one file. `?usul=1` fills every proposal in, to be looked at and sent."""
    actor, run = actor_of(request), read.get_run(run_id)
    require_place(actor, run.region_code, verb_of(run.kind))
    sheets = sheets_of(run)
    if not sheets:
        raise Http404
    plans = plans_by_role(run, sheets, actor)
    if request.method == "POST":
        chosen, errors, wrong = read_choice(request.POST, sheets, plans)
        if not errors and not wrong:
            return _choose(request, run, chosen)
        parts = parts_of(sheets, plans, chosen, errors)
        return render(
            request, "rumah_dataku/import_columns.html", _context(run, parts) | {"wrong": wrong}, status=_WRONG
        )
    record_look(actor, "import.columns", run.region_code, f"import:{run.pk}")
    remembered = {} if run.options.get("columns") else remembered_columns(run)
    parts = parts_of(sheets, plans, _to_show(request, run, sheets, remembered), {})
    context = _context(run, parts) | {"remembered": bool(remembered), "proposals": any(map(_guessed, sheets))}
    context["wrong_file"] = wrong_file(run.kind, sheets, kinds_of(actor)) if context["may_choose"] else None
    return render(request, "rumah_dataku/import_columns.html", context)


def _guessed(sheet: Any) -> bool:
    return any(one.guess for one in sheet.columns)


def _to_show(request: HttpRequest, run: ImportRun, sheets: Any, remembered: Any) -> dict[str, dict[int, str]]:
    """What stands in the controls: the proposals if asked for, else what was chosen, else what was remembered."""
    if request.GET.get("usul"):
        return proposed(sheets)
    said = {one["role"]: one["columns"] for one in run.options.get("columns", {}).values()} or remembered
    return {role: {int(at): key for at, key in columns.items()} for role, columns in said.items()}


def _context(run: ImportRun, parts: Any) -> dict[str, Any]:
    return {
        "title": _("Kolom berkas"),
        "subtitle": run.file_name,
        "crumbs": [
            Crumb(_("Impor data"), reverse("imports")),
            Crumb(run.file_name, reverse("import_run", args=[run.pk])),
            Crumb(_("Kolom")),
        ],
        "run": run,
        "steps": read.steps_of(run),
        "parts": parts,
        "may_choose": "remap" in IMPORT_RUN.steps_from(run.state) and not read.is_storing(run),
    }


def _choose(request: HttpRequest, run: ImportRun, chosen: dict[str, dict[int, str]]) -> HttpResponse:
    actor = actor_of(request)
    try:
        columns_choose(actor=actor, run_id=run.pk, chosen=chosen)
    except (IllegalTransition, ImportRefused):
        messages.warning(request, _("Kolom tidak dapat diubah lagi: berkas ini sedang atau sudah disimpan."))
    else:
        check_later(run.pk, actor.user_id or 0)
        messages.success(
            request, _("Susunan kolom disimpan dan diingat untuk berkas berikutnya. Berkas diperiksa lagi.")
        )
    return redirect("import_run", run.pk)
