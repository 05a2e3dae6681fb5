"""What a breach notice must say, and who must have it (UU 27/2022 article 46).

Written notice within 3 x 24 hours to the persons and to the agency: the data exposed, when and how, what is done about
it; to the public where public service or the interest of society is disturbed. The agency is not yet formed: the
ministry in charge is told [likely, by identity_and_privacy.md].
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class NoticeTo(StrEnum):
    """Whom a notice is for."""

    PERSONS = "persons"
    AUTHORITY = "authority"
    PUBLIC = "public"


NOTICE_LABELS: Final = {
    NoticeTo.PERSONS: "Warga yang datanya terkena",
    NoticeTo.AUTHORITY: "Lembaga pelindungan data pribadi / kementerian yang membidangi",
    NoticeTo.PUBLIC: "Masyarakat",
}
REQUIRED_NOTICES: Final = (NoticeTo.PERSONS, NoticeTo.AUTHORITY)

DATA_KINDS: Final = {
    "identity": "nama, NIK, No. KK, tanggal lahir",
    "contact": "alamat atau nomor telepon",
    "family": "susunan keluarga",
    "children": "data anak",
    "specific": "kesehatan, kontrasepsi, konflik, disabilitas",
    "finance": "penghasilan, tabungan, desil kesejahteraan",
    "accounts": "akun petugas",
}
"""Kinds of data as a breach notice names them (general and specific data of article 4)."""


def missing_notices(sent_to: frozenset[NoticeTo], persons: int | None) -> tuple[NoticeTo, ...]:
    """Notices that the law asks for and that have not been sent.

    persons  how many are concerned; None is unknown and counts as "some"; 0 asks for no notice to persons
    """
    needed = [to for to in REQUIRED_NOTICES if not (to is NoticeTo.PERSONS and persons == 0)]
    return tuple(to for to in needed if to not in sent_to)
