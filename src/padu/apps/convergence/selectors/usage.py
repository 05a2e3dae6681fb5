"""How much of each offer has been agreed."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Sum

from padu.apps.convergence.models import Commitment
from padu.apps.supply.usage import Usage


def read_usage(offer_ids: Collection[int]) -> dict[int, Usage]:
    """Deliveries, rupiah and kampung by offer, without what was cancelled."""
    rows = (
        Commitment.objects.filter(offer_id__in=offer_ids)
        .exclude(state=Commitment.State.CANCELLED)
        .order_by()
        .values("offer_id")
        .annotate(deliveries=Count("pk"), amount=Sum("amount_idr"), villages=Count("region_code", distinct=True))
    )
    return {row["offer_id"]: Usage(row["deliveries"], row["amount"], row["villages"]) for row in rows}
