"""Work reported outside the plan beside the commitments it may have fulfilled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from padu.apps.convergence.models import Commitment, Realisation
from padu.apps.convergence.selectors.lines import (
    OPEN_STATES,
    CommitmentLine,
    DoneLine,
    commitment_lines,
    done_lines,
)


@dataclass(frozen=True, slots=True)
class JoinPage:
    """A report and the open commitments of the same village and programme, the nearest in time first."""

    work: DoneLine
    candidates: tuple[CommitmentLine, ...]


def build_join(realisation_id: int, today: dt.date) -> JoinPage:
    """Raises Http404 where the current actor sees no such report."""
    row = Realisation.objects.filter(pk=realisation_id).select_related("agency").first()
    if row is None:
        raise Http404
    found = Commitment.objects.filter(
        region_code=row.region_code, programme_no=row.programme_no, state__in=OPEN_STATES
    ).select_related("agency", "event")
    lines = commitment_lines(found if row.commitment_id is None else (), today)
    nearest = sorted(lines, key=lambda line: (abs((line.day - row.done_on).days), line.pk))
    return JoinPage(done_lines([row])[0], tuple(nearest))
