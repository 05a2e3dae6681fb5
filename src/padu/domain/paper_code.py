"""The short code on a printed family form: six signs and one that checks them, easily read, written and typed.

Digits and letters that look alike (0 O, 1 I L, Z 2, U V) are left out; 29 signs are a prime number, so that one wrong
sign and two signs changed about are always found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXY"
LENGTH: Final = 6
_SIGNS: Final = {sign: number for number, sign in enumerate(ALPHABET)}


def make_code(draw: Callable[[int], int]) -> str:
    """A code of seven signs.

    draw  a number from 0 up to, not including, its argument
    """
    return complete("".join(ALPHABET[draw(len(ALPHABET))] for _ in range(LENGTH)))


def complete(signs: str) -> str:
    """Six signs with the seventh that checks them.

    >>> complete("222222"), complete("322222")
    ('2222222', '3222223')
    """
    return signs + ALPHABET[_weighed(signs)]


def _weighed(signs: str) -> int:
    return sum(weight * _SIGNS[sign] for weight, sign in enumerate(signs, start=1)) % len(ALPHABET)


def read_code(text: str) -> str | None:
    """The code that somebody typed, blanks and hyphens aside; None where it can be none.

    >>> read_code(" 322-2223 "), read_code("3222224"), read_code("O222222")
    ('3222223', None, None)
    """
    signs = "".join(text.upper().split()).replace("-", "")
    if len(signs) != LENGTH + 1 or not set(signs) <= _SIGNS.keys():
        return None
    return signs if complete(signs[:LENGTH]) == signs else None


def spaced(code: str) -> str:
    """As it is printed: three signs, a hyphen, four signs."""
    return f"{code[:3]}-{code[3:]}"
