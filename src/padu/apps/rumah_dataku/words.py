"""Indonesian words for codes of families and members, and what would lift an indicator that is not met."""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.files.codes import CodeList
from padu.apps.rumah_dataku.files.family_columns import QUESTIONS, SPECIFIC_QUESTIONS
from padu.domain.pk21 import HOUSING_MIN_OK

LIFTS: Final = {
    "religious_practice": "Setiap anggota 10 tahun ke atas beribadah rutin; hubungkan dengan pembinaan keagamaan.",
    "marriage_certificate": "Pasangan mengurus buku atau akta nikah, misalnya lewat isbat nikah terpadu.",
    "child_birth_certificate": "Anak di bawah 18 tahun tanpa akta mengurusnya di Dukcapil; lihat daftar di atas.",
    "health_insurance": "Anggota tanpa jaminan kesehatan didaftarkan ke JKN, atau diusulkan menjadi penerima PBI.",
    "no_family_conflict": "Pendampingan keluarga oleh petugas yang berwenang.",
    "no_live_divorce": "Pendampingan keluarga; keadaan ini tidak berubah dengan satu kegiatan.",
    "income_source": "Paling sedikit satu anggota memperoleh penghasilan; hubungkan dengan UPPKA atau pelatihan kerja.",
    "diverse_food": "Makanan beragam paling sedikit dua kali sehari; hubungkan dengan DASHAT dan pekarangan pangan.",
    "decent_housing": f"Paling sedikit {HOUSING_MIN_OK} dari 7 syarat rumah layak terpenuhi; lihat bagian Rumah.",
    "savings": "Memiliki simpanan untuk tiga bulan ke depan; hubungkan dengan kelompok simpan pinjam atau UPPKA.",
    "no_school_dropout": "Anak usia sekolah kembali bersekolah atau mengikuti Paket A, B, atau C.",
    "no_illness_or_disability": "Anggota yang sakit atau penyandang disabilitas memperoleh layanan kesehatan.",
    "online_media_access": "Paling sedikit satu anggota dapat membuka informasi daring.",
    "daily_interaction": "Meluangkan waktu berkumpul setiap hari; dibahas di BKB, BKR, atau BKL.",
    "shared_parenting": "Suami dan istri mengasuh anak bersama; dibahas di BKB dan BKR.",
    "family_recreation": "Kegiatan bersama di luar rumah dalam 6 bulan terakhir.",
    "community_participation": "Ikut gotong royong atau kegiatan RT.",
}

HOUSING_LABELS: Final = {
    "roof": "Atap",
    "wall": "Dinding",
    "floor": "Lantai",
    "lighting": "Penerangan",
    "water": "Sumber air minum",
    "toilet": "Jamban",
    "space": "Luas lantai per orang",
}

_QUESTIONS: Final = {column.key: column for column in QUESTIONS}


def label_of(words: CodeList, value: object) -> str:
    """The label of a stored value; "" where nothing was answered."""
    if value is None or value == "":
        return ""
    return next((code.label for code in words.codes if code.value == value), str(value))


def answer_words(answers: dict[str, object], first: int, last: int) -> list[tuple[str, str]]:
    """Questions P.first to P.last with their answers in words, specific ones left out; "" is not answered."""
    found = []
    for key, column in _QUESTIONS.items():
        if key in SPECIFIC_QUESTIONS or not first <= int(key[1:3]) <= last:
            continue
        value = answers.get(key)
        words = label_of(column.codes, value) if column.codes else _plain(value)
        found.append((column.label.split(" ", 1)[1], words))
    return found


def _plain(value: object) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def nik_missing_words(reason: str) -> str:
    """Why there is no NIK."""
    return label_of(codes.NIK_REASON, reason) or "belum ditanyakan"
