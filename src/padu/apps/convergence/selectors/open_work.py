"""Commitments of an agency that are neither done nor cancelled."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.apps.convergence.models import Commitment
from padu.apps.institutions.models import Agency
from padu.apps.institutions.open_work import OpenWork

_OPEN = (Commitment.State.AGREED, Commitment.State.UNDER_WAY)


def open_commitments(agency: Agency) -> OpenWork | None:
    """How many commitments an agency has still to carry out, as far as the current actor sees them."""
    count = Commitment.objects.filter(agency=agency, state__in=_OPEN).count()
    return OpenWork("commitments", _("komitmen belum selesai"), count, reverse("calendar")) if count else None
