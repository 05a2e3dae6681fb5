"""What makes one made-up village differ from another: latent burdens by topic, and which way each one moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from padu.apps.rumah_dataku.demo.draws import Draws, likely
from padu.domain.regions import VILLAGE_CODE

_STREAM: Final = 1


class Topic(StrEnum):
    """What a village can be better or worse at."""

    POVERTY = "poverty"
    REMOTENESS = "remoteness"
    WATER = "water"
    TOILETS = "toilets"
    DOCUMENTS = "documents"
    SCHOOLING = "schooling"
    INSURANCE = "insurance"
    ILLNESS = "illness"
    TOGETHERNESS = "togetherness"
    GROUPS = "groups"
    FAMILY_PLANNING = "family_planning"


# Share of poverty and of remoteness in each burden; the rest is the village's own [assumption].
_ROOTS: Final[Mapping[Topic, tuple[float, float]]] = {
    Topic.WATER: (0.3, 0.5),
    Topic.TOILETS: (0.5, 0.2),
    Topic.DOCUMENTS: (0.3, 0.4),
    Topic.SCHOOLING: (0.4, 0.3),
    Topic.INSURANCE: (0.2, 0.3),
    Topic.ILLNESS: (0.3, 0.0),
    Topic.TOGETHERNESS: (0.2, 0.0),
    Topic.GROUPS: (0.0, 0.4),
    Topic.FAMILY_PLANNING: (0.1, 0.4),
}

TREND_SPREAD: Final = 0.35
"""Typical yearly change of a burden, on the scale of the burden itself [assumption]."""

NOT_VISITED_SHARE: Final = 0.05
"""Share of families without a survey this year in an average village [assumption]."""


@dataclass(frozen=True, slots=True)
class VillageProfile:
    """Burdens of one village.

    burdens     topic -> about standard normal over villages; above 0 is worse than the average village
    trends      topic -> change of the burden per year; above 0 is getting worse
    coastal     fishers live here
    unvisited   share of families that nobody surveyed this year, 0..1
    hamlets     names of the village's parts
    """

    code: str
    burdens: Mapping[Topic, float]
    trends: Mapping[Topic, float]
    coastal: bool
    unvisited: float
    hamlets: tuple[str, ...]

    def burden(self, topic: Topic, years_back: int = 0) -> float:
        """Burden so many years before the reference date."""
        return self.burdens[topic] - years_back * self.trends[topic]


def village_profile(village_code: str, seed: int) -> VillageProfile:
    """The same village and seed always give the same profile.

    village_code  NN.NN.NN.NNNN; ValueError for any other form
    """
    draws = Draws(seed, village_number(village_code), _STREAM)
    remoteness = draws.normal()
    poverty = 0.5 * remoteness + 0.87 * draws.normal()
    burdens = {Topic.POVERTY: poverty, Topic.REMOTENESS: remoteness}
    for topic, (of_poverty, of_remoteness) in _ROOTS.items():
        own = (1.0 - of_poverty**2 - of_remoteness**2 - of_poverty * of_remoteness) ** 0.5
        burdens[topic] = of_poverty * poverty + of_remoteness * remoteness + own * draws.normal()
    trends = {topic: TREND_SPREAD * draws.normal() for topic in Topic}
    trends[Topic.REMOTENESS] = 0.0  # roads do not move within a year
    return VillageProfile(
        code=village_code,
        burdens=burdens,
        trends=trends,
        coastal=draws.yes(0.45),
        unvisited=likely(NOT_VISITED_SHARE, 0.7 * draws.normal()),
        hamlets=_hamlets(draws),
    )


def village_number(village_code: str) -> int:
    """The ten digits of a village code as a number. Raises ValueError for any other form."""
    if VILLAGE_CODE.fullmatch(village_code) is None:
        raise ValueError(f"not a village code: {village_code!r}")
    return int(village_code.replace(".", ""))


_HAMLET_NAMES: Final = (
    "Koto Tuo", "Pasar Baru", "Lubuk Sariak", "Taratak", "Bukik Kaciak", "Kampung Dalam", "Kampung Tangah",
    "Limau Gadang", "Sawah Laweh", "Batu Hampa", "Padang Panjang Kecil", "Tanjung Durian", "Muaro Ketek",
    "Ujung Tanjung", "Simpang Ampek",
)  # fmt: skip


def _hamlets(draws: Draws) -> tuple[str, ...]:
    names = list(_HAMLET_NAMES)
    return tuple(names.pop(int(draws() * len(names))) for _ in range(draws.whole(3, 5)))
