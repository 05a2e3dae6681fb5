"""One regency, one year: who needs what, who can give what, and a plan of dated deliveries between them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Village:
    """A village that can be served; `max_event_days_per_week` counts event days per ISO week."""

    code: str
    name: str
    district: str
    blocked_days: frozenset[date]
    max_event_days_per_week: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Demand: one ranked problem of one village. weight > 0, rank 1 = first, programme 1-8."""

    id: str
    village: str
    type: str
    programme: int
    rank: int
    weight: float
    affected: float


@dataclass(frozen=True, slots=True)
class Agency:
    """`teams`: villages it can serve on one day. `counts` false: no sector for the integration bonus."""

    code: str
    name: str
    teams: int
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Fund:
    """Money of one agency; `budget` in rupiah."""

    id: str
    agency: str
    source: str
    budget: int


@dataclass(frozen=True, slots=True)
class Addressed:
    """One delivery closes `effect` (0 < effect <= 1) of a village's problem of this `type`."""

    type: str
    effect: float


@dataclass(frozen=True, slots=True)
class Offer:
    """Supply: an activity an agency can deliver. `unit_cost` rupiah per delivery; `villages` None = all villages."""

    id: str
    agency: str
    fund: str
    activity: str
    programme: int
    unit_cost: int
    max_deliveries: int
    max_per_village: int
    min_gap_days: int
    months: frozenset[int]
    addresses: tuple[Addressed, ...]
    villages: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A delivery already agreed; `day` None = any day."""

    offer: str
    village: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Params:
    """`integration_bonus`: (number of agencies, bonus) pairs, ascending; each threshold reached adds its bonus."""

    integration_bonus: tuple[tuple[int, float], ...]
    event_day_cost: float
    max_activities_per_event: int


@dataclass(frozen=True, slots=True)
class Instance:
    """The whole planning problem. `days` ascending and distinct; ids are unique and every reference exists."""

    year: int
    days: tuple[date, ...]
    villages: tuple[Village, ...]
    problems: tuple[Problem, ...]
    agencies: tuple[Agency, ...]
    funds: tuple[Fund, ...]
    offers: tuple[Offer, ...]
    locked: tuple[Commitment, ...]
    params: Params


@dataclass(frozen=True, slots=True, order=True)
class Delivery:
    """One delivery of one offer in one village on one day."""

    village: str
    day: date
    offer: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal: all deliveries of the year. Deliveries of one village on one day are one joint event."""

    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a plan's value; `total` is what planners are compared by."""

    coverage: float
    integration: float
    event_days: float
    deliveries: int
    events: int

    @property
    def total(self) -> float:
        return self.coverage + self.integration - self.event_days
