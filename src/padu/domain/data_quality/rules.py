"""The rules that data are held against: what each says, how grave it is, and what to do about it.

A rule that the import knows too carries the same key and title as there. What breaks a rule stands in one place each:
numbers in `padu.domain.identity`, everything else in the statements that check all families of a place at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from padu.domain.identity import IssueLevel


class Subject(StrEnum):
    """What an issue is about."""

    PERSON = "person"
    FAMILY = "family"
    FIGURE = "figure"
    PAIR = "pair"  # two records that may be one


class Finder(StrEnum):
    """Who finds and settles issues of a rule."""

    MACHINE = "machine"  # the check of families and figures: an issue closes and reopens by itself
    CALLER = "caller"  # whoever raised it (people, other rooms): only they and people close it


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    title, todo  Indonesian, without a value of anybody; todo says what to do next
    """

    key: str
    subject: Subject
    level: IssueLevel
    title: str
    todo: str
    finder: Finder = Finder.MACHINE


_P, _F, _FIGURE, _PAIR = Subject.PERSON, Subject.FAMILY, Subject.FIGURE, Subject.PAIR
_E, _W, _N = IssueLevel.ERROR, IssueLevel.WARNING, IssueLevel.NOTE
_ASK: Final = "Tanyakan kepada keluarga, cocokkan dengan KK atau akta, lalu perbaiki."
_FIX: Final = "Buka formulir keluarga dan perbaiki hubungan atau nomor urutnya."

