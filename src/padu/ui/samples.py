"""Made-up data for the design system page. Nothing here describes a real place, family or agency."""

from __future__ import annotations

import datetime as dt

from django import forms

from padu.domain.values import Missing
from padu.ui import components as c
from padu.ui import pictures as p
from padu.ui.drawing import CalendarEntry, month_grid

AS_OF = dt.date(2026, 11, 3)
SOURCE = "Pendataan contoh 2026 (buatan)"

CRUMBS = (c.Crumb("Sumatera Contoh", "#"), c.Crumb("Kab. Contoh", "#"), c.Crumb("Nagari Contoh"))
TABS = (c.Tab("Ikhtisar", "#", active=True), c.Tab("Masalah", "#", count=7), c.Tab("Kegiatan", "#"))
STEPS = (
    c.Step("Berkas", "done", "#", "keluarga-contoh.xlsx"),
    c.Step("Kolom", "done", "#", "26 dari 26 dikenali"),
    c.Step("Periksa", "current", "", "1.204 baik, 6 salah"),
    c.Step("Simpan"),
)

STATS = (
    c.Stat("iBangga", 58.37, "", 2, AS_OF, SOURCE, "#", "1.180 dari 1.240 keluarga lengkap", 1.42, "sejak 2025", True),
    c.Stat("Anak tanpa akta kelahiran", 14.6, "%", 1, AS_OF, SOURCE, "#", "", 2.1, "sejak 2025", False),
    c.Stat("Keluarga didampingi", 0, "", 0, AS_OF, SOURCE, "#", "Nol yang benar-benar nol"),
    c.Stat("Balita ditimbang", None, "%", 1, None, "", "", "Puskesmas belum mengirim data"),
    c.Stat("Peserta KB pascasalin", Missing.NOT_APPLICABLE, "%", 1, AS_OF, SOURCE, "", "Tidak ada persalinan"),
    c.Stat("Kekerasan dalam keluarga", Missing.SUPPRESSED, "keluarga", 0, AS_OF, SOURCE, "", "Angka kecil dilindungi"),
)

TABLE = c.Table(
    caption="Nagari menurut iBangga",
    columns=(
        c.Column("Nagari", sort_url="#", sorted="ascending"),
        c.Column("Keluarga", "number", sort_url="#"),
        c.Column("iBangga", "bar", 1, sort_url="#"),
        c.Column("Tanpa akta", "percent", 1),
        c.Column("Anggaran 2026", "money"),
        c.Column("Diperbarui", "date"),
    ),
    rows=(
        c.Row(("Air Contoh", 1520, c.Bar(61.25, 0.6125), 12.3, 120_000_000, dt.date(2026, 11, 3)), "#"),
        c.Row(("Bukit Contoh", 980, c.Bar(54.02, 0.5402), 0, 86_500_000, dt.date(2026, 10, 21)), "#"),
        c.Row(("Koto Contoh", 1105, c.Bar(None), None, None, None), "#", act=True),
        c.Row(("Lubuk Contoh", 7, c.Bar(Missing.SUPPRESSED), Missing.SUPPRESSED, 0, dt.date(2026, 9, 30)), "#"),
    ),
    footer=c.Row(("Kab. Contoh", 3612, c.Bar(58.37, 0.5837), 9.8, 206_500_000, "")),
    pager=c.Pager("#", "#", "26–50 dari 182 nagari"),
    stacked=True,
    source=SOURCE,
    download_url="#",
)

EMPTY_TABLE = c.Table(
    caption="Penawaran instansi",
    columns=(c.Column("Kegiatan"),),
    rows=(),
    empty=c.EmptyState(
        "Belum ada penawaran untuk 2027",
        "Tuliskan kegiatan, dana, dan kuota yang dapat diberikan instansi Anda, atau salin dari tahun lalu.",
        "Tambah penawaran",
        "#",
        "supply",
    ),
)

FILTERS = (
    c.Field("q", "Cari nagari", "search", placeholder="Nama atau kode"),
    c.Field("kelas", "Klasifikasi", choices=(c.Choice("Semua", active=True), c.Choice("Dasar", value="dasar"))),
    c.Field("mulai", "Sejak", "date"),
)
CHIPS = (c.Choice("Klasifikasi: Dasar", "#"), c.Choice("Tanpa akta di atas 10 %", "#"))

