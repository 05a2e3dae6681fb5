"""What must hold between the rows of a file of families: numbers used once, members that belong to somebody.

Kept per family: a few small numbers, so that a regency's file stays within bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.domain.identity import IssueLevel


@dataclass(slots=True)
class FamilyState:
    """What was seen of one family. `lines` and `mothers` are bit masks of member numbers; bit 0 stands for "none"."""

    row: int
    village_code: str
    accepted: bool = True
    members: int = 0
    rejected: int = 0
    heads: int = 0
    lines: int = 1
    mothers: int = 0

    def next_line(self) -> int:
        """The lowest number not used yet."""
        line = 1
        while self.lines >> line & 1:
            line += 1
        return line


@dataclass(slots=True)
class Register:
    """Families and NIKs of one file."""

    families: dict[str, FamilyState] = field(default_factory=dict)
    niks: dict[int, tuple[int, str]] = field(default_factory=dict)

    def nik_level(self, nik: str, row: int, village_code: str) -> tuple[IssueLevel, int] | None:
        """Level and earlier row when the NIK was seen before: an error in one village, a warning across two."""
        earlier = self.niks.setdefault(int(nik), (row, village_code))
        if earlier[0] == row:
            return None
        return (IssueLevel.ERROR if earlier[1] == village_code else IssueLevel.WARNING), earlier[0]

    def closing_issues(self, issue: Callable[[FamilyState, str, str, str], RowIssue]) -> Iterator[RowIssue]:
        """What is wrong with families, known when all members are read.

        issue  makes a row issue from the state, the family's key, a code and what was expected
        """
        for key, state in self.families.items():
            if state.accepted:
                for code, expected in _closing(state):
                    yield replace(issue(state, key, code, expected), family_row=state.row)


def closing_level(code: str) -> IssueLevel:
    """A family is stored with all its members or not at all; everything else lets it in."""
    return IssueLevel.ERROR if code == "family_members_rejected" else IssueLevel.WARNING


def belonging(issues: Iterable[RowIssue], family_row: int) -> Iterator[RowIssue]:
    """The issues, marked with the row of the family they belong to."""
    return (replace(issue, family_row=family_row) for issue in issues)


def _closing(state: FamilyState) -> Iterator[tuple[str, str]]:
    if state.rejected:
        yield "family_members_rejected", f"semua anggota benar; {state.rejected} anggota ditolak"
    if state.members == 0 and not state.rejected:
        yield "family_without_members", "paling sedikit satu anggota"
    if state.heads == 0 and state.members and not state.rejected:
        yield "family_without_head", "satu anggota dengan hubungan Kepala keluarga"
    if state.heads > 1:
        yield "family_several_heads", f"satu kepala keluarga, bukan {state.heads}"
    if state.mothers & ~state.lines:
        yield "mother_unknown", "nomor urut ibu yang ada dalam keluarga"
