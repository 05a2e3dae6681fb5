"""A stored file is taken back: with a reason, and with what stands against it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.actor import Actor
from padu.access.requests import actor_of, require_place, signed_in
from padu.apps.rumah_dataku.forms_undo import UndoForm
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.selectors import imports as read
from padu.apps.rumah_dataku.services import ImportRefused, import_order_undo
from padu.apps.rumah_dataku.services.runs import verb_of
from padu.apps.rumah_dataku.tasks import undo_later
from padu.apps.rumah_dataku.views.import_context import look_at_touched
from padu.domain.states import IllegalTransition
from padu.ui.components import Crumb

_WRONG = 422


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Why, and what of it: nothing where families were changed since, or everything but these."""
    actor, run = actor_of(request), read.get_run(run_id)
    require_place(actor, run.region_code, verb_of(run.kind))
    if not read.may_undo(run):
        messages.warning(
            request, _("Impor ini tidak dapat ditarik kembali: tidak ada yang tersimpan darinya sekarang.")
        )
        return redirect("import_run", run_id)
    form = UndoForm(request.POST or None, refused=read.undo_state(run) == "refused")
    if request.method == "POST" and form.is_valid():
        return _order(request, run, form.cleaned_data)
    status = _WRONG if form.errors else 200
    return render(request, "rumah_dataku/import_undo.html", _context(actor, run, form), status=status)


def _order(request: HttpRequest, run: ImportRun, given: dict[str, Any]) -> HttpResponse:
    actor = actor_of(request)
    try:
        import_order_undo(
            actor=actor, run_id=run.pk, reason=given["reason"], leave_touched=bool(given.get("leave_touched"))
        )
    except (IllegalTransition, ImportRefused):
        messages.warning(request, _("Impor ini sedang atau sudah ditarik kembali. Inilah keadaannya sekarang."))
    else:
        undo_later(run.pk, actor.user_id or 0)
    return redirect("import_run", run.pk)


def _context(actor: Actor, run: ImportRun, form: UndoForm) -> dict[str, Any]:
    return {
        "title": _("Tarik kembali impor"),
        "subtitle": run.file_name,
        "crumbs": [
            Crumb(_("Impor data"), reverse("imports")),
            Crumb(run.file_name, reverse("import_run", args=[run.pk])),
            Crumb(_("Tarik kembali")),
        ],
        "run": run,
        "counts": run.counts,
        "form": form,
        "touched": look_at_touched(actor, run),
    }
