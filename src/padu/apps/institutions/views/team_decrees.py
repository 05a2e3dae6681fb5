"""Forms of a team's decrees: the first, the next one, and the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.requests import actor_of, signed_in
from padu.apps.institutions.forms_teams import DecreeForm, PaperForm, RenewForm
from padu.apps.institutions.selectors.teams import get_decree, picture_of
from padu.apps.institutions.services.decrees import decree_add, decree_attach, decree_renew
from padu.apps.institutions.views.team_forms import BOTH, answer, editable, frame_of, page_of, seat_name
from padu.domain.teams import EXPIRY_WARNING


@signed_in
@require_http_methods(BOTH)
def decree_new(request: HttpRequest, team_id: int) -> HttpResponse:
    team, actor = editable(request, team_id), actor_of(request)
    form = DecreeForm(request.POST or None, request.FILES or None)

    def act() -> None:
        decree_add(actor=actor, team_id=team.pk, data=form.decree(), paper=form.cleaned_data["paper"])

    lead = _("Padu mengingatkan %(days)s hari sebelum SK berakhir.") % {"days": EXPIRY_WARNING.days}
    return answer(request, form, act, _("SK tercatat."), page_of(team), frame_of(team, _("Catat SK"), lead=lead))


@signed_in
@require_http_methods(BOTH)
def decree_renewal(request: HttpRequest, team_id: int) -> HttpResponse:
    """The next decree: what the last one said is filled in, and every seat is carried over unless unticked."""
    team, actor = editable(request, team_id), actor_of(request)
    picture = picture_of(team, timezone.localdate())
    seats = [
        (card.position.pk, f"{seat_name(card.position)}: {card.holder.name if card.holder else _('kosong')}")
        for group in picture.groups
        for card in group.cards
    ]
    last = picture.decrees[0] if picture.decrees else None
    initial = {"subject": last.subject, "signer": last.signer} if last else {}
    form = RenewForm(request.POST or None, request.FILES or None, seats=seats, initial=initial)

    def act() -> None:
        paper = form.cleaned_data["paper"]
        decree_renew(actor=actor, team_id=team.pk, data=form.decree(), keep=form.kept(), paper=paper)

    words = _("SK baru tercatat; kedudukan dan pemegangnya dibawa serta.")
    return answer(request, form, act, words, page_of(team), frame_of(team, _("Perpanjang SK")))


@signed_in
@require_http_methods(BOTH)
def decree_paper(request: HttpRequest, decree_id: int) -> HttpResponse:
    decree, actor = get_decree(decree_id), actor_of(request)
    team = editable(request, decree.team_id)
    form = PaperForm(request.POST or None, request.FILES or None)

    def act() -> None:
        decree_attach(actor=actor, decree_id=decree.pk, paper=form.cleaned_data["paper"])

    frame = frame_of(team, _("Unggah berkas SK"), lead=decree.number)
    return answer(request, form, act, _("Berkas SK tersimpan terenkripsi."), page_of(team), frame)
