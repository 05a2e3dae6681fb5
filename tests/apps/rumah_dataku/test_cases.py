"""A referral opens one family to one agency until a day: name, address, members, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry, CaseGrant
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Household, Person
from padu.apps.rumah_dataku.services import case_grants
from padu.apps.rumah_dataku.services.case_grants import NewCase, case_close, case_open
from tests.apps.rumah_dataku.files import CHILD, VILLAGE, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.people import make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONTH = TODAY + dt.timedelta(days=30)
SYSTEM = Actor(name="uji", system=True)


@pytest.fixture
def families(people):
    rows = [{}, {"No. keluarga": "K-2", "No. KK": ""}]
    heads = [{}, CHILD, {"No. keluarga": "K-2", "K.02 Nama": "Jamilah", "NIK": ""}]
    store(people.pokja.actor, families_file(rows, heads))
    with scoped(people.pokja.actor):
        return {family.head_name: family for family in Family.objects.all()}


@pytest.fixture
def siti(families):
    return families["Siti Aminah"]


def opened(people, family: Family, **more) -> CaseGrant:
    fields = {"service": "Akta lahir anak", "reason": "Anak belum punya akta.", "valid_to": MONTH} | more
    new = NewCase(family_id=family.pk, agency_id=people.kesehatan.pk, **fields)
    with scoped(people.pokja.actor):
        return case_open(actor=people.pokja.actor, new=new)


def test_the_agency_sees_that_family_and_no_other(people, siti, families, client_of):
    browser = client_of(people.petugas_opd)
    assert browser.get(f"/keluarga/{siti.pk}/").status_code == 404
    opened(people, siti)
    answer = browser.get(f"/keluarga/{siti.pk}/")
    assert "Rahmat" in text(answer)
    assert "1301************" in text(answer)
    assert browser.get(f"/keluarga/{families['Jamilah'].pk}/").status_code == 404
    listed = text(browser.get("/keluarga/rujukan/"))
    assert "Siti Aminah" in listed
    assert "Jamilah" not in listed


def test_the_agency_does_not_see_answers_numbers_or_the_card(people, siti, client_of):
    opened(people, siti)
    page = client_of(people.petugas_opd).get(f"/keluarga/{siti.pk}/")
    words = text(page)
    for hidden in ("Indikator keluarga", "Desil", "No. KK", "lihat lengkap", "Belum didata", "Hak warga"):
        assert hidden not in words
    actor = load_actor(people.petugas_opd.user)
    with scoped(actor):
        assert Family.objects.count() == 1
        assert Person.objects.count() == 2
        for closed in (FamilySurvey, FamilySurveySpecific, Household):
            assert closed.objects.count() == 0
    assert client_of(people.petugas_opd).get(f"/keluarga/{siti.pk}/nomor/1/").status_code in (403, 404)


def test_another_agency_of_the_regency_sees_nothing(people, siti, client_of):
    opened(people, siti)
    assert client_of(people.petugas_opd_lain).get(f"/keluarga/{siti.pk}/").status_code == 404
    assert "Belum ada keluarga yang dirujuk" in text(client_of(people.petugas_opd_lain).get("/keluarga/rujukan/"))


def test_each_look_of_the_agency_is_logged_with_the_need(people, siti, client_of):
    opened(people, siti)
    client_of(people.petugas_opd).get(f"/keluarga/{siti.pk}/")
    client_of(people.petugas_opd).get("/keluarga/rujukan/")
    with scoped(SYSTEM):
        look = AuditEntry.objects.get(event="family.case_look")
        listed = AuditEntry.objects.get(event="family.case_list")
    assert (look.user_id, look.subject) == (people.petugas_opd.user.pk, f"family:{siti.pk}")
    assert look.purpose == "Rujukan: Akta lahir anak"
    assert listed.subject == "list:1"


def test_closing_ends_it_at_once(people, siti, client_of):
    case = opened(people, siti)
    with scoped(people.pokja.actor):
        case_close(actor=people.pokja.actor, case_id=case.pk)
        again = case_close(actor=people.pokja.actor, case_id=case.pk)
    assert again.closed_by == people.pokja.user.pk
    assert client_of(people.petugas_opd).get(f"/keluarga/{siti.pk}/").status_code == 404


def test_it_ends_by_itself_after_its_last_day(people, siti, client_of):
    case = opened(people, siti)
    with scoped(people.pokja.actor):
        CaseGrant.objects.filter(pk=case.pk).update(valid_to=TODAY)
    assert client_of(people.petugas_opd).get(f"/keluarga/{siti.pk}/").status_code == 200
    with scoped(people.pokja.actor):
        CaseGrant.objects.filter(pk=case.pk).update(valid_to=TODAY - dt.timedelta(days=1))
    assert client_of(people.petugas_opd).get(f"/keluarga/{siti.pk}/").status_code == 404


@pytest.mark.parametrize("valid_to", [TODAY, TODAY + dt.timedelta(days=367)])
def test_a_referral_ends_after_today_and_within_a_year(people, siti, valid_to):
    with pytest.raises(case_grants.CaseOddPeriod):
        opened(people, siti, valid_to=valid_to)


def test_a_referral_says_what_and_why(people, siti):
    with pytest.raises(case_grants.CaseWordsMissing):
        opened(people, siti, reason="  ")


def test_the_same_need_is_open_once(people, siti):
    opened(people, siti)
    with pytest.raises(case_grants.CaseAlreadyOpen):
        opened(people, siti)
    opened(people, siti, service="Pendaftaran JKN")


def test_only_agencies_of_the_regency_are_referred_to(people, siti):
    new = NewCase(siti.pk, people.kesehatan_luar.pk, "JKN", "belum terdaftar", MONTH)
    with scoped(people.pokja.actor), pytest.raises(Http404):
        case_open(actor=people.pokja.actor, new=new)


def test_a_cadre_sees_the_family_and_does_not_refer_it(people, siti, client_of):
    kader = make_person("kader", Role.KADER, VILLAGE)
    new = NewCase(siti.pk, people.kesehatan.pk, "JKN", "belum terdaftar", MONTH)
    with scoped(kader.actor), pytest.raises(PermissionDenied):
        case_open(actor=kader.actor, new=new)
    assert client_of(kader).get(f"/keluarga/{siti.pk}/rujuk/").status_code == 403
    assert client_of(people.pokja_tetangga).get(f"/keluarga/{siti.pk}/rujuk/").status_code == 404


def test_an_agency_cannot_open_a_family_for_itself(people, siti):
    actor = people.petugas_opd.actor
    with scoped(actor), pytest.raises(Http404):
        case_open(actor=actor, new=NewCase(siti.pk, people.kesehatan.pk, "JKN", "belum terdaftar", MONTH))


def test_the_form_keeps_what_was_typed(people, siti, client_of):
    typed = {"agency_id": people.kesehatan.pk, "service": "Akta", "reason": "Tak ada", "valid_to": TODAY.isoformat()}
    answer = client_of(people.pokja).post(f"/keluarga/{siti.pk}/rujuk/", typed)
    assert answer.status_code == 422
    assert "Tak ada" in answer.content.decode()
    done = client_of(people.pokja).post(f"/keluarga/{siti.pk}/rujuk/", typed | {"valid_to": MONTH.isoformat()})
    assert done.status_code == 302
    page = text(client_of(people.pokja).get(f"/keluarga/{siti.pk}/"))
    assert "Kesehatan" in page
    with scoped(people.pokja.actor):
        case = CaseGrant.objects.get()
    assert client_of(people.petugas_opd).post(f"/keluarga/rujukan/{case.pk}/tutup/").status_code in (403, 404)
    assert client_of(people.pokja).post(f"/keluarga/rujukan/{case.pk}/tutup/").status_code == 302


def test_who_has_no_agency_has_no_page_of_referred_families(people, client_of):
    assert client_of(people.pokja).get("/keluarga/rujukan/").status_code == 404
