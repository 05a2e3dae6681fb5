"""Anonymising: what is due, two persons, nothing left of who it was, figures stay, again changes nothing."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.history import history_models
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.privacy.models import RetentionRun
from padu.apps.privacy.services import retention
from padu.apps.privacy.services.anonymising import ANONYMISED
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Household, Person
from padu.domain.data_rights.machines import SecondConfirmerNeeded
from padu.domain.data_rights.retention import LOG_YEARS
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.people import REGENCY, make_person

pytestmark = pytest.mark.django_db
WORKER = system_actor("00", *retention.DUTIES)
NAME, HAMLET = "Zubaidah Kenari", "Jorong Kenari"
FAMILY_ROW = {"Dusun/jorong": HAMLET, "Alamat": "Jalan Kenari 7"}


@pytest.fixture
def officers(people):
    return make_person("privasi", Role.PRIVACY, REGENCY).actor, make_person("privasi2", Role.PRIVACY, REGENCY).actor


@pytest.fixture
def family(people):
    head = {"K.02 Nama": NAME}
    store(people.pokja.actor, families_file([FAMILY_ROW], [head, {"K.02 Nama": "Anak Kenari", "NIK": ""}]))
    with scoped(WORKER):
        return Family.objects.get()


def age(family: Family, year: int) -> None:
    """Let the family's only survey be that of another year."""
    with scoped(WORKER):
        FamilySurvey.objects.filter(family=family).update(year=year)
        FamilySurveySpecific.objects.filter(family_id=family.pk).update(year=year)


def work(officers, region: str = REGENCY) -> dict[str, int]:
    first, second = officers
    with scoped(first):
        run = retention.retention_propose(actor=first, region_code=region)
    with scoped(second):
        retention.retention_confirm(actor=second, run_id=run.pk)
    return retention.retention_work(run.pk)


def test_nothing_is_due_before_five_years_have_passed(family, officers):
    age(family, timezone.localdate().year - 5)
    assert retention.retention_preview(REGENCY, timezone.localdate()).nothing is (
        (timezone.localdate().month, timezone.localdate().day) != (12, 31)
    )
    with scoped(officers[0]), pytest.raises(retention.NothingDue):
        retention.retention_propose(actor=officers[0], region_code=REGENCY)


def test_a_family_whose_last_round_is_long_over_is_due_with_its_persons(family):
    age(family, timezone.localdate().year - 6)
    assert retention.retention_preview(REGENCY, timezone.localdate()) == retention.Due(1, 2, 0)
    assert retention.retention_preview("13.02", timezone.localdate()).nothing


def test_a_family_that_left_is_due_five_years_after_its_last_change(family):
    with scoped(WORKER):
        Family.objects.filter(pk=family.pk).update(active=False)
        changed = timezone.localdate(family.updated_at)
    day = changed.replace(year=changed.year + 5, day=min(changed.day, 28))
    if day.day == changed.day:
        assert retention.retention_preview(REGENCY, day - dt.timedelta(days=1)).families == 0
        assert retention.retention_preview(REGENCY, day).families == 1


def test_nothing_of_who_it_was_is_left_anywhere(family, officers, django_capture_on_commit_callbacks):
    age(family, timezone.localdate().year - 6)
    with django_capture_on_commit_callbacks(execute=True):
        done = work(officers)
    assert done == {"families": 1, "rounds": 0}
    with scoped(WORKER):
        left = Family.objects.get()
        assert (left.source, left.head_name, left.hamlet, left.address, left.active) == (ANONYMISED, "", "", "", False)
        assert Household.objects.count() == 0
        assert FamilySurveySpecific.objects.count() == 0
        survey = FamilySurvey.objects.get()
        assert survey.answers == {}
        assert survey.savings == 0  # P.06 Tidak: the figure's ground stays
        persons = list(Person.objects.order_by("line"))
        assert [(p.name, p.nik_ciphertext, p.nik_hash, p.nik_first4) for p in persons] == [("", None, None, "")] * 2
        assert persons[0].birth_date == dt.date(1997, 1, 1)
        assert persons[0].sex == 2
        kept = {m: old for m, old in history_models().items() if m._meta.app_label in ("rumah_dataku", "privacy")}
        assert Person in kept
        for old_rows in kept.values():
            text = json.dumps([row.before for row in old_rows.objects.all()], default=str)
            assert "Kenari" not in text, old_rows


def test_done_again_it_changes_nothing(family, officers):
    age(family, timezone.localdate().year - 6)
    work(officers)
    assert retention.retention_preview(REGENCY, timezone.localdate()).nothing
    with scoped(WORKER):
        run = RetentionRun.objects.get()
        assert run.state == "done"
    assert retention.retention_work(run.pk) == {"families": 1, "rounds": 0}


