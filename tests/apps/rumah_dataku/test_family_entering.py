"""One family by the way of the form and the phone: checked by the import's rules, stored once, kept otherwise."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access import events
from padu.access.events import Event
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services.family_cells import FamilyCells
from padu.apps.rumah_dataku.services.family_drafts import draft_start
from padu.apps.rumah_dataku.services.family_entering import (
    family_check,
    family_look_up,
    family_save,
    member_save,
    survey_save,
)
from padu.apps.rumah_dataku.services.runs import worker_of
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.people import NEXT_VILLAGE, make_person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
HEAD = {
    "name": "Yuliana", "nik": "1301014503970001", "sex": "2", "birth_date": "1997-03-05", "relation": "1",
    "marital_status": "2",
}  # fmt: skip
CHILD = {"name": "Rahmat", "nik_reason": "1", "sex": "1", "birth_date": "2018-06-10", "relation": "3"}


def cells(village: str = VILLAGE, key: str = "K-9", members: dict[int, dict[str, str]] | None = None, **family: str):
    return FamilyCells(village, "isian", key, family, {1: HEAD, 2: CHILD} if members is None else members)


def as_system(actor):
    return scoped(worker_of(actor, VILLAGE))


@pytest.fixture
def heard(monkeypatch):
    """What is told of stored families, at once."""
    found = []
    monkeypatch.setattr(events.transaction, "on_commit", lambda call: call())
    monkeypatch.setitem(events._receivers, Event.FAMILIES_STORED, [lambda **ids: found.append(ids)])
    return found


def test_a_family_is_stored_whole_with_its_answers(pokja):
    family = cells(no_kk="1301010101120001", rw="001", rt="002", p01="1", p03d="1", surveyed_on="2026-08-17")
    outcome = family_save(actor=pokja, cells=family)
    assert outcome.findings == ()
    with as_system(pokja):
        row = Family.objects.select_related("household").get(pk=outcome.family_id)
        assert (row.head_name, row.rw, row.rt, row.household.kk_first4) == ("Yuliana", "001", "002", "1301")
        assert list(Person.objects.order_by("line").values_list("name", "nik_missing_reason")) == [
            ("Yuliana", ""), ("Rahmat", "newborn"),
        ]  # fmt: skip
        survey = FamilySurvey.objects.get()
        assert (survey.year, survey.religious_practice, survey.answers) == (2026, 1, {"p01": "ya"})
        assert FamilySurveySpecific.objects.get().no_family_conflict == 0


def test_the_same_family_saved_again_changes_nothing_and_tells_nobody(pokja, heard):
    first = family_save(actor=pokja, cells=cells(p01="1", surveyed_on="2026-08-17"))
    assert [one["year"] for one in heard] == [2026]
    with scoped(pokja):
        before = Family.objects.get().updated_at
    second = family_save(actor=pokja, cells=cells(p01="1", surveyed_on="2026-08-17"))
    assert second.family_id == first.family_id
    assert len(heard) == 1
    with scoped(pokja):
        assert Family.objects.get().updated_at == before
        assert AuditEntry.objects.filter(event="family.enter").count() == 1


@pytest.mark.parametrize(
    ("member", "code"),
    [
        (HEAD | {"nik": "13010145"}, "number_form"),
        (HEAD | {"birth_date": "2999-01-01"}, "date_future"),
        (HEAD | {"birth_date": "31/02/1990"}, "date_impossible"),
        (HEAD | {"relation": "9"}, "code_unknown"),
        ({"sex": "1"}, "value_required"),
    ],
)
def test_a_wrong_member_is_named_by_field_and_nothing_is_stored(pokja, member, code):
    outcome = family_save(actor=pokja, cells=cells(members={1: HEAD | {"nik": "1301010503970002"}, 4: member}))
    assert outcome.family_id is None
    assert [(one.name.partition(".")[0], one.code) for one in outcome.findings if one.is_error] == [("4", code)]
    with scoped(pokja):
        assert not Family.objects.exists()


@pytest.mark.parametrize("code", ["13.01.01.2098", "13.01.01"], ids=["no village", "a district"])
def test_who_writes_in_a_district_writes_no_family_into_what_is_no_village(people, code):
    officer = make_person("plkb", Role.PLKB, VILLAGE[:8]).actor
    with pytest.raises(Http404):
        family_save(actor=officer, cells=cells(village=code))
    with scoped(officer):
        with pytest.raises(Http404):
            draft_start(actor=officer, region_code=code)
        assert not Family.objects.exists()


def test_rules_about_the_family_are_told_before_anybody_is_written_down():
    family = cells(members={}, no_kk="12", p25="0")
    found = {(one.name, one.code) for one in family_check(family, TODAY)}
    assert found == {
        ("no_kk", "number_form"), ("p25", "value_out_of_range"), ("1.name", "family_without_members"),
    }  # fmt: skip


def test_warnings_let_a_family_in_and_stay_visible(pokja):
    outcome = family_save(actor=pokja, cells=cells(members={1: HEAD | {"sex": "1", "relation": "4"}}))
    assert outcome.family_id is not None
    assert sorted((one.name, one.code) for one in outcome.findings) == [
        ("", "family_without_head"), ("1.nik", "nik_sex_differs"),
    ]  # fmt: skip


def test_a_nik_of_somebody_else_is_found_before_and_while_storing(pokja):
    family_save(actor=pokja, cells=cells(key="4f8b2f52-5d0c-4f2e-9c43-7c3f0f0e2a11", rt="003"))
    other = cells(key="K-2", members={1: HEAD | {"name": "Orang lain"}})
    (found,) = family_look_up(actor=pokja, cells=other)
    assert (found.name, found.code) == ("1.nik", "nik_taken")
    assert found.expected == "NIK yang belum tercatat di desa ini (sudah ada pada keluarga lain RT 003)"
    assert family_save(actor=pokja, cells=other).told == (("1.nik", found.words),)


def test_nobody_writes_a_family_of_another_village(pokja, petugas_opd):
    with pytest.raises(Http404):
        family_save(actor=pokja, cells=cells(NEXT_VILLAGE))
    with pytest.raises(PermissionDenied):
        family_look_up(actor=petugas_opd, cells=cells())


@pytest.fixture
def imported(pokja):
    """A family that came by a file: head, child of line 2, survey of 2026 with P.03d ya and P.06 tidak."""
    store(pokja, families_file())
    with scoped(pokja):
        return Family.objects.get()


def test_a_member_is_corrected_and_everything_else_stays(pokja, imported):
    outcome = member_save(actor=pokja, family_id=imported.pk, line=2, member={"birth_certificate": "1"})
    assert outcome.family_id == imported.pk
    with as_system(pokja):
        child = Person.objects.get(line=2)
        assert (child.name, child.birth_certificate, child.insurance) == ("Rahmat", 1, 4)
        assert Person.objects.get(line=1).nik_first4 == "1301"
        assert FamilySurvey.objects.get().child_birth_certificate == 1
        assert FamilySurveySpecific.objects.get().answers == {
            "p03a": "tidak",
            "p03c": "tidak",
            "p03d": "ya",
            "p07": "ya",
        }


def test_a_new_member_gets_a_line_that_nobody_ever_had(pokja, imported):
    with as_system(pokja):
        Person.objects.filter(line=2).update(active=False)
    member_save(actor=pokja, family_id=imported.pk, line=None, member={"name": "Bayi", "nik_reason": "1"})
    with scoped(pokja):
        assert dict(Person.objects.values_list("line", "active")) == {1: True, 2: False, 3: True}


def test_a_line_that_is_no_active_member_is_not_corrected(pokja, imported):
    with pytest.raises(Http404):
        member_save(actor=pokja, family_id=imported.pk, line=7, member={"name": "Hantu"})


def test_answers_of_a_day_join_those_of_its_year(pokja, imported):
    survey_save(
        actor=pokja, family_id=imported.pk, surveyed_on=dt.date(2026, 9, 1), answers={"p06": "1", "p01": "", "p07": "2"}
    )
    with as_system(pokja):
        survey, specific = FamilySurvey.objects.get(), FamilySurveySpecific.objects.get()
        assert (survey.surveyed_on, survey.savings, survey.religious_practice) == (dt.date(2026, 9, 1), 1, None)
        assert specific.no_illness_or_disability == 1
        assert specific.answers["p03d"] == "ya"


def test_answers_of_another_year_are_another_survey(pokja, imported):
    survey_save(actor=pokja, family_id=imported.pk, surveyed_on=dt.date(2025, 9, 1), answers={"p06": "1"})
    with scoped(pokja):
        assert dict(FamilySurvey.objects.values_list("year", "savings")) == {2025: 1, 2026: 0}


def test_a_family_without_answers_moves_the_figures_of_the_newest_year(pokja, imported, heard):
    heard.clear()
    family_save(actor=pokja, cells=cells(members={1: {"name": "Baru", "nik_reason": "2"}}))
    assert heard == [{"region_code": VILLAGE, "year": 2026, "user_id": pokja.user_id}]
