"""Villages that somebody who leaves still serves as a field worker."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from padu.apps.accounts.left_open import Leaving, LeftOpen
from padu.apps.institutions.models import FieldWorker


def served_villages(leaving: Leaving) -> list[LeftOpen]:
    """One line for each worker that the account belongs to and that still has villages."""
    today = timezone.localdate()
    running = Q(territories__ends_on__isnull=True) | Q(territories__ends_on__gte=today)
    workers = FieldWorker.objects.filter(user_id=leaving.user_id).annotate(villages=Count("territories", running))
    return [
        LeftOpen(
            _("%(n)s desa masih dipegang sebagai %(kind)s") % {"n": worker.villages, "kind": worker.kind_label},
            reverse("field_worker", args=[worker.pk]),
        )
        for worker in workers.filter(villages__gt=0).order_by("pk")
    ]
