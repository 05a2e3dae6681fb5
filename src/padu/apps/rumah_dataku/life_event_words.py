"""Indonesian words of life events: kinds, papers, what stands against one, and what is asked next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from padu.domain.formatting import date_long
from padu.domain.life_events.kinds import Kind, Paper
from padu.domain.life_events.rules import Problem


@dataclass(frozen=True, slots=True)
class KindWords:
    """How a kind of event is called; `slug` stands in the address, `hint` says when to choose it."""

    slug: str
    title: str | Promise
    hint: str | Promise
    icon: str


KINDS: Final[dict[Kind, KindWords]] = {
    Kind.BIRTH: KindWords("kelahiran", gettext_lazy("Kelahiran"), gettext_lazy("Bayi lahir hidup."), "add"),
    Kind.DEATH: KindWords(
        "kematian", gettext_lazy("Kematian"), gettext_lazy("Seorang anggota meninggal."), "steady"
    ),
    Kind.MOVE_IN: KindWords(
        "pindah-datang", gettext_lazy("Pindah datang"), gettext_lazy("Seseorang menetap di keluarga ini."), "forward"
    ),
    Kind.MOVE_OUT: KindWords(
        "pindah-keluar", gettext_lazy("Pindah keluar"), gettext_lazy("Satu, beberapa, atau semua anggota pindah."),
        "external",
    ),
    Kind.MARRIAGE: KindWords(
        "perkawinan", gettext_lazy("Perkawinan"), gettext_lazy("Seorang anggota menikah."), "handshake"
    ),
    Kind.DIVORCE: KindWords(
        "perceraian", gettext_lazy("Perceraian"), gettext_lazy("Suami dan istri bercerai menurut putusan."), "close"
    ),
    Kind.SPLIT: KindWords(
        "pisah-keluarga", gettext_lazy("Pisah keluarga"),
        gettext_lazy("Beberapa anggota membentuk keluarga sendiri di desa ini."), "expand",
    ),
    Kind.MERGE: KindWords(
        "gabung-keluarga", gettext_lazy("Gabung keluarga"), gettext_lazy("Keluarga lain melebur ke keluarga ini."),
        "families",
    ),
    Kind.HEAD_CHANGE: KindWords(
        "ganti-kepala", gettext_lazy("Ganti kepala keluarga"),
        gettext_lazy("Kepala keluarga berganti tanpa ada yang pergi."), "person",
    ),
}  # fmt: skip
KIND_OF_SLUG: Final = {words.slug: kind for kind, words in KINDS.items()}

PAPERS: Final[dict[Paper, str | Promise]] = {
    Paper.BIRTH_NOTE: gettext_lazy("Surat keterangan lahir"),
    Paper.BIRTH_CERTIFICATE: gettext_lazy("Akta kelahiran"),
    Paper.DEATH_NOTE: gettext_lazy("Surat keterangan kematian"),
    Paper.DEATH_CERTIFICATE: gettext_lazy("Akta kematian"),
    Paper.MOVE_LETTER: gettext_lazy("Surat keterangan pindah (SKPWNI)"),
    Paper.MARRIAGE_BOOK: gettext_lazy("Buku nikah"),
    Paper.MARRIAGE_CERTIFICATE: gettext_lazy("Akta perkawinan"),
    Paper.COURT_DISPENSATION: gettext_lazy("Penetapan dispensasi kawin"),
    Paper.DIVORCE_CERTIFICATE: gettext_lazy("Akta cerai"),
    Paper.FAMILY_CARD: gettext_lazy("Kartu keluarga baru"),
    Paper.VILLAGE_NOTE: gettext_lazy("Surat keterangan desa"),
}

_PROBLEMS: Final[dict[str, str | Promise]] = {
    "day_in_future": gettext_lazy("Tanggal ini belum terjadi. Kejadian dicatat sesudah berlangsung."),
    "day_before_birth": gettext_lazy("Tanggal ini sebelum tanggal lahir %(who)s (%(day)s)."),
    "day_before_last_event": gettext_lazy(
        "Sudah ada kejadian %(who)s pada %(day)s. Tanggal tidak boleh sebelum itu; bila yang lama keliru, batalkan."
    ),
    "day_before_family_event": gettext_lazy("Susunan keluarga ini sudah berubah pada %(day)s; isi tanggal sesudahnya."),
    "family_left": gettext_lazy("Keluarga ini sudah tidak tinggal di desa ini. Batalkan dahulu kejadian terakhirnya."),
    "person_twice": gettext_lazy("Orang yang sama dipilih dua kali."),
    "person_not_here": gettext_lazy("Orang ini bukan anggota keluarga ini."),
    "person_left": gettext_lazy("Orang ini sudah tercatat meninggal atau pindah."),
    "newcomer_missing": gettext_lazy("Isi nama dan jenis kelaminnya."),
    "born_on_another_day": gettext_lazy("Tanggal lahir bayi sama dengan tanggal kejadian."),
    "mother_no_woman": gettext_lazy("Ibu yang dipilih tercatat laki-laki. Perbaiki dahulu data anggota."),
    "head_no_adult": gettext_lazy(
        "Kepala keluarga yang dipilih belum berumur 18 tahun, padahal ada orang dewasa di keluarga itu."
    ),
    "mother_age_odd": gettext_lazy("Umur ibu pada hari itu di luar 10 sampai 55 tahun."),
    "newcomer_known": gettext_lazy("Anggota dengan nama dan tanggal lahir yang sama sudah ada di keluarga ini."),
    "needs_one_person": gettext_lazy("Pilih satu orang."),
    "needs_people": gettext_lazy("Pilih paling sedikit satu orang."),
    "needs_couple": gettext_lazy("Pilih dua orang: suami dan istri."),
    "second_head": gettext_lazy("Keluarga ini sudah mempunyai kepala keluarga."),
    "head_first": gettext_lazy("Orang pertama dari keluarga yang datang adalah kepala keluarganya."),
    "age_odd": gettext_lazy("Tanggal lahir ini lebih dari 120 tahun yang lalu."),
    "below_marriage_age": gettext_lazy(
        "%(who)s berumur di bawah 19 tahun (UU 16/2019). Catat nomor penetapan dispensasi bila ada."
    ),
    "married_already": gettext_lazy("%(who)s tercatat masih kawin."),
    "couple_same_sex": gettext_lazy("Keduanya tercatat berjenis kelamin sama. Periksa data anggota."),
    "not_married": gettext_lazy("%(who)s tidak tercatat kawin."),
    "nobody_stays": gettext_lazy("Semua anggota dipilih. Bila semuanya pergi, catat pindah keluar."),
    "split_head_missing": gettext_lazy("Pilih kepala keluarga baru di antara yang memisahkan diri."),
    "other_family_missing": gettext_lazy("Pilih keluarga yang bergabung."),
    "same_family": gettext_lazy("Keluarga tidak bergabung dengan dirinya sendiri."),
    "head_already": gettext_lazy("Orang ini sudah kepala keluarga."),
    "new_head_missing": gettext_lazy("Pilih kepala keluarga berikutnya dari anggota yang tinggal."),
    "new_head_not_staying": gettext_lazy("Kepala keluarga berikutnya dipilih dari anggota yang tinggal."),
    "hand_over_open": gettext_lazy(
        "Keluarga ini sedang ditawarkan ke desa lain. Tunggu jawabannya, atau tarik dahulu serah terimanya."
    ),
    "nik_taken": gettext_lazy("NIK ini sudah tercatat pada penduduk lain di desa ini."),
}

_NEXT_STEPS: Final[dict[Kind, str | Promise]] = {
    Kind.DIVORCE: gettext_lazy("Bila salah satu pergi, catat juga pindah keluar atau pisah keluarga."),
}

UNDO_WORDS: Final[dict[str, str | Promise]] = {
    "followed": gettext_lazy("Sesudah kejadian ini ada kejadian lain pada keluarga yang sama. Batalkan itu dahulu."),
    "changed": gettext_lazy("Data anggotanya sudah diubah sesudah kejadian ini. Perbaiki lewat data keluarga."),
    "surveyed": gettext_lazy(
        "Keluarga baru dari kejadian ini sudah didata, dirujuk, atau disebut berkas. Catat gabung keluarga."
    ),
    "offered": gettext_lazy("Keluarga ini sedang ditawarkan ke desa lain. Tarik dahulu serah terimanya."),
    "handed_over": gettext_lazy("Kejadian ini berasal dari serah terima; kembalinya lewat serah terima dari desa itu."),
    "line_taken": gettext_lazy("Nomor urut anggota yang kembali sudah dipakai orang lain."),
    "nik_taken": gettext_lazy("NIK orang yang kembali sudah tercatat lagi di desa ini."),
}

HAND_OVER_WORDS: Final[dict[str, str | Promise]] = {
    "no_village": gettext_lazy("Desa tujuan tidak ditemukan dalam daftar wilayah."),
    "same_village": gettext_lazy("Desa tujuan sama dengan desa asal."),
    "family_left": gettext_lazy("Keluarga ini sudah tidak tinggal di desa ini."),
    "open_already": gettext_lazy("Keluarga ini sudah ditawarkan ke desa lain. Tarik dahulu yang itu."),
    "day_in_future": gettext_lazy("Tanggal pindah belum terjadi."),
    "nobody": gettext_lazy("Keluarga ini tidak mempunyai anggota yang tercatat."),
    "reason_missing": gettext_lazy("Tulis alasan menolak, supaya desa asal dapat memperbaikinya."),
    "nik_taken": gettext_lazy(
        "NIK salah satu anggota sudah tercatat di desa ini. Periksa data ganda, atau tolak dengan alasan itu."
    ),
}

LEFT_WORDS: Final[dict[str, str | Promise]] = {
    "death": gettext_lazy("meninggal"),
    "move_out": gettext_lazy("pindah"),
    "merge": gettext_lazy("bergabung ke keluarga lain"),
    "undone": gettext_lazy("dibatalkan"),
}


def kind_title(kind: str) -> str:
    """`Kelahiran`."""
    return str(KINDS[Kind(kind)].title)


def next_step(kind: str) -> str:
    """What usually has to be told after an event of this kind; "" where nothing follows."""
    return str(_NEXT_STEPS.get(Kind(kind), ""))


def paper_words(paper: str, number: str) -> str:
    """`Akta kelahiran 12/2026`; "" without a paper."""
    label = str(PAPERS[Paper(paper)]) if paper else ""
    return " ".join(part for part in (label, number) if part)


def problem_words(problem: Problem, who: str = "") -> str:
    """What stands against an event, and what to do. `who` is the name of the person it is about, where one is known."""
    text = str(_PROBLEMS.get(problem.code) or gettext("Kejadian ini tidak dapat dicatat."))
    day = date_long(problem.day) if problem.day else ""
    said = text % {"day": day, "who": who or gettext("orang ini")}
    return said[:1].upper() + said[1:]
