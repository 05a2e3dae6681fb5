"""Population of regencies and the province: printed table 4.1 and sums of villages come out of the same functions."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.programmes.services import load_reference
from padu.apps.regions.services import load_regions
from padu.apps.rumah_dataku.files.elements import AREA, all_elements
from padu.apps.rumah_dataku.selectors.places_completeness import completeness_below
from padu.apps.rumah_dataku.selectors.places_population import PlacesBelow, places_below, printed_places
from padu.apps.rumah_dataku.selectors.village_population import population_of
from padu.apps.rumah_dataku.selectors.village_profile import completeness_of
from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.values import Missing
from tests.apps.rumah_dataku.files import VILLAGE
from tests.apps.rumah_dataku.pages import text
from tests.apps.rumah_dataku.test_village_profile import NEXT, put, put_ages
from tests.factories import make_regions
from tests.people import People, Person, make_person

pytestmark = pytest.mark.django_db
PADANG, BUKITTINGGI, LEFT_OVER = "13.71.01.1001", "13.75.01.1001", "13.01.02.2001"
SignIn = Callable[[Person], Client]


def rounded(value: object) -> str:
    """Two digits, halves up, as the table was printed."""
    return str(Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP))  # type: ignore[arg-type]


def printed() -> dict[str, dict[str, str]]:
    """The table as it stands in the project, by name and kind of place."""
    file = files("padu.apps.programmes") / "reference" / "published_tables" / "t000_4_1_area_population_2021.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {f"{row['type'].capitalize()} {row['regency'].replace('Kep.', 'Kepulauan')}": row for row in rows}


@pytest.fixture
def province(people: People) -> Actor:
    """The province of the study with its regencies as the published rows know them."""
    load_regions()
    load_reference()
    return system_actor("13", Verb.PLACE_READ)


def table_4_1(actor: Actor) -> PlacesBelow:
    with scoped(actor):
        found = printed_places("13")
    assert found is not None
    return found


def test_density_and_shares_of_table_4_1_come_out_of_the_pages_functions(province: Actor) -> None:
    """Each of the 60 printed figures (19 places and the province, three figures) from population and area alone."""
    found, cells = table_4_1(province), printed()
    assert len(found.lines) == 19
    for line in (*found.lines, found.whole):
        row = cells[line.name]
        assert rounded(line.density) == row["density_per_km2"], line.name
        assert rounded(found.population_share(line)) == row["population_pct"], line.name
        assert rounded(found.area_share(line)) == row["area_pct"], line.name


def test_three_printed_areas_are_wrong_and_this_is_why(province: Actor) -> None:
    """With the area as printed the printed density does not come out, and the column misses its printed sum by 2.70."""
    found, cells = table_4_1(province), printed()
    wrong = {line.name: (cells[line.name]["area_km2_as_read"], str(line.area_km2)) for line in found.lines if line.note}
    assert wrong == {
        "Kota Payakumbuh": ("82.22", "85.22"),
        "Kabupaten Tanah Datar": ("1336.00", "1336.1"),
        "Kabupaten Sijunjung": ("3130.80", "3130.4"),
    }
    # population / printed area: 141,184 / 82.22, 373,693 / 1,336.00, 237,313 / 3,130.80.
    as_printed = {"Kota Payakumbuh": "1717.15", "Kabupaten Tanah Datar": "279.71", "Kabupaten Sijunjung": "75.80"}
    for name, density in as_printed.items():
        row = cells[name]
        assert rounded(float(row["population"]) / float(row["area_km2_as_read"])) == density
        assert density != row["density_per_km2"]
    every = [row for row in cells.values() if row["type"] != "provinsi"]
    assert sum(Decimal(row["area_km2_as_read"]) for row in every) == Decimal("42010.19")
    assert sum(Decimal(row["area_km2_corrected"]) for row in every) == Decimal("42012.89")
    assert found.whole.area_km2 == 42_012.89


def test_the_province_is_the_sum_of_its_regencies_and_not_what_the_text_says(province: Actor) -> None:
    """The text beside the table says 5,558,232, which its own men and women do not make."""
    found = table_4_1(province)
    assert sum(int(line.population) for line in found.lines) == found.whole.population == 5_580_232  # type: ignore[arg-type]
    assert 2_810_407 + 2_769_825 == 5_580_232 != 5_558_232


@pytest.fixture
def three_places(people: People) -> None:
    """Made rows: the province of the text, with Padang and Bukittinggi among its places.

    100,000 persons: 29,430 young, 64,580 of working age, 5,990 old; 50,365 men. Padang has 4,223 dependants to 10,000,
    Bukittinggi 4,958.
    """
    places = {"13.71": ("kota", "Padang"), "13.75": ("kota", "Bukittinggi")}
    places |= {"13.71.01": ("district", "Bungus"), "13.75.01": ("district", "Guguk Panjang")}
    make_regions(places | {PADANG: ("kelurahan", "Bungus Barat"), BUKITTINGGI: ("kelurahan", "Bukit Apit")})
    put_ages(PADANG, 3_400, 10_000, 823, male=7_000)
    put_ages(BUKITTINGGI, 3_900, 10_000, 1_058, male=7_400)
    put_ages(VILLAGE, 22_130, 44_580, 4_109, male=35_965)


def test_the_ratios_of_the_text_come_out_for_province_padang_and_bukittinggi(
    three_places: None, tim_kab: Actor
) -> None:
    with scoped(system_actor("13", Verb.PLACE_READ)):
        found, whole = places_below("13"), population_of("13")
    assert found is not None
    assert whole is not None
    assert [line.region_code for line in found.lines] == ["13.01", "13.71", "13.75"]
    for one in (found.whole, whole):
        assert (rounded(one.sex_ratio), rounded(one.dependency)) == ("101.47", "54.85")
    assert [rounded(share) for share in found.whole.ages] == ["29.43", "64.58", "5.99"]
    by_code = {line.region_code: line for line in found.lines}
    assert (rounded(by_code["13.71"].dependency), rounded(by_code["13.75"].dependency)) == ("42.23", "49.58")


def test_the_page_shows_the_ratios_the_bonus_and_the_printed_table(three_places: None, client_of: SignIn) -> None:
    load_reference()
    browser = client_of(make_person("tim_prov", Role.PROVINCE, "13"))
    page = text(browser.get("/rumah-dataku/penduduk/?wilayah=13"))
    for figure in ("101,47", "29,43", "64,58", "5,99", "54,85", "42,23", "49,58"):
        assert figure in page, figure
    assert "Piramida penduduk 2021" in page
    assert "Dijumlahkan dari 3 di antara 11 desa/kelurahan" in page
    assert browser.get("/rumah-dataku/penduduk/?wilayah=13&sumber=lain").status_code == 404


def test_counts_are_the_same_whether_summed_for_the_place_or_for_those_below(people: People, tim_kab: Actor) -> None:
    put_ages(VILLAGE, 40, 100, 20, male=60)
    put_ages(NEXT, 30, 90, 15, male=50)
    put(VILLAGE, AREA, "", 10.0)
    with scoped(tim_kab):
        below, whole = places_below("13.01"), population_of("13.01")
    assert below is not None
    assert whole is not None
    assert below.whole.population == whole.population == 295
    assert below.whole.dependency == whole.dependency
    # One of two villages has no area: the district does not know its own.
    assert [line.area_km2 for line in below.lines] == [Missing.UNKNOWN]
    assert below.whole.density is whole.density is Missing.UNKNOWN


def test_what_one_village_does_not_tell_is_not_nought_in_the_sum(people: People, tim_kab: Actor) -> None:
    """The second village was typed in with two age groups only, and without the sexes."""
    put_ages(VILLAGE, 400, 1_000, 200, male=600)
    for group, people_there in (("0_4", 300), ("30_34", 900)):
        put(NEXT, "population_structure", group, people_there)
    with scoped(tim_kab):
        below, whole = places_below("13.01"), population_of("13.01")
        own = population_of(NEXT)
    assert below is not None
    assert whole is not None
    assert own is not None
    assert own.population is Missing.UNKNOWN
    assert (whole.villages, whole.population, whole.pyramid.both[0]) == (2, Missing.UNKNOWN, 700)
    assert (whole.pyramid.both[1], whole.sexes) == (Missing.UNKNOWN, (Missing.UNKNOWN, Missing.UNKNOWN))
    assert below.whole.population is below.lines[0].population is Missing.UNKNOWN


def test_villages_that_tell_the_sexes_only_are_summed_with_those_that_tell_both(people: People, tim_kab: Actor) -> None:
    put_ages(VILLAGE, 400, 1_000, 200, male=600)
    for group in FIVE_YEAR_GROUPS:
        for sex in ("L", "P"):
            put(NEXT, "population_structure", group, 50, sex=sex)
    with scoped(tim_kab):
        below, whole = places_below("13.01"), population_of("13.01")
    assert below is not None
    assert whole is not None
    assert whole.population == below.whole.population == 1_600 + 16 * 100


def test_a_small_part_is_hidden_with_another_place_from_who_has_no_duty_there(people: People, tim_kab: Actor) -> None:
    put_ages(VILLAGE, 40, 100, 9, male=60)
    put_ages(NEXT, 30, 90, 15, male=50)
    put_ages(LEFT_OVER, 500, 900, 150, male=500)
    with scoped(tim_kab):
        found = places_below("13.01.01")
        assert found is not None
        hidden = [(line.dependency, line.sex_ratio) for line in found.lines]
    # The second follows from the sum and the first.
    assert hidden == [(Missing.SUPPRESSED, Missing.SUPPRESSED)] * 2
    assert [line.population for line in found.lines] == [149, 135]
    with scoped(system_actor("13.01", Verb.PLACE_READ, Verb.FAMILY_READ)):
        seen = places_below("13.01.01")
    assert seen is not None
    assert rounded(seen.lines[0].dependency) == "49.00"


def test_completeness_of_a_district_is_that_of_its_villages(people: People, tim_kab: Actor) -> None:
    load_reference()
    put(VILLAGE, "population", "total", 500, period="2026")
    put(VILLAGE, "population", "total", 480, period="2025")
    put(VILLAGE, "pkh_recipients", "total", None, state="unknown")
    put(NEXT, "population", "total", 300, period="2026")
    put(NEXT, "pkh_recipients", "total", 12)
    with scoped(tim_kab):
        lines = {line.region_code: line for line in completeness_below("13.01.01")}
        own = {code: {one.group: one for one in completeness_of(code)} for code in (VILLAGE, NEXT)}
        (district,) = [line for line in completeness_below("13.01") if line.region_code == "13.01.01"]
    for code, groups in own.items():
        for group, one in groups.items():
            assert lines[code].shares[group] == pytest.approx(100 * one.share), (code, group)
    assert (own[VILLAGE]["quantity"].known, own[VILLAGE]["social_protection"].known) == (1, 0)
    known = sum(own[code]["quantity"].known for code in own)
    assert district.shares["quantity"] == pytest.approx(100 * known / (district.villages * own[NEXT]["quantity"].all))
    assert len(all_elements()) > 100


def test_a_page_of_a_place_asks_as_often_for_many_villages_as_for_few(people: People, client_of: SignIn) -> None:
    load_reference()
    browser = client_of(people.tim_kab)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    put_ages(VILLAGE, 40, 100, 20)
    urls = ("/rumah-dataku/penduduk/?wilayah=13.01", "/rumah-dataku/kelengkapan/?wilayah=13.01.01")
    few = {url: [browser.get(url), asked(url)][1] for url in urls}
    put_ages(NEXT, 30, 90, 15)
    put_ages(LEFT_OVER, 500, 900, 150)
    assert {url: asked(url) for url in urls} == few
