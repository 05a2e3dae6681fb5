"""The demo's agencies, funds and offers as tables to read and change; `demo_agencies` turns them into what is loaded.

Costs in million rupiah for one delivery, budgets in million rupiah for the year: made up [assumption].
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FundSource(StrEnum):
    """Where the money of a fund comes from."""

    APBN = "apbn"
    APBD_PROVINCE = "apbd_provinsi"
    APBD_REGENCY = "apbd_kabkota"
    APBDES = "apbdes"
    GRANT = "hibah"


class PlanningDocument(StrEnum):
    """The planning document that carries a fund; NONE is the plain statement that there is none."""

    RENJA = "renja"
    RKPD = "rkpd"
    DPA = "dpa"
    RKPDES = "rkpdes"
    APBDES = "apbdes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FundRow:
    """A fund as the tables below write it. `budget` in million rupiah."""

    key: str
    name: str
    source: FundSource
    document: PlanningDocument
    budget: int


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as the tables below write it. `cost` in million rupiah; `months` as in the catalogue: `4-11`, `1;6`."""

    activity_id: str
    programme_no: int
    title: str
    cost: float
    quota: int
    per_village: int = 1
    gap: int = 0
    months: str = "1-12"
    fund: str = "main"


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency as the tables below write it."""

    code: str
    name: str
    short_name: str
    column_key: str
    teams: int
    funds: tuple[FundRow, ...]
    offers: tuple[OfferRow, ...]
    runs_family_planning: bool = False


_MAIN_DPA: Final = (FundSource.APBD_REGENCY, PlanningDocument.DPA)
_MAIN_RENJA: Final = (FundSource.APBD_REGENCY, PlanningDocument.RENJA)


def _main(budget: int, kind: tuple[FundSource, PlanningDocument] = _MAIN_DPA, name: str = "Kampung KB") -> FundRow:
    """An agency's ordinary money for the kampung."""
    return FundRow("main", name, *kind, budget)


_DATA_AND_FAMILY: Final = (
    AgencyRow(
        "disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil", "civil_registry", 2,
        (_main(105, name="Pelayanan adminduk di nagari"),),
        (
            OfferRow("civil_documents_outreach", 1, "Jemput bola dokumen kependudukan", 6.5, 12, 2, 60),
            OfferRow("wedding_documents_delivery", 1, "Akta perkawinan di hari nikah", 2.5, 8, 2, 45),
            OfferRow("burial_register", 1, "Buku pokok pemakaman nagari", 3.0, 10),
        ),
    ),
    AgencyRow(
        "dppkbp3a",
        "Dinas Pengendalian Penduduk dan KB, Pemberdayaan Perempuan dan Perlindungan Anak",
        "DPPKBP3A", "women_child_family", 4,
        (
            _main(310, _MAIN_RENJA, "Bangga Kencana"),
            FundRow("dak", "DAK nonfisik KB", FundSource.APBN, PlanningDocument.DPA, 150),
        ),
        (
            OfferRow("fp_service_day", 3, "Pelayanan KB bergerak", 9.0, 12, 2, 60, fund="dak"),
            OfferRow("bkb_class", 2, "Kelas BKB", 3.0, 24, 3, 28, fund="dak"),
            OfferRow("bkr_class", 2, "Pertemuan BKR", 3.0, 18, 3, 28),
            OfferRow("bkl_class", 2, "Pertemuan BKL", 3.0, 16, 3, 28),
            OfferRow("family_groups_classes", 2, "Menghidupkan kelompok kegiatan", 5.5, 10),
            OfferRow("balita_family_support", 4, "Pendampingan keluarga balita oleh TPK", 4.5, 16, 2, 60),
            OfferRow("dashat_kitchen", 4, "Dapur Sehat Atasi Stunting", 12.0, 8, 1, 0),
            OfferRow("family_business_uppka", 7, "Pelatihan usaha UPPKA", 11.0, 7, 1, 0, "2-11"),
            OfferRow("family_data_update", 1, "Pemutakhiran data keluarga bersama kader", 6.0, 10, 2, 90),
            OfferRow("kampung_kb_development", 7, "Pembekalan pokja Kampung KB", 4.0, 10, 1, 0, "1-6"),
        ),
        runs_family_planning=True,
    ),
    AgencyRow(
        "kemenag", "Kantor Kementerian Agama Kabupaten", "Kemenag", "religious_affairs", 3,
        (_main(95, (FundSource.APBN, PlanningDocument.DPA), "Bimbingan masyarakat Islam"),),
        (
            OfferRow("marriage_guidance_class", 2, "Bimbingan perkawinan calon pengantin", 4.0, 12, 2, 60),
            OfferRow("religious_counselling", 2, "Penyuluhan agama keluarga", 1.5, 20, 3, 28),
            OfferRow("family_guidance", 5, "Bimbingan keluarga sakinah", 3.5, 12, 2, 60),
            OfferRow("marriage_confirmation_session", 1, "Sidang isbat nikah terpadu", 14.0, 4, 1, 0, "2-11"),
        ),
    ),
    AgencyRow(
        "tp-pkk", "Tim Penggerak PKK Kabupaten", "TP PKK", "pkk", 3,
        (_main(60, _MAIN_RENJA, "Gerakan PKK"),),
        (
            OfferRow("p2wkss", 7, "P2WKSS di nagari", 9.0, 5, 1, 0, "2-11"),
            OfferRow("growth_monitoring", 4, "Dasawisma menggerakkan penimbangan balita", 1.5, 18, 3, 28),
            OfferRow("arts_and_family_outing", 2, "Hari keluarga nagari", 4.0, 6),
        ),
    ),
)  # fmt: skip

