"""Tasks about people and places in office: findings, field workers, the register, accounts, referred families."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.access.verbs import Role
from padu.apps.coordination.finding_selectors import finding_is_late, findings_waiting
from padu.domain.regions import Level, level_of
from padu.web.home import people_queries as query
from padu.web.home.task import Asking, Task

# How long before its end a hat is called to mind [assumption].
HAT_ENDS_SOON = dt.timedelta(days=30)


def findings_to_answer(asking: Asking) -> Iterator[Task]:
    """Findings about the place and below that wait for an answer."""
    waiting = findings_waiting(asking.places)
    if waiting:
        late = sum(finding_is_late(finding, asking.today) for finding in waiting)
        text = gettext("%(n)s temuan pengawas menunggu jawaban, %(late)s lewat tenggat.")
        yield Task(text % {"n": len(waiting), "late": late}, reverse("findings"), late=bool(late))


def findings_to_judge(asking: Asking) -> Iterator[Task]:
    answered = query.findings_answered(asking.places)
    if answered:
        text = gettext("%(n)s temuan sudah dijawab dan menunggu Anda periksa.")
        yield Task(text % {"n": answered}, reverse("findings"))


def kampung_without_officer(asking: Asking) -> Iterator[Task]:
    """Kampung that no PKB/PLKB serves and for which no recorder was appointed."""
    without = query.kampung_without_officer(asking.places, asking.today)
    if without:
        text = gettext("%(n)s dari %(all)s kampung tanpa PKB/PLKB dan tanpa pencatat yang ditunjuk.")
        yield Task(text % {"n": without, "all": asking.kampung}, f"{reverse('field_coverage')}?wilayah={asking.place}")


def situations_to_remind(asking: Asking) -> Iterator[Task]:
    """For who looks after villages without writing their analysis: which have not sent it."""
    if asking.post.role is not Role.PLKB and level_of(asking.place) is Level.VILLAGE:
        return
    sent = asking.submissions
    if sent.missing:
        text = gettext("%(n)s dari %(all)s kampung Anda belum mengirim analisis situasi %(year)s: ingatkan pokjanya.")
        yield Task(text % {"n": sent.missing, "all": sent.kampung, "year": asking.today.year}, reverse("situations"))


def formation_late(asking: Asking) -> Iterator[Task]:
    """Villages that were to have a kampung by now."""
    late = query.formation_plans_late(asking.places, asking.today)
    if late:
        text = gettext("%(n)s desa/kelurahan lewat bulan rencana pembentukan kampungnya.")
        yield Task(text % {"n": late}, f"{reverse('formation_plans')}?wilayah={asking.place}", late=True)


def accounts_to_see_to(asking: Asking) -> Iterator[Task]:
    """Hats that end soon, and invitations that nobody has used."""
    ending = query.hats_ending(asking.places, asking.today, asking.today + HAT_ENDS_SOON)
    if ending:
        text = gettext("Peran %(n)s orang berakhir dalam 30 hari: perpanjang atau biarkan berakhir.")
        yield Task(text % {"n": ending}, reverse("people"))
    unused = query.invitations_unused(asking.places, asking.now)
    if unused:
        yield Task(gettext("%(n)s undangan Anda lewat waktu dan belum dipakai.") % {"n": unused}, reverse("people"))


def referred_families(asking: Asking) -> Iterator[Task]:
    """Families that were referred to the hat's agency."""
    if asking.agency_ids is None:
        return
    cases = query.open_referrals(asking.agency_ids, asking.today)
    if cases:
        text = gettext("%(n)s keluarga dirujuk ke instansi Anda.")
        yield Task(text % {"n": cases}, reverse("referred_families"))


def privacy_clocks(asking: Asking) -> Iterator[Task]:
    """Requests of citizens, withdrawn consents and breaches, each with its 3 x 24 hours."""
    clocks = query.privacy_clocks(asking.places, asking.now)
    if clocks.requests:
        text = gettext("%(n)s permohonan warga atas datanya belum dijawab, %(late)s lewat 3 x 24 jam.")
        values = {"n": clocks.requests, "late": clocks.requests_late}
        yield Task(text % values, reverse("privacy"), late=bool(clocks.requests_late))
    if clocks.breaches:
        text = gettext("%(n)s insiden data belum ditutup.")
        yield Task(text % {"n": clocks.breaches}, reverse("privacy_breaches"), late=True)
    if clocks.retention_runs:
        text = gettext("%(n)s usul penghapusan menunggu orang kedua.")
        yield Task(text % {"n": clocks.retention_runs}, reverse("privacy_retention"))
