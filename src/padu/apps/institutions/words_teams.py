"""Teams in words: states of their decrees, and refusals with the form's field they belong to."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from padu.access.documents import MAX_BYTES, DocumentRefused
from padu.domain.errors import PaduError
from padu.domain.formatting import file_size
from padu.domain.teams import DecreeState
from padu.ui.templatetags.padu import badge


def state_words() -> dict[DecreeState, str]:
    return {
        DecreeState.VALID: _("SK berlaku"),
        DecreeState.EXPIRING: _("SK akan berakhir"),
        DecreeState.EXPIRED: _("SK berakhir"),
        DecreeState.NOT_YET: _("SK belum berlaku"),
        DecreeState.NONE: _("Belum ada SK"),
    }


_TONES = {
    DecreeState.VALID: ("good", "ok-circle"),
    DecreeState.EXPIRING: ("warn", "hourglass"),
    DecreeState.EXPIRED: ("act", "late"),
    DecreeState.NOT_YET: ("outline", "clock"),
    DecreeState.NONE: ("outline", "empty-circle"),
}


def state_mark(state: DecreeState) -> SafeString:
    """The state of a team's decree as a badge."""
    return badge(state_words()[state], *_TONES[state])


def refusal_words(refusal: PaduError) -> tuple[str | None, str]:
    """The form's field that is wrong (None: the whole) and what to tell."""
    words: dict[str, tuple[str | None, str]] = {
        "team.misplaced": (None, _("Tim seperti ini tidak dibentuk di tingkat wilayah ini, atau pembagiannya lain.")),
        "team.exists": (None, _("Wilayah ini sudah mempunyai tim seperti itu. Buka tim itu, atau bubarkan dulu.")),
        "team.ended": (None, _("Tim atau kedudukan ini sudah berakhir; isinya tinggal sebagai riwayat.")),
        "team.date_wrong": ("day", _("Tanggal ini terlalu awal: sebelum tim, kedudukan, atau masa tugasnya dimulai.")),
        "team.reason_missing": ("reason", _("Tuliskan alasannya; alasan disimpan dalam riwayat.")),
        "team.seat_misplaced": (None, _("Kedudukan seperti itu tidak ada dalam tim ini. Pilih bagian dan peran lain.")),
        "team.seat_taken": (
            "day",
            _("Pada tanggal itu kedudukan ini masih dipegang orang lain. Pilih tanggal sesudahnya."),
        ),
        "team.member_name_missing": ("name", _("Tuliskan nama pemegangnya.")),
        "decree.number_taken": ("number", _("Tim ini sudah mempunyai SK dengan nomor itu.")),
        "decree.dates_wrong": (
            "valid_to",
            _("SK berakhir sebelum mulai berlaku, atau SK baru mulai sebelum SK yang digantikannya."),
        ),
    }
    if isinstance(refusal, DocumentRefused):
        return "paper", paper_words(refusal)
    return words[refusal.code]


def paper_words(refusal: DocumentRefused) -> str:
    """Why a file was not taken, and what to do."""
    words = {
        "empty": _("Berkas ini kosong. Pilih berkas lain."),
        "too_large": _("Berkas ini melebihi %(limit)s. Perkecil pindaiannya, lalu pilih lagi.")
        % {"limit": file_size(MAX_BYTES)},
        "wrong_kind": _("Berkas ini bukan PDF, JPG, atau PNG. Pilih berkas lain."),
        "broken_picture": _("Gambar ini tidak dapat dibuka. Pindai ulang, lalu pilih lagi."),
    }
    return words[str(refusal.data["reason"])]
