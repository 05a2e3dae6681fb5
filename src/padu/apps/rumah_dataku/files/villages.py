"""Village codes of a file, looked up once each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from padu.domain.tabular import CellError


class VillageStatus(StrEnum):
    """What a village code is to the sender."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


VillageLookup = Callable[[str], VillageStatus]


@dataclass(slots=True)
class VillageCheck:
    """Which villages rows may belong to.

    lookup   status of a dotted code, asked once per code
    default  village of rows that name none, or None where each must name its own
    """

    lookup: VillageLookup
    default: str | None
    known: dict[str, VillageStatus] = field(default_factory=dict)

    def resolve(self, code: str | None) -> str:
        """The village of a row. Raises CellError when it is missing, unknown or outside the sender's places."""
        code = code or self.default
        if code is None:
            raise CellError("village_required", "kode desa 10 angka, misalnya 13.01.01.2001")
        status = self.known.get(code)
        if status is None:
            status = self.known[code] = self.lookup(code)
        if status is VillageStatus.UNKNOWN:
            raise CellError("village_unknown", "kode desa dalam daftar Kemendagri yang berlaku")
        if status is VillageStatus.OUTSIDE:
            raise CellError("village_outside", "desa dalam wilayah kerja Anda")
        return code
