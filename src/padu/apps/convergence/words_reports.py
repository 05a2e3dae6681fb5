"""Refusals of reports, of joining and of photos in the user's words, with the form's field they belong to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from padu.apps.convergence.services.photos import MAX_BYTES, PhotoRefused
from padu.apps.convergence.services.realisations import MAX_PHOTOS
from padu.domain.errors import PaduError
from padu.domain.formatting import file_size

_FIELD_OF = {
    "title": "title",
    "programme_no": "programme_no",
    "column_key": "who",
    "photo_consent": "photo_consent",
    "fewer_photos": "photos",
}


def photo_words(refusal: PhotoRefused) -> str:
    words = {
        "too_large": _("Foto ini melebihi %(limit)s. Kecilkan dulu atau pilih foto lain.")
        % {"limit": file_size(MAX_BYTES)},
        "too_many_pixels": _("Ukuran gambar ini tidak wajar untuk sebuah foto, jadi tidak dibuka. Pilih foto lain."),
        "not_an_image": _("Berkas ini bukan foto JPEG, PNG, atau WebP yang dapat dibuka. Pilih foto lain."),
    }
    return words[str(refusal.data["reason"])]


def refusal_words(refusal: PaduError) -> tuple[str | None, str]:
    """The form's field that is wrong (None: the whole) and what to tell."""
    if refusal.code == "realisation.incomplete":
        return _incomplete(str(refusal.data["missing"][0]))  # type: ignore[index]  # a list by the error's own contract
    if refusal.code == "realisation.in_future":
        return "done_on", _("Hanya yang sudah dilaksanakan dapat dilaporkan: tanggalnya paling lambat hari ini.")
    if refusal.code == "realisation.cannot_join":
        return None, _join_words(str(refusal.data["reason"]))
    return None, _("Laporan ini tidak dapat disimpan: keadaannya sudah berubah, mungkin orang lain sudah melapor.")


def _incomplete(missing: str) -> tuple[str | None, str]:
    words = {
        "activities": _("Tidak ada kegiatan yang dapat dilaporkan lagi di sini."),
        "commitment": _("Kegiatan ini bukan bagian dari acara ini."),
        "reason": _("Tulis mengapa kegiatan itu tidak terlaksana."),
        "title": _("Tulis kegiatannya."),
        "programme_no": _("Pilih programnya: kegiatan ini tidak ada di katalog."),
        "column_key": _("Pilih siapa yang melaksanakan."),
        "photo_consent": _("Foto hanya disimpan bila orang yang terlihat sudah setuju. Centang persetujuannya."),
        "fewer_photos": _("Paling banyak %(count)s foto untuk satu laporan.") % {"count": MAX_PHOTOS},
    }
    return _FIELD_OF.get(missing), words[missing]


def _join_words(reason: str) -> str:
    words = {
        "already_joined": _("Laporan ini sudah tersambung dengan sebuah komitmen."),
        "other_place": _("Komitmen itu untuk kampung lain."),
        "other_programme": _("Komitmen itu termasuk program lain."),
    }
    return words[reason]
