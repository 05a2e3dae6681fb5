"""Refusals of planning, answering and agreeing in the user's words: what went wrong and what to do next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from padu.domain.errors import PaduError
from padu.domain.formatting import rupiah

Words = Callable[[Mapping[str, Any]], str]


def _inputs_missing(data: Mapping[str, Any]) -> str:
    words = {
        "villages": _("belum ada kampung yang mengirim analisis situasinya"),
        "problems": _("kampung yang sudah mengirim tidak punya masalah yang dapat direncanakan"),
        "offers": _("belum ada penawaran OPD yang aktif untuk tahun ini"),
        "days": _("tidak ada lagi hari kerja pada tahun ini"),
    }
    reasons = "; ".join(words[part] for part in data["missing"])
    return _("Usulan belum dapat disusun: %(reasons)s.") % {"reasons": reasons}


def _cut_out_of_range(data: Mapping[str, Any]) -> str:
    whole = rupiah(data["amount_idr"])
    return _("Jumlah setelah dipotong harus 0 atau lebih dan di bawah usulan %(whole)s.") % {"whole": whole}


def _illegal_step(data: Mapping[str, Any]) -> str:
    del data
    return _("Langkah ini tidak dapat dilakukan lagi: keadaannya sudah berubah. Muat ulang halaman untuk melihatnya.")


_WORDS: dict[str, Words] = {
    "plan.inputs_missing": _inputs_missing,
    "plan.under_way": lambda _data: _(
        "Usulan untuk tahun ini sedang disusun. Tunggu sampai selesai atau hentikan dulu."
    ),
    "plan.seconds_out_of_range": lambda data: _("Waktu menyusun antara %(least)s dan %(most)s detik.") % data,
    "plan.not_open": lambda _data: _("Penyusunan ini sudah berakhir."),
    "proposal.reason_missing": lambda _data: _("Tulis alasannya, agar tim koordinasi dan kampung dapat memahaminya."),
    "proposal.cut_out_of_range": _cut_out_of_range,
    "proposal_row.illegal_transition": _illegal_step,
}


def refusal_words(refusal: PaduError) -> str:
    """What to tell the user; a planner's refusal brings its own words."""
    faults = getattr(refusal, "faults", None)
    if faults:
        return "; ".join(faults)
    words = _WORDS.get(refusal.code)
    if words is not None:
        return words(refusal.data)
    return str(getattr(refusal, "message", "") or refusal.code)


_NAMED = (
    (re.compile(r"\b(penawaran|baris terkunci) (\d+)\b"), "offers", "id", "activity"),
    (re.compile(r"\b(desa) ([\d.]{13})"), "villages", "code", "name"),
    (re.compile(r"\b(instansi) (\d+)\b"), "agencies", "code", "name"),
)


def with_names(text: str, instance: Mapping[str, Any]) -> str:
    """The planner's words with the names that people know in place of the ids of the instance."""
    for pattern, rows, key, shown in _NAMED:
        names = {row[key]: row[shown] for row in instance[rows]}
        text = pattern.sub(partial(_named, names), text)
    return text


def _named(names: Mapping[str, str], found: re.Match[str]) -> str:
    name = names.get(found[2])
    return f"{found[1]} “{name}”" if name else found[0]
