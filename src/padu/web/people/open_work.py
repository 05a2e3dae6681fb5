"""What somebody leaves open who goes: told before and after, and handed over by people, not by the machine."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from padu.apps.accounts.models import HatRecord
from padu.apps.coordination.models import Decision
from padu.apps.institutions.selectors import names_of_agencies
from padu.ui.components import Choice


def open_work_of(hats: Iterable[HatRecord]) -> list[Choice]:
    """Decisions without an end of the agencies that these hats are worn for, each with the page to hand them over."""
    agencies = {hat.agency_id for hat in hats if hat.agency_id}
    names = names_of_agencies(agencies)
    found = []
    for agency_id in sorted(agencies & names.keys()):
        number = Decision.objects.filter(agency_id=agency_id).exclude(state="verified").count()
        if number:
            words = ngettext(
                "%(n)s keputusan rapat %(agency)s belum selesai",
                "%(n)s keputusan rapat %(agency)s belum selesai",
                number,
            )
            found.append(Choice(words % {"n": number, "agency": names[agency_id]}, reverse("meetings")))
    return found or [Choice(gettext("Tidak ada keputusan rapat yang terbuka atas nama instansinya."))]
