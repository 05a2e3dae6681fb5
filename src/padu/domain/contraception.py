"""What a couple does about having children: the method used, or why none is.

The values are the components of the village item `fp_users` (7 methods and 4 reasons on the national portal, two kinds
of other methods in the survey). Answers are specific personal data. Order of the codes on a form: [assumption].
"""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """Method in use."""

    IUD = "iud"
    MOW = "mow"
    MOP = "mop"
    IMPLANT = "implant"
    INJECTION = "injection"
    PILL = "pill"
    CONDOM = "condom"
    OTHER_MODERN = "other_modern"
    TRADITIONAL = "traditional"


class ReasonForNone(StrEnum):
    """Why no method is in use: pregnant, wants a child soon, wants one later (IAT), wants no more (TIAL)."""

    PREGNANT = "pregnant"
    WANTS_CHILD_SOON = "wants_child_soon"
    IAT = "iat"
    TIAL = "tial"


MODERN: frozenset[Method] = frozenset(Method) - {Method.TRADITIONAL}
"""Methods that count for mCPR."""
