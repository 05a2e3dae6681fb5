"""Reasons, states and refusals in the user's language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from padu.domain.errors import PaduError
from padu.domain.problems.assessing import Reason

REASONS: Final[dict[str, str]] = {
    Reason.NOT_REPORTED: _("belum dilaporkan"),
    Reason.TOO_FEW_MEASURED: _("terlalu sedikit yang terukur"),
    Reason.REFERENCE_UNKNOWN: _("median pembanding belum ada (kurang dari lima desa yang datanya cukup)"),
    Reason.AFFECTED_UNKNOWN: _("siapa yang terdampak belum diketahui"),
    Reason.FAMILIES_UNKNOWN: _("jumlah keluarga belum diketahui"),
    Reason.INCONSISTENT: _("angkanya saling bertentangan; periksa sumbernya"),
    Reason.EMPTY_DENOMINATOR: _("tidak ada yang dihitung di sini"),
    Reason.NOT_WORSE: _("tidak lebih buruk daripada pembandingnya"),
    Reason.NOBODY_AFFECTED: _("tidak ada yang terdampak"),
    Reason.STRICT_SMALL: _("jumlahnya kurang dari 10: tidak ditampilkan dan tidak diurutkan"),
    Reason.PARENT_DETECTED: _("menjelaskan masalah lain yang sudah diurutkan"),
    "no_data_source": _("belum ada datanya di Padu"),
}
STATES: Final[dict[str, str]] = {
    "": _("Belum disusun"),
    "draft": _("Disusun"),
    "submitted": _("Dikirim"),
    "returned": _("Dikembalikan"),
    "accepted": _("Diterima"),
}
REFUSALS: Final[dict[str, str]] = {
    "situation.reason_missing": _("Tulis alasannya dulu. Urutan dan isiannya belum diubah."),
    "situation.not_editable": _(
        "Analisis ini sudah dikirim dan tidak dapat diubah. Mintalah tim kabupaten/kota mengembalikannya lebih dulu."
    ),
    "situation.order_outdated": _(
        "Daftar masalah berubah sejak halaman ini dibuka. Urutannya belum disimpan; susun lagi dari daftar yang baru."
    ),
    "situation.own_problem_incomplete": _("Isi judul masalah dan pilih programnya."),
    "situation.too_many_families": _("Keluarga terdampak lebih banyak daripada keluarga yang terdaftar di sini."),
    "situation.nothing_to_submit": _(
        "Belum ada masalah terurut untuk dikirim. Impor data keluarga atau tambahkan masalah usulan kampung lebih dulu."
    ),
    "situation_analysis.illegal_transition": _("Langkah ini tidak berlaku lagi: keadaan analisis sudah berubah."),
}


def refusal_words(refusal: PaduError) -> str:
    """What went wrong and what to do next. Raises KeyError for a refusal that has no words here."""
    return gettext(REFUSALS[refusal.code])


def reason_words(reason: str) -> str:
    return gettext(REASONS[reason]) if reason else ""
