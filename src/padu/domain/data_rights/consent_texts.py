"""What a person agrees to, word by word and version by version. A text once used is never changed: add a version.

Consent is asked for pictures, stories and contact beyond the programme's task only; everything else rests on the public
task (UU 52/2009, PP 87/2014, Inpres 3/2022). Contents by UU 27/2022 articles 21-24: purpose, kinds of data, how long,
rights, and that refusing costs nothing. A child's consent is given by a parent or guardian (article 25).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ConsentPurpose(StrEnum):
    """For what consent is asked."""

    PHOTO = "photo"
    STORY = "story"
    CONTACT = "contact"


class ConsentWay(StrEnum):
    """How it was given, so that it can be shown later (article 22)."""

    WRITTEN = "written"
    RECORDED = "recorded"


PURPOSE_LABELS: Final = {
    ConsentPurpose.PHOTO: "Foto yang memperlihatkan orang",
    ConsentPurpose.STORY: "Cerita keluarga (praktik baik)",
    ConsentPurpose.CONTACT: "Nomor telepon untuk kabar di luar layanan",
}
WAY_LABELS: Final = {
    ConsentWay.WRITTEN: "tertulis, ditandatangani",
    ConsentWay.RECORDED: "lisan, direkam",
}


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of one text: what is read out or signed."""

    purpose: ConsentPurpose
    version: int
    since: dt.date
    kinds: str
    text: str


_RIGHTS: Final = (
    "Persetujuan ini dapat ditarik kapan saja pada kader atau kantor desa, dan pemakaiannya dihentikan paling lambat "
    "3 x 24 jam. Menolak tidak mengurangi layanan atau bantuan apa pun."
)
TEXTS: Final = (
    ConsentText(
        ConsentPurpose.PHOTO,
        1,
        dt.date(2026, 11, 1),
        "gambar wajah",
        "Saya setuju foto saya (atau anak yang saya wakili) dipakai untuk laporan dan berita Kampung Keluarga "
        "Berkualitas sampai tanggal yang disebut di bawah. " + _RIGHTS,
    ),
    ConsentText(
        ConsentPurpose.STORY,
        1,
        dt.date(2026, 11, 1),
        "nama panggilan, tempat, dan cerita",
        "Saya setuju cerita keluarga saya ditulis dan dibagikan sebagai praktik baik Kampung Keluarga Berkualitas "
        "sampai tanggal yang disebut di bawah. " + _RIGHTS,
    ),
    ConsentText(
        ConsentPurpose.CONTACT,
        1,
        dt.date(2026, 11, 1),
        "nomor telepon",
        "Saya setuju nomor telepon saya disimpan untuk kabar kegiatan di luar layanan yang sedang saya terima, sampai "
        "tanggal yang disebut di bawah. " + _RIGHTS,
    ),
)


def current_text(purpose: ConsentPurpose) -> ConsentText:
    """The newest version of a purpose's text."""
    return max((t for t in TEXTS if t.purpose is purpose), key=lambda t: t.version)


def text_of(purpose: ConsentPurpose, version: int) -> ConsentText | None:
    """The text as it stood in a version; None where there is none."""
    return next((t for t in TEXTS if t.purpose is purpose and t.version == version), None)
