"""Issues, steps and refusals in the reader's words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from padu.domain.data_quality.rules import RULES
from padu.domain.errors import PaduError
from padu.domain.formatting import date_short

_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

STEP_WORDS: Final = {
    "raise": gettext_noop("Ditemukan"),
    "note": gettext_noop("Dicatat"),
    "hand_on": gettext_noop("Diserahkan"),
    "correct": gettext_noop("Dinyatakan sudah diperbaiki"),
    "check": gettext_noop("Perbaikan diperiksa"),
    "return": gettext_noop("Dikembalikan: belum benar"),
    "close": gettext_noop("Ditutup"),
    "settle": gettext_noop("Ditutup: datanya sudah tidak melanggar aturan"),
    "reopen": gettext_noop("Terbuka lagi: datanya melanggar aturan"),
    "dismiss": gettext_noop("Dinyatakan benar apa adanya"),
    "reconsider": gettext_noop("Dibuka lagi"),
}


def seen_words(text: str) -> str:
    """What was seen, with days as people write them.

    >>> seen_words("anggota no. 3, lahir 2018-06-10")
    'anggota no. 3, lahir 10 Jun 2018'
    """
    return _ISO_DAY.sub(_day, text)


def _day(found: re.Match[str]) -> str:
    try:
        return date_short(dt.date.fromisoformat(found.group()))
    except ValueError:
        return found.group()


def title_of(rule: str, what: str = "") -> str:
    """What an issue says: its own words, else those of its rule; an unknown rule is named by its key."""
    if what:
        return what
    known = RULES.get(rule)
    return _(known.title) if known else rule


def todo_of(rule: str) -> str:
    known = RULES.get(rule)
    return _(known.todo) if known else ""


def refusal_words(refusal: PaduError) -> str:
    """What to tell the user and what to do next."""
    words = {
        "data_issue.note_missing": _("Tulis catatannya, supaya yang menerima tahu apa yang sudah dan belum dilakukan."),
        "data_issue.due_in_past": _("Tenggatnya sudah lewat. Pilih hari ini atau sesudahnya."),
        "data_issue.nobody_there": _("Orang ini tidak (lagi) bertugas di desa itu. Pilih petugas lain dari daftarnya."),
        "data_issue.nothing_chosen": _("Pilih sedikitnya satu dan paling banyak %(most)s catatan."),
        "data_issue.still_broken": _(
            "Data keluarganya masih sama, jadi catatan ini tetap terbuka. Perbaiki dulu di formulir keluarga; sesudah"
            " tersimpan, catatannya tertutup sendiri."
        ),
        "data_issue.second_person": _("Perbaikan Anda diperiksa oleh orang lain."),
        "data_issue.illegal_transition": _("Keadaan catatan ini sudah berubah, jadi langkah itu tidak berlaku lagi."),
    }
    return words.get(refusal.code, refusal.code) % (refusal.data or {})
