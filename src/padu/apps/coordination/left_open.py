"""Decisions and findings that wait for somebody who leaves."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.verbs import Verb
from padu.apps.accounts.left_open import Leaving, LeftOpen, in_places
from padu.apps.coordination.models import Decision, Finding
from padu.apps.institutions.selectors import names_of_agencies


def open_decisions(leaving: Leaving) -> list[LeftOpen]:
    """Decisions without an end of the agencies whose hats end."""
    names = names_of_agencies(leaving.agency_ids)
    found = []
    for agency_id in (one for one in leaving.agency_ids if one in names):
        number = Decision.objects.filter(agency_id=agency_id).exclude(state="verified").count()
        if number:
            words = _("%(n)s keputusan rapat %(agency)s belum selesai")
            found.append(LeftOpen(words % {"n": number, "agency": names[agency_id]}, reverse("meetings")))
    return found


def open_findings(leaving: Leaving) -> list[LeftOpen]:
    """Findings that wait for an answer in places where the hats answer, and answers that wait for this inspector."""
    waiting = Finding.objects.filter(in_places(leaving.places(Verb.FINDING_ANSWER)))
    to_answer = waiting.filter(state__in=(Finding.State.OPEN, Finding.State.RETURNED)).count()
    own = Finding.objects.filter(inspector_id=leaving.user_id)
    to_judge = own.filter(state=Finding.State.ANSWERED).count()
    counted = (
        (to_answer, _("%(n)s temuan pengawasan belum dijawab")),
        (to_judge, _("%(n)s jawaban temuan menunggu penilaiannya")),
    )
    return [LeftOpen(words % {"n": number}, reverse("findings")) for number, words in counted if number]
