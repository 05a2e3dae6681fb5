"""The register of processing and the register of breaches with its clock of 72 hours."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.privacy.models import Breach, ProcessingActivity, RetentionRun
from padu.apps.privacy.selectors.registers import notice_clocks, register_of
from padu.apps.privacy.services.registers import BreachFacts, NoticeMissing, breach_record, breach_step, notice_record
from padu.domain.data_rights.breaches import NoticeTo
from padu.domain.data_rights.processing import STANDARD
from tests.apps.rumah_dataku.pages import text
from tests.people import OTHER_REGENCY, REGENCY, make_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def officer(people):
    return make_person("privasi", Role.PRIVACY, REGENCY)


def facts(**more) -> BreachFacts:
    fields = {
        "title": "Berkas terkirim ke alamat salah", "discovered_at": NOW - dt.timedelta(hours=80), "happened_at": None,
        "how": "Lampiran surel keliru.", "data_kinds": ("children", "identity"), "persons": None, "consequences": "",
        "measures": "", "contact": "",
    }  # fmt: skip
    return BreachFacts(**fields | more)


@pytest.fixture
def breach(officer):
    with scoped(officer.actor):
        return breach_record(actor=officer.actor, region_code=REGENCY, facts=facts())


def test_a_register_begins_with_the_standard_rows_and_keeps_own_words(officer, client_of):
    browser = client_of(officer)
    assert STANDARD[0].name in text(browser.get("/privasi/pemrosesan/"))
    address = f"/privasi/pemrosesan/{REGENCY}/family_register/"
    typed = dict.fromkeys(("name", "purpose", "basis", "kinds_of_data", "people", "recipients", "retention"), "x")
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert browser.post(address, typed | {"safeguards": "kata setempat", "active": "on"}).status_code == 302
    with scoped(officer.actor):
        first = register_of(REGENCY)[0]
        assert (first.own, first.row.safeguards, first.row.data) == (True, "kata setempat", "x")
        assert len(register_of(REGENCY)) == len(STANDARD)
        assert not register_of(OTHER_REGENCY)[0].own


def test_a_row_of_its_own_gets_a_key_of_its_own(officer, client_of):
    names = ("purpose", "basis", "kinds_of_data", "people", "recipients", "retention", "safeguards")
    typed = dict.fromkeys(names, "x") | {"name": "Baru", "active": "on"}
    for _ in range(2):
        assert client_of(officer).post(f"/privasi/pemrosesan/{REGENCY}/baru/", typed).status_code == 302
    with scoped(officer.actor):
        assert sorted(ProcessingActivity.objects.values_list("key", flat=True)) == ["baru-1", "baru-1-2"]


@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF-")])
def test_the_register_is_printed_and_written(officer, client_of, form, begins):
    assert client_of(officer).get(f"/privasi/pemrosesan.{form}").content.startswith(begins)


def test_a_team_does_not_run_privacy(people, client_of):
    browser = client_of(people.tim_kab)
    assert browser.get("/privasi/pemrosesan/").status_code == 404
    assert browser.get(f"/privasi/insiden/baru/{REGENCY}/").status_code == 403
    assert browser.get(f"/privasi/insiden/baru/{OTHER_REGENCY}/").status_code == 404


def test_each_notice_has_a_clock_from_the_discovery_to_when_it_was_sent(breach, officer):
    with scoped(officer.actor):
        for to, hours in ((NoticeTo.AUTHORITY, 71), (NoticeTo.PERSONS, 73)):
            sent = breach.discovered_at + dt.timedelta(hours=hours)
            notice_record(actor=officer.actor, breach_id=breach.pk, to=to, sent_at=sent, way="surat")
        states = {one.to: one.clock.state(NOW) for one in notice_clocks(breach)}
    assert states == {NoticeTo.PERSONS: "done_late", NoticeTo.AUTHORITY: "done"}


def test_an_incident_without_notices_is_late_after_three_days(breach, officer, client_of):
    assert "lewat 8 jam" in text(client_of(officer).get(f"/privasi/insiden/{breach.pk}/"))
    assert "lewat 8 jam" in text(client_of(officer).get("/privasi/"))
    assert text(client_of(officer).get("/privasi/insiden/")).count("terlambat") == 2


def test_it_is_closed_after_both_notices_only(breach, officer):
    with scoped(officer.actor):
        breach_step(actor=officer.actor, breach_id=breach.pk, step="contain")
        with pytest.raises(NoticeMissing) as refusal:
            breach_step(actor=officer.actor, breach_id=breach.pk, step="close", note="selesai")
        assert refusal.value.data["missing"] == ("persons", "authority")
        for to in (NoticeTo.PERSONS, NoticeTo.AUTHORITY):
            notice_record(actor=officer.actor, breach_id=breach.pk, to=to, sent_at=NOW, way="surat")
        closed = breach_step(actor=officer.actor, breach_id=breach.pk, step="close", note="selesai")
    assert (closed.state, closed.closing_note) == ("closed", "selesai")


def test_unknown_and_nought_are_told_apart(officer, client_of):
    typed = {"title": "Insiden", "how": "x", "discovered_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
    made = client_of(officer).post(f"/privasi/insiden/baru/{REGENCY}/", typed)
    page = text(client_of(officer).get(made["Location"]))
    assert "belum diketahui" in page
    assert "tidak perlu: 0 orang terkena" not in page
    client_of(officer).post(f"{made['Location']}ubah/", typed | {"persons": "0"})
    assert "tidak perlu: 0 orang terkena" in text(client_of(officer).get(made["Location"]))


def test_an_incident_cannot_be_discovered_before_it_happened(officer, client_of):
    moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    typed = {"title": "Insiden", "how": "isi yang diketik", "discovered_at": "2026-01-01T08:00", "happened_at": moment}
    answer = client_of(officer).post(f"/privasi/insiden/baru/{REGENCY}/", typed)
    assert answer.status_code == 422
    assert "isi yang diketik" in answer.content.decode()
    with scoped(officer.actor):
        assert Breach.objects.count() == 0


def test_the_notice_holds_what_article_46_asks_for(breach, officer, client_of, monkeypatch):
    documents = []
    monkeypatch.setattr("padu.reports.pdf.render_pdf", lambda document, **_: documents.append(document) or b"%PDF-uji")
    client_of(officer).get(f"/privasi/insiden/{breach.pk}/pemberitahuan.pdf")
    words = " ".join(block.text for block in documents[0].blocks if hasattr(block, "text"))
    for part in (
        "Data pribadi yang terungkap",
        "data anak",
        "Kapan dan bagaimana",
        "Lampiran surel keliru.",
        "Penanganan",
    ):
        assert part in words
    assert "jumlahnya belum diketahui" in words


def test_retention_is_proposed_by_one_and_confirmed_by_another(people, officer, client_of):
    with scoped(officer.actor):
        run = RetentionRun.objects.create(
            region_code=REGENCY, as_of=timezone.localdate(), due={"families": 1, "persons": 2, "rounds": 0},
            proposed_by=officer.user.pk,
        )  # fmt: skip
    page = text(client_of(officer).get("/privasi/masa-simpan/"))
    assert "yang mengusulkan tidak mengesahkan" in page
    client_of(officer).post(f"/privasi/masa-simpan/{run.pk}/sahkan/")
    with scoped(officer.actor):
        run.refresh_from_db()
        assert run.state == "proposed"
    second = make_person("privasi2", Role.PRIVACY, REGENCY)
    client_of(second).post(f"/privasi/masa-simpan/{run.pk}/sahkan/")
    with scoped(officer.actor):
        run.refresh_from_db()
    assert (run.state, run.confirmed_by) == ("confirmed", second.user.pk)


def test_nothing_due_is_not_proposed(officer, client_of):
    answer = client_of(officer).post(f"/privasi/masa-simpan/usul/?wilayah={REGENCY}", follow=True)
    assert "Tidak ada data yang jatuh tempo" in text(answer)


def test_the_desk_shows_no_way_to_accounts_that_its_officer_may_not_open(officer, client_of):
    answer = client_of(officer).get("/privasi/")
    assert answer.status_code == 200
    assert 'href="/orang/"' not in answer.content.decode()
