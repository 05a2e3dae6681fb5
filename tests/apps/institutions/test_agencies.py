"""Agencies: added, corrected, renamed with a date, closed; and who may not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.institutions import open_work
from padu.apps.institutions.models import Agency, FormerAgencyName
from padu.apps.institutions.open_work import OpenWork
from padu.apps.institutions.selectors import list_agencies
from padu.apps.institutions.selectors.agencies import names_on
from padu.apps.institutions.services.agencies import (
    AgencyClosed,
    AgencyData,
    AgencyDateWrong,
    AgencyHasOpenWork,
    AgencyKindMisplaced,
    AgencyNamedTwice,
    AgencyReasonMissing,
    AgencyRenameEmpty,
    agency_add,
    agency_close,
    agency_edit,
    agency_rename,
    agency_reopen,
)
from padu.domain.agencies import AgencyKind
from tests.people import OTHER_REGENCY, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db

DINSOS = AgencyData("Dinas Sosial", "Dinsos", "social_village", valid_from=dt.date(2010, 1, 1))
CAMAT = AgencyData("Kantor Camat Pancung Soal", "Camat Pancung Soal", "social_village", AgencyKind.DISTRICT_OFFICE)


def add(actor: Actor, data: AgencyData = DINSOS, place: str = REGENCY) -> Agency:
    with scoped(actor):
        return agency_add(actor=actor, region_code=place, data=data)


def events(actor: Actor, prefix: str) -> list[str]:
    with scoped(actor):
        return list(AuditEntry.objects.filter(event__startswith=prefix).values_list("event", flat=True).order_by("pk"))


def test_the_team_of_the_regency_adds_an_agency(tim_kab):
    agency = add(tim_kab)
    with scoped(tim_kab):
        stored = Agency.objects.get(pk=agency.pk)
        assert (stored.code, stored.kind, stored.teams, stored.valid_to) == ("dinsos", "opd", 1, None)
        assert agency in list_agencies(REGENCY)
    assert events(tim_kab, "agency") == ["agency.add"]


def test_offices_of_districts_and_villages_stand_in_their_place(tim_kab):
    assert add(tim_kab, CAMAT, "13.01.01").region_code == "13.01.01"
    with pytest.raises(AgencyKindMisplaced) as caught:
        add(tim_kab, CAMAT, REGENCY)
    assert caught.value.data == {"kind": "kecamatan", "level": "regency"}
    ministry = AgencyData("Kementerian Sosial", "Kemensos", "social_village", AgencyKind.MINISTRY)
    with pytest.raises(AgencyKindMisplaced):
        add(tim_kab, ministry)


def test_others_do_not_add_agencies(people):
    for person, refusal in (
        (people.pokja, PermissionDenied),
        (people.petugas_opd, PermissionDenied),
        (people.orang_luar, Http404),
    ):
        place = VILLAGE if person is people.pokja else REGENCY
        with pytest.raises(refusal):
            add(person.actor, DINSOS, place)
    with scoped(people.tim_kab.actor):
        assert not Agency.objects.filter(name="Dinas Sosial").exists()


def test_two_agencies_of_one_name_are_refused_but_codes_find_room(tim_kab):
    add(tim_kab)
    with pytest.raises(AgencyNamedTwice):
        add(tim_kab, AgencyData("Dinas sosial", "DS", "social_village"))
    second = AgencyData("Dinas Sosial dan Nagari", "Din-sos", "social_village")
    assert add(tim_kab, second).code == "din-sos"
    assert add(tim_kab, AgencyData("Dinas Perhubungan", "Dinsos!", "other_vertical")).code == "dinsos-2"


def test_a_renamed_agency_keeps_its_old_name_for_old_dates(tim_kab):
    agency = add(tim_kab)
    with scoped(tim_kab):
        agency_rename(
            actor=tim_kab, agency_id=agency.pk, name="Dinas Sosial dan PMD", short_name="Dinsos PMD",
            from_day=dt.date(2021, 1, 4), reason="Perda 5/2020",
        )  # fmt: skip
        agency_rename(
            actor=tim_kab, agency_id=agency.pk, name="Dinas Sosial, PMD, dan P3A", short_name="Dinsos P3A",
            from_day=dt.date(2024, 7, 1), reason="Perda 2/2024",
        )  # fmt: skip
        for day, name in (
            (dt.date(2015, 6, 1), "Dinas Sosial"),
            (dt.date(2021, 1, 3), "Dinas Sosial"),
            (dt.date(2021, 1, 4), "Dinas Sosial dan PMD"),
            (dt.date(2024, 6, 30), "Dinas Sosial dan PMD"),
            (dt.date(2024, 7, 1), "Dinas Sosial, PMD, dan P3A"),
        ):
            found = Agency.objects.get(pk=agency.pk)
            assert names_on([found], day)[agency.pk].name == name
        assert FormerAgencyName.objects.count() == 2
    assert events(tim_kab, "agency.rename") == ["agency.rename"] * 2


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": "Dinas Sosial", "short_name": "Dinsos"}, AgencyRenameEmpty),
        ({"name": " "}, AgencyRenameEmpty),
        ({"reason": " "}, AgencyReasonMissing),
        ({"from_day": dt.date(2010, 1, 1)}, AgencyDateWrong),
        ({"from_day": dt.date(2999, 1, 1)}, AgencyDateWrong),
        ({"name": "Dinas Kesehatan"}, AgencyNamedTwice),
    ],
)
def test_a_rename_that_says_nothing_is_refused(people, tim_kab, change, refusal):
    agency = add(tim_kab)
    wanted = {"name": "Dinas Baru", "short_name": "Baru", "from_day": dt.date(2020, 1, 1), "reason": "Perda"}
    with scoped(tim_kab):
        with pytest.raises(refusal):
            agency_rename(actor=tim_kab, agency_id=agency.pk, **(wanted | change))
        assert Agency.objects.get(pk=agency.pk).name == "Dinas Sosial"
        assert not FormerAgencyName.objects.exists()


def test_others_neither_rename_nor_close(people, tim_kab):
    agency = add(tim_kab)
    for actor, refusal in ((people.petugas_opd.actor, PermissionDenied), (people.pokja.actor, Http404)):
        with scoped(actor):
            with pytest.raises(refusal):
                agency_close(actor=actor, agency_id=agency.pk, last_day=dt.date(2026, 1, 1), reason="x")
            with pytest.raises(refusal):
                agency_edit(actor=actor, agency_id=agency.pk, data=DINSOS)


def test_a_correction_changes_what_is_written_and_no_history(tim_kab):
    agency = add(tim_kab)
    better = AgencyData(
        "Dinas Sosial", "Dinsos", "social_village", contact_name="Kepala dinas", contact_phone="0756-000000"
    )
    with scoped(tim_kab):
        agency_edit(actor=tim_kab, agency_id=agency.pk, data=better)
        stored = Agency.objects.get(pk=agency.pk)
        assert (stored.contact_name, stored.valid_from) == ("Kepala dinas", None)
        assert not FormerAgencyName.objects.exists()


@pytest.fixture
def two_open_commitments(monkeypatch):
    counter = {"commitments": lambda agency: OpenWork("commitments", "komitmen belum selesai", 2)}
    monkeypatch.setattr(open_work, "_counters", counter)


def test_open_work_is_named_before_an_agency_closes(tim_kab, two_open_commitments):
    agency, today = add(tim_kab), timezone.localdate()
    with scoped(tim_kab):
        with pytest.raises(AgencyHasOpenWork) as caught:
            agency_close(actor=tim_kab, agency_id=agency.pk, last_day=today, reason="digabung")
        assert caught.value.data == {"work": {"commitments": 2}}
        assert Agency.objects.get(pk=agency.pk).valid_to is None
        agency_close(
            actor=tim_kab, agency_id=agency.pk, last_day=today, reason="digabung", open_work_note="diteruskan Dinkes"
        )
        closed = Agency.objects.get(pk=agency.pk)
        assert (closed.valid_to, closed.closed_reason) == (today, "digabung · diteruskan Dinkes")


def test_a_closed_agency_stays_as_it_was_and_can_be_opened_again(tim_kab):
    agency = add(tim_kab)
    with scoped(tim_kab):
        agency_close(actor=tim_kab, agency_id=agency.pk, last_day=dt.date(2025, 12, 31), reason="digabung")
        assert agency not in list_agencies(REGENCY)
        with pytest.raises(AgencyClosed):
            agency_edit(actor=tim_kab, agency_id=agency.pk, data=DINSOS)
        with pytest.raises(AgencyReasonMissing):
            agency_reopen(actor=tim_kab, agency_id=agency.pk, reason="")
        agency_reopen(actor=tim_kab, agency_id=agency.pk, reason="salah catat")
        assert agency in list_agencies(REGENCY)
    assert events(tim_kab, "agency") == ["agency.add", "agency.close", "agency.reopen"]


def test_former_names_are_read_in_the_place_and_from_below_only(people, tim_kab):
    agency = add(tim_kab)
    with scoped(tim_kab):
        agency_rename(
            actor=tim_kab, agency_id=agency.pk, name="Dinas Baru", short_name="Baru",
            from_day=dt.date(2020, 1, 1), reason="Perda",
        )  # fmt: skip
    for person, seen in ((people.pokja, 1), (people.petugas_opd, 1), (people.orang_luar, 0), (people.pokja_luar, 0)):
        with scoped(person.actor):
            assert FormerAgencyName.objects.count() == seen
            assert FormerAgencyName.unscoped.count() == seen
    assert OTHER_REGENCY != REGENCY
