"""The pokja on a kampung's page: who leads it, what its decree is worth, how many seats are empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.institutions.selectors.teams import TeamLine, teams_of
from padu.apps.institutions.words_teams import state_mark
from padu.domain.teams import TeamKind


@dataclass(frozen=True, slots=True)
class PokjaPart:
    """What the page shows; `line` None where the village has no pokja, `new_url` where one may be made."""

    line: TeamLine | None
    mark: SafeString | str
    url: str
    new_url: str


def pokja_part(actor: Actor, region_code: str, today: dt.date) -> PokjaPart:
    """The living pokja of a village, as far as the current actor may see it."""
    lines = [one for one in teams_of(region_code, today) if one.team.team_kind is TeamKind.POKJA_VILLAGE]
    line = lines[0] if lines else None
    may_make = line is None and actor.may(Verb.TEAM_EDIT, region_code)
    return PokjaPart(
        line=line,
        mark=state_mark(line.state) if line else "",
        url=reverse("team", args=[line.team.pk]) if line else "",
        new_url=f"{reverse('team_new')}?wilayah={region_code}" if may_make else "",
    )
