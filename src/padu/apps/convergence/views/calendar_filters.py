"""What the calendar can be narrowed to, as the fields of its filter bar."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from padu.apps.convergence.selectors.calendar import EventFilter
from padu.apps.institutions.selectors import list_agencies
from padu.apps.kampung.selectors import list_kampung
from padu.apps.programmes.selectors import list_programmes
from padu.apps.regions.selectors import names_of
from padu.domain.regions import Level, level_of, regency_of
from padu.ui.components import Choice, Field


def filter_fields(code: str, wanted: EventFilter) -> Iterator[Field]:
    """Village, agency and programme, as far as there is a choice in this place."""
    level = level_of(code)
    if level is not Level.VILLAGE:
        yield Field("kampung", _("Kampung"), choices=_villages(code, wanted.village))
    if level not in (Level.NATION, Level.PROVINCE):
        yield Field("opd", _("Instansi"), choices=_agencies(code, wanted.agency_id))
    yield Field("program", _("Program"), choices=_programmes(wanted.programme_no))


def view_field(request: HttpRequest) -> Field:
    """As a month or as a list by village."""
    chosen = request.GET.get("tampil", "")
    views = (("", _("Kisi bulan")), ("kampung", _("Daftar menurut kampung")))
    return Field("tampil", _("Tampilan"), choices=[Choice(label, value=v, active=v == chosen) for v, label in views])


def _everything() -> Choice:
    return Choice(label=_("Semua"), value="")


def _villages(code: str, wanted: str | None) -> list[Choice]:
    villages = sorted(set(list_kampung(code).values_list("region_code", flat=True)))
    names = names_of(villages)
    return [_everything(), *(Choice(names.get(v, v), value=v, active=v == wanted) for v in villages)]


def _agencies(code: str, wanted: int | None) -> list[Choice]:
    rows = list_agencies(regency_of(code))
    return [_everything(), *(Choice(a.short_name, value=str(a.pk), active=a.pk == wanted) for a in rows)]


def _programmes(wanted: int | None) -> list[Choice]:
    rows = [(p.number, f"{p.number}. {p.short_name}") for p in list_programmes()]
    return [_everything(), *(Choice(name, value=str(no), active=no == wanted) for no, name in rows)]
