"""What can be wrong with a file that somebody sends: the whole file, or one cell of it.

Both are data. Only `FileRefused` is raised, when nothing of the file can be used. A NIK or no. KK in `value_seen` is
masked and a name or address is never shown: these objects reach screens and the encrypted issue table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from padu.domain.errors import PaduError
from padu.domain.identity import IssueLevel

KEPT: Final = "Berkas tetap disimpan. Belum ada data yang ditulis."

ISSUE_TITLES: Final = {
    "value_required": "Sel wajib diisi",
    "value_missing": "Sel belum diisi; disimpan sebagai belum diketahui",
    "value_too_long": "Isi sel terlalu panjang",
    "value_out_of_range": "Angka di luar batas",
    "value_negative": "Angka tidak boleh negatif",
    "code_unknown": "Kode atau pilihan tidak dikenal",
    "integer": "Bukan bilangan bulat",
    "decimal": "Bukan angka",
    "decimal_ambiguous": "Angka dapat dibaca dengan dua cara",
    "missing_ambiguous": "Tanda ini dapat berarti nol atau tidak ada data; disimpan sebagai belum diketahui",
    "date_form": "Tanggal tidak terbaca",
    "date_serial": "Tanggal tersimpan sebagai angka seri",
    "date_impossible": "Tanggal tidak ada di kalender",
    "date_future": "Tanggal di masa depan",
    "date_too_old": "Tanggal terlalu lama berlalu",
    "yes_no": "Bukan Ya atau Tidak",
    "formula_cell": "Sel berisi rumus",
    "formula_value_used": "Sel berisi rumus; hasilnya yang tersimpan dipakai",
    "formula_without_value": "Sel berisi rumus tanpa hasil yang tersimpan",
    "cell_error": "Sel berisi pesan galat lembar kerja, misalnya #REF!",
    "village_code_form": "Bentuk kode desa salah",
    "village_unknown": "Kode desa tidak ada dalam daftar wilayah",
    "village_outside": "Desa di luar wilayah kerja Anda",
    "village_required": "Kode desa belum diisi",
    "village_name_ambiguous": "Nama desa ini cocok dengan lebih dari satu desa",
    "village_name_unknown": "Nama desa ini tidak ada dalam daftar wilayah",
    "degrees_form": "Koordinat tidak terbaca",
    "share_differs": "Persentase berbeda dengan jumlah di sampingnya",
    "village_duplicate": "Desa ini sudah ada di baris lain",
    "figure_duplicate": "Angka ini sudah ada di baris lain",
    "period_form": "Tahun tidak terbaca",
    "element_unknown": "Unsur data tidak dikenal",
    "source_own": "Sumber ini nama hitungan sistem",
    "number_form": "Nomor bukan 16 angka",
    "number_scientific": "Nomor rusak karena tersimpan dalam bentuk ilmiah",
    "number_stored_as_number": "Nomor tersimpan sebagai angka sehingga angka terakhir dapat hilang",
    "number_dummy": "Nomor contoh, bukan nomor sebenarnya",
    "number_serial_zero": "Nomor urut 0000",
    "number_province_unknown": "Kode provinsi pada nomor tidak dikenal (mungkin kode lama)",
    "nik_date_impossible": "Tanggal lahir di dalam NIK tidak mungkin",
    "kk_date_impossible": "Tanggal di dalam No. KK tidak mungkin",
    "nik_birth_date_differs": "Tanggal lahir di NIK berbeda dengan yang diisi",
    "nik_sex_differs": "Jenis kelamin di NIK berbeda dengan yang diisi",
    "nik_duplicate": "NIK sudah dipakai orang lain di desa yang sama",
    "nik_duplicate_elsewhere": "NIK sudah dipakai orang lain di desa lain",
    "nik_taken": "NIK sudah tercatat pada keluarga lain di desa ini",
    "person_departed": "Orang atau keluarga ini tercatat sudah meninggal atau pindah",
    "family_merged": "Keluarga ini tercatat dua kali dan sudah disatukan dengan keluarga lain",
    "person_merged": "Orang ini tercatat dua kali dan sudah disatukan dengan data lain",
    "nik_reason_missing": "NIK kosong tanpa alasan; dicatat belum ditanyakan",
    "family_duplicate": "No. keluarga sudah dipakai di baris lain",
    "family_unknown": "Keluarga anggota ini tidak ada di lembar Keluarga",
    "family_rejected": "Keluarga anggota ini ditolak karena barisnya salah",
    "family_without_members": "Keluarga tanpa anggota",
    "family_without_head": "Keluarga tanpa kepala keluarga",
    "family_several_heads": "Keluarga dengan lebih dari satu kepala keluarga",
    "family_members_rejected": "Keluarga ditolak seluruhnya karena ada anggota yang salah",
    "family_without_kk": "No. KK kosong; dicatat sebagai keluarga tersendiri",
    "line_duplicate": "No. urut anggota sudah dipakai dalam keluarga ini",
    "mother_unknown": "No. urut ibu tidak ada dalam keluarga ini",
    "resident_not_active": "Penduduk tidak aktif (meninggal, pindah, hilang atau tidak valid); baris dilewati",
    "agency_unknown": "Perangkat daerah tidak dikenal",
    "agency_outside": "Baris ini milik perangkat daerah lain",
    "fund_unknown": "Dana tidak ada di lembar Dana",
    "fund_rejected": "Dana tawaran ini ditolak karena barisnya salah",
    "fund_duplicate": "Nama dana sudah dipakai di baris lain",
    "offer_duplicate": "Tawaran yang sama sudah ada di baris lain",
    "activity_unknown": "Kegiatan tidak ada dalam katalog",
    "programme_differs": "Program berbeda dengan katalog kegiatan",
    "document_required": "Dokumen perencanaan belum disebut",
    "document_incomplete": "Keterangan dokumen perencanaan belum lengkap",
    "months_form": "Bulan tidak terbaca",
    "problem_type_unknown": "Jenis masalah tidak dikenal",
    "effect_form": "Bagian kesenjangan harus lebih dari 0 dan paling besar 1",
    "addresses_required": "Tidak ada masalah yang dijawab oleh tawaran ini",
}
"""Indonesian title of every issue code; a test holds codes and titles together."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something about the file as a whole. An error means nothing can be read; else it stands beside the result.

    message  what is wrong; kept  what was kept; todo  what to do next: all Indonesian
    """

    code: str
    message: str
    todo: str
    kept: str = KEPT
    level: IssueLevel = IssueLevel.ERROR


@dataclass(frozen=True, slots=True)
class RowIssue:
    """One cell (or row) that is wrong. An error keeps the row out of the import, a warning does not.

    row         as a person counts in a spreadsheet, from 1
    column      header as it stands in the file, or the template's label
    value_seen  masked for NIK and no. KK, hidden for names and addresses
    subject     number of the family or name of the fund in the file that the issue belongs to, "" where there is none
    family_row  row of the family it belongs to, 0 where there is none; an error there keeps the whole family out
    """

    sheet: str
    row: int
    column: str
    value_seen: str
    value_expected: str
    severity: IssueLevel
    code: str
    subject: str = ""
    family_row: int = 0

    @property
    def title(self) -> str:
        """Indonesian words for the code."""
        return ISSUE_TITLES[self.code]


class FileRefused(PaduError):
    """Nothing of the file is used. `problems` says why, in words for the sender; the data name the codes only."""

    code = "file.refused"

    def __init__(self, *problems: FileProblem) -> None:
        super().__init__(codes=[problem.code for problem in problems])
        self.problems = problems


def refusal(code: str, message: str, todo: str) -> FileRefused:
    """A refusal for one reason."""
    return FileRefused(FileProblem(code, message, todo))


def notice(code: str, message: str, todo: str, level: IssueLevel = IssueLevel.NOTE) -> FileProblem:
    """A remark about the file that does not keep it out."""
    return FileProblem(code, message, todo, level=level)