_HEALTH_AND_SCHOOL: Final = (
    AgencyRow(
        "dinkes", "Dinas Kesehatan", "Dinkes", "health", 4,
        (
            _main(260, name="Upaya kesehatan masyarakat"),
            FundRow("bok", "Bantuan operasional kesehatan", FundSource.APBN, PlanningDocument.DPA, 170),
        ),
        (
            OfferRow("antenatal_care_day", 4, "Pemeriksaan kehamilan di nagari", 7.0, 14, 2, 60, fund="bok"),
            OfferRow("growth_monitoring", 4, "Penimbangan dan pengukuran balita", 4.0, 18, 3, 28, fund="bok"),
            OfferRow("active_posyandu_day", 3, "Hari buka posyandu bersama", 3.5, 20, 3, 28, fund="bok"),
            OfferRow("catch_up_immunisation", 3, "Imunisasi kejar", 5.0, 10, 1, 0, fund="bok"),
            OfferRow("stbm_triggering", 8, "Pemicuan STBM", 6.5, 14, 2, 45, "3-11"),
            OfferRow("pispk_home_visits", 2, "Kunjungan keluarga sehat", 5.0, 14, 2, 60, "2-11"),
            OfferRow("pmt_6_23_months", 4, "Makanan tambahan anak 6-23 bulan", 16.0, 6, 1, 0),
            OfferRow("bride_health_screening", 4, "Skrining calon pengantin", 4.0, 10, 2, 60),
        ),
    ),
    AgencyRow(
        "disdikbud", "Dinas Pendidikan dan Kebudayaan", "Disdikbud", "education", 3,
        (_main(180, name="Akses pendidikan"),),
        (
            OfferRow("school_return_drive", 5, "Gerakan kembali bersekolah", 5.0, 10, 2, 60, "1;5;6;7;12"),
            OfferRow("education_grants", 5, "Usul dan aktivasi PIP", 3.5, 10, 1, 0, "2;3;7;8"),
            OfferRow("paud_access", 5, "Perluasan layanan PAUD", 8.0, 8, 1, 0),
            OfferRow("literacy_nonformal", 5, "Kelompok belajar kesetaraan", 12.0, 6, 1, 0, "1;2;7;8"),
            OfferRow("reading_village", 5, "Pojok baca nagari", 6.0, 6, 1, 0),
        ),
    ),
    AgencyRow(
        "bpjs-kesehatan", "BPJS Kesehatan Kantor Kabupaten", "BPJS Kesehatan", "other_vertical", 1,
        (FundRow("main", "Layanan keliling JKN", FundSource.GRANT, PlanningDocument.NONE, 25),),
        (OfferRow("pbi_registration", 6, "BPJS keliling: pendaftaran dan reaktivasi JKN", 2.5, 12, 2, 60),),
    ),
)  # fmt: skip

