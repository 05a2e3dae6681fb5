"""Refusals of meetings and decisions in the user's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from padu.domain.errors import PaduError


def refusal_words(refusal: PaduError) -> str:
    """What to tell the user and what to do next."""
    words = {
        "meeting.incomplete": _("Rapat dicatat dengan nama, pemimpin, dan sedikitnya satu orang yang hadir."),
        "meeting.in_future": _("Tanggal rapat belum tiba. Catat rapat setelah berlangsung."),
        "decision.evidence_missing": _("Tuliskan buktinya: nomor surat, tautan, atau apa yang dapat dilihat."),
        "decision.reopen_reason_missing": _("Tuliskan mengapa keputusan ini dibuka lagi."),
        "decision.second_person_needed": _("Keputusan yang Anda selesaikan diperiksa oleh orang lain."),
        "finding.incomplete": _("Lengkapi temuannya: isi, tanggal yang sudah lewat, dan tenggat sesudahnya."),
        "finding.answer_incomplete": _("Jawaban ditulis beserta buktinya."),
        "finding.reason_missing": _("Tuliskan apa yang masih kurang."),
        "finding.illegal_transition": _("Keadaan temuan ini sudah berubah, jadi langkah itu tidak berlaku lagi."),
        "decision.illegal_transition": _("Keadaan keputusan ini sudah berubah, jadi langkah itu tidak berlaku lagi."),
    }
    return words.get(refusal.code, refusal.code)
