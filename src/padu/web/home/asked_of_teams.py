"""Tasks about teams: decrees that end, seats that are empty."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.apps.institutions.selectors.teams import count_teams
from padu.domain.regions import Level, level_of
from padu.web.home import people_queries as query
from padu.web.home.task import Asking, Task


def decrees_to_renew(asking: Asking) -> Iterator[Task]:
    """Teams of the place and below whose decree has ended, ends within 90 days, or was never written down."""
    for place in asking.places:
        yield from _decrees_of(place, asking)


def _decrees_of(place: str, asking: Asking) -> Iterator[Task]:
    counts, page = count_teams(place, asking.today), f"{reverse('teams')}?wilayah={place}&keadaan="
    if counts.expired:
        text = gettext("SK %(n)s tim sudah berakhir.") % {"n": counts.expired}
        yield Task(asking.where(place, text), page + "expired", late=True)
    if counts.expiring:
        text = gettext("SK %(n)s tim berakhir dalam 90 hari: siapkan perpanjangannya.") % {"n": counts.expiring}
        yield Task(asking.where(place, text), page + "expiring")
    if counts.without:
        text = gettext("%(n)s tim belum mempunyai SK yang dicatat.") % {"n": counts.without}
        yield Task(asking.where(place, text), page + "none")


def pokja_to_form(asking: Asking) -> Iterator[Task]:
    """A village without a pokja."""
    villages = [code for code in asking.places if level_of(code) is Level.VILLAGE]
    for place in query.villages_without_pokja(villages, asking.today) if villages else ():
        text = gettext("Kampung ini belum mempunyai pokja yang tercatat.")
        yield Task(asking.where(place, text), f"{reverse('team_new')}?wilayah={place}")
