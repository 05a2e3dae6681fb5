"""The steps in which a family is written down: one group of questions a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.family_columns import QUESTIONS, SCREENING
from padu.apps.rumah_dataku.services.family_cells import COUPLE_FIELDS, FAMILY, MEMBER, SPECIFIC_FIELDS

_QUESTION_KEYS: Final = tuple(column.key for column in QUESTIONS)


@dataclass(frozen=True, slots=True)
class EntryStep:
    """One page of the form. `keys` are columns of the template; none where the page is of its own kind."""

    slug: str
    title: Promise
    lead: Promise
    keys: tuple[str, ...] = ()


def _asked(first: int, last: int) -> tuple[str, ...]:
    """Questions P.first to P.last, without the specific ones."""
    return tuple(k for k in _QUESTION_KEYS if first <= int(k[1:3]) <= last and k not in SPECIFIC_FIELDS)


ADDRESS: Final = "alamat"
MEMBERS: Final = "anggota"
CHECK: Final = "periksa"
SPECIFIC: Final = "khusus"
STEPS: Final = (
    EntryStep(
        ADDRESS,
        _("Alamat dan Kartu Keluarga"),
        _("Di mana keluarga ini tinggal. Yang belum diketahui boleh dikosongkan."),
        ("no_kk", "hamlet", "rw", "rt", "address"),
    ),
    EntryStep(MEMBERS, _("Anggota keluarga"), _("Satu halaman untuk satu orang, kepala keluarga lebih dahulu.")),
    EntryStep(
        "kehidupan",
        _("Kehidupan keluarga"),
        _("Keadaan enam bulan terakhir. Pertanyaan yang tidak sempat ditanyakan dibiarkan “Belum dijawab”."),
        ("surveyed_on", *_asked(1, 8)),
    ),
    EntryStep("kebersamaan", _("Kebersamaan"), _("Keadaan enam bulan terakhir."), _asked(9, 12)),
    EntryStep(
        "kelompok",
        _("Kelompok dan bantuan"),
        _("“Tidak berlaku” bila keluarga bukan sasaran kelompok itu, misalnya BKB tanpa balita."),
        _asked(13, 18),
    ),
    EntryStep("rumah", _("Rumah"), _("Keadaan rumah yang ditempati sekarang."), _asked(19, 28)),
    EntryStep(
        "kesejahteraan",
        _("Desil kesejahteraan"),
        _("Salin dari daftar resmi (misalnya DTSEN), jangan ditaksir sendiri."),
        ("welfare_decile", "welfare_source", "welfare_as_of"),
    ),
    EntryStep(
        SPECIFIC,
        _("Jawaban khusus"),
        _("Data pribadi spesifik. Tanyakan dengan tenang, jangan dibacakan di depan orang lain."),
        ("p03a", "p03b", "p03c", "p03d", "p07", *COUPLE_FIELDS, *(column.key for column in SCREENING)),
    ),
    EntryStep(CHECK, _("Periksa dan simpan"), _("Belum ada yang tersimpan sebagai data desa sampai tombol ditekan.")),
)
BY_SLUG: Final = {step.slug: step for step in STEPS}
MEMBER_KEYS: Final = (
    "name", "nik", "nik_reason", "sex", "birth_date", "relation", "marital_status", "birth_certificate", "mother_line",
    "religion", "education", "occupation", "insurance", "whereabouts",
)  # fmt: skip


def step_of(name: str) -> EntryStep:
    """The step that asks for a field; the check page for what belongs to none."""
    if "." in name:
        return BY_SLUG[MEMBERS]
    return next((step for step in STEPS if name in step.keys), BY_SLUG[CHECK])


def column_of_key(key: str, *, of_member: bool) -> Column:
    return MEMBER[key] if of_member or key in COUPLE_FIELDS else FAMILY[key]


def beside(slug: str, way: int) -> EntryStep | None:
    """The step before (-1) or after (1) one."""
    at = STEPS.index(BY_SLUG[slug]) + way
    return STEPS[at] if 0 <= at < len(STEPS) else None
