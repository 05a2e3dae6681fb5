"""Refusals of funds and offers in the user's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from padu.domain.errors import PaduError

FIELD_OF = {
    "unit_cost_idr": "unit_cost_idr",
    "max_deliveries": "max_deliveries",
    "max_per_village": "max_per_village",
    "min_gap_days": "min_gap_days",
    "months": "months",
    "activity": "activity",
    "villages": "villages",
    "addresses": "effects",
    "budget_idr": "budget_idr",
}


def refusal_words(refusal: PaduError) -> tuple[str | None, str]:
    """The form's field that is wrong (None: the whole) and what to tell."""
    if refusal.code == "supply.name_taken":
        return None, _("Nama ini sudah dipakai untuk tahun yang sama. Ubah baris yang ada, atau beri nama lain.")
    if refusal.code == "supply.bad_offer" and refusal.data["field"] == "addresses":
        words = _("Katalog tidak mencatat masalah yang dijawab kegiatan ini. Tuliskan sendiri di bagian ini.")
        return "effects", words
    if refusal.code == "supply.bad_offer":
        return FIELD_OF[str(refusal.data["field"])], _("Isian ini tidak dapat dipakai.")
    return None, _("Sebutkan dokumen perencanaannya dengan lengkap, atau pilih “Tidak ada dokumen”.")
