"""The groups of a kampung and their members."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.kampung.forms import CountForm, GroupForm
from padu.apps.kampung.models import Group, Kampung
from padu.apps.kampung.selectors.register import counts_of, group_or_404, kampung_or_404
from padu.apps.kampung.services import group_count_record, group_save
from padu.apps.kampung.views.form_page import bound, kampung_form, require
from padu.apps.programmes.selectors import list_group_kinds
from padu.domain.formatting import date_short, figure
from padu.ui.components import TimelineEntry

_METHODS = ["GET", "HEAD", "POST"]
_SAME_NAMES = (
    "kind", "name", "state", "chair", "cadres", "meets", "founded_on", "decree_number", "decree_on", "place",
    "facilities",
)  # fmt: skip


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.key, kind.name) for kind in list_group_kinds()]


@require_http_methods(_METHODS)
@signed_in
def create(request: HttpRequest, kampung_id: int) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.REGISTER_DECLARE)
    start: dict[str, object] = {"kind": request.GET.get("jenis", ""), "state": Group.State.ACTIVE}
    return _group_form(request, one, start, None)


@require_http_methods(_METHODS)
@signed_in
def change(request: HttpRequest, group_id: int) -> HttpResponse:
    group = group_or_404(group_id)
    require(request, group.kampung, Verb.REGISTER_DECLARE)
    return _group_form(request, group.kampung, {name: getattr(group, name) for name in _SAME_NAMES}, group)


def _group_form(request: HttpRequest, kampung: Kampung, start: dict[str, object], group: Group | None) -> HttpResponse:
    kinds = [kind for kind in kind_choices() if group is None or kind[0] == group.kind]
    form = bound(request, GroupForm, start, kinds=kinds)
    return kampung_form(
        request,
        kampung,
        form,
        lambda: group_save(
            actor=actor_of(request),
            kampung_id=kampung.pk,
            kind=form.cleaned_data["kind"],
            details=form.details(),
            group_id=group.pk if group else None,
            file=form.cleaned_data["file"],
        ),
        title=group.name if group else _("Tambah kelompok"),
        part="kelompok",
        kept=group.decree_file if group else None,
    )


@require_http_methods(_METHODS)
@signed_in
def count(request: HttpRequest, group_id: int) -> HttpResponse:
    group = group_or_404(group_id)
    require(request, group.kampung, Verb.REGISTER_DECLARE)
    form = bound(request, CountForm, {"as_of": timezone.localdate()})
    return kampung_form(
        request,
        group.kampung,
        form,
        lambda: group_count_record(actor=actor_of(request), group_id=group.pk, **form.cleaned_data),
        title=_("Anggota %(group)s") % {"group": group.name},
        part="kelompok",
        earlier=[_entry(row) for row in counts_of(group)],
    )


def _entry(row: object) -> TimelineEntry:
    men, women, total, as_of = (getattr(row, name) for name in ("men", "women", "total", "as_of"))
    parts = _("laki-laki %(men)s, perempuan %(women)s") % {"men": figure(men), "women": figure(women)}
    words = _("%(total)s anggota per %(day)s") % {"total": figure(total), "day": date_short(as_of)}
    return TimelineEntry(words, text=parts)
