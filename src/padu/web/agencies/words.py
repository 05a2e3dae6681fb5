"""Refusals of agencies in the user's words, with the form's field they belong to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from padu.domain.errors import PaduError
from padu.domain.formatting import number


def refusal_words(refusal: PaduError) -> tuple[str | None, str]:
    """The form's field that is wrong (None: the whole) and what to tell."""
    words: dict[str, tuple[str | None, str]] = {
        "agency.kind_misplaced": ("kind", _("Instansi jenis ini tidak berkedudukan di tingkat wilayah ini.")),
        "agency.named_twice": (
            "name",
            _("Sudah ada instansi bernama itu di wilayah ini. Buka yang ada, atau bedakan."),
        ),
        "agency.rename_empty": ("name", _("Tuliskan nama yang baru; nama ini sama dengan yang sekarang.")),
        "agency.date_wrong": ("day", _("Tanggalnya paling lambat hari ini dan sesudah perubahan nama yang terakhir.")),
        "agency.reason_missing": ("reason", _("Tuliskan alasannya; alasan disimpan dalam riwayat.")),
        "agency.closed": (None, _("Instansi ini sudah tutup; isinya tinggal sebagai riwayat.")),
    }
    if refusal.code == "agency.has_open_work":
        work = refusal.data["work"]
        assert isinstance(work, dict)
        text = _("Masih ada %(n)s pekerjaan terbuka. Tuliskan siapa yang meneruskannya; penutupan belum disimpan.")
        return "open_work_note", text % {"n": number(sum(work.values()))}
    return words[refusal.code]
