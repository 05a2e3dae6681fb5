"""What the register refuses, and the words for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from padu.access.documents import MAX_BYTES, DocumentRefused
from padu.domain.errors import PaduError
from padu.domain.formatting import file_size
from padu.domain.kampung_fields import FIELD_BY_KEY


class RegisterRefused(PaduError):
    """A step of the register that cannot be taken. data: reason (see `_REASONS`), and what it is about."""

    code = "kampung.refused"


def refusal_words(refusal: PaduError) -> str:
    """What to tell the user: what went wrong and what to do. What was typed stays in the form."""
    if isinstance(refusal, DocumentRefused):
        return _document_words(str(refusal.data["reason"]))
    if refusal.code == "kampung.declaration_refused":
        return _declaration_words(refusal)
    return _REASONS[str(refusal.data["reason"])]()


_REASONS = {
    "future": lambda: _("Tanggal itu belum tiba. Catat setelah terjadi."),
    "no_name": lambda: _("Tuliskan nama kampung."),
    "name_taken": lambda: _("Nama itu sudah dipakai di desa ini. Pakai nama lain."),
    "no_parts": lambda: _("Sebutkan dusun atau RW yang menjadi kampung, satu nama tiap baris."),
    "dissolved_before_founded": lambda: _("Tanggal bubar tidak boleh mendahului tanggal berdiri."),
    "already_dissolved": lambda: _("Kampung ini sudah dibubarkan; batalkan pembubaran dulu."),
    "no_reason": lambda: _("Tuliskan alasannya."),
    "not_founded": lambda: _("Percontohan hanya untuk kampung yang sudah berdiri pada tanggal itu."),
    "model_taken": lambda: _("Sudah ada kampung percontohan lain di tingkat ini. Akhiri dulu yang itu."),
    "until_before_since": lambda: _("Tanggal berakhir tidak boleh mendahului tanggal mulai."),
    "unknown_kind": lambda: _("Pilih jenis kelompok dari daftar."),
    "counts_do_not_add_up": lambda: _("Jumlah laki-laki dan perempuan tidak sama dengan jumlah seluruhnya."),
    "no_count": lambda: _("Isi jumlah anggota, atau jumlah laki-laki dan perempuan."),
    "not_a_village": lambda: _("Pilih desa atau kelurahan di wilayah ini."),
    "has_kampung": lambda: _("Desa yang dipilih sudah mempunyai kampung."),
    "no_villages": lambda: _("Pilih sedikitnya satu desa."),
    "bad_year": lambda: _("Tahun di luar jangkauan: pakai 2016 sampai lima tahun ke depan."),
    "too_many": lambda: _("Sasaran lebih banyak daripada jumlah desa."),
    "stored_already": lambda: _("Berkas ini sudah disimpan; tidak ada yang diubah lagi."),
}


def _document_words(reason: str) -> str:
    words = {
        "empty": _("Berkas itu kosong. Pilih berkas lain; isian lain tidak hilang."),
        "too_large": _("Berkas lebih besar dari %(size)s. Perkecil pindaiannya, lalu pilih lagi.")
        % {"size": file_size(MAX_BYTES)},
        "wrong_kind": _("Hanya PDF, JPG, atau PNG yang diterima. Pilih berkas lain; isian lain tidak hilang."),
        "broken_picture": _("Gambar itu tidak dapat dibaca. Foto ulang atau kirim sebagai PDF."),
    }
    return words[reason]


def _declaration_words(refusal: PaduError) -> str:
    field = FIELD_BY_KEY.get(str(refusal.data["field"]))
    words = {
        "unknown_field": _("Isian itu tidak dikenal. Muat ulang halaman."),
        "future": _("Tanggal keadaan belum tiba."),
        "year": _("Pilih tahun yang dimaksud."),
        "detail": _("Keterangan tidak sesuai dengan jawabannya."),
    }
    text = words[str(refusal.data["reason"])]
    return f"{field.label}: {text}" if field else text
