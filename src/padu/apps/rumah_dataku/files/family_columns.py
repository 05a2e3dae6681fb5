"""The columns of the sheets Keluarga and Anggota: the template of Padu for families and persons.

Question codes and values are those of the family survey form F/I/PK/21 (`domain.pk21`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.files.columns import Column, Kind, Shown
from padu.domain.identity import IssueLevel

FAMILY_SHEETS: Final = ("Keluarga", "families", "data keluarga", "kk")
PERSON_SHEETS: Final = ("Anggota", "persons", "anggota keluarga", "individu", "data anggota")

_ERROR, _WARNING = IssueLevel.ERROR, IssueLevel.WARNING
_FAMILY_KEY: Final = Column(
    "family_key",
    "No. keluarga",
    expected=True,
    filled=_ERROR,
    max_length=80,
    aliases=("nomor keluarga", "id keluarga", "family_id", "no urut keluarga", "kode keluarga"),
    hint="Nomor keluarga di berkas ini; nomor yang sama dipakai di lembar Anggota",
    example="K-001",
)


SPECIFIC_QUESTIONS: Final = frozenset({"p03a", "p03b", "p03c", "p03d", "p07"})
"""Answers that are specific personal data (docs: identity and privacy, rule 4)."""


def _question(code: str, words: str, list_of_codes: codes.CodeList, hint: str = "") -> Column:
    key = code.replace(".", "").casefold()
    shown = Shown.SPECIFIC if key in SPECIFIC_QUESTIONS else Shown.OPEN
    label = f"{code} {words}"
    return Column(key, label, Kind.CODE, question=code, aliases=(words,), codes=list_of_codes, shown=shown, hint=hint)


_HALF_YEAR: Final = "dalam 6 bulan terakhir"
QUESTIONS: Final = (
    _question("P.01", "Ibadah rutin", codes.YES_NO, f"Setiap anggota 10 tahun ke atas beribadah rutin {_HALF_YEAR}"),
    _question("P.02", "Buku/akta nikah", codes.YES_NO_NA, "Memiliki buku atau akta nikah yang sah"),
    _question("P.03a", "Tidak bertegur sapa lebih dari 3 hari", codes.YES_NO),
    _question("P.03b", "Pisah ranjang suami-istri lebih dari 7 hari", codes.YES_NO_NA),
    _question("P.03c", "Pergi dari rumah 2 hari tanpa kabar", codes.YES_NO),
    _question("P.03d", "Kekerasan dalam rumah tangga", codes.YES_NO),
    _question("P.04", "Sumber penghasilan", codes.YES_NO, f"Paling sedikit satu anggota berpenghasilan {_HALF_YEAR}"),
    _question(
        "P.05",
        "Makan beragam",
        codes.YES_NO,
        f"Setiap anggota makan beragam paling sedikit dua kali sehari {_HALF_YEAR}",
    ),
    _question(
        "P.06",
        "Tabungan/simpanan",
        codes.YES_NO,
        "Uang, perhiasan, ternak, atau hasil panen yang dapat dipakai 3 bulan ke depan",
    ),
    _question(
        "P.07",
        "Anggota sakit atau disabilitas",
        codes.YES_NO,
        "Sakit 4 hari berturut-turut dalam sebulan terakhir, atau disabilitas",
    ),
    _question("P.08", "Media online", codes.YES_NO, f"Paling sedikit satu anggota mengakses media online {_HALF_YEAR}"),
    _question("P.09", "Interaksi setiap hari", codes.YES_NO),
    _question("P.10", "Pengasuhan bersama", codes.YES_NO_NA),
    _question("P.11", "Rekreasi bersama", codes.YES_NO),
    _question("P.12", "Kegiatan sosial/gotong royong", codes.YES_NO),
    _question("P.13", "Ikut posyandu", codes.YES_NO_NA),
    _question("P.14", "Ikut BKB", codes.YES_NO_NA),
    _question("P.15", "Ikut BKR", codes.YES_NO_NA),
    _question("P.16", "Ikut PIK-R", codes.YES_NO_NA),
    _question("P.17", "Ikut BKL", codes.YES_NO_NA),
    _question("P.18a", "Ikut UPPKA", codes.YES_NO),
    _question("P.18b", "Nasabah PNM Mekaar", codes.YES_NO),
    _question("P.18c", "Penerima PKH", codes.YES_NO),
    _question("P.18d", "Program ekonomi lainnya", codes.YES_NO),
    _question("P.19", "Atap", codes.ROOF),
    _question("P.20", "Dinding", codes.WALL),
    _question("P.21", "Lantai", codes.FLOOR),
    _question("P.22", "Penerangan", codes.LIGHTING),
    _question("P.23", "Sumber air minum", codes.WATER),
    _question("P.24", "Jamban", codes.TOILET),
    Column("p25", "P.25 Luas lantai (m2)", Kind.DECIMAL, "P.25", ("luas lantai",), low=1, high=10_000),
    Column("p26", "P.26 Penghuni rumah (orang)", Kind.INTEGER, "P.26", ("penghuni rumah",), low=1, high=100),
    _question("P.27", "Bahan bakar memasak", codes.FUEL),
    _question("P.28", "Kepemilikan rumah", codes.TENURE),
)
"""Block III; all may stay empty, which is "not answered"."""

SCREENING: Final = (
    Column(
        "krs",
        "Status KRS menurut daftar",
        Kind.CODE,
        aliases=("krs", "status krs", "keluarga berisiko stunting"),
        codes=codes.STUNTING_RISK,
        shown=Shown.SPECIFIC,
        hint="Salin dari daftar resmi; hitungan Padu ditampilkan terpisah",
    ),
    Column("krs_source", "Sumber status KRS", max_length=60, hint="Misalnya Pemutakhiran PK 2025"),
    Column("krs_as_of", "Tanggal status KRS", Kind.DATE, hint="HH/BB/TTTT; tanggal daftar itu"),
    Column(
        "tpk_support",
        "Didampingi TPK",
        Kind.CODE,
        aliases=("pendampingan tpk",),
        codes=codes.YES_NO_NA,
        shown=Shown.SPECIFIC,
        hint="Tim Pendamping Keluarga datang dalam 3 bulan terakhir",
    ),
)
"""What lists and the support team say of the risk of stunting: specific personal data as well."""

FAMILY_COLUMNS: Final = (
    _FAMILY_KEY,
    Column(
        "no_kk",
        "No. KK",
        Kind.NUMBER,
        aliases=("nomor kk", "nokk", "nomor kartu keluarga", "kartu keluarga"),
        shown=Shown.MASKED,
        hint="16 angka sebagai teks; boleh kosong",
        example="1301010101120001",
    ),
    Column(
        "village_code",
        "Kode desa",
        Kind.VILLAGE,
        example="13.01.01.2001",
        aliases=(
            "kode wilayah",
            "kode kelurahan",
            "kode nagari",
            "kode desa/kelurahan",
            "region_code",
            "kode desa kemendagri",
        ),
        hint="10 angka; boleh kosong bila seluruh berkas untuk satu desa",
    ),
    Column(
        "head_name",
        "Nama kepala keluarga",
        aliases=("kepala keluarga", "nama kk"),
        shown=Shown.HIDDEN,
        max_length=120,
        hint="Boleh kosong; diambil dari lembar Anggota",
    ),
    Column("hamlet", "Dusun/jorong", aliases=("dusun", "jorong", "lingkungan", "kampung"), max_length=80),
    Column("rw", "RW", max_length=5, example="001"),
    Column("rt", "RT", max_length=5, example="002"),
    Column("address", "Alamat", shown=Shown.HIDDEN, max_length=200),
    Column(
        "surveyed_on",
        "Tanggal pendataan",
        Kind.DATE,
        aliases=("tanggal pendataan keluarga", "tgl pendataan"),
        hint="HH/BB/TTTT; boleh kosong",
        example="17/08/2026",
    ),
    Column(
        "welfare_decile",
        "Desil kesejahteraan",
        Kind.INTEGER,
        aliases=("desil",),
        low=1,
        high=10,
        hint="1 (paling miskin) sampai 10",
    ),
    Column("welfare_source", "Sumber desil", max_length=60, hint="Misalnya DTSEN 2026", example="DTSEN 2026"),
    Column("welfare_as_of", "Tanggal desil", Kind.DATE, hint="HH/BB/TTTT; tanggal daftar desil itu"),
    *QUESTIONS,
    *SCREENING,
)

PERSON_COLUMNS: Final = (
    replace(_FAMILY_KEY, hint="Nomor keluarga seperti di lembar Keluarga"),
    Column(
        "line",
        "No. urut",
        Kind.INTEGER,
        "K.01",
        ("no urut anggota", "nomor urut"),
        low=1,
        high=99,
        hint="Nomor anggota dalam keluarga, mulai dari 1; boleh kosong",
        example="1",
    ),
    Column(
        "name",
        "K.02 Nama",
        question="K.02",
        aliases=("nama", "nama lengkap", "nama anggota"),
        expected=True,
        filled=_ERROR,
        shown=Shown.HIDDEN,
        max_length=120,
        hint="Nama lengkap",
    ),
    Column(
        "nik",
        "NIK",
        Kind.NUMBER,
        aliases=("nomor induk kependudukan", "no ktp", "k02a", "k02a nik"),
        expected=True,
        shown=Shown.MASKED,
        hint="16 angka sebagai teks; bila kosong isi alasannya",
        example="1301014503970001",
    ),
    Column("nik_reason", "Alasan NIK kosong", Kind.CODE, codes=codes.NIK_REASON),
    Column(
        "sex",
        "K.03 Jenis kelamin",
        Kind.CODE,
        "K.03",
        ("jenis kelamin", "jk", "l/p", "kelamin"),
        True,
        _WARNING,
        codes.SEX,
    ),
    Column(
        "birth_date",
        "Tanggal lahir",
        Kind.DATE,
        "K.04",
        ("tgl lahir", "tanggal kelahiran"),
        True,
        _WARNING,
        hint="HH/BB/TTTT",
        example="05/03/1997",
    ),
    Column(
        "marital_status",
        "K.07 Status perkawinan",
        Kind.CODE,
        "K.07",
        ("status perkawinan", "status kawin"),
        codes=codes.MARITAL,
    ),
    Column(
        "birth_certificate",
        "K.09 Akta kelahiran",
        Kind.CODE,
        "K.09",
        ("akta kelahiran", "akta lahir"),
        codes=codes.CERTIFICATE,
    ),
    Column(
        "relation",
        "K.10 Hubungan dengan kepala keluarga",
        Kind.CODE,
        "K.10",
        ("hubungan", "hubungan keluarga", "hubungan dengan kepala keluarga", "status hubungan dalam keluarga", "shdk"),
        True,
        _WARNING,
        codes.RELATION,
    ),
    Column(
        "mother_line",
        "K.11 No. urut ibu kandung",
        Kind.INTEGER,
        "K.11",
        ("no urut ibu", "ibu kandung", "no urut ibu kandung"),
        low=1,
        high=99,
    ),
    Column("religion", "K.12 Agama", Kind.CODE, "K.12", ("agama",), codes=codes.RELIGION),
    Column("occupation", "K.13 Pekerjaan", Kind.CODE, "K.13", ("pekerjaan",), codes=codes.OCCUPATION),
    Column("education", "K.14 Pendidikan", Kind.CODE, "K.14", ("pendidikan",), codes=codes.EDUCATION),
    Column(
        "insurance", "K.15 Jaminan kesehatan", Kind.CODE, "K.15", ("jaminan kesehatan", "jkn"), codes=codes.INSURANCE
    ),
    Column(
        "whereabouts",
        "K.16 Keberadaan",
        Kind.CODE,
        "K.16",
        ("keberadaan", "keberadaan anggota"),
        codes=codes.WHEREABOUTS,
    ),
    Column(
        "kb_method",
        "Metode KB",
        Kind.CODE,
        aliases=("metode kb yang dipakai", "cara kb", "alat kontrasepsi"),
        codes=codes.KB_METHOD,
        shown=Shown.SPECIFIC,
        hint="Untuk istri usia subur; data spesifik, hanya dilihat petugas yang berwenang",
    ),
    Column(
        "kb_reason",
        "Alasan tidak ber-KB",
        Kind.CODE,
        aliases=("alasan tidak kb",),
        codes=codes.KB_REASON,
        shown=Shown.SPECIFIC,
    ),
)