_WELFARE_AND_ECONOMY: Final = (
    AgencyRow(
        "dinsos", "Dinas Sosial", "Dinsos", "social_village", 2,
        (_main(190, name="Perlindungan dan jaminan sosial"),),
        (
            OfferRow("pbi_registration", 6, "Usul PBI bagi keluarga miskin", 4.0, 10, 1, 0),
            OfferRow("conditional_cash_aid", 6, "Verifikasi calon penerima PKH", 4.0, 10, 1, 0),
            OfferRow("food_aid", 6, "Bantuan pangan keluarga miskin", 9.0, 8, 2, 90),
            OfferRow("elderly_home_care", 6, "Kunjungan rumah lansia", 3.5, 12, 2, 60),
            OfferRow("disability_service_visit", 6, "Layanan kunjungan disabilitas", 5.0, 8, 1, 0),
            OfferRow("p2k2_session", 3, "Pertemuan P2K2", 1.5, 20, 4, 28),
        ),
    ),
    AgencyRow(
        "dpmn", "Dinas Pemberdayaan Masyarakat dan Nagari", "DPMN", "social_village", 2,
        (
            _main(70, _MAIN_RENJA, "Pembinaan pemerintahan nagari"),
            FundRow("nagari", "Belanja nagari untuk Kampung KB", FundSource.APBDES, PlanningDocument.APBDES, 85),
        ),
        (
            OfferRow("village_regulation_drafting", 7, "Penyusunan peraturan nagari", 4.0, 10, 1, 0, "1-6"),
            OfferRow("cadre_guidance", 7, "Pembinaan pokja dan kader", 4.5, 10, 1, 0, "4-11"),
            OfferRow("mutual_help_day", 8, "Gotong royong nagari", 2.5, 16, 3, 28, fund="nagari"),
            OfferRow("sports_facilities_support", 5, "Sarana bermain dan olahraga", 25.0, 2, 1, 0, "4-11", "nagari"),
        ),
    ),
    AgencyRow(
        "distan", "Dinas Pertanian", "Distan", "agriculture_fisheries", 2,
        (_main(150, name="Pemberdayaan kelompok tani"),),
        (
            OfferRow("farm_and_livestock_support", 7, "Pembinaan kelompok tani dan ternak", 18.0, 6),
            OfferRow("village_agroindustry", 7, "Pelatihan olahan hasil tani", 13.0, 5, 1, 0, "2-11"),
        ),
    ),
    AgencyRow(
        "diskanpan", "Dinas Perikanan dan Pangan", "Diskanpan", "agriculture_fisheries", 2,
        (_main(110, name="Perikanan dan ketahanan pangan"),),
        (
            OfferRow("fisher_business", 7, "Fasilitasi usaha nelayan", 8.0, 6, 1, 0, "2-11"),
            OfferRow("fish_seed", 7, "Bantuan benih ikan", 9.0, 6, 1, 0, "1-4;9-12"),
            OfferRow("varied_food_aid", 4, "Pangan beragam bagi keluarga berisiko", 7.0, 7, 2, 60),
        ),
    ),
    AgencyRow(
        "diskopukm", "Dinas Koperasi, Usaha Kecil dan Menengah", "Diskop UKM", "cooperative_msme", 2,
        (_main(120, name="Pengembangan usaha mikro"),),
        (
            OfferRow("ecommerce_training", 7, "Pelatihan jualan daring", 9.0, 6),
            OfferRow("msme_promotion", 7, "Pasar dan kurasi produk", 7.0, 6),
            OfferRow("village_cooperative", 7, "Koperasi nagari", 5.0, 8),
            OfferRow("job_training", 7, "Pelatihan kerja nagari", 22.0, 3, 1, 0, "2-11"),
        ),
    ),
    AgencyRow(
        "baznas", "Badan Amil Zakat Nasional Kabupaten", "Baznas", "community_org", 1,
        (FundRow("main", "Penyaluran zakat", FundSource.GRANT, PlanningDocument.NONE, 130),),
        (
            OfferRow("genting", 4, "Orang tua asuh cegah stunting", 15.0, 6),
            OfferRow("decent_house_repair", 8, "Rumah layak huni Baznas", 60.0, 1, 1, 0, "4-11"),
        ),
    ),
)  # fmt: skip

_PLACE_AND_DATA: Final = (
    AgencyRow(
        "dinas-pupr", "Dinas Pekerjaan Umum dan Penataan Ruang", "PUPR", "public_works_housing", 2,
        (
            _main(620, name="Air minum dan sanitasi"),
            FundRow("prov", "Bantuan sanitasi provinsi", FundSource.APBD_PROVINCE, PlanningDocument.RKPD, 195),
        ),
        (
            OfferRow("pamsimas", 8, "Pamsimas", 230.0, 3, 1, 0, "4-11"),
            OfferRow("sanimas", 8, "Sanitasi berbasis masyarakat", 130.0, 2, 1, 0, "4-11", "prov"),
        ),
    ),
    AgencyRow(
        "perkim", "Dinas Perumahan Rakyat, Kawasan Permukiman dan Pertanahan", "Perkimtan", "public_works_housing", 1,
        (_main(540, name="Perumahan swadaya"),),
        (
            OfferRow("decent_house_repair", 8, "Rumah swadaya layak huni", 180.0, 2, 1, 0, "4-11"),
            OfferRow("settlement_infrastructure", 8, "Paket permukiman satu kampung", 150.0, 2, 1, 0, "4-11"),
        ),
    ),
    AgencyRow(
        "dlh", "Dinas Lingkungan Hidup", "DLH", "environment", 2,
        (_main(65, name="Pengelolaan sampah"),),
        (
            OfferRow("village_cleanliness", 8, "Bank sampah nagari", 6.0, 8, 2, 90),
            OfferRow("climate_village", 8, "Kampung iklim", 5.0, 6),
        ),
    ),
    AgencyRow(
        "bps", "Badan Pusat Statistik Kabupaten", "BPS", "other_vertical", 1,
        (_main(20, (FundSource.APBN, PlanningDocument.DPA), "Desa Cinta Statistik"),),
        (OfferRow("village_data_day", 1, "Desa Cantik: hari data nagari", 4.0, 6),),
    ),
)  # fmt: skip

AGENCY_ROWS: Final = (*_DATA_AND_FAMILY, *_HEALTH_AND_SCHOOL, *_WELFARE_AND_ECONOMY, *_PLACE_AND_DATA)
