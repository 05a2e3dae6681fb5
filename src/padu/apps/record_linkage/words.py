"""States, addresses and refusals in the user's words: what went wrong, what was kept, what to do next."""

from __future__ import annotations

from django.utils.translation import gettext as _

from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.record_linkage.services.reporting import REPORTED
from padu.domain.errors import PaduError
from padu.domain.linkage.agreement import percent_words
from padu.domain.linkage.review import STATE_LABELS, PairState

_BLOCKED = {
    "fields": "isian yang ditukar sudah diubah sesudah disatukan",
    "moved": "anggota atau survei yang ikut pindah sudah diubah sesudah disatukan",
    "active": "data yang dilepas sudah aktif kembali, misalnya karena berkasnya diimpor lagi",
    "number": "NIK itu sekarang dipakai orang lain di desa ini",
}


def refusal_words(refusal: PaduError) -> str:
    """What to tell the user and what to do next."""
    words = {
        "merge.reason_missing": _("Tuliskan alasannya, sedikitnya lima huruf. Belum ada yang diubah."),
        "merge.hand_over_open": _(
            "Salah satu keluarga sedang diserahterimakan ke desa lain. Belum ada yang diubah; tarik dahulu"
            " serah terima itu, atau tunggu jawabannya."
        ),
        "merge.not_mergeable": _(
            "Pasangan ini tidak dapat disatukan lagi: salah satunya sudah tidak aktif atau berada di desa lain."
            " Belum ada yang diubah; cari data ganda sekali lagi."
        ),
        "pair.keep_missing": _("Pilih di desa mana orang ini tetap tercatat. Belum ada yang diubah."),
        "pair.already_decided": _("Pasangan ini sudah diputuskan. Inilah keadaannya sekarang."),
        "sector.already_agreed": _("OPD ini sudah mengirim daftar itu; akhiri dahulu kesepakatan yang lama."),
        "sector.wrong_agency": _("Daftar itu dikirim OPD lain: pilih OPD yang sesuai dengan daftarnya."),
        "sector.odd_day": _("Tanggal keadaan ada di antara mulai kesepakatan dan hari ini. Berkas belum disimpan."),
        "sector.not_in_village": _("Pilih anggota keluarga yang masih aktif di desa ini. Belum ada yang diubah."),
        "sector_list.illegal_transition": _(
            "Kolom tidak dapat diubah lagi: daftar ini sudah atau sedang dicocokkan. Tidak ada yang diubah."
        ),
        "sector_row.illegal_transition": _("Baris ini sudah diputuskan begitu. Tidak ada yang diubah."),
    }
    if refusal.code == "merge.undo_blocked":
        what = _BLOCKED.get(str(refusal.data.get("what")), "")
        text = _("Tidak dapat dibatalkan begitu saja: %(what)s. Tidak ada yang diubah; betulkan dahulu di halamannya.")
        return text % {"what": what}
    return words.get(refusal.code, refusal.code)


def awaits_own_answer(pair: DuplicatePair) -> bool:
    """The other village has answered and the own one has not."""
    return bool(pair.state == PairState.WAITING and pair.other_answer and not pair.answer)


def pair_state_words(pair: DuplicatePair) -> str:
    """The state of a pair as its own village reads it: who is waited for."""
    return _("menunggu jawaban desa Anda") if awaits_own_answer(pair) else STATE_LABELS[PairState(pair.state)]


def score_words(pair: DuplicatePair) -> str:
    """How alike the two are; a pair that a person reported has no score."""
    return _("dilaporkan petugas") if pair.agreement.get(REPORTED) else percent_words(pair.score)


def address_words(rt: str, address: str) -> str:
    """`RT 010 · Jl. Pasar`; the RT once where the address names it already."""
    named = f"RT {rt}" if rt else ""
    return " · ".join(part for part in ("" if named and named in address else named, address) if part)
