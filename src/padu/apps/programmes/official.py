"""The short official lists that need no file: goals, programmes, sources of money, group kinds.

Sources: Inpres 3/2022 with annex, national guideline 2023 (tables 1 and 2), national Kampung KB portal 2023.
"""

from __future__ import annotations

from typing import NamedTuple

INPRES = "Inpres 3/2022"
GUIDELINE = "Pedoman nasional Kampung KB 2023"
PORTAL = "Portal Kampung KB 2023"


class GoalRow(NamedTuple):
    number: int
    name: str
    team_field: str


class ProgrammeRow(NamedTuple):
    number: int
    goal: int
    name: str
    short_name: str


class SourceRow(NamedTuple):
    key: str
    name: str
    legal_source: str


class GroupRow(NamedTuple):
    key: str
    name: str
    short_name: str
    target_group: str
    counts_for_class: bool
    legal_source: str


# The fields A-D are those of the executive team (Kepmenko PMK 1/2023).
GOALS = (
    GoalRow(1, "Penyediaan data dan dokumen kependudukan", "A"),
    GoalRow(2, "Perubahan perilaku keluarga", "B"),
    GoalRow(3, "Peningkatan cakupan layanan dan rujukan pada keluarga", "C"),
    GoalRow(4, "Penataan lingkungan keluarga dan masyarakat", "D"),
)

PROGRAMMES = (
    ProgrammeRow(1, 1, "Penyediaan data dan dokumen kependudukan", "Data dan dokumen"),
    ProgrammeRow(2, 2, "Penguatan advokasi GERMAS dan komunikasi perubahan perilaku masyarakat", "GERMAS dan perilaku"),
    ProgrammeRow(
        3,
        3,
        "Peningkatan akses dan pelayanan kesehatan termasuk KB dan kesehatan reproduksi bersumber daya masyarakat",
        "Kesehatan dan KB",
    ),
    ProgrammeRow(
        4, 3, "Pendampingan dan pelayanan pada keluarga dengan risiko kejadian stunting", "Keluarga berisiko stunting"
    ),
    ProgrammeRow(5, 3, "Peningkatan cakupan dan akses pendidikan", "Pendidikan"),
    ProgrammeRow(6, 3, "Peningkatan cakupan layanan jaminan dan perlindungan sosial", "Perlindungan sosial"),
    ProgrammeRow(7, 3, "Pemberdayaan ekonomi keluarga", "Ekonomi keluarga"),
    ProgrammeRow(
        8,
        4,
        "Penataan lingkungan keluarga, peningkatan akses air minum serta sanitasi dasar",
        "Lingkungan, air, dan sanitasi",
    ),
)

# The guideline names APBN, APBD, APBDes and other lawful sources; the portal, whose list counts for the class, names
# APBN, APBD, Dana Desa, Donasi/Hibah, Perusahaan (CSR) and Swadaya. One list serves both: the two APBD fold to APBD,
# APBDes stands for Dana Desa, the last three are the guideline's other sources.
FUNDING_SOURCES = (
    SourceRow("apbn", "APBN", f"{GUIDELINE}; {PORTAL}"),
    SourceRow("apbd_provinsi", "APBD provinsi", f"{GUIDELINE}; {PORTAL}: APBD"),
    SourceRow("apbd_kabkota", "APBD kabupaten/kota", f"{GUIDELINE}; {PORTAL}: APBD"),
    SourceRow("apbdes", "APBDes (termasuk Dana Desa)", f"{GUIDELINE}: APBDes; {PORTAL}: Dana Desa"),
    SourceRow("hibah", "Donasi/hibah masyarakat", f"{PORTAL}; {GUIDELINE}: sumber lain yang sah"),
    SourceRow("csr", "Perusahaan (CSR)", f"{PORTAL}; {GUIDELINE}: sumber lain yang sah"),
    SourceRow("swadaya", "Swadaya masyarakat", f"{PORTAL}; {GUIDELINE}: sumber lain yang sah"),
)
# The six sources that the classification counts, each with the keys that fold to it.
PORTAL_SOURCES: dict[str, tuple[str, ...]] = {
    "APBN": ("apbn",),
    "APBD": ("apbd_provinsi", "apbd_kabkota"),
    "Dana Desa": ("apbdes",),
    "Donasi/Hibah Masyarakat": ("hibah",),
    "Perusahaan (CSR)": ("csr",),
    "Swadaya Masyarakat": ("swadaya",),
}

# Five groups count for the class (classification variable activity_groups).
GROUP_KINDS = (
    GroupRow("bkb", "Bina Keluarga Balita", "BKB", "keluarga dengan anak 0-6 tahun", True, PORTAL),
    GroupRow("bkr", "Bina Keluarga Remaja", "BKR", "keluarga dengan anggota 10-24 tahun", True, PORTAL),
    GroupRow("bkl", "Bina Keluarga Lansia", "BKL", "keluarga dengan anggota 60 tahun ke atas", True, PORTAL),
    GroupRow("uppka", "Usaha Peningkatan Pendapatan Keluarga Akseptor", "UPPKA", "keluarga peserta KB", True, PORTAL),
    GroupRow("pik_r", "Pusat Informasi dan Konseling Remaja", "PIK-R", "remaja 10-24 tahun", True, PORTAL),
    GroupRow(
        "dashat",
        "Dapur Sehat Atasi Stunting",
        "DASHAT",
        "keluarga berisiko stunting",
        False,
        f"{PORTAL}; program percepatan penurunan stunting",
    ),
    GroupRow(
        "rumah_dataku",
        "Rumah Data Kependudukan dan Informasi Keluarga",
        "Rumah DataKu",
        "pokja dan kader data",
        False,
        f"{INPRES} lampiran 1.1",
    ),
)
