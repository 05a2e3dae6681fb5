"""The report of an event by phone: what the phone is offered, and that it ends where the page's report ends."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.convergence.models import Commitment, JointEvent, Realisation
from padu.apps.convergence.selectors.reportable import AHEAD, BACK
from padu.apps.institutions.models import Agency
from padu.apps.programmes.services import load_reference
from padu.interop.openrosa.activity_form import activity_form
from padu.interop.openrosa.form_paper import activity_paper
from padu.interop.openrosa.models import Submission
from padu.reports.model import Table
from tests.agreed_rows import make_commitment, make_event
from tests.factories import make_kampung
from tests.interop.openrosa.conftest import Phone
from tests.interop.openrosa.filling import activity_xml
from tests.people import NEXT_VILLAGE, VILLAGE, People, Person

State = Submission.State


@dataclass
class Agreed:
    """An event of last week with two commitments."""

    event: JointEvent
    nutrition: Commitment
    cards: Commitment

    def cells(self, **more: str) -> dict[str, str]:
        """What the form says of it: both were done."""
        return {
            "village_code": self.event.region_code, "jenis": "1", "acara": str(self.event.pk),
            "komitmen": f"{self.nutrition.pk} {self.cards.pk}", "done_on": self.event.day.isoformat(),
            "families_reached": "40", "participants": "Kader", "note": "Lancar",
        } | more  # fmt: skip


def last_week() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=7)


def agree(people: People, village: str = VILLAGE, day: dt.date | None = None) -> Agreed:
    event = make_event(village, day or last_week())
    with scoped(people.tim_kab.actor):
        health, civil = Agency.objects.get(code="kesehatan"), Agency.objects.get(code="dukcapil")
    cards = make_commitment(event, civil, title="Akta kelahiran", programme_no=2)
    return Agreed(event, make_commitment(event, health), cards)


@pytest.fixture
def agreed(people: People) -> Agreed:
    load_reference()
    make_kampung(VILLAGE)
    return agree(people)


def listed(phone: Phone, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(phone.get(f"/openrosa/daftar/{name}.csv").content.decode())))


def the_submission(people: People) -> Submission:
    with scoped(people.pokja.actor):
        return Submission.objects.latest("pk")


def facts(people: People) -> list[dict[str, object]]:
    """What the reports of the plan say, without their own keys."""
    names = ("region_code", "year", "event_id", "commitment_id", "agency_id", "column_key", "activity", "title")
    names += ("programme_no", "done_on", "families_reached", "note", "spent_idr", "outside_plan", "reported_by")
    with scoped(people.pokja.actor):
        return list(Realisation.objects.order_by("commitment_id").values(*names))


def test_a_phone_is_offered_the_open_events_of_its_villages(people: People, phone: Phone, agreed: Agreed) -> None:
    today = timezone.localdate()
    coming = agree(people, day=today + AHEAD)
    agree(people, day=today + AHEAD + dt.timedelta(days=1))
    agree(people, day=today - BACK - dt.timedelta(days=1))
    agree(people, village=NEXT_VILLAGE)
    events = listed(phone, "acara")
    assert [(row["name"], row["desa"]) for row in events] == [(str(one.event.pk), VILLAGE) for one in (coming, agreed)]
    assert "Kunjungan gizi" in events[1]["label"]
    assert {row["name"] for row in listed(phone, "komitmen") if row["acara"] == str(agreed.event.pk)} == {
        str(agreed.nutrition.pk),
        str(agreed.cards.pk),
    }
    phone.send(activity_xml(agreed.cells()))
    assert [row["name"] for row in listed(phone, "acara")] == [str(coming.event.pk)]


def test_phone_and_page_report_an_event_alike(
    people: People, phone: Phone, agreed: Agreed, client_of: Callable[[Person], Client]
) -> None:
    other = agree(people, day=last_week() - dt.timedelta(days=1))
    form = activity_xml(agreed.cells())
    assert [phone.send(form).status_code, phone.send(form).status_code] == [201, 202]
    said = {
        "report_key": str(uuid4()), "done_on": other.event.day.isoformat(), "families_reached": "40",
        "participants": "Kader", "note": "Lancar", f"done_{other.nutrition.pk}": "yes", f"done_{other.cards.pk}": "yes",
    }  # fmt: skip
    assert client_of(people.pokja).post(f"/acara/{other.event.pk}/lapor/", said).status_code == 302
    rows = facts(people)
    by_phone = [row for row in rows if row["event_id"] == agreed.event.pk]
    by_page = [row for row in rows if row["event_id"] == other.event.pk]
    own = {"event_id", "commitment_id", "done_on"}
    assert [{k: v for k, v in row.items() if k not in own} for row in by_phone] == [
        {k: v for k, v in row.items() if k not in own} for row in by_page
    ]
    assert [row["commitment_id"] for row in by_phone] == [agreed.cards.pk, agreed.nutrition.pk]
    assert {row["outside_plan"] for row in rows} == {False}
    with scoped(people.pokja.actor):
        assert set(JointEvent.objects.values_list("state", flat=True)) == {JointEvent.State.DONE}
    assert the_submission(people).state == State.STORED


def test_what_is_left_out_waits_or_bears_the_reason(people: People, phone: Phone, agreed: Agreed) -> None:
    """Without a reason the rest stays open; with one it is known not to have been done."""
    one = str(agreed.nutrition.pk)
    phone.send(activity_xml(agreed.cells(komitmen=one)))
    with scoped(people.pokja.actor):
        agreed.cards.refresh_from_db()
    assert (agreed.cards.state, agreed.cards.not_done_reason) == ("agreed", "")
    other = agree(people, day=last_week() - dt.timedelta(days=1))
    phone.send(activity_xml(other.cells(komitmen=str(other.nutrition.pk), alasan="Blanko habis")))
    nothing = agree(people, day=last_week() - dt.timedelta(days=2))
    phone.send(activity_xml(nothing.cells(komitmen="", alasan="Banjir")))
    with scoped(people.pokja.actor):
        for one_agreed in (other, nothing):
            one_agreed.cards.refresh_from_db()
            one_agreed.event.refresh_from_db()
        assert (other.cards.state, other.cards.not_done_reason) == ("agreed", "Blanko habis")
        assert (other.event.state, nothing.event.state) == (JointEvent.State.DONE, JointEvent.State.CANCELLED)
        assert Realisation.objects.count() == 2


def test_an_event_that_others_reported_meanwhile_waits_for_an_officer_who_chooses_another(
    people: People, phone: Phone, agreed: Agreed, client_of: Callable[[Person], Client]
) -> None:
    other = agree(people, day=last_week() - dt.timedelta(days=1))
    phone.send(activity_xml(agreed.cells()))
    phone.send(activity_xml(agreed.cells(participants="Kader lain")))
    row = the_submission(people)
    assert row.state == State.BAD
    browser, address = client_of(people.pokja), f"/kiriman-ponsel/{row.pk}/"
    page = browser.get(address).content.decode()
    assert "mungkin orang lain sudah melapor" in page
    assert f'name="isi:acara" value="{other.event.pk}"' in page
    decided = {"keputusan": "perbaiki", "reason": "Salah pilih acara", "isi:acara": str(other.event.pk)}
    assert browser.post(address, decided).status_code == 302
    # What was ticked belongs to the first event.
    page = browser.get(address).content.decode()
    assert "bukan bagian dari acara ini" in page
    decided |= {"isi:komitmen": ["", str(other.nutrition.pk), str(other.cards.pk)]}  # type: ignore[dict-item]
    assert browser.post(address, decided).status_code == 302
    assert the_submission(people).state == State.STORED
    assert {fact["event_id"] for fact in facts(people)} == {agreed.event.pk, other.event.pk}


@pytest.mark.parametrize("wrong", [{"acara": "0"}, {"acara": "x"}, {"acara": ""}])
def test_an_event_that_is_none_is_kept_with_its_reason(
    people: People, phone: Phone, agreed: Agreed, wrong: dict[str, str]
) -> None:
    assert phone.send(activity_xml(agreed.cells(**wrong))).status_code == 201
    assert the_submission(people).state == State.BAD
    assert facts(people) == []


def test_an_event_of_another_village_is_none(people: People, phone: Phone, agreed: Agreed) -> None:
    theirs = agree(people, village=NEXT_VILLAGE)
    phone.send(activity_xml(theirs.cells(village_code=VILLAGE)))
    phone.send(activity_xml(theirs.cells()))
    with scoped(people.pokja.actor):
        assert list(Submission.objects.values_list("state", flat=True)) == [State.BAD, State.BAD]
    assert facts(people) == []


def test_nothing_done_and_no_reason_asks_for_the_reason(
    people: People, phone: Phone, agreed: Agreed, client_of: Callable[[Person], Client]
) -> None:
    phone.send(activity_xml(agreed.cells(komitmen="")))
    page = client_of(people.pokja).get(f"/kiriman-ponsel/{the_submission(people).pk}/").content.decode()
    assert 'name="isi:alasan"' in page
    assert "Tulis mengapa kegiatan itu tidak terlaksana." in page


def test_the_page_of_forms_leads_to_every_road(
    people: People, agreed: Agreed, client_of: Callable[[Person], Client]
) -> None:
    pokja, officer = client_of(people.pokja), client_of(people.petugas_opd)
    page = pokja.get("/formulir/").content.decode()
    roads = ["/keluarga/isi/", "/akun/perangkat/", "/formulir/kegiatan/", "/formulir/kertas/kegiatan.pdf"]
    roads.append("/keluarga/kertas/")
    assert [f'href="{road}"' in page for road in roads] == [True] * 5
    # Agencies have no phone of Padu and no families.
    page = officer.get("/formulir/").content.decode()
    assert ["Pendataan keluarga" in page, "kode QR" in page, "/formulir/kegiatan/" in page] == [False, False, True]


def test_the_page_offers_what_has_happened_and_is_open_to_whom_it_belongs(
    people: People, agreed: Agreed, client_of: Callable[[Person], Client]
) -> None:
    coming = agree(people, day=timezone.localdate() + dt.timedelta(days=2))
    page = client_of(people.pokja).get("/formulir/kegiatan/").content.decode()
    assert f"/acara/{agreed.event.pk}/lapor/" in page
    assert f"/acara/{coming.event.pk}/lapor/" not in page
    assert "Akta kelahiran" in page
    theirs = client_of(people.petugas_opd).get("/formulir/kegiatan/").content.decode()
    assert f"/acara/{agreed.event.pk}/lapor/" in theirs
    assert "Akta kelahiran" not in theirs


def test_the_paper_asks_what_the_phone_asks(people: People, agreed: Agreed) -> None:
    with scoped(people.pokja.actor):
        (table,) = (block for block in activity_paper(VILLAGE).blocks if isinstance(block, Table))
    labels = [str(row[0]) for row in table.rows]
    asked = [line["label"] for line in activity_form().survey if "label" in line and "foto" not in line["name"]]
    # Who reports signs at the end.
    assert len(labels) == len(asked) + 1
    assert all(label.startswith(question) for label, question in zip(labels, asked, strict=False))
    answers = {label: str(row[1]) for label, row in zip(labels, table.rows, strict=True)}
    assert answers["Kegiatan ini"].split() == ["[", "]", "Ada", "dalam", "rencana", "[", "]", "Di", "luar", "rencana"]
