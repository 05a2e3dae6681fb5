"""Figures of villages: stored with source and year, four states told apart, for the places one may see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from padu.access.gate import scoped
from padu.apps.programmes.models import VillageItem
from padu.apps.rumah_dataku.files.elements import all_elements
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.selectors import figures_of
from padu.domain.values import Missing
from tests.apps.rumah_dataku.files import VILLAGE, check, store
from tests.apps.rumah_dataku.pages import text

pytestmark = pytest.mark.django_db
CONTENT = (
    "Kode desa;Unsur data;Jenis kelamin;Nilai\n"
    f"{VILLAGE};idm;;0,7989\n"
    f"{VILLAGE};iks;;tidak berlaku\n"
    f"{VILLAGE};ike;;disamarkan\n"
    f"{VILLAGE};ikl;;0\n"
    f"{VILLAGE};Status IDM;;maju\n"
).encode()
FIGURES = {"kind": "figures", "source": "Kemendesa, IDM 2024", "year": 2024}


def test_four_states_stand_apart(pokja, client_of, people):
    run = store(pokja, CONTENT, "angka.csv", **FIGURES)
    assert (run.state, run.counts["figures_stored"], run.counts["villages_stored"]) == ("stored", 5, 1)
    with scoped(pokja):
        (group,) = figures_of(VILLAGE)
        found = {line.element: (line.value, line.text, line.source, line.period) for line in group.lines}
    where = ("Kemendesa, IDM 2024", "2024")
    assert found == {
        "idm": (0.7989, "", *where),
        "iks": (Missing.NOT_APPLICABLE, "", *where),
        "ike": (Missing.SUPPRESSED, "", *where),
        "ikl": (0.0, "", *where),
        "idm_status": (None, "maju", *where),
    }
    page = text(client_of(people.pokja).get(reverse("village_figures", args=[VILLAGE])))
    for words in ("0,7989", "tidak berlaku", "disamarkan", "maju", "Kemendesa, IDM 2024", ">0<"):
        assert words in page, words


def test_again_nothing_changes_and_another_source_stands_beside(pokja):
    store(pokja, CONTENT, "angka.csv", **FIGURES)
    again = store(pokja, CONTENT + b"\n", "angka2.csv", **FIGURES)
    assert (again.counts["figures_new"], again.counts["figures_changed"], again.counts["figures_same"]) == (0, 0, 5)
    changed = store(pokja, CONTENT.replace(b"0,7989", b"0,8"), "angka3.csv", **FIGURES)
    assert (changed.counts["figures_changed"], changed.counts["figures_same"]) == (1, 4)
    store(pokja, CONTENT, "angka.csv", **FIGURES | {"source": "Profil desa"})
    with scoped(pokja):
        assert Figure.objects.count() == 10


def test_rows_of_other_places_are_refused_as_outside(pokja):
    content = b"village_code,idm\n13.01.01.2001,0.7\n13.01.01.2002,0.7\n13.01.01.2999,0.7\n"
    run = check(pokja, content, "idm.csv", **FIGURES)
    assert (run.counts["figures_good"], run.counts["rows_bad"], run.counts["villages"]) == (1, 2, 1)


@pytest.mark.parametrize(
    ("who", "status"),
    [("pokja", 200), ("tim_kab", 200), ("petugas_opd", 200), ("pokja_tetangga", 404), ("orang_luar", 404)],
)
def test_the_figures_page_is_for_those_of_the_place(people, client_of, who, status):
    assert client_of(getattr(people, who)).get(f"/kampung/{VILLAGE}/angka/").status_code == status


@pytest.mark.parametrize("code", ["13.01.01.2999", "abc", "99"])
def test_a_place_that_does_not_exist_is_not_there(people, client_of, code):
    assert client_of(people.tim_kab).get(f"/kampung/{code}/angka/").status_code == 404


def test_where_nothing_was_sent_nothing_is_nought(client_of, people):
    page = text(client_of(people.pokja).get(f"/kampung/{VILLAGE}/angka/"))
    assert "Yang belum dikirim berarti belum diketahui, bukan nol." in page


def test_small_counts_of_people_are_for_those_with_the_duty(people, client_of, pokja, tim_kab):
    VillageItem.objects.create(
        key="malnutrition_stunting", group="quality", name="Gizi buruk atau stunting", unit="jiwa", sex_split=True,
        usual_source="Puskesmas", components=[], order=1, legal_source="uji",
    )  # fmt: skip
    VillageItem.objects.create(
        key="sports_facilities", group="potential", name="Sarana olahraga", unit="sarana", sex_split=False,
        usual_source="Podes", components=[], order=2, legal_source="uji",
    )  # fmt: skip
    labels = {one.key: one.label for one in all_elements()}
    VillageItem.objects.create(
        key="water_sanitation_facilities", group="family_development", name="Air bersih", unit="sarana; keluarga",
        sex_split=False, usual_source="PK", components=[], order=3, legal_source="uji",
    )  # fmt: skip
    rows = {
        "water_sanitation_facilities.families_improved_water": "4",
        "water_sanitation_facilities.public_taps": "3",
        "malnutrition_stunting.stunted": "7",
        "malnutrition_stunting.measured_0_59": "37",
        "sports_facilities.field": "2",
    }
    heads = ";".join(labels[key] for key in rows)
    store(pokja, f"Kode desa;{heads}\n{VILLAGE};{';'.join(rows.values())}\n".encode(), "angka.csv", **FIGURES)

    def seen(actor):
        with scoped(actor):
            lines = [line for group in figures_of(VILLAGE) for line in group.lines]
        return {f"{line.element}.{line.component}": line.value for line in lines}

    assert seen(pokja) == {key: float(value) for key, value in rows.items()}
    assert seen(tim_kab) == {
        "water_sanitation_facilities.families_improved_water": Missing.SUPPRESSED,
        "water_sanitation_facilities.public_taps": 3.0,
        "malnutrition_stunting.stunted": Missing.SUPPRESSED,
        "malnutrition_stunting.measured_0_59": 37,
        "sports_facilities.field": 2.0,
    }
