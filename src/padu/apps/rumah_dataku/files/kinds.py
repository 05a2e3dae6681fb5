"""What kind of file some headers are typical of: for a hint to who sent it as another kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from padu.domain.tabular import fold

_MARKS: Final = {
    "siga": (("provinsi", "kabupaten", "kecamatan", "kelurahan"), 3),
    "opensid": (("no_kk", "kk_level", "tanggallahir", "pendidikan_kk_id", "status_kawin"), 3),
    "figures": (("Unsur data", "Nilai"), 2),
    "families": (("No. keluarga", "K.02 Nama", "K.10 Hubungan dengan kepala keluarga", "No. KK"), 2),
}
"""Kind of an import -> headers that its files have, and how many of them tell it."""


def looks_like(headers: Iterable[str]) -> str:
    """Kind of import that the headers tell, "" where they tell none.

    >>> looks_like(["", "PROVINSI", "KABUPATEN", "KECAMATAN", "KODE", "KELURAHAN", "JUMLAH KRS"])
    'siga'
    >>> looks_like(["No", "Uraian", "Jumlah"])
    ''
    """
    found = {fold(header) for header in headers}
    told = (kind for kind, (marks, least) in _MARKS.items() if sum(fold(mark) in found for mark in marks) >= least)
    return next(told, "")
