"""Villages without a kampung: what is planned, what is late, and the yearly target."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.kampung.asking import asked_place
from padu.apps.kampung.forms import DropForm, PlanForm, TargetForm
from padu.apps.kampung.models import FormationTarget
from padu.apps.kampung.plans_page import plans_page
from padu.apps.kampung.selectors.plans import planning_of
from padu.apps.kampung.services import plan_drop, plans_set, target_set
from padu.apps.kampung.views.form_page import bound, form_answer, places
from padu.apps.regions.selectors import get_region, names_of
from padu.domain.regions import Level, level_of, regency_of

_METHODS = ["GET", "HEAD", "POST"]
_ABOVE = (Level.NATION, Level.PROVINCE)


@require_http_methods(_METHODS)
@signed_in
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of a regency or a place in it; who keeps the register plans several villages at once."""
    code, today, actor = asked_place(request), timezone.localdate(), actor_of(request)
    if level_of(code) in _ABOVE:
        return HttpResponseRedirect(f"{reverse('coverage')}?wilayah={code}")
    if request.method == "POST":
        require_place(actor, code, Verb.REGISTER_EDIT)
    planning = planning_of(code, today)
    choices = [(line.village.code, str(line.village)) for line in planning.without]
    form = bound(request, PlanForm, {}, villages=choices)
    return form_answer(
        request,
        form,
        lambda: plans_set(
            actor=actor,
            region_code=code,
            villages=form.cleaned_data["villages"],
            when=form.when(),
            responsible=form.cleaned_data["responsible"],
            note=form.cleaned_data["note"],
        ),
        f"{reverse('formation_plans')}?wilayah={code}",
        _("Rencana tersimpan."),
        {
            "title": _("Rencana pembentukan"),
            "subtitle": names_of([code]).get(code, code),
            "crumbs": places((_("Daftar kampung"), reverse("register")), (_("Rencana pembentukan"),)),
            "place": code,
            "regency": regency_of(code),
            "may_edit": actor.may(Verb.REGISTER_EDIT, code),
            "may_target": actor.may(Verb.REGISTER_EDIT, regency_of(code)),
            "page": plans_page(planning, may_edit=actor.may(Verb.REGISTER_EDIT, code)),
        },
        "kampung/plans.html",
    )


@require_http_methods(_METHODS)
@signed_in
def drop(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    require_place(actor, code, Verb.REGISTER_EDIT)
    village = get_region(code)
    if village is None or level_of(code) is not Level.VILLAGE:
        raise Http404
    form = bound(request, DropForm, {})
    title = _("Batalkan rencana %(village)s") % {"village": village}
    return form_answer(
        request,
        form,
        lambda: plan_drop(actor=actor, region_code=code, reason=form.cleaned_data["reason"]),
        f"{reverse('formation_plans')}?wilayah={regency_of(code)}",
        _("Rencana dibatalkan; catatannya tetap."),
        {
            "title": title,
            "crumbs": places((_("Rencana pembentukan"), reverse("formation_plans")), (title,)),
            "submit": _("Batalkan rencana"),
            "danger": True,
        },
    )


@require_http_methods(_METHODS)
@signed_in
def target(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    require_place(actor, code, Verb.REGISTER_EDIT)
    if level_of(code) is not Level.REGENCY:
        raise Http404
    year = timezone.localdate().year
    known = FormationTarget.objects.filter(region_code=code, year=year).first()
    start = {"year": year, "villages": known.villages if known else None, "source": known.source if known else ""}
    form = bound(request, TargetForm, start)
    title = _("Sasaran tahunan")
    return form_answer(
        request,
        form,
        lambda: target_set(actor=actor, region_code=code, **form.cleaned_data),
        f"{reverse('formation_plans')}?wilayah={code}",
        _("Sasaran tersimpan."),
        {
            "title": title,
            "kicker": names_of([code]).get(code, code),
            "crumbs": places((_("Rencana pembentukan"), f"{reverse('formation_plans')}?wilayah={code}"), (title,)),
        },
    )
