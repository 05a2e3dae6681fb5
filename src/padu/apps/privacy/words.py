"""Words of the trail for a citizen: what was done, and why, in plain Indonesian."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from padu.domain.errors import PaduError
from padu.domain.states import IllegalTransition

EVENT_WORDS: Final = {
    "family.look": gettext_noop("Membuka halaman keluarga"),
    "family.list": gettext_noop("Membaca daftar keluarga desa"),
    "family.found": gettext_noop("Menemukan keluarga lewat NIK atau No. KK"),
    "family.find_number": gettext_noop("Mencari dengan NIK atau No. KK"),
    "family.reveal_number": gettext_noop("Melihat NIK atau No. KK lengkap"),
    "family.history": gettext_noop("Membuka riwayat data keluarga"),
    "family.case_list": gettext_noop("Membaca daftar keluarga yang dirujuk"),
    "family.case_look": gettext_noop("Membuka data keluarga yang dirujuk"),
    "family.change": gettext_noop("Mengubah data keluarga"),
    "family.anonymise": gettext_noop("Menganonimkan data keluarga"),
    "situation.families": gettext_noop("Membaca daftar keluarga menurut masalah"),
    "import.store": gettext_noop("Menyimpan data dari berkas"),
    "families.store": gettext_noop("Menyimpan data keluarga"),
    "privacy.access_report": gettext_noop("Membuka laporan akses"),
    "privacy.access_print": gettext_noop("Mencetak laporan akses"),
    "privacy.copy": gettext_noop("Membuat salinan data orang"),
    "privacy.request": gettext_noop("Mencatat permohonan warga"),
    "privacy.request_answer": gettext_noop("Menjawab permohonan warga"),
    "privacy.request_refuse": gettext_noop("Menolak permohonan warga"),
    "privacy.consent": gettext_noop("Mencatat persetujuan"),
    "privacy.consent_withdraw": gettext_noop("Mencatat penarikan persetujuan"),
    "privacy.consent_stop": gettext_noop("Menghentikan pemakaian yang disetujui"),
    "case.open": gettext_noop("Merujuk keluarga ke OPD"),
    "case.close": gettext_noop("Menutup rujukan"),
}
"""Events whose subject can be one family, and those that concern all families of the village."""

_REFUSALS: Final = {
    "data_request.outcome_missing": gettext_noop("Tulis apa yang diserahkan, atau alasan menolak."),
    "data_request.received_in_future": gettext_noop("Waktu diterima tidak boleh di masa depan."),
    "consent.guardian_missing": gettext_noop(
        "Untuk anak (atau yang tanggal lahirnya belum diketahui), isi nama orang tua atau wali yang setuju."
    ),
    "consent.odd_period": gettext_noop(
        "Tanggal persetujuan paling lambat hari ini, berakhir sesudahnya, dan paling lama lima tahun."
    ),
    "consent.stop_note_missing": gettext_noop("Tulis apa yang sudah diturunkan atau dihapus."),
    "breach.odd_moment": gettext_noop(
        "Waktunya tidak cocok: kejadian sebelum diketahui, pemberitahuan sesudahnya, dan tidak ada yang di masa depan."
    ),
    "breach.notice_missing": gettext_noop(
        "Insiden belum dapat ditutup: catat dulu pemberitahuan kepada warga dan kepada lembaga atau kementerian."
    ),
    "breach.closing_note_missing": gettext_noop("Tulis alasan atau ringkasan penutupan."),
    "privacy.wrong_ticket": gettext_noop("Dibutuhkan permohonan yang masih terbuka dan sesuai jenisnya."),
    "privacy.second_confirmer_needed": gettext_noop(
        "Yang mengusulkan tidak dapat mengesahkan sendiri. Minta petugas lain mengesahkannya."
    ),
    "retention.changed": gettext_noop("Jumlah yang jatuh tempo berubah sejak diusulkan. Usulkan lagi."),
    "retention.nothing_due": gettext_noop("Tidak ada data yang jatuh tempo; tidak ada yang perlu diusulkan."),
}


def event_words(event: str) -> str:
    """An event as a citizen reads it; an unknown one by its code."""
    return _(EVENT_WORDS[event]) if event in EVENT_WORDS else event


def refusal_words(refusal: PaduError) -> str:
    """Why a step was not taken, and that nothing changed."""
    if isinstance(refusal, IllegalTransition):
        return _("Langkah ini tidak ada pada keadaan sekarang; tidak ada yang berubah. Muat ulang halaman.")
    return _(_REFUSALS[refusal.code])
