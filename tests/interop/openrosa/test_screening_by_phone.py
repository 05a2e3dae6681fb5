"""Screening, decile and the couple's answer by phone: stored with source and day, never wiped, never handed out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services.family_cells import FamilyCells
from padu.interop.openrosa.family_cells import laid_over, said_cells
from padu.interop.openrosa.filled import read_filled
from padu.interop.openrosa.models import Submission
from tests.interop.openrosa.conftest import Phone
from tests.interop.openrosa.filling import HEAD, family_xml
from tests.interop.openrosa.test_a_day_offline import listed, reader, store_families, submissions, update
from tests.people import VILLAGE, People, make_person
from tests.people import Person as Somebody

State = Submission.State
LIST = {"krs": "1", "krs_source": "Pemutakhiran PK 2025", "krs_as_of": "2026-01-15"}
DECILE = {"welfare_decile": "2", "welfare_source": "DTSEN 2026", "welfare_as_of": "2026-04-01"}
VISIT = {"surveyed_on": "2026-11-20", "p06": "1"}
STORED = FamilyCells(VILLAGE, "", "", {"rt": "002"}, {1: {"name": "Kepala"}, 2: {"name": "Istri"}}, 3)
OLD_VERSION = b'version="2026112201"'


@pytest.fixture
def row(people: People, phone: Phone) -> dict[str, str]:
    store_families(people.pokja.actor, VILLAGE, 1)
    return listed(phone)[0]


def said(cells: Mapping[str, str], *members: Mapping[str, str], stored: FamilyCells = STORED) -> dict[str, str]:
    return said_cells(read_filled(family_xml(uuid4(), base=1, cells=cells, members=members)), {}, stored)


def specific() -> dict[str, object]:
    with scoped(reader()):
        answers: dict[str, object] = FamilySurveySpecific.objects.get().answers
        return answers


def test_all_of_it_is_stored_with_source_and_day(phone: Phone, row: dict[str, str]) -> None:
    form = update(row, ada="1 3 6", kb_method="5", tpk_support="1", p18a="1", **LIST, **DECILE, **VISIT)
    assert phone.send(form).status_code == 201
    assert submissions() == {State.STORED: 1}
    assert specific() == {
        "krs": "berisiko", "krs_source": "Pemutakhiran PK 2025", "krs_as_of": "2026-01-15", "tpk_support": "ya",
        "couple": "injection",
    }  # fmt: skip
    with scoped(reader()):
        family, survey = Family.objects.get(), FamilySurvey.objects.get()
    assert (family.welfare_decile, family.welfare_source) == (2, "DTSEN 2026")
    assert family.welfare_as_of == dt.date(2026, 4, 1)
    # No teenager and nobody of 60 was ticked: not asked, and not applicable.
    na = "tidak_berlaku"
    assert survey.answers == {"p06": "ya", "p18a": "ya", "p15": na, "p16": na, "p17": na}


def test_an_empty_answer_wipes_nothing(phone: Phone, row: dict[str, str]) -> None:
    phone.send(update(row, kb_reason="3", tpk_support="2", **LIST, **DECILE))
    before = specific()
    assert before["couple"] == "iat"
    phone.send(family_xml(UUID(row["name"]), base=2, cells={"hamlet": "Pasar", "ada": "5"}))
    assert submissions() == {State.STORED: 2}
    assert specific() == before
    with scoped(reader()):
        assert (Family.objects.get().welfare_decile, Family.objects.get().hamlet) == (2, "Pasar")


def test_a_forgotten_tick_takes_no_answer_back() -> None:
    """Only the elderly are ticked, but posyandu was answered before: that stays; what is not stored does not apply."""
    known = FamilyCells(VILLAGE, "", "", {"p13": "1", "p03b": "1"}, {1: {"name": "Kepala"}}, 2)
    elderly = said({"ada": "5", **VISIT}, stored=known)
    assert elderly == VISIT | dict.fromkeys(("p02", "p10", "p14", "p15", "p16"), "3")
    assert laid_over(known, elderly).family["p13"] == "1"
    # Of a new family nothing is stored: the specific question does not apply, either.
    new = FamilyCells(VILLAGE, "", "")
    assert said({"ada": "5", **VISIT}, {"name": "Siti"}, stored=new)["p03b"] == "3"
    # Nothing was asked: nothing follows.
    assert said({"ada": "5", "hamlet": "Pasar"}, stored=known) == {"hamlet": "Pasar"}


def test_the_list_of_an_old_value_is_not_laid_on_a_new_one() -> None:
    """And one that is the same keeps its list."""
    known = FamilyCells(VILLAGE, "", "", DECILE | LIST, {1: {"name": "Kepala"}}, 2)
    other = laid_over(known, said({"welfare_decile": "7", "krs": "2"}, stored=known)).family
    assert other == {
        "welfare_decile": "7", "welfare_source": "", "welfare_as_of": "", "krs": "2", "krs_source": "", "krs_as_of": "",
    }  # fmt: skip
    same = laid_over(known, said({"welfare_decile": "2", "krs": "1"}, stored=known)).family
    assert same == DECILE | LIST
    named = laid_over(known, said({"welfare_decile": "7", "welfare_source": "DTSEN 2027"}, stored=known)).family
    assert (named["welfare_source"], named["welfare_as_of"]) == ("DTSEN 2027", "")


def test_a_list_without_a_question_makes_no_survey_and_belongs_to_this_year(phone: Phone, row: dict[str, str]) -> None:
    phone.send(update(row, surveyed_on="2025-12-30", ada="5", **LIST))
    with scoped(reader()):
        assert not FamilySurvey.objects.exists()
        assert FamilySurveySpecific.objects.get().year == timezone.localdate().year


def test_the_couples_answer_stands_with_the_first_member_whoever_gave_it() -> None:
    visit = {"surveyed_on": "2026-11-20"}
    assert said(visit | {"kb_method": "5"}) == {"1.kb_method": "5"} | visit
    # Forms before asked every woman.
    wife = {"siapa": "x_2", "kb_reason": "1"}
    assert said(visit, wife, {"name": "Menantu", "kb_method": "1"}) == {
        "3.name": "Menantu", "1.kb_reason": "1",
    } | visit  # fmt: skip
    assert "2.kb_method" not in laid_over(STORED, said({"kb_method": "5"})).members[2]


def test_of_a_new_child_under_five_is_known_what_is_not_asked() -> None:
    toddler = {"name": "Bayi", "birth_date": "2021-11-21"}
    assert said(VISIT, toddler) == VISIT | {
        "3.name": "Bayi", "3.birth_date": "2021-11-21", "3.marital_status": "1", "3.education": "1",
        "3.occupation": "1",
    }  # fmt: skip
    fifth_birthday = toddler | {"birth_date": "2021-11-20"}
    assert "3.education" not in said(VISIT, fifth_birthday)
    assert "3.education" not in said(VISIT, {"name": "Entah"})
    # Of somebody known nothing is said that was not asked.
    assert "2.education" not in said(VISIT, {"siapa": "x_2", "birth_date": "2024-01-01"})


def test_a_phone_with_the_form_before_still_gets_its_submissions_in(phone: Phone, row: dict[str, str]) -> None:
    """It asks every woman for the couple's answer, has no tick list and no page for lists."""
    form = family_xml(
        UUID(row["name"]),
        base=1,
        cells={**VISIT, "p14": "1", "welfare_decile": "3"},
        members=[{"siapa": f"{row['name']}_1", "kb_method": "4"}],
    )
    new = family_xml(
        uuid4(), create=True, cells={"village_code": VILLAGE, **VISIT}, members=[{**HEAD, "kb_reason": "4"}]
    )
    for one in (form, new):
        old = re_versioned(one)
        assert phone.send(old).status_code == 201
        assert phone.send(old).status_code == 202
    assert submissions() == {State.STORED: 2}
    with scoped(reader()):
        assert set(Submission.objects.values_list("form_version", flat=True)) == {"2026112201"}
        couples = {one.answers["couple"] for one in FamilySurveySpecific.objects.all()}
        first = FamilySurvey.objects.order_by("pk")[0]
        assert Family.objects.order_by("pk")[0].welfare_decile == 3
        assert Person.objects.filter(active=True).count() == 3
    assert couples == {"implant", "tial"}
    assert first.answers == {"p06": "ya", "p14": "ya"}


