"""Screening on the survey: stored as specific data, shown with source and day, to who may read it."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific
from padu.apps.rumah_dataku.selectors.family_screening import screening_of
from padu.apps.rumah_dataku.services.family_cells import FamilyCells, stored_cells
from padu.apps.rumah_dataku.services.family_entering import family_check, family_save
from padu.apps.rumah_dataku.services.runs import worker_of
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.people import make_person

pytestmark = pytest.mark.django_db
WIFE = {
    "name": "Yuliana", "nik_reason": "2", "sex": "2", "birth_date": "1989-03-05", "relation": "2",
    "marital_status": "2", "kb_method": "5",
}  # fmt: skip
SCREENED = {"krs": "1", "krs_source": "Pemutakhiran PK 2025", "krs_as_of": "2026-01-15", "tpk_support": "2"}


@pytest.fixture
def family(pokja):
    """Wife of 37, water from the river, proper toilet; listed as at risk, no support team."""
    answers = {"p23": "8", "p24": "1", "surveyed_on": "2026-08-17", "welfare_decile": "2"}
    answers |= {"welfare_source": "DTSEN", "welfare_as_of": "2026-04-01"}
    cells = FamilyCells(VILLAGE, "isian", "K-1", answers | SCREENED, {1: WIFE})
    outcome = family_save(actor=pokja, cells=cells)
    with scoped(pokja):
        return Family.objects.get(pk=outcome.family_id)


def test_it_is_stored_among_the_specific_answers_alone(pokja, family):
    with scoped(worker_of(pokja, VILLAGE)):
        assert FamilySurveySpecific.objects.get().answers == {
            "krs": "berisiko", "krs_source": "Pemutakhiran PK 2025", "krs_as_of": "2026-01-15", "tpk_support": "tidak",
            "couple": "injection",
        }  # fmt: skip
        assert FamilySurvey.objects.get().answers == {"p23": 8, "p24": 1}
        assert Family.objects.get().welfare_as_of == dt.date(2026, 4, 1)


def test_it_comes_back_as_cells(pokja, family):
    with scoped(worker_of(pokja, VILLAGE)):
        cells = stored_cells(Family.objects.get(), 2026)
    assert cells.family | SCREENED == cells.family
    assert cells.family["welfare_as_of"] == "2026-04-01"


def test_the_officer_reads_each_item_with_source_and_day(family):
    officer = make_person("plkb", Role.PLKB, VILLAGE).actor
    with scoped(officer):
        lines = screening_of(family, FamilySurvey.objects.get(), officer)
    surveyed = dt.date(2026, 8, 17)
    assert [(one.words, one.source, one.as_of) for one in lines or []] == [
        (
            "Berisiko stunting (KRS): air minum tidak layak, istri terlalu tua",
            "hitungan Padu, bukan penetapan", surveyed,
        ),
        ("Berisiko stunting (KRS)", "Pemutakhiran PK 2025", dt.date(2026, 1, 15)),
        ("Tidak", "pendataan keluarga", surveyed),
        ("Suntik", "pendataan keluarga", surveyed),
    ]  # fmt: skip


def test_the_pokja_reads_the_decile_but_not_the_screening(family, client_of, people):
    page = text(client_of(people.pokja).get(f"/keluarga/{family.pk}/"))
    assert "(DTSEN, 1 Apr 2026)" in page
    assert "Penapisan (KB, risiko stunting) adalah data pribadi spesifik" in page
    for secret in ("Pemutakhiran PK 2025", "Suntik", "istri terlalu tua"):
        assert secret not in page
    officer = make_person("plkb", Role.PLKB, VILLAGE)
    assert "Pemutakhiran PK 2025" in text(client_of(officer).get(f"/keluarga/{family.pk}/"))


def test_days_of_lists_are_not_in_the_future():
    cells = FamilyCells(VILLAGE, "isian", "K", {"welfare_as_of": "2026-11-23", "krs_as_of": "2026-11-23"}, {1: WIFE})
    found = family_check(cells, dt.date(2026, 11, 22))
    assert [(one.name, one.code) for one in found if one.is_error] == [
        ("welfare_as_of", "date_future"), ("krs_as_of", "date_future"),
    ]  # fmt: skip


def test_a_file_brings_it_without_making_a_survey(pokja):
    row = {"Status KRS menurut daftar": "Bukan keluarga sasaran", "Tanggal desil": "01/04/2026"}
    blank = dict.fromkeys(("Tanggal pendataan", "P.01", "P.03a", "P.03c", "P.03d", "P.06", "P.07", "P.23"), "")
    store(pokja, families_file([row | blank | {"P.25": "", "P.26": ""}]))
    with scoped(worker_of(pokja, VILLAGE)):
        assert not FamilySurvey.objects.exists()
        assert FamilySurveySpecific.objects.get().answers == {"krs": "bukan_sasaran"}
        assert Family.objects.get().welfare_as_of == dt.date(2026, 4, 1)
