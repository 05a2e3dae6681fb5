"""Which words, sign and tone a code wears wherever it is shown. Colour is never the only sign."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from padu.domain.values import Missing


@dataclass(frozen=True, slots=True)
class Entry:
    """Words (a message id), icon name and badge tone."""

    label: str
    icon: str
    tone: str = ""


MISSING_ICONS = {
    Missing.UNKNOWN: "question",
    Missing.NOT_APPLICABLE: "not-applicable",
    Missing.SUPPRESSED: "masked",
}

MISSING_SIGNS = {Missing.UNKNOWN: "?", Missing.NOT_APPLICABLE: "–", Missing.SUPPRESSED: "<10"}

# makemessages finds these words only in a call
_MISSING_WORDS = (_("belum diketahui"), _("tidak berlaku"), _("disamarkan (<10)"))

CATEGORIES = {
    "rentan": Entry(_("Rentan"), "category-rentan", "scale-1"),
    "berkembang": Entry(_("Berkembang"), "category-berkembang", "scale-3"),
    "tangguh": Entry(_("Tangguh"), "category-tangguh", "scale-5"),
}

CLASSES = {
    "dasar": Entry(_("Dasar"), "class-dasar", "scale-1"),
    "berkembang": Entry(_("Berkembang"), "class-berkembang", "scale-2"),
    "mandiri": Entry(_("Mandiri"), "class-mandiri", "scale-4"),
    "berkelanjutan": Entry(_("Berkelanjutan"), "class-berkelanjutan", "scale-5"),
}

STATES = {
    # proposal rows and commitments
    "proposed": Entry(_("Diusulkan"), "hourglass", "outline"),
    "confirmed": Entry(_("Dikonfirmasi"), "ok", "accent"),
    "cut": Entry(_("Dikurangi"), "steady", "warn"),
    "refused": Entry(_("Ditolak"), "blocked", "warn"),
    "withdrawn": Entry(_("Ditarik"), "undo", "outline"),
    "agreed": Entry(_("Disepakati"), "handshake", "accent"),
    "under_way": Entry(_("Berjalan"), "play", "accent"),
    "done": Entry(_("Terlaksana"), "ok-circle", "good"),
    "cancelled": Entry(_("Dibatalkan"), "close", "outline"),
    # events
    "planned": Entry(_("Direncanakan"), "calendar", "outline"),
    "moved": Entry(_("Dipindahkan"), "forward", "warn"),
    "unreported": Entry(_("Belum dilaporkan"), "late", "act"),
    # decisions
    "open": Entry(_("Terbuka"), "hourglass", "outline"),
    "late": Entry(_("Terlambat"), "late", "act"),
    "verified": Entry(_("Terverifikasi"), "ok-circle", "good"),
    "reopened": Entry(_("Dibuka kembali"), "undo", "warn"),
    # findings of inspectors
    "answered": Entry(_("Dijawab"), "message", "accent"),
    "closed": Entry(_("Ditutup"), "lock", "good"),
    # families handed over to another village
    "taken_back": Entry(_("Ditarik kembali"), "undo", "outline"),
    # issues of the data
    "corrected": Entry(_("Dinyatakan diperbaiki"), "edit", "accent"),
    "dismissed": Entry(_("Dinyatakan benar apa adanya"), "ok", "outline"),
    # rows of other sectors' lists
    "matched": Entry(_("Sudah dicocokkan"), "ok-circle", "good"),
    "unmatched": Entry(_("Belum ada di keluarga"), "search", "warn"),
    "review": Entry(_("Perlu diperiksa"), "hourglass", "warn"),
    "by_rule": Entry(_("Tersambung menurut aturan"), "ok", "accent"),
    "linked": Entry(_("Tersambung"), "ok-circle", "good"),
    # situation analyses
    "draft": Entry(_("Draf"), "edit", "outline"),
    "submitted": Entry(_("Diajukan"), "forward", "accent"),
    "returned": Entry(_("Dikembalikan"), "undo", "warn"),
    "accepted": Entry(_("Diterima"), "ok-circle", "good"),
    # planner runs
    "queued": Entry(_("Menunggu giliran"), "hourglass", "outline"),
    "running": Entry(_("Sedang disusun"), "hourglass", "outline"),
    # import runs
    "received": Entry(_("Diterima"), "file", "outline"),
    "columns": Entry(_("Menunggu kolom dicocokkan"), "table", "warn"),
    "checking": Entry(_("Sedang diperiksa"), "hourglass", "outline"),
    "checked": Entry(_("Sudah diperiksa"), "ok", "accent"),
    "stored": Entry(_("Tersimpan"), "ok-circle", "good"),
    "discarded": Entry(_("Dibuang"), "delete", "outline"),
    "undone": Entry(_("Ditarik kembali"), "undo", "outline"),
    "failed": Entry(_("Gagal"), "error", "act"),
}
