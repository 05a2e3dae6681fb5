"""The village profile: what its selectors give for loaded figures, who sees small counts, and typing figures in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.files.elements import AREA
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.profile_charts import completeness_radar, population_trend
from padu.apps.rumah_dataku.profile_paper import FULL, ONE_PAGE, profile_document
from padu.apps.rumah_dataku.selectors.village_population import population_of
from padu.apps.rumah_dataku.selectors.village_profile import completeness_of, group_profile
from padu.apps.rumah_dataku.services.village_deriving import derived_figures_write
from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.values import Missing
from padu.reports.html.page import document_html
from padu.reports.model import SideBySide, Table
from padu.reports.pdf import print_style
from tests.apps.rumah_dataku.files import VILLAGE
from tests.apps.rumah_dataku.pages import text

pytestmark = pytest.mark.django_db
NEXT = "13.01.01.2002"
CIVIL = "Dukcapil 2021"


def put(
    code: str, element: str, component: str, value, sex: str = "", period: str = "2021", source: str = CIVIL, **more
):
    with scoped(system_actor(code, Verb.PLACE_READ)):
        Figure.objects.create(
            region_code=code, element=element, component=component, sex=sex, period=period, source=source, value=value,
            updated_at=timezone.now(), **more,
        )  # fmt: skip


def put_ages(code: str, young: int, working: int, old: int, male: int | None = None) -> None:
    """Three broad groups, each in one five-year group; men, where told, all in the middle one."""
    at = {"0_4": young, "30_34": working, "65_69": old}
    with scoped(system_actor(code, Verb.PLACE_READ)):
        for group in FIVE_YEAR_GROUPS:
            count = at.get(group, 0)
            men = (male or 0) if group == "30_34" else 0
            for sex, value in (("", count), ("L", men), ("P", count - men)):
                Figure.objects.create(
                    region_code=code, element="population_structure", component=group, sex=sex, period="2021",
                    source=CIVIL, value=value, updated_at=timezone.now(),
                )  # fmt: skip


def rounded(value, digits: int = 2) -> float:
    return round(float(value), digits)


def test_the_province_of_the_study_comes_out_of_its_villages(people, tim_kab) -> None:
    # 100,000 persons in two villages: 29,430 + 64,580 + 5,990, among them 35,000 + 15,365 men.
    put_ages(VILLAGE, 20_000, 40_000, 4_000, male=35_000)
    put_ages(NEXT, 9_430, 24_580, 1_990, male=15_365)
    with scoped(tim_kab):
        found = population_of("13")
    assert found is not None
    assert (found.villages, found.population) == (2, 100_000)
    assert [rounded(share) for share in found.shares] == [29.43, 64.58, 5.99]
    assert rounded(found.dependency) == 54.85
    # 50,365 men and 49,635 women.
    assert rounded(found.sex_ratio) == 101.47
    assert found.density is Missing.UNKNOWN


@pytest.mark.parametrize(
    ("young", "working", "old", "ratio", "bonus"),
    # Padang: 42.23 = 4,223 dependants to 10,000; Bukittinggi: 49.58 = 4,958.
    [(3_400, 10_000, 823, 42.23, True), (3_900, 10_000, 1_058, 49.58, True), (4_400, 10_000, 1_085, 54.85, False)],
)
def test_dependency_and_bonus_of_the_text_stand_on_the_page(
    people, client_of, young, working, old, ratio, bonus
) -> None:
    put_ages(VILLAGE, young, working, old)
    page = text(client_of(people.pokja).get(f"/kampung/{VILLAGE}/profil/"))
    assert f"{ratio:.2f}".replace(".", ",") in page
    assert ("di bawah 50: masa bonus demografi" in page) is bonus


def test_density_of_table_4_1_comes_out_of_population_and_area(people, tim_kab) -> None:
    # Table 4.1, Payakumbuh: 141,171 persons; the printed area 82.22 does not give its density, 85.22 km2 does.
    import csv
    from importlib.resources import files

    table = files("padu.apps.programmes") / "reference" / "published_tables" / "t000_4_1_area_population_2021.csv"
    rows = {row["regency"]: row for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())}
    printed = rows["Payakumbuh"]
    put_ages(VILLAGE, 0, int(printed["population"]), 0)
    put(VILLAGE, AREA, "", 85.22)
    with scoped(tim_kab):
        found = population_of(VILLAGE)
    assert found is not None
    assert rounded(found.density) == float(printed["density_per_km2"])


def test_an_area_that_is_missing_in_one_village_leaves_the_density_open(people, tim_kab) -> None:
    put_ages(VILLAGE, 10, 100, 10)
    put_ages(NEXT, 10, 100, 10)
    put(VILLAGE, AREA, "", 10.0)
    with scoped(tim_kab):
        assert population_of("13.01").density is Missing.UNKNOWN
    put(NEXT, AREA, "", 14.0)
    with scoped(tim_kab):
        assert population_of("13.01").density == 10.0


def line_of(actor, element: str, component: str, group: str):
    with scoped(actor):
        return next(
            line
            for item in group_profile(VILLAGE, group)
            for line in item.lines
            if (line.element, line.component) == (element, component)
        )


@pytest.fixture
def reference(db) -> None:
    load_reference()


def test_sources_stand_beside_each_other_and_the_rule_chooses(people, pokja, reference) -> None:
    put(VILLAGE, "population", "total", 500, period="2026", source="hitungan Padu", as_of=dt.date(2026, 8, 1))
    put(VILLAGE, "population", "total", 520, period="2026", source="Disdukcapil")
    put(VILLAGE, "population", "total", 510, period="2025", source="Disdukcapil")
    put(VILLAGE, "population", "total", 270, sex="L", period="2026", source="Disdukcapil")
    put(VILLAGE, "population", "total", 240, sex="P", period="2026", source="hitungan Padu")
    line = line_of(pokja, "population", "total", "quantity")
    assert (line.shown.value, line.shown.source, line.before) == (520, "Disdukcapil", 510)
    # The women of another source do not stand beside the men of this one.
    assert dict(line.values) == {"": 520, "L": 270, "P": None}
    assert [(one.source, one.value) for one in line.others] == [("hitungan Padu", 500)]


def test_medians_need_three_villages_of_the_district(people, pokja, reference) -> None:
    for code, value in ((VILLAGE, 4), (NEXT, 6)):
        put(code, "worship_facilities", "masjid", value)
    assert line_of(pokja, "worship_facilities", "masjid", "potential").district is Missing.UNKNOWN
    put("13.01.01.2003", "worship_facilities", "masjid", 9)
    put("13.01.02.2001", "worship_facilities", "masjid", 20)
    line = line_of(pokja, "worship_facilities", "masjid", "potential")
    # Of 4, 6, 9 in the district; of 4, 6, 9, 20 in the regency.
    assert (line.district, line.regency) == (6, 7.5)


def test_small_counts_and_what_they_follow_from_are_for_the_duty(people, pokja, tim_kab, reference) -> None:
    for sex, value in (("", 30), ("L", 25), ("P", 5)):
        put(VILLAGE, "commuters", "total", value, sex=sex)
    put(VILLAGE, "bpjs_members", "total", 60)
    put(VILLAGE, "bpjs_members", "non_pbi", 4)
    put(VILLAGE, "kis_pbi_members", "total", 56)
    assert line_of(pokja, "commuters", "total", "mobility").values["P"] == 5
    hidden = line_of(tim_kab, "commuters", "total", "mobility")
    assert set(hidden.values.values()) == {Missing.SUPPRESSED}
    assert hidden.shown.value is Missing.SUPPRESSED
    non_pbi = line_of(tim_kab, "bpjs_members", "non_pbi", "social_protection").shown.value
    others = [
        line_of(tim_kab, "bpjs_members", "total", "social_protection").shown.value,
        line_of(tim_kab, "kis_pbi_members", "total", "social_protection").shown.value,
    ]
    # Total minus the one part would give the other: one of them goes with it.
    assert non_pbi is Missing.SUPPRESSED
    assert Missing.SUPPRESSED in others


def test_contraception_of_few_is_hidden_from_the_pokja_too(people, pokja, reference) -> None:
    put(VILLAGE, "fp_users", "mow", 3)
    put(VILLAGE, "fp_users", "pus", 80)
    assert line_of(pokja, "fp_users", "mow", "quantity").shown.value is Missing.SUPPRESSED


def test_a_pyramid_with_small_cells_gives_others_only_broad_groups(people, pokja, tim_kab) -> None:
    put_ages(VILLAGE, 40, 100, 20, male=50)
    put(VILLAGE, "population_structure", "75_plus", 3, source="lain")
    with scoped(pokja):
        assert population_of(VILLAGE).pyramid.both[0] == 40
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        Figure.objects.filter(source=CIVIL, component="75_plus", sex__in=["", "L"]).update(value=4)
    with scoped(tim_kab):
        found = population_of(VILLAGE)
    assert set(found.pyramid.both) == {Missing.SUPPRESSED}
    # 24 old persons, 4 of them men: the line goes, and the next with it.
    assert found.broad[""][2] is Missing.SUPPRESSED


def test_growth_net_migration_and_density_follow_from_one_source(people, pokja, reference) -> None:
    put(VILLAGE, "population", "total", 1_000, period="2025", source="Dukcapil")
    put(VILLAGE, "population", "total", 1_013, period="2026", source="Dukcapil")
    put(VILLAGE, "population", "total", 900, period="2026", source="Podes")
    put(VILLAGE, "in_migration", "total", 30, period="2026", source="Dukcapil")
    put(VILLAGE, "out_migration", "total", 42, period="2026", source="Dukcapil")
    put(VILLAGE, "out_migration", "total", 99, period="2026", source="Nagari")
    put(VILLAGE, AREA, "", 4.0, period="2020", source="BIG")
    put(VILLAGE, "farmland_density", "farmland_ha", 200, period="2020", source="Dinas Pertanian")

    def derived() -> dict[str, tuple[float, str]]:
        derived_figures_write(region_codes=[VILLAGE])
        with scoped(pokja):
            rows = Figure.objects.filter(region_code=VILLAGE, source__startswith="hitungan Padu dari")
            return {row.element: (rounded(row.value), row.source) for row in rows}

    source = "hitungan Padu dari Dukcapil"
    expected = {
        "population_growth": (1.3, source), "net_migration": (-12.0, source),
        "population_density": (253.25, source), "farmland_density": (5.07, source),
    }  # fmt: skip
    assert derived() == expected
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        Figure.objects.filter(element="in_migration").delete()
    del expected["net_migration"]
    assert derived() == expected


def test_completeness_counts_nought_and_leaves_unknown_out(people, pokja, reference) -> None:
    put(VILLAGE, "worship_facilities", "gereja", 0)
    put(VILLAGE, "worship_facilities", "masjid", None, state=Figure.State.UNKNOWN)
    with scoped(pokja):
        found = {one.group: one for one in completeness_of(VILLAGE)}
    # 28 components of six items.
    assert (found["potential"].known, found["potential"].all) == (1, 28)
    assert len(found) == 7


def enter(client, **fields):
    data = {"year": "2026", "source": "Puskesmas", "as_of": "2026-01-31"} | fields
    return client.post(f"/kampung/{VILLAGE}/profil/isi/mobility/", data)


def test_figures_are_typed_in_with_source_day_and_officer(people, client_of, reference) -> None:
    client = client_of(people.pokja)
    answer = enter(
        client,
        **{"commuters.total.L": "1.020", "commuters.total.P": "0", "in_migration.total": "belum diketahui"},
    )
    assert answer.status_code == 302
    with scoped(people.pokja.actor):
        rows = {
            (r.element, r.sex): (r.value, r.state, r.source, str(r.as_of), r.entered_by) for r in Figure.objects.all()
        }
    by = ("Puskesmas", "2026-01-31", people.pokja.user.pk)
    assert rows == {
        ("commuters", "L"): (1020, "known", *by),
        ("commuters", "P"): (0, "known", *by),
        ("commuters", ""): (1020, "known", *by),
        ("in_migration", ""): (None, "unknown", *by),
    }


def test_what_stands_there_now_is_shown_beside_its_field(people, client_of, reference) -> None:
    put(VILLAGE, "commuters", "total", 37, period="2025", source="Podes", as_of=dt.date(2025, 8, 17))
    page = text(client_of(people.pokja).get(f"/kampung/{VILLAGE}/profil/isi/mobility/"))
    assert "Sekarang 37 · Podes, 17 Agu 2025" in page
    assert page.count("Sekarang ") == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"commuters.total": "5", "commuters.total.L": "4", "commuters.total.P": "3"}, "jumlah kurang dari laki-laki"),
        ({"commuters.total": "-5"}, "Penduduk komuter, Jumlah: Seharusnya 0 atau lebih"),
        ({"commuters.total": "5", "source": "hitungan Padu"}, "hanya dipakai untuk hitungan sistem"),
        ({"commuters.total": "5", "as_of": "2099-01-01"}, "belum tiba"),
        ({}, "Belum ada angka yang diisi"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(people, client_of, reference, fields, words) -> None:
    answer = enter(client_of(people.pokja), **fields)
    assert answer.status_code == 422
    page = text(answer)
    assert words in page
    for value in fields.values():
        assert value in page
    with scoped(people.pokja.actor):
        assert not Figure.objects.exists()


def test_groups_have_a_page_each(people, client_of, reference) -> None:
    put(VILLAGE, "health_facilities", "midwife_present", 1, period="2024", source="Podes 2024")
    client = client_of(people.pokja)
    page = text(client.get(f"/kampung/{VILLAGE}/profil/?kelompok=potential"))
    for words in ("Sarana kesehatan/posyandu", "ya", "Podes 2024", "belum ada sumber", "tahun"):
        assert words in page, words
    assert client.get(f"/kampung/{VILLAGE}/profil/?kelompok=apa").status_code == 404
    assert client.get("/kampung/13.01/profil/").status_code == 404


@pytest.mark.parametrize("extent", ["ringkas", "lengkap"])
def test_the_paper_says_values_sources_and_what_is_unknown(people, client_of, reference, extent) -> None:
    import io

    from python_calamine import CalamineWorkbook

    put_ages(VILLAGE, 3_400, 10_000, 823)
    put(VILLAGE, "bpjs_members", "total", 1_234, period="2026", source="BPJS Kesehatan", as_of=dt.date(2026, 3, 31))
    client = client_of(people.pokja)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/kampung/{VILLAGE}/profil/{extent}.xlsx").content))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    for expected in (
        1234,
        "BPJS Kesehatan, 31 Mar 2026",
        "belum diketahui",
        14_223,
        "di bawah 50: masa bonus demografi",
    ):
        assert expected in cells, expected
    pdf = client.get(f"/kampung/{VILLAGE}/profil/{extent}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"/kampung/{VILLAGE}/profil/apa.pdf").status_code == 404


def test_officer_stands_beside_source_and_date(people, client_of, reference) -> None:
    put(
        VILLAGE,
        "pkh_recipients",
        "total",
        44,
        period="2026",
        as_of=dt.date(2026, 8, 1),
        entered_by=people.pokja.user.pk,
    )
    put(VILLAGE, "bpjs_members", "total", 90, period="2026", as_of=dt.date(2026, 8, 1))
    page = text(client_of(people.pokja).get(f"/kampung/{VILLAGE}/profil/?kelompok=social_protection"))
    name = people.pokja.user.full_name
    assert page.count(f"{CIVIL} · 1 Agu 2026 · {name}") == 1
    assert page.count(f"{CIVIL} · 1 Agu 2026") == 2
    with scoped(people.pokja.actor):
        full = profile_document(VILLAGE, FULL, dt.date(2026, 11, 22))
    cells = [str(row[-1]) for block in full.blocks if isinstance(block, Table) for row in block.rows]
    assert f"{CIVIL}, 1 Agu 2026, {name}" in cells


def test_pictures_of_the_summary_show_what_the_table_shows(people, client_of, reference) -> None:
    put_ages(VILLAGE, 40, 100, 20, male=60)
    put(VILLAGE, "population", "total", 480, period="2025", as_of=dt.date(2025, 1, 1))
    put(VILLAGE, "population", "total", 500, period="2026", as_of=dt.date(2026, 8, 1))
    today = dt.date(2026, 11, 22)
    with scoped(people.pokja.actor):
        groups = completeness_of(VILLAGE)
        radar, trend = completeness_radar(groups, today), population_trend(VILLAGE)
        (beside,) = (b for b in profile_document(VILLAGE, ONE_PAGE, today).blocks if isinstance(b, SideBySide))
    at = next(number for number, one in enumerate(groups) if one.group == "quantity")
    filled, renewed = (series.values[at] for series in radar.series)
    # The sixteen age groups of 2021 are filled and old; the population of August is filled and new.
    assert (groups[at].known, rounded(groups[at].fresh_share(today) * groups[at].all)) == (17, 1.0)
    assert (filled, renewed) == (100 * 17 / groups[at].all, 100 / groups[at].all)
    assert trend is not None
    assert (trend.labels, trend.series[0].values) == (["2025", "2026"], [480, 500])
    assert beside.left.male[6] == 60
    assert beside.right.series[0].values[at] == filled / 100
    page = text(client_of(people.pokja).get(f"/kampung/{VILLAGE}/profil/"))
    assert "Tujuh kelompok data: terisi dan diperbarui" in page
    assert "Penduduk per tahun" in page


def test_the_short_profile_is_one_page_and_the_full_one_is_not(people, reference) -> None:
    """With every line filled, the longest labels and the band of made-up data."""
    from weasyprint import CSS, HTML

    put_ages(VILLAGE, 3_400, 10_000, 823)
    put(VILLAGE, "bpjs_members", "total", 1_234, period="2026", source="BPJS Kesehatan", as_of=dt.date(2026, 3, 31))
    with scoped(people.pokja.actor):
        papers = {extent: profile_document(VILLAGE, extent, dt.date(2026, 11, 22)) for extent in (ONE_PAGE, FULL)}
    style = [CSS(string=print_style())]
    counts = {
        extent: len(HTML(string=document_html(replace(paper, demo=True))).render(stylesheets=style).pages)
        for extent, paper in papers.items()
    }
    assert counts[ONE_PAGE] == 1
    assert counts[FULL] > 3


def test_two_jobs_do_not_derive_one_village_at_the_same_time(places):
    """Each would write the figure that it has not seen from the other."""
    with CaptureQueriesContext(connection) as asked:
        derived_figures_write(region_codes=[VILLAGE])
    said = [query["sql"] for query in asked.captured_queries]
    locked = next(at for at, sql in enumerate(said) if "advisory" in sql and "derived:13.01" in sql)
    assert locked < next(at for at, sql in enumerate(said) if "rumah_dataku_figure" in sql)
