"""Who lives in a family decides what the phone asks: one tick list instead of seven answers "Tidak berlaku".

What is not asked because nobody is there whom it is about counts as the answer "Tidak berlaku", where the paper form
has that answer. A tick list that was passed by hides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.files.codes import EDUCATION, MARITAL, OCCUPATION, YES_NO_NA, Code, CodeList
from padu.domain.pk21 import NOT_APPLICABLE_ALLOWED, Answer, Education, MaritalStatus, Occupation
from padu.domain.pk21.rules import CHILD_LAST_AGE
from padu.domain.stunting_risk import TODDLER_BELOW, WIFE_AGES

COUPLE, CHILD, TODDLER, TEENAGER, ELDERLY, WIFE, NOBODY = "1", "2", "3", "4", "5", "6", "7"
# Ages of the groups: domain facts, problem types of BKB, BKR and BKL. Who is a child for P.10: [assumption].
WHO: Final = CodeList(
    "ada",
    "Siapa saja yang ada di keluarga ini?",
    (
        Code("couple", 1, "Suami dan istri"),
        Code("child", 2, f"Anak {TODDLER_BELOW} sampai {CHILD_LAST_AGE} tahun"),
        Code("toddler", 3, f"Anak di bawah {TODDLER_BELOW} tahun"),
        Code("teenager", 4, "Remaja 10 sampai 24 tahun, belum kawin"),
        Code("elderly", 5, "Orang berumur 60 tahun ke atas"),
        Code("wife", 6, f"Istri berumur {WIFE_AGES[0]} sampai {WIFE_AGES[1]} tahun"),
        Code("nobody", 7, "Tidak satu pun"),
    ),
)
_TICKS: Final = f"${{{WHO.key}}}"


@dataclass(frozen=True, slots=True)
class Gate:
    """Questions that are asked only where somebody is there: one of each group in `all_of` is ticked."""

    keys: tuple[str, ...]
    all_of: tuple[tuple[str, ...], ...]

    @property
    def relevant(self) -> str:
        groups = (" or ".join(f"selected({_TICKS}, '{one}')" for one in group) for group in self.all_of)
        return f"{_TICKS} = '' or ({' and '.join(f'({one})' for one in groups)})"

    def open_for(self, ticked: Collection[str]) -> bool:
        return not ticked or all(any(one in ticked for one in group) for group in self.all_of)


_MARRIED: Final = (COUPLE, WIFE)
GATES: Final = (
    Gate(("p02", "p03b"), (_MARRIED,)),
    Gate(("p10",), (_MARRIED, (CHILD, TODDLER))),
    Gate(("p13", "p14"), ((TODDLER,),)),
    Gate(("p15", "p16"), ((TEENAGER,),)),
    Gate(("p17",), ((ELDERLY,),)),
    Gate(("ber_kb",), ((WIFE,),)),
    # Who is a target of the screening: `domain.stunting_risk`.
    Gate(("krs", "tpk_support"), ((WIFE, TODDLER),)),
)
RELEVANT: Final[Mapping[str, str]] = {key: gate.relevant for gate in GATES for key in gate.keys}
"""Question -> when it is asked; questions that are not named are asked of everybody."""


def _number(codes: CodeList, value: object) -> str:
    return next(str(code.number) for code in codes.codes if code.value == value)


_DOES_NOT_APPLY: Final = _number(YES_NO_NA, Answer.NOT_APPLICABLE)
OF_TODDLERS: Final[Mapping[str, str]] = {
    "marital_status": _number(MARITAL, MaritalStatus.NEVER_MARRIED),
    "education": _number(EDUCATION, Education.NEVER),
    "occupation": _number(OCCUPATION, Occupation.NONE),
}
"""What is not asked of a child under five, and what it is [assumption]."""


def not_applicable(ticked: str) -> dict[str, str]:
    """Answers that follow from the tick list (choices with blanks between); none where it was passed by."""
    chosen = ticked.split()
    closed = (key for gate in GATES if not gate.open_for(chosen) for key in gate.keys)
    return {key: _DOES_NOT_APPLY for key in closed if key in NOT_APPLICABLE_ALLOWED}
