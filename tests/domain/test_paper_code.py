"""The code on a printed form: what is mistyped is found, not taken for another family."""

from __future__ import annotations

import random

import pytest

from padu.domain.paper_code import ALPHABET, complete, make_code, read_code, spaced


@pytest.mark.parametrize("seed", range(20))
def test_one_wrong_sign_and_two_changed_about_are_found(seed):
    code = make_code(random.Random(seed).randrange)
    assert read_code(spaced(code).lower()) == code
    for at, sign in enumerate(code):
        for other in set(ALPHABET) - {sign}:
            assert read_code(code[:at] + other + code[at + 1 :]) is None
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            assert read_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :]) is None


def test_by_hand():
    # 3=1, 4=2, 5=3, 6=4, 7=5, 8=6: 1 + 4 + 9 + 16 + 25 + 36 = 91 = 3 * 29 + 4, the sign of 4 is 6.
    assert complete("345678") == "3456786"
    assert spaced("3456786") == "345-6786"


@pytest.mark.parametrize("text", ["", "345678", "34567866", "345678!", "34567 8 6 0", "1456786"])
def test_what_is_no_code(text):
    assert read_code(text) is None