GAPS = (
    p.GapFigure(23.4, 12.0, 41.0, reference_label="Median kabupaten"),
    p.GapFigure(8.2, 12.0, 41.0, reference_label="Median kabupaten"),
    p.GapFigure(None, 12.0, 41.0, reference_label="Median kabupaten"),
)

CARDS = (
    p.RankCard(
        "akta", 1, "Anak belum memiliki akta kelahiran", GAPS[0], "Program 1 · Data dan dokumen",
        182, "keluarga", (31.0, 28.5, None, 25.1, 23.4), "turun perlahan", "#", 2,
        "Banyak anak akan masuk sekolah tahun depan.",
        (c.Badge("Data lengkap 96 %", "outline", "source"),),
    ),
    p.RankCard(
        "jamban", 2, "Rumah tanpa jamban layak", p.GapFigure(35.0, 20.0, 52.0, reference_label="Median kabupaten"),
        "Program 8 · Lingkungan, air minum, sanitasi", 271, "keluarga", (33.0, 34.0, 34.6, 35.0), "naik", "#", 1,
    ),
    p.RankCard(
        "kb", 3, "Pasangan belum terlayani KB", GAPS[2], "Program 3 · Kesehatan dan KB",
        Missing.SUPPRESSED, "keluarga", (), "", "#", 3, "", (c.Badge("Belum ada data", "warn", "question"),),
    ),
)  # fmt: skip

_INDICATORS = (
    "Menjalankan ibadah", "Buku nikah", "Akta kelahiran anak", "Jaminan kesehatan", "Tanpa konflik",
    "Sumber penghasilan", "Makanan beragam", "Rumah layak", "Tabungan", "Anak bersekolah", "Kondisi kesehatan",
    "Media daring", "Interaksi keluarga", "Pengasuhan bersama", "Rekreasi", "Gotong royong", "Kegiatan sosial",
)  # fmt: skip
RADAR = p.Chart(
    "radar",
    "17 indikator iBangga",
    _INDICATORS,
    (
        p.Series("Nagari Contoh", (92, 88, 71, 64, 95, 78, 66, 58, 41, 83, 76, 52, 88, 81, 38, 90, 69)),
        p.Series("Kab. Contoh", (90, 91, 80, 72, 94, 75, 70, 65, 47, 86, 78, 60, 85, 80, 45, 82, None)),
    ),
    label_head="Indikator",
    unit="%",
    decimals=0,
    maximum=100,
    description="Persen keluarga yang memenuhi, dari keluarga yang menjawab",
    source=SOURCE,
    as_of=AS_OF,
    download_url="#",
)
BARS = p.Chart(
    "bar",
    "Keluarga menurut kategori, per kecamatan",
    ("Kec. Satu", "Kec. Dua", "Kec. Tiga", "Kec. Empat"),
    (p.Series("Rentan", (412, 388, 275, None)),),
    label_head="Kecamatan",
    unit="keluarga",
    decimals=0,
    source=SOURCE,
    as_of=AS_OF,
)
LINE = p.Chart(
    "line",
    "Anak tanpa akta kelahiran",
    ("2022", "2023", "2024", "2025", "2026"),
    (p.Series("Nagari Contoh", (31.0, 28.5, None, 25.1, 23.4)), p.Series("Kab. Contoh", (18, 16.5, 15, 13.2, 12))),
    label_head="Tahun",
    unit="%",
    source=SOURCE,
    as_of=AS_OF,
)

_NEED = (3.0, 6.0, 9.0, 12.0)
HEAT = p.HeatTable(
    "Kebutuhan yang belum tertutup, jumlah masalah",
    ("Data", "Perilaku", "Kesehatan", "Stunting", "Pendidikan", "Sosial", "Ekonomi", "Lingkungan"),
    tuple(
        p.HeatRow(name, tuple(p.HeatCell(value, bounds=_NEED, scale="need", url="#") for value in values), "#")
        for name, values in (
            ("Air Contoh", (1, 4, 7, 2, 0, 3, 9, 14)),
            ("Bukit Contoh", (2, 0, 3, 5, 1, None, 12, 8)),
            ("Koto Contoh", (6, 7, 11, Missing.SUPPRESSED, 2, 4, 5, 10)),
        )
    ),
    "Nagari",
    ("0–2", "3–5", "6–8", "9–11", "12 ke atas"),
    "need",
    upright_heads=True,
)
TILES = p.TileMap(
    "iBangga per nagari",
    tuple(
        p.Tile(name, value, "#", decimals=1, bounds=(40.0, 50.0, 60.0, 70.0))
        for name, value in (
            ("Air", 61.2), ("Bukit", 54.0), ("Koto", None), ("Lubuk", Missing.SUPPRESSED), ("Muara", 38.9),
            ("Pasar", 72.4), ("Sungai", 66.0), ("Taluk", 47.3), ("Ujung", 58.1), ("Batang", 70.0),
        )
    ),
    ("di bawah 40", "40–49,9", "50–59,9", "60–69,9", "70 ke atas"),
)  # fmt: skip
GAUGES = (
    p.Gauge("Dana Dinas Contoh", 800_000_000, 320_000_000, 260_000_000, "Rp", "disepakati", "diusulkan"),
    p.Gauge("Hari tim Puskesmas, Maret", 12, 9, 5, "hari", "disepakati", "diusulkan"),
    p.Gauge("Dana nagari", None, 0, 0, "Rp"),
)

