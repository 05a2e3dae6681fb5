"""Who may do what: the one table of roles and verbs, who invites whom, and how many people wear which hat."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.explaining import VERB_SUBJECTS
from padu.access.granting import ROLE_LEVELS
from padu.access.requests import actor_of, signed_in
from padu.access.tables import CLASS_MEANING
from padu.access.verbs import ROLE_GRANTS, ROLE_LABELS, ROLE_VERBS, VERB_LABELS, Role, Verb
from padu.apps.regions.selectors import names_of
from padu.domain.regions import NATION, Level
from padu.ui.components import Choice, Column, EmptyState, Field, Row, Table
from padu.ui.templatetags.padu import icon
from padu.web.hat_queries import count_people

_LEVEL_LABELS = {
    Level.NATION: "nasional",
    Level.PROVINCE: "provinsi",
    Level.REGENCY: "kabupaten/kota",
    Level.DISTRICT: "kecamatan",
    Level.VILLAGE: "desa/kelurahan",
}


@require_safe
@signed_in
def who_may(request: HttpRequest) -> HttpResponse:
    chosen = _chosen_roles(request)
    context = {
        "title": gettext("Siapa boleh apa"),
        "subtitle": gettext("Setiap izin berlaku hanya di wilayah peran itu. Di luar wilayahnya, halaman dijawab 404."),
        "filter": [_role_field(chosen)],
        "roles": [ROLE_LABELS[role] for role in chosen],
        "subjects": [(gettext(subject), _rows(verbs, chosen)) for subject, verbs in VERB_SUBJECTS.items()],
        "span": len(chosen) + 1,
        # Made once, not for each of the many cells.
        "yes": format_html("{} {}", icon("ok"), gettext("ya")),
        "no": format_html('<span class="muted">{}</span>', gettext("tidak")),
        "grants": _grants_table(chosen),
        "people": _people_table(actor_of(request)),
        "people_lead": _people_lead(actor_of(request)),
        "classes": [(table_class.value, meaning) for table_class, meaning in CLASS_MEANING.items()],
    }
    return render(request, "web/who_may.html", context)


def _chosen_roles(request: HttpRequest) -> list[Role]:
    """One role where the address names it, else all."""
    asked = request.GET.get("peran", "")
    return [role for role in Role if role.value == asked] or list(Role)


def _role_field(chosen: Sequence[Role]) -> Field:
    one = chosen[0] if len(chosen) == 1 else None
    every = Choice(gettext("Semua peran"), value="", active=one is None)
    choices = [every, *(Choice(ROLE_LABELS[role], value=role.value, active=role is one) for role in Role)]
    return Field("peran", gettext("Peran"), choices=choices)


def _rows(verbs: Sequence[Verb], roles: Sequence[Role]) -> list[tuple[str, list[bool]]]:
    return [(VERB_LABELS[verb], [verb in ROLE_VERBS[role] for role in roles]) for verb in verbs]


def _grants_table(roles: Sequence[Role]) -> Table:
    """Where each role is worn, by whom it is given, and whom it invites."""
    rows = [
        Row((
            ROLE_LABELS[role],
            ", ".join(gettext(_LEVEL_LABELS[level]) for level in Level if level in ROLE_LEVELS[role]),
            ", ".join(ROLE_LABELS[giver] for giver in Role if role in ROLE_GRANTS.get(giver, ())),
            ", ".join(ROLE_LABELS[given] for given in Role if given in ROLE_GRANTS.get(role, ())) or "–",
        ))
        for role in roles
    ]  # fmt: skip
    columns = [gettext("Peran"), gettext("Dipakai di tingkat"), gettext("Diberikan oleh"), gettext("Dapat mengundang")]
    return Table(gettext("Siapa mengundang siapa"), [Column(label) for label in columns], rows, stacked=True)


def _people_lead(actor: Actor) -> str:
    once = gettext("Dihitung per peran: seseorang dengan dua peran dihitung dua kali.")
    if NATION not in actor.roots(Verb.ACCOUNT_ADMIN):
        return once
    return f"{once} {gettext('Jumlah nasional diperbarui setiap 5 menit.')}"


def _people_table(actor: Actor) -> Table | None:
    """Hats per role and place, for who administers accounts; None for everybody else."""
    roots = actor.roots(Verb.ACCOUNT_ADMIN)
    if not roots:
        return None
    counted = count_people(actor, roots)
    worn = [role for role in Role if any(role in place.by_role for place in counted)]
    names = names_of(place.region_code for place in counted)
    return Table(
        caption=gettext("Peran yang berlaku hari ini di wilayah yang Anda kelola"),
        columns=[
            Column(gettext("Wilayah")),
            *(Column(ROLE_LABELS[role], "number") for role in worn),
            Column(gettext("Jumlah peran"), "number"),
        ],
        rows=[
            Row((
                names.get(place.region_code, place.region_code),
                *(place.by_role.get(role, 0) for role in worn),
                place.hats,
            ))
            for place in counted
        ],
        empty=EmptyState(gettext("Belum ada orang dengan peran di wilayah Anda")),
    )  # fmt: skip
