"""Families and persons as every reader hands them out, whatever file they came from.

Names, addresses and numbers are left out of `repr`, so that no log or trace shows them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from padu.apps.rumah_dataku.files.columns import Table
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue
from padu.apps.rumah_dataku.files.villages import VillageLookup
from padu.domain.contraception import Method, ReasonForNone
from padu.domain.identity import NikMissingReason, mask_numbers_in
from padu.domain.pk21 import FamilyAnswers, MemberAnswers, Religion
from padu.domain.stunting_risk import Screening


@dataclass(frozen=True, slots=True)
class FamilyContext:
    """What the sender and the day say about a file of families.

    data_year      year of the survey, for families without a date of their own
    as_of          day of the import: nobody is born after it
    village_code   village of families that name none (OpenSID names none at all); None: each must name its own
    village_status looks a dotted code up; called once per code
    """

    data_year: int
    as_of: dt.date
    village_status: VillageLookup
    village_code: str | None = None


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family. `source_key` is its number in the file: sent again, the same number is the same family.

    no_kk        normalised 16 digits, or None
    answers      Block III of the form; None in it is "not answered"
    surveyed_on  day of the survey, or None where the file names only a year
    """

    sheet: str
    row: int
    source_key: str = field(repr=False)
    village_code: str
    data_year: int
    no_kk: str | None = field(default=None, repr=False)
    hamlet: str = field(default="", repr=False)
    rw: str = ""
    rt: str = ""
    address: str = field(default="", repr=False)
    head_name: str = field(default="", repr=False)
    surveyed_on: dt.date | None = None
    welfare_decile: int | None = None
    welfare_source: str = ""
    welfare_as_of: dt.date | None = None
    screening: Screening = field(default_factory=Screening, repr=False)
    answers: FamilyAnswers = field(default_factory=FamilyAnswers, repr=False)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One member. `family_key` is the `source_key` of the family; `line` is the member's number in it, from 1.

    answers             Block I of the form (sex, birth date, relation, ...); None in it is "not known"
    nik                 normalised 16 digits, or None with a reason
    mother_line         number of the birth mother in the same family, or None
    kb_method, kb_reason  specific personal data
    """

    sheet: str
    row: int
    family_key: str = field(repr=False)
    line: int
    name: str = field(repr=False)
    nik: str | None = field(default=None, repr=False)
    nik_missing_reason: NikMissingReason | None = None
    religion: Religion | None = field(default=None, repr=False)
    mother_line: int | None = None
    answers: MemberAnswers = field(default_factory=MemberAnswers, repr=False)
    kb_method: Method | None = field(default=None, repr=False)
    kb_reason: ReasonForNone | None = field(default=None, repr=False)


def stored_source_key(family: FamilyRow, keyed_hash: Callable[[str], str]) -> str:
    """What may be stored in clear as the family's number at its source.

    Some files number families by their no. KK; such a key is replaced by its keyed hash, as every no. KK is.
    keyed_hash  from text to text, the same for the same text (at most 76 characters)
    """
    if mask_numbers_in(family.source_key) == family.source_key:
        return family.source_key
    return f"kk:{keyed_hash(family.source_key)}"


FamilyItem = FamilyRow | PersonRow | RowIssue
"""What a reader streams: good rows, and an issue for each cell that is wrong."""


class FamilyFile(Protocol):
    """A file of families whose headers were understood."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The sheets that `items` reads, each once from top to bottom."""
        ...

    @property
    def notices(self) -> tuple[FileProblem, ...]:
        """Remarks on the file as a whole, in the order found."""
        ...

    def items(self) -> Iterator[FamilyItem]:
        """All families, then all persons, with issues where they arise; can be called again.

        A row with an error is not handed out. Raises FileRefused when the file breaks half-way.
        """
        ...
