"""The register of processing with which every controller begins: what Padu itself does (UU 27/2022 article 31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PUBLIC_TASK: Final = "Tugas dan layanan publik: UU 52/2009, PP 87/2014, Inpres 3/2022 (UU 27/2022 pasal 20)"
CONSENT_BASIS: Final = "Persetujuan tertulis atau terekam (UU 27/2022 pasal 20-25)"
LEGAL_DUTY: Final = "Kewajiban hukum (UU 27/2022 pasal 31, 35-39, 46)"


@dataclass(frozen=True, slots=True)
class Processing:
    """One row of the register; all words are Indonesian and may be changed by the controller."""

    key: str
    name: str
    purpose: str
    basis: str
    data: str
    people: str
    recipients: str
    retention: str
    safeguards: str


STANDARD: Final = (
    Processing(
        "family_register",
        "Pendataan keluarga dan Rumah DataKu",
        "Mengetahui keadaan keluarga, menghitung indeks pembangunan keluarga, merencanakan layanan",
        PUBLIC_TASK,
        "nama, NIK, No. KK, tanggal lahir, alamat, susunan keluarga, pendidikan, pekerjaan, jaminan, 17 indikator",
        "warga desa, termasuk anak",
        "kader, pokja, dan PKB/PLKB desa itu; pihak lain hanya angka gabungan",
        "5 tahun setelah keluarga pergi atau tahun data berakhir, lalu dianonimkan",
        "NIK dan No. KK disandi, disamarkan di layar; dua kunci akses per wilayah; setiap lihat dicatat",
    ),
    Processing(
        "specific_answers",
        "Jawaban khusus (konflik, sakit atau disabilitas, kontrasepsi, gizi)",
        "Menghitung dua indikator dan mengenali keluarga yang perlu didampingi",
        PUBLIC_TASK,
        "kesehatan, disabilitas, kontrasepsi, kekerasan dan konflik keluarga (data spesifik, pasal 4)",
        "warga desa, termasuk anak",
        "PKB/PLKB yang bertugas; pokja menulis tanpa membaca kembali",
        "5 tahun setelah tahun data berakhir, lalu dihapus",
        "tabel tersendiri dengan hak tersendiri; angka di bawah 10 disamarkan",
    ),
    Processing(
        "referral",
        "Rujukan keluarga ke OPD",
        "Satu keluarga mendapat layanan yang dibutuhkannya",
        PUBLIC_TASK,
        "nama, alamat, anggota keluarga, kebutuhan layanan",
        "keluarga yang dirujuk",
        "OPD yang dirujuk, hanya keluarga itu dan hanya sampai tanggalnya",
        "sampai rujukan ditutup; catatannya mengikuti data keluarga",
        "izin per keluarga dan per OPD; tanpa jawaban khusus; setiap lihat dicatat",
    ),
    Processing(
        "imports",
        "Berkas kiriman (templat, OpenSID)",
        "Memasukkan data dan menemukan baris yang salah",
        PUBLIC_TASK,
        "isi berkas keluarga",
        "warga desa",
        "pengirim dan petugas desa itu",
        "90 hari",
        "disandi di cakram; hanya dibuka selama dibaca",
    ),
    Processing(
        "pictures",
        "Foto, cerita, dan kontak di luar layanan",
        "Dokumentasi dan praktik baik",
        CONSENT_BASIS,
        "gambar, cerita, nomor telepon",
        "warga yang setuju; anak melalui orang tua atau wali",
        "yang disebut dalam persetujuan",
        "sampai tanggal persetujuan berakhir atau ditarik",
        "teks persetujuan berversi; penarikan dengan tenggat 3 x 24 jam",
    ),
    Processing(
        "officers",
        "Akun dan penugasan petugas",
        "Setiap orang masuk dengan akunnya sendiri dan hanya melihat wilayahnya",
        PUBLIC_TASK,
        "nama, jabatan, instansi, nomor telepon kedinasan, waktu masuk",
        "petugas dan kader",
        "pengelola akun di atasnya, rekan di wilayah yang sama",
        "selama bertugas; jejaknya 5 tahun",
        "sandi Argon2id; tidak ada akun bersama",
    ),
    Processing(
        "access_log",
        "Jejak akses",
        "Menunjukkan kepada warga siapa yang melihat datanya, dan mengusut penyalahgunaan",
        LEGAL_DUTY,
        "akun petugas, waktu, tempat, tujuan; nomor keluarga tanpa nama",
        "petugas; keluarga yang dilihat",
        "petugas pelindungan data, warga yang meminta",
        "5 tahun",
        "hanya dapat bertambah",
    ),
    Processing(
        "planning",
        "Peringkat masalah dan usulan rencana",
        "Mencocokkan kebutuhan dengan penawaran OPD",
        PUBLIC_TASK,
        "angka gabungan desa; bukan daftar orang",
        "tidak ada orang yang dapat dikenali",
        "tim koordinasi, OPD, pokja",
        "tetap",
        "manusia yang memutuskan; angka di bawah 10 disamarkan",
    ),
)