def re_versioned(form: bytes) -> bytes:
    head, _, rest = form.partition(b'version="')
    return head + OLD_VERSION + rest.partition(b'"')[2]


def test_nothing_specific_is_handed_out_to_a_phone(phone: Phone, row: dict[str, str]) -> None:
    phone.send(update(row, kb_method="5", tpk_support="1", p03d="1", **LIST, **VISIT))
    assert submissions() == {State.STORED: 1}
    for name, heads in (
        ("keluarga", {"name", "label", "__version", "head_name", "hamlet", "rw", "rt"}),
        ("anggota", {"name", "label", "keluarga"}),
    ):
        rows = listed(phone, name)
        assert rows[0].keys() == heads
        assert not {"Pemutakhiran PK 2025", "2026-01-15", "injection"} & {text for one in rows for text in one.values()}


def test_a_conflict_shows_screening_only_to_who_may_read_it(
    people: People, phone: Phone, row: dict[str, str], client_of: Callable[[Somebody], Client]
) -> None:
    phone.send(update(row, hamlet="Satu", **LIST, **VISIT))
    phone.send(update(row, kb_method="5", tpk_support="1", krs="2", krs_source="Daftar puskesmas", **VISIT))
    with scoped(reader()):
        waiting = Submission.objects.get(state=State.CONFLICT)
    address = f"/kiriman-ponsel/{waiting.pk}/"
    page = client_of(people.pokja).get(address).content.decode()
    # Method, support, status and its source, each on both sides.
    assert page.count("jawaban khusus, tidak ditampilkan") == 8
    for secret in ("Daftar puskesmas", "Pemutakhiran PK 2025", "Suntik", "Sasaran, tidak berisiko"):
        assert secret not in page
    officer = make_person("plkb", Role.PLKB, VILLAGE)
    page = client_of(officer).get(address).content.decode()
    assert "jawaban khusus, tidak ditampilkan" not in page
    for shown in ("Daftar puskesmas", "Pemutakhiran PK 2025", "Suntik", "Sasaran, tidak berisiko"):
        assert shown in page


def test_an_officer_who_takes_a_status_over_does_not_take_the_old_list_with_it(
    people: People, phone: Phone, row: dict[str, str], client_of: Callable[[Somebody], Client]
) -> None:
    phone.send(update(row, **LIST, **VISIT))
    phone.send(update(row, krs="2", hamlet="Pasar", **VISIT))
    with scoped(reader()):
        waiting = Submission.objects.get(state=State.CONFLICT)
    decided = {"keputusan": "gabung", "versi": "2", "reason": "Daftar baru", "ambil": ["krs"]}
    assert client_of(people.pokja).post(f"/kiriman-ponsel/{waiting.pk}/", decided).status_code == 302
    assert submissions() == {State.STORED: 2}
    assert specific() == {"krs": "tidak_berisiko"}
