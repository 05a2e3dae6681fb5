"""Citizens' rights on pages and as papers: who looked, tickets with their clock, copies, consents."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.privacy.models import Consent, DataRequest
from padu.apps.rumah_dataku.models import Family, Person
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.people import REGENCY, make_person

pytestmark = pytest.mark.django_db
NIK = "1301014503970001"
SYSTEM = Actor(name="uji", system=True)
TODAY = timezone.localdate()


@pytest.fixture
def family(people):
    store(people.pokja.actor, families_file())
    with scoped(people.pokja.actor):
        return Family.objects.get()


@pytest.fixture
def persons(family, people):
    with scoped(people.pokja.actor):
        return {person.name: person.pk for person in Person.objects.all()}


@pytest.fixture
def officer(people):
    return make_person("privasi", Role.PRIVACY, REGENCY)


def ticket(people, family, kind: str, person_id: int | None = None, applicant: str = "self", hours: float = 0):
    with scoped(people.pokja.actor):
        return DataRequest.objects.create(
            region_code=VILLAGE, family_id=family.pk, person_id=person_id, kind=kind, applicant=applicant,
            received_at=timezone.now() - dt.timedelta(hours=hours),
        )  # fmt: skip


def test_the_report_names_each_who_looked_with_role_place_and_purpose(family, people, client_of):
    penyuluh = make_person("penyuluh", Role.PLKB, "13.01.01")
    client_of(penyuluh).get(f"/keluarga/{family.pk}/")
    client_of(people.pokja).get("/keluarga/")
    page = text(client_of(people.pokja).get(f"/privasi/keluarga/{family.pk}/"))
    for words in ("Penyuluh", "PKB/PLKB", "Membuka halaman keluarga", "Pelayanan dan pemutakhiran data keluarga"):
        assert words in page
    assert "Menyimpan data dari berkas" in page
    assert "Pokja kampung (Pokja): Membaca daftar keluarga desa, 1 kali" in page
    with scoped(SYSTEM):
        assert AuditEntry.objects.filter(event="privacy.access_report", subject=f"family:{family.pk}").count() == 1


def test_a_look_at_another_family_is_not_in_the_report(people, client_of):
    rows = [{}, {"No. keluarga": "K-2", "No. KK": ""}]
    store(people.pokja.actor, families_file(rows, [{}, {"No. keluarga": "K-2", "K.02 Nama": "Jamilah", "NIK": ""}]))
    with scoped(people.pokja.actor):
        first, second = Family.objects.order_by("source_key")
    client_of(people.pokja).get(f"/keluarga/{second.pk}/")
    assert "Membuka halaman keluarga" not in text(client_of(people.pokja).get(f"/privasi/keluarga/{first.pk}/"))


def test_what_the_system_did_is_named_as_such(family, people, client_of):
    with scoped(SYSTEM):
        from padu.access.audit import record_change

        record_change(SYSTEM, "family.change", VILLAGE, f"family:{family.pk}")
    assert "sistem (pekerjaan otomatis)" in text(client_of(people.pokja).get(f"/privasi/keluarga/{family.pk}/"))


def test_the_officer_for_data_protection_serves_without_reading_families(family, officer, client_of):
    assert client_of(officer).get(f"/keluarga/{family.pk}/").status_code == 404
    assert client_of(officer).get(f"/privasi/keluarga/{family.pk}/").status_code == 200


def test_a_cadre_and_strangers_do_not_serve(family, people, client_of):
    kader = make_person("kader", Role.KADER, VILLAGE)
    address = f"/privasi/keluarga/{family.pk}/"
    assert client_of(kader).get(address).status_code == 403
    for person in (people.pokja_tetangga, people.tim_kab, people.petugas_opd):
        assert client_of(person).get(address).status_code == 404


def test_a_ticket_is_opened_counted_down_and_closed_with_an_outcome(family, people, client_of):
    browser = client_of(people.pokja)
    received = timezone.localtime() - dt.timedelta(hours=71)
    typed = {"kind": "access", "applicant": "head", "received_at": received.strftime("%Y-%m-%dT%H:%M")}
    opened = browser.post(f"/privasi/keluarga/{family.pk}/permohonan/", typed)
    assert opened.status_code == 302
    page = text(browser.get(opened["Location"]))
    assert "kurang dari 1 jam lagi" in page or "1 jam lagi" in page
    assert browser.post(opened["Location"], {"step": "answer", "outcome": " "}).status_code == 422
    assert browser.post(opened["Location"], {"step": "answer", "outcome": "Lembar diserahkan."}).status_code == 302
    assert "tepat waktu" in text(browser.get(opened["Location"]))
    assert "tidak ada pada keadaan sekarang" in text(
        browser.post(opened["Location"], {"step": "refuse", "outcome": "lagi"})
    )


def test_a_ticket_of_the_future_is_not_taken(family, people, client_of):
    later = (timezone.localtime() + dt.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    typed = {"kind": "access", "applicant": "head", "received_at": later}
    answer = client_of(people.pokja).post(f"/privasi/keluarga/{family.pk}/permohonan/", typed)
    assert answer.status_code == 422
    assert "masa depan" in text(answer)


def test_a_copy_names_one_member_of_this_family(family, people, client_of):
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    address = f"/privasi/keluarga/{family.pk}/permohonan/"
    typed = {"kind": "copy", "applicant": "self", "received_at": now}
    assert client_of(people.pokja).post(address, typed).status_code == 422
    assert client_of(people.pokja).post(address, typed | {"person_id": "999999"}).status_code == 422


def test_a_late_ticket_says_so_on_the_desk(family, people, client_of):
    ticket(people, family, "access", hours=80)
    assert "lewat 8 jam" in text(client_of(people.pokja).get("/privasi/"))


def test_the_paper_has_no_officers_name_and_printing_is_a_change(family, people, client_of, monkeypatch):
    made = ticket(people, family, "access")
    documents = []
    monkeypatch.setattr("padu.reports.pdf.render_pdf", lambda document, **_: documents.append(document) or b"%PDF-uji")
    client_of(people.pokja).get(f"/keluarga/{family.pk}/")
    answer = client_of(people.pokja).post(f"/privasi/permohonan/{made.pk}/laporan.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    table = documents[0].blocks[1]
    assert any("Pokja kampung" in row[1] for row in table.rows)
    assert "Pokja" not in {row[1] for row in table.rows}
    assert people.pokja.user.full_name == "Pokja"
    with scoped(SYSTEM):
        entry = AuditEntry.objects.get(event="privacy.access_print")
    assert (entry.kind, entry.purpose) == ("change", f"permohonan:{made.pk}")
    assert client_of(people.pokja).get(f"/privasi/permohonan/{made.pk}/laporan.pdf").status_code == 405


def test_the_report_really_is_a_pdf(family, people, client_of):
    made = ticket(people, family, "access")
    answer = client_of(people.pokja).post(f"/privasi/permohonan/{made.pk}/laporan.pdf")
    assert answer.content.startswith(b"%PDF-")


def copy_of(people, family, client_of, person_id: int, applicant: str = "self") -> dict:
    made = ticket(people, family, "copy", person_id, applicant)
    answer = client_of(people.pokja).post(f"/privasi/permohonan/{made.pk}/salinan.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_the_person_itself_gets_the_whole_nik_and_everything_held(family, persons, people, client_of):
    client_of(people.pokja).get(f"/keluarga/{family.pk}/")
    copy = copy_of(people, family, client_of, persons["Siti Aminah"])
    assert copy["orang"]["nik"] == NIK
    assert copy["orang"]["tanggal_lahir"] == "1997-03-05"
    assert copy["pendataan"][0]["indikator"]["savings"] == 0
    assert copy["jawaban_khusus"][0]["jawaban"]["p07"] == "ya"
    assert any(line["tindakan"] == "Membuka halaman keluarga" for line in copy["jejak_akses"])


def test_conflict_answers_are_in_nobodys_copy(family, persons, people, client_of):
    for person_id in persons.values():
        words = json.dumps(copy_of(people, family, client_of, person_id))
        assert "p03" not in words
        assert "no_family_conflict" not in words
        assert "pasal 33" in words


def test_a_child_s_copy_by_the_guardian_has_no_whole_nik_and_no_answers_of_the_couple(
    family, persons, people, client_of
):
    copy = copy_of(people, family, client_of, persons["Rahmat"], "guardian")
    assert copy["orang"]["nik"] == "1301************"
    assert copy["jawaban_khusus"] == []
    assert len(copy["tidak_dimuat"]) == 4


def test_the_readable_copy_is_a_pdf(family, persons, people, client_of):
    made = ticket(people, family, "copy", persons["Siti Aminah"])
    assert client_of(people.pokja).post(f"/privasi/permohonan/{made.pk}/salinan.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize(("kind", "state"), [("access", "open"), ("copy", "answered")])
def test_without_an_open_ticket_of_its_kind_no_copy_is_made(family, persons, people, client_of, kind, state):
    made = ticket(people, family, kind, persons["Siti Aminah"])
    with scoped(people.pokja.actor):
        DataRequest.objects.filter(pk=made.pk).update(state=state)
    answer = client_of(people.pokja).post(f"/privasi/permohonan/{made.pk}/salinan.json")
    assert answer.status_code == 302
    with scoped(SYSTEM):
        assert not AuditEntry.objects.filter(event="privacy.copy").exists()


CONSENT = {"purpose": "photo", "way": "written", "given_on": TODAY, "valid_until": TODAY + dt.timedelta(days=90)}


def consent(people, client_of, family, **more):
    return client_of(people.pokja).post(f"/privasi/keluarga/{family.pk}/persetujuan/", CONSENT | more)


def test_a_consent_is_kept_with_the_version_of_its_text(family, persons, people, client_of):
    assert consent(people, client_of, family, person_id=persons["Siti Aminah"]).status_code == 302
    with scoped(people.pokja.actor):
        kept = Consent.objects.get()
    assert (kept.text_version, kept.kinds, kept.state) == (1, "gambar wajah", "given")


def test_a_child_s_consent_needs_its_guardian(family, persons, people, client_of):
    refused = consent(people, client_of, family, person_id=persons["Rahmat"])
    assert refused.status_code == 422
    assert "orang tua atau wali" in text(refused)
    named = consent(people, client_of, family, person_id=persons["Rahmat"], guardian_name="Siti Aminah")
    assert named.status_code == 302


@pytest.mark.parametrize(
    ("given", "until"),
    [
        (TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=9)),
        (TODAY, TODAY),
        (TODAY, TODAY + dt.timedelta(days=1831)),
    ],
)
def test_a_consent_has_a_period_that_can_be_meant(family, people, client_of, given, until):
    assert consent(people, client_of, family, given_on=given, valid_until=until).status_code == 422


def test_a_withdrawal_starts_a_clock_that_ends_when_the_use_has_stopped(family, people, client_of):
    consent(people, client_of, family)
    with scoped(people.pokja.actor):
        kept = Consent.objects.get()
    browser, back = client_of(people.pokja), {"back_family": family.pk}
    browser.post(f"/privasi/persetujuan/{kept.pk}/hentikan/", back | {"note": "belum ditarik"})
    browser.post(f"/privasi/persetujuan/{kept.pk}/tarik/", back)
    browser.post(f"/privasi/persetujuan/{kept.pk}/hentikan/", back | {"note": " "})
    with scoped(people.pokja.actor):
        kept.refresh_from_db()
        assert (kept.state, kept.stopped_at) == ("withdrawn", None)
        assert kept.clock.due_at == kept.withdrawn_at + dt.timedelta(hours=72)
    assert "Persetujuan yang ditarik" in text(browser.get("/privasi/"))
    browser.post(f"/privasi/persetujuan/{kept.pk}/hentikan/", back | {"note": "foto diturunkan"})
    with scoped(people.pokja.actor):
        kept.refresh_from_db()
    assert (kept.state, kept.stop_note) == ("stopped", "foto diturunkan")


def test_the_notice_is_for_everybody_and_names_whom_to_ask(client, settings, db):
    settings.PRIVACY_CONTACT = "Petugas PDP Kabupaten, telepon kantor"
    page = text(client.get("/privasi/pemberitahuan/"))
    assert "3 x 24 jam" in page
    assert "Petugas PDP Kabupaten, telepon kantor" in page
    assert client.get("/privasi/pemberitahuan.pdf").content.startswith(b"%PDF-")
