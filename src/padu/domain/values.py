"""The three ways of having no number. Zero is a number: together they are four values that stay apart everywhere."""

from enum import Enum


class Missing(Enum):
    """Why there is no figure.

    UNKNOWN         not reported, not measured, or too little measured (domain README, "Four values")
    NOT_APPLICABLE  nothing to measure: the denominator is 0, or the question does not concern this place
    SUPPRESSED      known, but hidden so that nobody can be recognised; its size must not be guessed from the words

    A `Missing` has no truth value: `if figure:` would mix it up with zero, so it raises.
    """

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"

    def __bool__(self) -> bool:
        raise TypeError("a missing figure is neither true nor false: ask `isinstance(figure, Missing)`")
