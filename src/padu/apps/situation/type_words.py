"""What each kind of problem says in words: what is counted, where its target stands, and what would fill a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class TypeWords:
    """counted: completes "24 dari 64 ..."; target: where the reference stands (empty for medians);
    filled_by: what brings the data that Padu does not hold yet.
    """

    counted: str
    target: str = ""
    filled_by: str = ""


_SURVEY: Final = _("Impor pendataan keluarga dengan jawaban blok III.")
_FIGURES: Final = _("Impor angka desa (butir data desa).")
_OWN_RULE: Final = _("aturan Padu [asumsi]")
_RPJMN: Final = _("RPJMN 2020–2024, sasaran 2024")

TYPE_WORDS: Final[dict[str, TypeWords]] = {
    "child_no_birth_certificate": TypeWords(
        _("anak 0–17 tahun sudah punya akta kelahiran"), _("lampiran Inpres 3/2022, butir 1.2a")
    ),
    "no_marriage_certificate": TypeWords(
        _("keluarga punya buku atau akta nikah"), _("lampiran Inpres 3/2022, butir 1.2b (cetakan rusak: 90 atau 100)")
    ),
    "death_not_certified": TypeWords(
        _("kematian 12 bulan terakhir sudah dibuatkan akta"),
        _("lampiran Inpres 3/2022, butir 1.2c (cetakan rusak)"),
        _FIGURES,
    ),
    "identity_documents_missing": TypeWords(
        _("keluarga lengkap KK, KTP, dan KIA"), filled_by=_("Catatan dokumen tiap anggota dari Dukcapil.")
    ),
    "rumah_dataku_weak": TypeWords(
        _("tingkat Rumah DataKu (0 paripurna, 1 belum ada)"),
        _("lampiran Inpres 3/2022, butir 1.1"),
        _("Catatan keadaan Rumah DataKu kampung; menyusul bersama klasifikasi kampung."),
    ),
    "family_data_outdated": TypeWords(_("keluarga belum didata dalam 12 bulan terakhir"), _OWN_RULE),
    "worship_not_routine": TypeWords(_("keluarga belum rutin beribadah"), filled_by=_SURVEY),
    "low_daily_interaction": TypeWords(_("keluarga kurang waktu bersama setiap hari"), filled_by=_SURVEY),
    "no_shared_parenting": TypeWords(_("keluarga belum mengasuh anak bersama"), filled_by=_SURVEY),
    "no_family_recreation": TypeWords(_("keluarga jarang bepergian bersama"), filled_by=_SURVEY),
    "low_community_participation": TypeWords(_("keluarga jarang ikut kegiatan warga"), filled_by=_SURVEY),
    "family_conflict": TypeWords(_("keluarga mengalami pertengkaran berat"), filled_by=_SURVEY),
    "live_divorce": TypeWords(_("kepala keluarga bercerai hidup"), filled_by=_SURVEY),
    "violence_women_children": TypeWords(
        _("kasus kekerasan terhadap perempuan atau anak"),
        _("UU 23/2004 dan UU 12/2022: setiap kasus dihitung"),
        _("Laporan UPTD PPA; hanya petugas kasus yang membukanya."),
    ),
    "child_marriage": TypeWords(
        _("perkawinan 12 bulan terakhir dengan pengantin perempuan di bawah 19 tahun"), _("UU 16/2019"), _FIGURES
    ),
    "bkb_low_participation": TypeWords(
        _("keluarga dengan balita ikut BKB"), _("lampiran Inpres 3/2022, butir 2.3b"), _SURVEY
    ),
    "bkr_low_participation": TypeWords(
        _("keluarga dengan remaja ikut BKR"), _("lampiran Inpres 3/2022, butir 2.3d"), _SURVEY
    ),
    "bkl_low_participation": TypeWords(
        _("keluarga dengan lansia ikut BKL"), _("lampiran Inpres 3/2022, butir 2.3e"), _SURVEY
    ),
    "activity_groups_missing": TypeWords(
        _("bagian dari lima kelompok kegiatan yang belum ada"),
        _("klasifikasi kampung: kelima kelompok ada"),
        _("Impor angka desa: kelompok BKB, BKR, BKL, UPPKA, dan PIK-R."),
    ),
    "illness_or_disability": TypeWords(_("keluarga dengan anggota sakit lama atau disabilitas"), filled_by=_SURVEY),
    "unmet_need": TypeWords(
        _("pasangan usia subur ingin menunda atau berhenti tetapi belum ber-KB"),
        _("lampiran Inpres 3/2022, butir 3.6b"),
        _("Impor pendataan keluarga dengan jawaban KB."),
    ),
    "low_mcpr": TypeWords(
        _("pasangan usia subur memakai KB modern"),
        _("lampiran Inpres 3/2022, butir 3.6a"),
        _("Impor pendataan keluarga dengan jawaban KB."),
    ),
    "adolescent_births": TypeWords(
        _("kelahiran dari perempuan 15–19 tahun"), _("lampiran Inpres 3/2022, butir 3.6d"), _FIGURES
    ),
    "incomplete_immunisation": TypeWords(_("bayi 12–23 bulan lengkap imunisasi dasarnya"), _RPJMN, _FIGURES),
    "posyandu_low_attendance": TypeWords(_("keluarga dengan balita rutin ke posyandu"), filled_by=_SURVEY),
    "maternal_or_infant_death": TypeWords(
        _("kematian ibu dan bayi dalam 12 bulan terakhir"), _("setiap kematian dikaji"), _FIGURES
    ),
    "elderly_without_health_check": TypeWords(
        _("lansia sudah diperiksa kesehatannya dalam 12 bulan"),
        _("standar pelayanan minimal kesehatan (PP 2/2018)"),
        _("Catatan posyandu lansia atau ILP dari puskesmas."),
    ),
    "stunting_risk_family": TypeWords(_("keluarga sasaran berisiko stunting"), filled_by=_SURVEY),
    "krs_four_too": TypeWords(
        _("keluarga sasaran dengan 4 Terlalu (muda, tua, dekat, banyak)"), filled_by=_("Impor anggota keluarga.")
    ),
    "stunted_children": TypeWords(_("balita yang diukur ternyata pendek"), _("sasaran nasional 2025"), _FIGURES),
    "malnourished_children": TypeWords(_("balita yang diukur ternyata gizi kurang atau buruk"), _RPJMN, _FIGURES),
    "pregnant_without_anc": TypeWords(
        _("ibu hamil dan ibu bersalin sesuai jadwal periksa"),
        _("lampiran Inpres 3/2022, butir 4.4"),
        _("Catatan kunjungan ibu hamil dari bidan atau TPK."),
    ),
    "pregnant_low_iron": TypeWords(
        _("ibu bersalin minum 90 tablet tambah darah"),
        _("lampiran Inpres 3/2022, butir 4.5a"),
        _("Catatan tablet tambah darah dari bidan atau TPK."),
    ),
    "pregnant_undernourished": TypeWords(
        _("ibu hamil dengan lengan atas di bawah 23,5 cm"), filled_by=_("Catatan pengukuran ibu hamil dari bidan.")
    ),
    "krs_without_tpk": TypeWords(
        _("keluarga berisiko stunting didampingi TPK"),
        _("lampiran Inpres 3/2022, butir 4.3"),
        _("Laporan pendampingan TPK (Elsimil)."),
    ),
    "brides_unprepared": TypeWords(
        _("pengantin diperiksa dan dibimbing sebelum menikah"),
        _("lampiran Inpres 3/2022, butir 4.1 dan 4.2"),
        _("Catatan calon pengantin dari KUA, puskesmas, dan TPK."),
    ),
    "no_diverse_food": TypeWords(_("keluarga belum makan beragam"), filled_by=_SURVEY),
    "school_dropout": TypeWords(
        _("anak 7–18 tahun tidak bersekolah"), _("lampiran Inpres 3/2022, butir 5.2a–b, digabung [asumsi]")
    ),
    "not_in_paud": TypeWords(
        _("anak 5–6 tahun ikut PAUD"),
        _("lampiran Inpres 3/2022, butir 5.1a"),
        _("Impor angka desa: anak 5–6 tahun di PAUD."),
    ),
    "no_online_access": TypeWords(_("keluarga belum bisa mengakses internet"), filled_by=_SURVEY),
    "sports_space_missing": TypeWords(
        _("tempat bermain dan olahraga (1 belum ada)"), _("lampiran Inpres 3/2022, butir 5.7"), _FIGURES
    ),
    "no_health_insurance": TypeWords(
        _("keluarga dengan anggota tanpa jaminan kesehatan"), filled_by=_("Impor anggota keluarga.")
    ),
    "poor_without_pbi": TypeWords(
        _("keluarga miskin yang semua anggotanya peserta PBI"), _("lampiran Inpres 3/2022, butir 6.3"), _SURVEY
    ),
    "poor_without_cash_aid": TypeWords(
        _("keluarga miskin yang berhak menerima bantuan tunai"), _("lampiran Inpres 3/2022, butir 6.1"), _SURVEY
    ),
    "poor_without_food_aid": TypeWords(
        _("keluarga miskin menerima bantuan pangan"),
        _("lampiran Inpres 3/2022, butir 6.2"),
        _("Impor angka desa: penerima bantuan pangan dari keluarga miskin."),
    ),
    "elderly_alone": TypeWords(_("lansia tinggal sendiri atau tanpa orang dewasa lain")),
    "disability_without_service": TypeWords(
        _("penyandang disabilitas belum terlayani"),
        _("standar pelayanan minimal sosial (PP 2/2018)"),
        _("Daftar penyandang disabilitas dengan persetujuan."),
    ),
    "no_income_source": TypeWords(_("keluarga tidak punya sumber penghasilan"), filled_by=_SURVEY),
    "no_savings": TypeWords(_("keluarga tidak punya tabungan"), filled_by=_SURVEY),
    "poor_families": TypeWords(_("keluarga pada desil 1–2"), filled_by=_("Desil kesejahteraan (DTSEN) tiap keluarga.")),
    "unemployed": TypeWords(_("warga 15–64 tahun yang tidak bersekolah dan tidak bekerja")),
    "few_family_enterprises": TypeWords(
        _("keluarga menjalankan usaha"), _("lampiran Inpres 3/2022, butir 7.8"), _SURVEY
    ),
    "no_pokja_decree": TypeWords(
        _("keadaan pokja kampung (0 ber-SK dan terlatih, 1 belum ada)"),
        _("Perban BKKBN 20/2023"),
        _("SK pokja dan pelatihannya; menyusul bersama daftar pokja."),
    ),
    "no_field_officer": TypeWords(
        _("penugasan PKB/PLKB (1 belum ada)"),
        _("Perban BKKBN 20/2023"),
        _("Daftar penugasan PKB/PLKB dari kabupaten/kota."),
    ),
    "no_local_regulation": TypeWords(
        _("aturan desa atau daerah untuk Kampung KB (1 belum ada)"),
        _("pedoman, aksi 4"),
        _("Daftar aturan yang berlaku; menyusul bersama aksi regulasi."),
    ),
    "no_cross_sector_activity": TypeWords(
        _("kekurangan instansi lintas sektor (0 tujuh atau lebih, 1 tidak ada)"),
        _("klasifikasi kampung: sedikitnya tujuh instansi"),
        _("Laporkan kegiatan yang terlaksana di kampung, di dalam atau di luar rencana."),
    ),
    "unfit_housing": TypeWords(
        _("keluarga tinggal di rumah layak huni"), _("lampiran Inpres 3/2022, butir 8.2a"), _SURVEY
    ),
    "no_improved_water": TypeWords(
        _("keluarga punya air minum layak"), _("lampiran Inpres 3/2022, butir 8.2b"), _SURVEY
    ),
    "no_proper_toilet": TypeWords(_("keluarga punya jamban layak"), _("lampiran Inpres 3/2022, butir 8.2c"), _SURVEY),
    "no_waste_service": TypeWords(_("layanan sampah (0 lengkap, 0,5 sebagian, 1 belum ada)"), _OWN_RULE, _FIGURES),
}
