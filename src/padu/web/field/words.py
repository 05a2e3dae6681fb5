"""Refusals of field work in the user's words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from padu.apps.regions.selectors import names_of
from padu.domain.errors import PaduError

_NAMED = 5


def refusal_words(refusal: PaduError) -> str:
    """What to tell the user and what to do next; villages concerned are named."""
    words = {
        "field.name_missing": _("Tuliskan nama petugas."),
        "field.reason_missing": _("Tuliskan alasannya."),
        "field.worker_repeated": _("Petugas dengan nama, jenis, dan nomor ini sudah ada dalam daftar."),
        "field.wrong_place": _("Pilih desa atau kecamatan di kabupaten/kota petugas ini."),
        "field.wrong_sender": _("Pilih instansi di kabupaten/kota ini atau di atasnya."),
        "field.wrong_supervisor": _("Atasan adalah petugas lain di kabupaten/kota ini, dan tidak saling membawahi."),
        "field.outside_service": _("Tanggal itu di luar masa tugas. Periksa tanggal mulai dan berakhirnya."),
        "field.span_reversed": _("Tanggal berakhir mendahului tanggal mulai."),
        "field.overlap": _("Pada tanggal itu petugas yang sama sudah bertugas di: %(places)s."),
        "field.second_plkb": _("Pada tanggal itu sudah ada PKB/PLKB di: %(places)s. Gunakan serah terima."),
        "field.recorder_not_needed": _("Sudah ada PKB/PLKB di: %(places)s, jadi pencatat tidak perlu ditunjuk."),
        "field.same_person": _("Pilih penerima yang lain dari yang menyerahkan."),
        "field.nothing_to_hand_over": _("Pada tanggal itu tidak ada wilayah petugas ini yang dapat diserahkan."),
        "field.before_start": _("Tanggal serah terima harus sesudah hari pertama bertugas di: %(places)s."),
    }
    places = refusal.data.get("villages")
    return words.get(refusal.code, refusal.code) % {"places": _places(places if isinstance(places, list) else [])}


def _places(codes: Iterable[str]) -> str:
    names = [name for _code, name in sorted(names_of(codes).items())]
    more = _(" dan %(count)s lainnya") % {"count": len(names) - _NAMED} if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