def test_stopped_between_batches_it_goes_on_where_it_was(people, officers, monkeypatch):
    rows = [{"No. keluarga": f"K-{n}", "No. KK": "", **FAMILY_ROW} for n in range(3)]
    heads = [{"No. keluarga": f"K-{n}", "K.02 Nama": NAME, "NIK": ""} for n in range(3)]
    store(people.pokja.actor, families_file(rows, heads))
    with scoped(WORKER):
        FamilySurvey.objects.update(year=timezone.localdate().year - 6)
        FamilySurveySpecific.objects.update(year=timezone.localdate().year - 6)
    monkeypatch.setattr(retention, "BATCH", 1)
    real, calls = retention.anonymise_families, []

    def breaks(actor, families):
        calls.append(families)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(actor, families)

    monkeypatch.setattr(retention, "anonymise_families", breaks)
    with pytest.raises(KeyboardInterrupt):
        work(officers)
    with scoped(WORKER):
        run = RetentionRun.objects.get()
        assert (run.state, run.done) == ("confirmed", {"families": 1, "rounds": 0})
    assert retention.confirmed_runs() == [run.pk]
    assert retention.retention_work(run.pk) == {"families": 3, "rounds": 0}


def test_an_old_round_of_a_family_that_stays_loses_its_answers(family, officers):
    with scoped(WORKER):
        old = FamilySurvey.objects.get()
        fresh_year, old.pk = old.year, None
        old.year = fresh_year - 6
        old.save(force_insert=True)
        specific = FamilySurveySpecific.objects.get()
        specific.pk, specific.year = None, old.year
        specific.save(force_insert=True)
    assert retention.retention_preview(REGENCY, timezone.localdate()) == retention.Due(0, 0, 1)
    assert work(officers) == {"families": 0, "rounds": 1}
    with scoped(WORKER):
        assert Family.objects.get().head_name == NAME
        assert FamilySurvey.objects.get(year=old.year).answers == {}
        assert FamilySurvey.objects.get(year=fresh_year).answers != {}
        assert list(FamilySurveySpecific.objects.values_list("year", flat=True)) == [fresh_year]


def test_the_one_who_proposed_cannot_confirm(family, officers):
    age(family, timezone.localdate().year - 6)
    first, _ = officers
    with scoped(first):
        run = retention.retention_propose(actor=first, region_code=REGENCY)
        with pytest.raises(SecondConfirmerNeeded):
            retention.retention_confirm(actor=first, run_id=run.pk)
    assert retention.retention_work(run.pk) == {}
    with scoped(WORKER):
        assert Family.objects.get().head_name == NAME


def test_only_who_runs_privacy_there_proposes(family, people, officers):
    with scoped(people.tim_kab.actor), pytest.raises(PermissionDenied):
        retention.retention_propose(actor=people.tim_kab.actor, region_code=REGENCY)
    with scoped(officers[0]), pytest.raises(Http404):
        retention.retention_propose(actor=officers[0], region_code="13.02")


def entry_at(at: dt.datetime) -> None:
    with scoped(WORKER):
        AuditEntry.unscoped.bulk_create(
            [AuditEntry(kind="look", region_code=VILLAGE, event="family.look", user_id=1)], ignore_conflicts=True
        )
    # auto_now_add cannot be asked for another day, and the serving role cannot change an entry.
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("alter table access_auditentry no force row level security")
        cursor.execute("update access_auditentry set at = %s where id = (select max(id) from access_auditentry)", [at])
        cursor.execute("alter table access_auditentry force row level security")
        cursor.execute("set role padu_app")


def test_entries_of_the_trail_go_after_five_years_and_not_before(people):
    now = timezone.now()
    entry_at(now - dt.timedelta(days=LOG_YEARS * 366 + 2))
    entry_at(now - dt.timedelta(days=LOG_YEARS * 365 - 2))
    retention.nightly_clean(now)
    with scoped(WORKER):
        assert AuditEntry.objects.filter(event="family.look").count() == 1


def test_a_younger_entry_cannot_be_deleted_by_the_system_either(people):
    with scoped(WORKER):
        AuditEntry.unscoped.bulk_create(
            [AuditEntry(kind="look", region_code=VILLAGE, event="family.look", user_id=1)], ignore_conflicts=True
        )
        assert AuditEntry.objects.filter(event="family.look").delete()[0] == 0


def test_an_old_entry_is_not_deleted_by_a_person(people):
    entry_at(timezone.now() - dt.timedelta(days=3000))
    with scoped(people.tim_kab.actor):
        assert AuditEntry.unscoped.filter(event="family.look").delete()[0] == 0