_RULES: Final = (
    Rule("nik_reason_missing", _P, _W, "NIK kosong tanpa alasan; dicatat belum ditanyakan",
         "Minta NIK saat kunjungan; bila memang belum ada, pilih alasannya."),
    Rule("nik_missing", _P, _N, "Belum mempunyai NIK atau tidak menunjukkannya",
         "Bantu keluarga mengurus NIK di Disdukcapil, lalu isi nomornya."),
    Rule("nik_newborn_old", _P, _W, "NIK kosong dengan alasan bayi baru lahir, padahal sudah berumur 1 tahun lebih",
         "Bantu keluarga mengurus akta dan NIK anak, lalu isi nomornya."),
    Rule("nik_birth_date_differs", _P, _W, "Tanggal lahir di NIK berbeda dengan yang diisi", _ASK),
    Rule("nik_sex_differs", _P, _W, "Jenis kelamin di NIK berbeda dengan yang diisi", _ASK),
    Rule("number_province_unknown", _P, _N, "Kode provinsi pada nomor tidak dikenal (mungkin kode lama)",
         "Periksa dua angka pertama NIK pada KTP atau KK."),
    Rule("sex_missing", _P, _W, "Jenis kelamin belum diisi", _ASK),
    Rule("birth_date_missing", _P, _W, "Tanggal lahir belum diisi", _ASK),
    Rule("relation_missing", _P, _W, "Hubungan dengan kepala keluarga belum diisi", _FIX),
    Rule("date_future", _P, _E, "Tanggal di masa depan", _ASK),
    Rule("date_too_old", _P, _E, "Tanggal terlalu lama berlalu", _ASK),
    Rule("mother_unknown", _P, _W, "No. urut ibu tidak ada dalam keluarga ini", _FIX),
    Rule("mother_not_a_woman", _P, _E, "No. urut ibu menunjuk seorang laki-laki", _FIX),
    Rule("older_than_mother", _P, _E, "Anak lebih tua daripada ibunya, atau seumur", _ASK),
    Rule("mother_too_young", _P, _W, "Jarak umur anak dan ibu kurang dari 12 tahun", _ASK),
    Rule("mother_too_old", _P, _W, "Jarak umur anak dan ibu lebih dari 55 tahun", _ASK),
    Rule("child_near_head", _P, _W, "Anak tidak sampai 12 tahun lebih muda daripada kepala keluarga", _ASK),
    Rule("married_too_young", _P, _W, "Pernah kawin padahal berumur di bawah 15 tahun", _ASK),
    Rule("head_too_young", _P, _W, "Kepala keluarga berumur di bawah 15 tahun",
         "Pastikan siapa kepala keluarganya; keluarga tanpa orang dewasa perlu dirujuk."),
    Rule("spouse_not_married", _P, _W, "Istri atau suami yang status kawinnya kosong atau bukan kawin", _ASK),
    Rule("spouse_same_sex", _P, _W, "Istri atau suami berjenis kelamin sama dengan kepala keluarga", _ASK),
    Rule("education_too_young", _P, _W, "Pendidikan terlalu tinggi untuk umurnya", _ASK),
    Rule("family_without_members", _F, _E, "Keluarga tanpa anggota", "Isi anggotanya, atau catat keluarga ini pindah."),
    Rule("family_without_head", _F, _W, "Keluarga tanpa kepala keluarga", _FIX),
    Rule("family_several_heads", _F, _W, "Keluarga dengan lebih dari satu kepala keluarga", _FIX),
    Rule("family_without_kk", _F, _N, "No. KK kosong; dicatat sebagai keluarga tersendiri",
         "Minta No. KK saat kunjungan berikutnya."),
    Rule("rt_missing", _F, _N, "RT belum diisi", "Isi RT supaya keluarga masuk peta dan daftar RT-nya."),
    Rule("survey_missing", _F, _W, "Belum pernah didata", "Kunjungi keluarga dan isi pendataannya."),
    Rule("survey_old", _F, _N, "Pendataan terakhir lebih dari setahun yang lalu", "Kunjungi keluarga dan perbarui."),
    Rule("fewer_persons_than_members", _F, _W, "Jumlah penghuni rumah kurang daripada anggota yang tinggal di rumah",
         "Periksa pertanyaan P.26 dan keberadaan tiap anggota."),
    Rule("marriage_book_not_applicable", _F, _W, "Buku nikah “tidak berlaku” padahal ada pasangan kawin",
         "Periksa pertanyaan P.02 dan status perkawinan."),
    Rule("bkb_without_child", _F, _W, "Ikut BKB padahal tidak ada anak di bawah 6 tahun",
         "Periksa pertanyaan P.14 dan tanggal lahir anak."),
    Rule("bkr_without_youth", _F, _W, "Ikut BKR padahal tidak ada anggota berumur 10–24 tahun",
         "Periksa pertanyaan P.15 dan tanggal lahir anggota."),
    # What was answered about having children is specific personal data: these say only that something is amiss.
    Rule("couple_unanswered", _F, _W, "Pasangan usia subur tanpa jawaban bagian KB",
         "Tanyakan bagian KB kepada pasangan pada kunjungan berikutnya."),
    Rule("couple_answer_misplaced", _F, _W, "Bagian KB terisi padahal tidak ada istri berumur 15–49 tahun",
         "Periksa anggota keluarga (status kawin, jenis kelamin, tanggal lahir) dan bagian KB."),
    Rule("figure_far_from_neighbours", _FIGURE, _W, "Angka desa jauh dari desa-desa lain",
         "Periksa angka dan sumbernya; bila memang benar, tulis alasannya."),
    Rule("figure_far_from_last_year", _FIGURE, _W, "Angka desa berubah jauh lebih besar daripada desa-desa lain",
         "Bandingkan dengan angka tahun lalu dan sumbernya; bila memang benar, tulis alasannya."),
    Rule("reported", _F, _W, "Dilaporkan keliru oleh petugas", _ASK, Finder.CALLER),
    Rule("possible_duplicate", _PAIR, _W, "Mungkin orang atau keluarga yang sama", "Bandingkan keduanya.",
         Finder.CALLER),
    Rule("sector_differs", _P, _W, "Data sektor berbeda dengan data keluarga", "Bandingkan keduanya.", Finder.CALLER),
    Rule("sector_only", _PAIR, _N, "Ada di daftar sektor, belum ada di data keluarga",
         "Kunjungi: mungkin keluarga yang belum didata.", Finder.CALLER),
)  # fmt: skip

RULES: Final = {rule.key: rule for rule in _RULES}
"""Every rule by its key."""

FAMILY_RULES: Final = tuple(
    rule.key for rule in _RULES if rule.finder is Finder.MACHINE and rule.subject in (Subject.PERSON, Subject.FAMILY)
)
"""What the check of families finds and settles."""

FIGURE_RULES: Final = tuple(rule.key for rule in _RULES if rule.subject is Subject.FIGURE)
"""What the check of village figures finds and settles."""

NIK_RULES: Final = ("nik_birth_date_differs", "nik_sex_differs", "number_province_unknown")
"""Found by `identity.check_nik` on the opened number; the database holds it encrypted."""
