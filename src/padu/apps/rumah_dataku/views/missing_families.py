"""Families that a list of the whole village does not name: moved, died, recorded twice, or still here?"""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from padu.access.audit import record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import MissingFamily
from padu.apps.rumah_dataku.selectors.missing_families import STATES, get_missing, missing_of_village
from padu.apps.rumah_dataku.services.missing_families import missing_family_answer
from padu.apps.rumah_dataku.views.life_event_list import asked_village
from padu.domain.formatting import number
from padu.ui.components import Choice, Crumb, Field
from padu.ui.paging import onward_pager

PER_PAGE: Final = 50
PURPOSE: Final = "Mencari tahu keluarga yang tidak ada di berkas desa"


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Those of one village that wait for an answer, or those that were answered with "still here" or "unknown"."""
    actor = actor_of(request)
    code = asked_village(request, actor)
    state = request.GET.get("keadaan", "")
    answer = STATES.get(state, MissingFamily.Answer.OPEN)
    after = request.GET.get("sesudah", "")
    found = list(_behind(code, answer, after)[: PER_PAGE + 1])
    rows, more = found[:PER_PAGE], str(found[PER_PAGE - 1].pk) if len(found) > PER_PAGE else ""
    record_look(actor, "family.list", code, f"list:{len(rows)}", PURPOSE)
    context: dict[str, Any] = {
        "title": _("Keluarga yang tidak ada di berkas"),
        "kicker": names_of([code]).get(code, code),
        "crumbs": [
            Crumb(_("Keluarga"), f"{reverse('families')}?desa={code}"),
            Crumb(_("Kejadian"), f"{reverse('life_events')}?desa={code}"),
            Crumb(_("Tidak ada di berkas")),
        ],
        "fields": [_states(code, answer)],
        "code": code,
        "rows": rows,
        "answer": answer,
        "pager": onward_pager(request.GET, more, _("%(n)s keluarga") % {"n": number(len(rows))}),
        "may_write": actor.may(Verb.FAMILY_WRITE, code),
        "may_merge": actor.may(Verb.FAMILY_MERGE, code),
    }
    return render(request, "rumah_dataku/missing_families.html", context)


def _behind(code: str, answer: str, after: str) -> Any:
    """In the order in which they were noticed; `after` is the last one of the page before."""
    rows = missing_of_village(code, answer).order_by("pk").annotate(head=F("family__head_name"))
    return rows.filter(pk__gt=int(after)) if after.isascii() and after.isdigit() and len(after) < 16 else rows


def _states(code: str, answer: str) -> Field:
    words = {"": _("Belum dijawab"), "belum-tahu": _("Belum diketahui"), "di-sini": _("Masih di sini")}
    choices = [
        Choice(
            f"{label} ({number(missing_of_village(code, STATES[key]).count())})",
            value=key,
            active=STATES[key] == answer,
        )
        for key, label in words.items()
    ]
    return Field("keadaan", _("Keadaan"), choices=choices)


@signed_in
@require_POST
def answer(request: HttpRequest, missing_id: int) -> HttpResponse:
    """Still here, not known, or the answer taken back; moving and dying are told as events."""
    actor, found = actor_of(request), get_missing(missing_id)
    require_place(actor, found.region_code, Verb.FAMILY_WRITE)
    try:
        said = missing_family_answer(
            actor=actor, missing_id=found.pk, answer=request.POST.get("jawab", ""), note=request.POST.get("catatan", "")
        )
    except ValueError as unknown:
        raise Http404 from unknown
    words = {
        MissingFamily.Answer.HERE: _("Dicatat: masih tinggal di sini. Jawaban dapat ditarik kembali."),
        MissingFamily.Answer.UNKNOWN: _("Dicatat: belum diketahui. Keluarganya tetap tercatat."),
        MissingFamily.Answer.OPEN: _("Jawaban ditarik kembali; keluarga ini ditanyakan lagi."),
    }
    messages.success(request, words[MissingFamily.Answer(said.answer)])
    return redirect(f"{reverse('missing_families')}?desa={said.region_code}")