MONTH = month_grid(
    2026,
    11,
    {
        dt.date(2026, 11, 4): (
            CalendarEntry(
                "Pelayanan akta dan KB", "#", "Nagari Air Contoh", ("Dukcapil", "P3AP2KB"), "planned", "09.00"
            ),
        ),
        dt.date(2026, 11, 11): (
            CalendarEntry("Kelas ibu hamil", "#", "Nagari Koto Contoh", ("Kesehatan",), "done"),
            CalendarEntry("Pelatihan UPPKA", "#", "Nagari Bukit Contoh", ("Koperasi-UMKM", "P3AP2KB"), "cancelled"),
        ),
        dt.date(2026, 11, 24): (CalendarEntry("Sanitasi terpadu", "#", "Nagari Lubuk Contoh", ("PUPR", "Kesehatan")),),
    },
    today=dt.date(2026, 11, 18),
    holidays={dt.date(2026, 11, 10): "Hari contoh"},
)
AGENCIES = ("Dukcapil", "Kesehatan", "Koperasi-UMKM", "P3AP2KB", "PUPR")

TIMELINE = (
    c.TimelineEntry("Diajukan pokja", dt.date(2026, 9, 2), "7 masalah, urutan diubah", "Ketua pokja", "forward"),
    c.TimelineEntry("Dikembalikan", dt.date(2026, 9, 9), "Masalah 3 tanpa bukti", "Tim kabupaten", "undo", tone="warn"),
    c.TimelineEntry("Disepakati dalam rapat", dt.date(2026, 10, 14), "", "Tim koordinasi", "handshake", "#", "good"),
)
TERMS = (
    c.Term("Nama", "Nagari Contoh"),
    c.Term("Klasifikasi", "Berkembang", url="#"),
    c.Term("Penduduk", 4312, "jiwa"),
    c.Term("Ditetapkan", dt.date(2021, 6, 29)),
    c.Term("Luas wilayah", None, "km²"),
)
JOBS = (
    c.Progress("Memeriksa keluarga-contoh.xlsx", "", 64, "768 dari 1.204 baris diperiksa."),
    c.Progress("Menyusun rencana", "", None, "Rencana terbaik sejauh ini menutup 71 % kebutuhan."),
    c.Progress("Pemeriksaan selesai", "", 100, "1.204 baris baik, 6 baris salah.", "done", "#", "Lihat hasil"),
    c.Progress("Berkas ditolak", "", None, "Kolom “nik” tidak ada. Berkasnya tetap disimpan 90 hari.", "failed"),
)
STATES = (
    "proposed",
    "confirmed",
    "cut",
    "refused",
    "agreed",
    "done",
    "cancelled",
    "late",
    "verified",
    "draft",
    "stored",
)


class SampleForm(forms.Form):
    """Each kind of control once."""

    name = forms.CharField(label="Nama kegiatan", help_text="Seperti tertulis di dokumen perencanaan.")
    cost = forms.IntegerField(label="Biaya per kegiatan (Rp)", min_value=0)
    day = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.ChoiceField(
        label="Dokumen perencanaan", choices=(("", "Pilih dokumen"), ("renja", "Renja"), ("none", "Tidak ada dokumen"))
    )
    months = forms.MultipleChoiceField(
        label="Bulan", choices=((3, "Maret"), (4, "April")), widget=forms.CheckboxSelectMultiple
    )
    fund = forms.ChoiceField(
        label="Sumber dana", choices=(("apbd", "APBD"), ("apbdes", "APBDes")), widget=forms.RadioSelect
    )
    everywhere = forms.BooleanField(label="Terbuka untuk semua nagari", required=False)
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
