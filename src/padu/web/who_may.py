"""Who may do what: the one table of roles and verbs, shown as it stands in the code that asks it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from padu.access.requests import signed_in
from padu.access.tables import CLASS_MEANING
from padu.access.verbs import ROLE_LABELS, ROLE_VERBS, VERB_LABELS, Role, Verb


@require_safe
@signed_in
def who_may(request: HttpRequest) -> HttpResponse:
    context = {
        "title": gettext("Siapa boleh apa"),
        "subtitle": gettext("Setiap izin berlaku hanya di wilayah peran itu. Di luar wilayahnya, halaman dijawab 404."),
        "roles": [ROLE_LABELS[role] for role in Role],
        "rows": [(VERB_LABELS[verb], [verb in ROLE_VERBS[role] for role in Role]) for verb in Verb],
        "classes": [(table_class.value, meaning) for table_class, meaning in CLASS_MEANING.items()],
    }
    return render(request, "web/who_may.html", context)
