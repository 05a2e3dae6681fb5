"""How much of an offer is agreed already. Agreements belong to a later app, which registers who reads them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """What was agreed of one offer: deliveries, rupiah, and the kampung that receive it."""

    deliveries: int = 0
    amount_idr: int = 0
    villages: int = 0


UsageReader = Callable[[Collection[int]], Mapping[int, Usage]]

_readers: list[UsageReader] = []


def register_usage_reader(reader: UsageReader) -> None:
    """Name who reads usage by offer id, within what the current actor may see; at start-up, once."""
    _readers[:] = [reader]


def usage_of(offer_ids: Collection[int]) -> Mapping[int, Usage]:
    """Usage by offer id; offers without any agreement may be left out."""
    return _readers[0](offer_ids) if _readers else {}
