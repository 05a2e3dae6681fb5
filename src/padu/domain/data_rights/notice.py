"""The privacy notice in plain Indonesian: a page, and a paper for the cadre to read out (UU 27/2022 article 21)."""

from __future__ import annotations

from typing import Final

NOTICE: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "Data apa yang dicatat",
        (
            "Siapa saja anggota keluarga, umur, pendidikan, pekerjaan, jaminan kesehatan, dan keadaan rumah.",
            "NIK dan No. KK disimpan tersandi; di layar hanya 4 angka pertama yang tampak.",
            "Beberapa jawaban bersifat khusus: sakit atau disabilitas, kontrasepsi, gizi, dan konflik keluarga.",
            "Jawaban khusus hanya dibaca petugas yang bertugas untuk itu.",
        ),
    ),
    (
        "Untuk apa",
        (
            "Menyusun layanan dan kegiatan di Kampung Keluarga Berkualitas, dan merujuk keluarga yang membutuhkan.",
            "Dasarnya tugas pemerintah menurut UU 52/2009, PP 87/2014, dan Inpres 3/2022.",
            "Tidak ada bantuan yang ditentukan oleh komputer saja; selalu ada petugas yang memutuskan.",
        ),
    ),
    (
        "Siapa yang dapat melihat",
        (
            "Kader, pokja, dan PKB/PLKB di desa Anda.",
            "Dinas hanya melihat keluarga yang dirujuk kepadanya, sampai tanggal rujukan.",
            "Kabupaten, provinsi, dan pusat hanya melihat angka, bukan nama.",
            "Setiap kali data Anda dibuka, nama petugas dan waktunya dicatat.",
        ),
    ),
    (
        "Berapa lama disimpan",
        (
            "Lima tahun setelah keluarga tidak lagi terdata atau tahun data berakhir.",
            "Sesudah itu nama, nomor, dan alamat dihapus.",
        ),
    ),
    (
        "Hak Anda",
        (
            "Menanyakan siapa yang melihat data Anda, meminta salinannya, dan meminta perbaikan.",
            "Jawaban diberikan paling lambat 3 x 24 jam.",
            "Menyampaikan keberatan atau meminta penghapusan.",
            "Foto, cerita, dan kontak di luar layanan hanya dengan persetujuan Anda, yang dapat ditarik kapan saja.",
            "Untuk anak, orang tua atau wali yang memutuskan.",
            "Menolak foto atau cerita tidak mengurangi layanan apa pun.",
        ),
    ),
    (
        "Bila data bocor",
        (
            "Anda diberi tahu secara tertulis paling lambat 3 x 24 jam.",
            "Surat itu menyebut data apa, kapan dan bagaimana terjadi, dan apa yang dilakukan.",
        ),
    ),
)
"""Heading and sentences, in the order they are read out."""
