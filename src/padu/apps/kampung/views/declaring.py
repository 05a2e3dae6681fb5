"""A kampung tells of itself, group by group; and what was told before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.kampung.forms_declaring import DeclareForm
from padu.apps.kampung.models import Declaration, Kampung
from padu.apps.kampung.profile_page import answer_words
from padu.apps.kampung.selectors.register import history_of, kampung_or_404
from padu.apps.kampung.services import declarations_record
from padu.apps.kampung.views.form_page import bound, crumbs_of, form_answer, profile_url, require
from padu.domain.kampung_fields import FIELD_BY_KEY, FIELDS, GROUP_LABELS, DeclaredField, FieldGroup, newest_of
from padu.ui.components import Column, EmptyState, Row, Table
from padu.ui.years import asked_year, year_choices


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def declare(request: HttpRequest, kampung_id: int, group: str) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.REGISTER_DECLARE)
    fields = _fields_of(group)
    today = timezone.localdate()
    yearly = any(field.yearly for field in fields)
    year = asked_year(request, today.year) if yearly else None
    counting = _counting(one, fields, year)
    form = bound(request, DeclareForm, {"as_of": today}, asked=fields, counting=counting, year=year)
    title = str(GROUP_LABELS[FieldGroup(group)])
    return form_answer(
        request,
        form,
        lambda: declarations_record(
            actor=actor_of(request), kampung_id=one.pk, answers=form.answers(), files=form.papers()
        ),
        profile_url(one, group),
        _("Tersimpan. Jawaban lama tetap ada di riwayat."),
        {
            "title": title,
            "kicker": one.name,
            "subtitle": _("Tahun %(year)s") % {"year": year} if year else "",
            "crumbs": crumbs_of(one, title),
            "year": year,
            "years": year_choices(request, year, today.year) if year else (),
        },
        "kampung/declare.html",
    )


def _fields_of(group: str) -> list[DeclaredField]:
    found = [field for field in FIELDS if field.group == group]
    if not found:
        raise Http404
    return found


def _counting(kampung: Kampung, fields: list[DeclaredField], year: int | None) -> dict[str, Declaration]:
    """The answer that counts for each field, of the year where it is yearly."""
    rows = Declaration.objects.filter(kampung=kampung, field__in=[field.key for field in fields])
    newest = newest_of(rows)
    return {
        field.key: row
        for field in fields
        if (row := newest.get((field.key, year if field.yearly else None))) is not None
    }


@require_safe
@signed_in
def history(request: HttpRequest, kampung_id: int, field: str) -> HttpResponse:
    """Every answer to one field, with who gave it and when."""
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.PLACE_READ)
    if field not in FIELD_BY_KEY:
        raise Http404
    asked = FIELD_BY_KEY[field]
    rows = [
        Row(
            (
                row.as_of,
                row.year or "–",
                answer_words(row),
                row.declared_name or "–",
                timezone.localdate(row.declared_at),
            )
        )
        for row in history_of(one, field)
    ]
    columns = [
        Column(_("Keadaan per"), kind="date"),
        Column(_("Tahun")),
        Column(_("Jawaban")),
        Column(_("Diisi oleh")),
        Column(_("Diisi pada"), kind="date"),
    ]
    empty = EmptyState(_("Belum pernah diisi"), _("Belum diisi tidak sama dengan tidak ada."))
    context = {
        "title": asked.label,
        "kicker": one.name,
        "crumbs": crumbs_of(one, asked.label),
        "table": Table(_("Semua jawaban, yang berlaku lebih dulu"), columns, rows, empty=empty, stacked=True),
    }
    return render(request, "kampung/history.html", context)
