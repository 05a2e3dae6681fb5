"""Drafts: kept encrypted for one person, gone on with anywhere, stored once, never over what others changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Hat
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.rumah_dataku.models import Family, FamilyDraft, FamilySurvey, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services import family_drafts as drafts
from padu.apps.rumah_dataku.services.family_entering import member_save, survey_save
from padu.apps.rumah_dataku.services.runs import worker_of
from padu.domain.life_events.happening import Newcomer
from padu.domain.life_events.kinds import Kind
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.apps.rumah_dataku.test_life_events import tell
from tests.apps.rumah_dataku.village_families import make_family
from tests.people import NEXT_VILLAGE, make_person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
HEAD = {
    "1.name": "Yuliana", "1.nik": "1301014503970001", "1.sex": "2", "1.birth_date": "05/03/1997", "1.relation": "1",
}  # fmt: skip


def started(actor, **said):
    with scoped(actor):
        draft = drafts.draft_start(actor=actor, region_code=VILLAGE)
        drafts.draft_say(actor=actor, token=draft.token, said=HEAD | said)
    return draft.token


def stored(actor, token: UUID, over: str = ""):
    with scoped(actor):
        return drafts.draft_store(actor=actor, token=token, over=over)


def content(actor, token: UUID):
    with scoped(actor):
        return drafts.open_content(drafts.get_draft(actor, token))


@pytest.fixture
def family(pokja):
    """Imported: Siti Aminah and Rahmat, RT 002; P.06 tidak, P.03d ya."""
    store(pokja, families_file())
    with scoped(pokja):
        return Family.objects.get()


def correcting(actor, family, **said):
    with scoped(actor):
        draft = drafts.draft_correct(actor=actor, family_id=family.pk, year=2026)
        drafts.draft_say(actor=actor, token=draft.token, said=said)
    return draft.token


def as_system(actor):
    return scoped(worker_of(actor, VILLAGE))


def test_what_was_typed_wrong_is_kept_and_nothing_of_it_lies_in_clear(pokja):
    token = started(pokja, **{"1.nik": "salah-semua", "rt": "002"})
    assert content(pokja, token).text("1.nik") == "salah-semua"
    with scoped(pokja):
        sealed = bytes(FamilyDraft.objects.get().payload)
    assert b"Yuliana" not in sealed
    assert b"salah" not in sealed


def test_a_draft_becomes_one_family_however_often_it_is_stored(pokja):
    token = started(pokja, p06="1", surveyed_on="2026-08-17")
    first, second = stored(pokja, token), stored(pokja, token)
    assert first.outcome.family_id == second.outcome.family_id is not None
    with scoped(pokja):
        assert Family.objects.get().source == drafts.SOURCE
        draft = FamilyDraft.objects.get()
        assert (bytes(draft.payload), draft.key_id, draft.stored_at is None) == (b"", "", False)
    assert content(pokja, token) == drafts.Content()


def test_an_error_keeps_the_draft_and_stores_nothing(pokja):
    token = started(pokja, **{"1.birth_date": "01/01/2999"})
    result = stored(pokja, token)
    assert [(one.name, one.code) for one in result.outcome.findings if one.is_error] == [
        ("1.birth_date", "date_future")
    ]  # fmt: skip
    assert content(pokja, token).text("1.name") == "Yuliana"
    with scoped(pokja):
        assert not Family.objects.exists()


def test_a_date_without_an_answer_is_no_survey(pokja):
    stored(pokja, started(pokja, surveyed_on="2026-08-17"))
    with scoped(pokja):
        assert not FamilySurvey.objects.exists()


def test_the_couples_answer_goes_into_the_specific_table_only(pokja):
    stored(pokja, started(pokja, kb_method="5", surveyed_on="2026-08-17", p01="1"))
    with as_system(pokja):
        assert FamilySurveySpecific.objects.get().answers == {"couple": "injection"}
        assert FamilySurvey.objects.get().answers == {"p01": "ya"}


def test_a_draft_is_seen_and_stored_by_its_writer_alone(people, pokja):
    token = started(pokja)
    colleague = make_person("kader2", Role.KADER, VILLAGE).actor
    for other in (colleague, people.pokja_tetangga.actor, people.tim_kab.actor):
        with scoped(other), pytest.raises(Http404):
            drafts.get_draft(other, token)
    with scoped(colleague):
        assert drafts.open_drafts(colleague) == []


def test_nobody_starts_where_they_write_no_families(pokja, petugas_opd):
    with scoped(pokja), pytest.raises(Http404):
        drafts.draft_start(actor=pokja, region_code=NEXT_VILLAGE)
    with scoped(petugas_opd), pytest.raises(PermissionDenied):
        drafts.draft_start(actor=petugas_opd, region_code=VILLAGE)


def test_a_new_member_can_be_taken_out_again_and_its_number_with_it(pokja):
    token = started(pokja, **{"2.name": "Salah tulis", "3.name": "Rahmat", "3.mother_line": "2"})
    with scoped(pokja):
        drafts.draft_member_remove(actor=pokja, token=token, line=2)
    left = content(pokja, token)
    assert left.lines() == [1, 3]
    assert left.text("3.mother_line") == ""


def test_a_stored_member_is_not_taken_out(pokja, family):
    token = correcting(pokja, family)
    with scoped(pokja), pytest.raises(Http404):
        drafts.draft_member_remove(actor=pokja, token=token, line=2)


def test_a_correction_changes_what_was_said_and_nothing_else(pokja, family):
    stored(pokja, correcting(pokja, family, rt="009", p06="1", **{"1.name": "Siti Aminah Putri"}))
    with as_system(pokja):
        row = Family.objects.get()
        assert (row.rt, row.rw, row.head_name) == ("009", "001", "Siti Aminah Putri")
        survey = FamilySurvey.objects.get()
        assert (survey.savings, survey.religious_practice, survey.surveyed_on) == (1, 1, dt.date(2026, 8, 17))
        assert FamilySurveySpecific.objects.get().answers["p03d"] == "ya"
        assert Person.objects.filter(active=True).count() == 2


def test_who_may_not_read_specific_answers_finds_none_in_the_draft(pokja, family):
    assert "p03d" not in content(pokja, correcting(pokja, family)).base
    officer = make_person("plkb", Role.PLKB, VILLAGE).actor
    assert content(officer, correcting(officer, family)).base["p03d"] == "1"


def test_a_specific_answer_is_written_over_unseen(pokja, family):
    result = stored(pokja, correcting(pokja, family, p03d="2"))
    assert result.clashes == ()
    with as_system(pokja):
        assert FamilySurveySpecific.objects.get().answers == {
            "p03a": "tidak",
            "p03c": "tidak",
            "p03d": "tidak",
            "p07": "ya",
        }


def test_what_others_changed_elsewhere_stays_and_joins(pokja, family):
    token = correcting(pokja, family, rt="009", **{"3.name": "Bayi", "3.nik_reason": "1", "3.mother_line": "1"})
    member_save(actor=pokja, family_id=family.pk, line=2, member={"education": "3"})
    member_save(actor=pokja, family_id=family.pk, line=None, member={"name": "Kakek", "nik_reason": "2"})
    result = stored(pokja, token)
    assert result.clashes == ()
    with scoped(pokja):
        assert Family.objects.get().rt == "009"
        assert Person.objects.get(line=2).education == 3
        names = dict(Person.objects.filter(active=True).values_list("line", "name"))
        assert names == {1: "Siti Aminah", 2: "Rahmat", 3: "Kakek", 4: "Bayi"}
        assert Person.objects.get(line=4).mother_line == 1


def test_one_field_changed_on_both_sides_waits_for_somebody(pokja, family):
    token = correcting(pokja, family, **{"2.education": "4"})
    member_save(actor=pokja, family_id=family.pk, line=2, member={"education": "3"})
    result = stored(pokja, token)
    assert [(one.name, one.before, one.now, one.said) for one in result.clashes] == [("2.education", "", "3", "4")]
    with scoped(pokja):
        assert Person.objects.get(line=2).education == 3
        looked_at = Family.objects.get().updated_at.isoformat()
    assert stored(pokja, token, over=looked_at).outcome.family_id == family.pk
    with scoped(pokja):
        assert Person.objects.get(line=2).education == 4


def test_both_sides_saying_the_same_is_no_clash(pokja, family):
    token = correcting(pokja, family, **{"2.education": "3"})
    member_save(actor=pokja, family_id=family.pk, line=2, member={"education": "3"})
    assert stored(pokja, token).clashes == ()


def test_a_family_that_left_meanwhile_is_not_brought_back(pokja, family):
    token = correcting(pokja, family, rt="009")
    with as_system(pokja):
        Family.objects.update(active=False)
    with pytest.raises(drafts.FamilyNotActive):
        stored(pokja, token)
    with scoped(pokja):
        assert not Family.objects.get().active


def test_the_second_click_on_correct_goes_on_with_the_first_draft(pokja, family):
    assert correcting(pokja, family) == correcting(pokja, family, rt="009")


def test_old_drafts_go_and_young_ones_stay(pokja):
    token = started(pokja)
    now = timezone.now()
    assert drafts.drafts_purge(now=now + dt.timedelta(days=29)) == 0
    assert drafts.drafts_purge(now=now + dt.timedelta(days=31)) == 1
    with scoped(pokja), pytest.raises(Http404):
        drafts.get_draft(pokja, token)


def test_new_members_move_behind_those_stored_meanwhile():
    said = {"4.name": "Bayi", "4.mother_line": "5", "5.name": "Ibu", "2.mother_line": "1", "rt": "1"}
    assert drafts.moved_lines(drafts.Content({}, said, 4), 6) == {
        "6.name": "Bayi", "6.mother_line": "7", "7.name": "Ibu", "2.mother_line": "1", "rt": "1"
    }  # fmt: skip
    assert drafts.moved_lines(replace(drafts.Content({}, said, 4)), 4) == said


def test_after_somebody_left_a_new_member_takes_the_next_number_of_those_who_stay(pokja, family):
    left(pokja, family, "Rahmat")
    token = correcting(pokja, family)
    assert content(pokja, token).free_line() == 2
    new = {"2.name": "Nurul", "2.nik_reason": "1", "2.sex": "2", "2.birth_date": "2020-06-10", "2.relation": "3"}
    with scoped(pokja):
        drafts.draft_say(actor=pokja, token=token, said=new)
    assert stored(pokja, token).outcome.told == ()
    with scoped(pokja):
        names = Person.objects.filter(family=family, active=True).order_by("line").values_list("line", "name")
        assert list(names) == [(1, "Siti Aminah"), (2, "Nurul")]


def left(actor, family, name: str):
    with scoped(actor):
        person = Person.objects.get(family=family, active=True, name=name).pk
    tell(actor, Kind.DEATH, family, day=dt.date(2026, 11, 1), people=(person,))


def test_what_was_said_of_who_left_meanwhile_waits_for_somebody_and_brings_nobody_back(pokja, family):
    token = correcting(pokja, family, **{"2.name": "Rahmat Hidayat", "rt": "009"})
    left(pokja, family, "Rahmat")
    result = stored(pokja, token)
    assert result.outcome.family_id is None
    assert result.clashes == (drafts.Clash("2.name", "Rahmat", "", "Rahmat Hidayat"),)
    with scoped(pokja):
        moment = Family.objects.get().updated_at.isoformat()
    assert stored(pokja, token, over=moment).outcome.family_id == family.pk
    with scoped(pokja):
        assert Family.objects.get().rt == "009"
        names = Person.objects.filter(family=family).order_by("line").values_list("name", "left_reason")
        assert list(names) == [("Siti Aminah", ""), ("Rahmat", "death")]


def test_what_was_said_of_who_left_is_not_laid_on_who_came_into_that_line(pokja, family):
    token = correcting(pokja, family, **{"2.occupation": "9"})
    left(pokja, family, "Rahmat")
    tell(pokja, Kind.BIRTH, family, day=dt.date(2026, 11, 10), newcomers=(Newcomer("Putri", 2, dt.date(2026, 11, 10)),))
    (clash,) = stored(pokja, token).clashes
    assert (clash.name, clash.said) == ("2.occupation", "9")
    with scoped(pokja):
        moment = Family.objects.get().updated_at.isoformat()
    assert stored(pokja, token, over=moment).outcome.family_id == family.pk
    with scoped(pokja):
        baby = Person.objects.get(family=family, active=True, line=2)
        assert (baby.name, baby.occupation) == ("Putri", "")  # nobody told it


def test_who_lost_the_right_to_read_specific_answers_is_shown_none_by_an_older_draft(people, pokja, family):
    officer = make_person("plkb1", Role.PLKB, VILLAGE).actor
    token = correcting(officer, family)
    assert content(officer, token).base["p03d"] == "1"
    with scoped(officer):
        survey_save(actor=officer, family_id=family.pk, surveyed_on=dt.date(2026, 8, 17), answers={"p03d": "2"})
    cadre = replace(officer, hats=(Hat(Role.KADER, VILLAGE),))
    with scoped(cadre):
        drafts.draft_say(actor=cadre, token=token, said={"p03d": ""})
    assert stored(cadre, token).clashes == ()


def test_drafts_of_a_village_whose_families_one_writes_no_more_are_not_listed(pokja):
    started(pokja)
    elsewhere = replace(pokja, hats=(Hat(Role.KAMPUNG, NEXT_VILLAGE),))
    with scoped(elsewhere):
        assert drafts.open_drafts(elsewhere) == []


def test_a_family_whose_mother_died_can_still_be_put_right(pokja):
    family = make_family(VILLAGE)
    with scoped(pokja):
        mother = Person.objects.get(family=family, name="Rukiah")
        child = Person.objects.filter(family=family, mother_line=mother.line).first()
    assert child is not None
    tell(pokja, Kind.DEATH, family, day=dt.date(2026, 11, 1), people=(mother.pk,), confirmed=True)
    result = stored(pokja, correcting(pokja, family, rt="009"))
    assert result.outcome.told == ()
    with scoped(pokja):
        assert Family.objects.get().rt == "009"
        # She is still their mother, under the line that she has now.
        assert Person.objects.get(pk=child.pk).mother_line == Person.objects.get(pk=mother.pk).line
