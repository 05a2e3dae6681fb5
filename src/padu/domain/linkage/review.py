"""What people say of a pair, and what follows where two villages must agree."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What a village says of a pair. The value is stable: it stands in rows."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class PairState(StrEnum):
    """Where a pair stands."""

    OPEN = "open"
    WAITING = "waiting"
    UNSURE = "unsure"
    DISPUTED = "disputed"
    DIFFERENT = "different"
    MERGED = "merged"
    GONE = "gone"


ANSWER_LABELS: Final = {
    Answer.SAME: "Sama",
    Answer.DIFFERENT: "Berbeda",
    Answer.UNSURE: "Belum yakin",
}
STATE_LABELS: Final = {
    PairState.OPEN: "belum diperiksa",
    PairState.WAITING: "menunggu desa lain",
    PairState.UNSURE: "belum yakin",
    PairState.DISPUTED: "jawaban desa berbeda",
    PairState.DIFFERENT: "bukan yang sama",
    PairState.MERGED: "sudah disatukan",
    PairState.GONE: "tidak ditemukan lagi",
}
# Somebody still has to do something.
TO_DO: Final = frozenset({PairState.OPEN, PairState.UNSURE, PairState.DISPUTED})
# An answer is kept by a new search; these are what a search may open or close by itself.
FOUND_BY_SEARCH: Final = frozenset({PairState.OPEN, PairState.GONE})


def joint_state(answers: Sequence[Answer | None], keeps: Sequence[str]) -> PairState | None:
    """Where a pair stands by the answers of its villages; None: all say the same person and agree where it stays.

    answers  one for a pair within a village, two across villages; None has not answered
    keeps    village in which the person stays, as each of them says; "" where that was not asked

    Two villages must agree; where they do not, who has the duty in both decides [assumption].
    """
    given = [answer for answer in answers if answer is not None]
    if not given:
        return PairState.OPEN
    if {Answer.SAME, Answer.DIFFERENT} <= set(given):
        return PairState.DISPUTED
    if len(given) < len(answers) or len(set(given)) > 1:
        return PairState.WAITING
    if given[0] is not Answer.SAME:
        return PairState.DIFFERENT if given[0] is Answer.DIFFERENT else PairState.UNSURE
    return None if len(set(keeps)) == 1 else PairState.DISPUTED
