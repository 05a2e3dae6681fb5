"""What lies at the edges: a report moved to another village, families made anonymous, forms sent again late."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.queueing import one_at_a_time
from padu.access.verbs import Role
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.models import Person as Member
from padu.apps.rumah_dataku.services import family_entering
from padu.apps.rumah_dataku.services.family_entering import member_save
from padu.interop.openrosa.filled import NoForm, read_filled
from padu.interop.openrosa.models import Attachment, Submission
from padu.interop.openrosa.purging import forget_families, submissions_purge
from padu.interop.openrosa.submissions import problems_of, submission_correct
from tests.interop.openrosa.conftest import Phone, phone_of
from tests.interop.openrosa.filling import HEAD, activity_xml, family_xml
from tests.people import NEXT_VILLAGE, VILLAGE, People, make_person

pytestmark = pytest.mark.django_db
NOWHERE = "13.01.01.2098"


def photo() -> bytes:
    memory = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(memory, "JPEG")
    return memory.getvalue()


def while_waiting(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Somebody else stores something while the next one who stores families waits for their turn."""
    done: list[object] = []

    def wait(*names: str) -> None:
        if not done:
            done.append(change())
        one_at_a_time(*names)

    monkeypatch.setattr(family_entering, "one_at_a_time", wait)


@pytest.fixture
def activity() -> dict[str, str]:
    load_reference()
    day = timezone.localdate() - dt.timedelta(days=2)
    return {
        "village_code": NEXT_VILLAGE, "done_on": day.isoformat(), "title": "Senam lansia", "programme_no": "5",
        "column_key": "health", "families_reached": "0", "setuju_foto": "1", "foto_1": "1.jpg",
    }  # fmt: skip


def test_a_report_that_is_put_into_the_right_village_takes_its_photo_along(
    people: People, activity: dict[str, str]
) -> None:
    officer = make_person("plkb", Role.PLKB, VILLAGE[:8])
    sent = phone_of(officer).send(activity_xml(activity | {"village_code": NOWHERE}), {"1.jpg": photo()})
    assert sent.status_code == 201
    with scoped(officer.actor) as actor:
        row = Submission.objects.get()
        assert (row.state, row.region_code) == ("bad", VILLAGE)
        submission_correct(actor=actor, submission=row, corrections={"village_code": NEXT_VILLAGE}, reason="Salah desa")
        assert (row.state, row.region_code) == ("stored", NEXT_VILLAGE)
        assert Attachment.objects.get().region_code == NEXT_VILLAGE
    connection.check_constraints()


def test_what_was_sent_of_an_anonymised_family_goes_whatever_it_waited_for(people: People, phone: Phone) -> None:
    """A second form that creates the same family waits as a conflict and was never laid to the family."""
    entity = uuid4()
    phone.send(family_xml(entity, create=True, cells={"village_code": VILLAGE}, members=[HEAD]))
    phone.send(family_xml(entity, create=True, cells={"village_code": VILLAGE}, members=[HEAD]))
    with scoped(people.pokja.actor):
        assert [row.state for row in Submission.objects.order_by("pk")] == ["stored", "conflict"]
        family = Family.objects.get()
    forget_families([family.pk])
    with scoped(people.pokja.actor):
        assert [(row.key_id, bytes(row.payload)) for row in Submission.objects.all()] == [("", b""), ("", b"")]


def test_a_form_that_comes_again_after_its_days_leaves_no_photo(
    people: People, phone: Phone, activity: dict[str, str]
) -> None:
    form = activity_xml(activity | {"village_code": VILLAGE})
    phone.send(form, {"1.jpg": photo()})
    submissions_purge(today=timezone.localdate() + dt.timedelta(days=92))
    assert phone.send(form, {"1.jpg": photo()}).status_code == 202
    with scoped(people.pokja.actor):
        assert Submission.objects.get().key_id == ""
        assert not Attachment.objects.exists()


def test_the_page_of_a_conflict_is_a_look_at_the_family(people: People, phone: Phone, client_of) -> None:
    entity = uuid4()
    phone.send(family_xml(entity, create=True, cells={"village_code": VILLAGE}, members=[HEAD]))
    phone.send(family_xml(entity, cells={"hamlet": "Pasar"}, base=1))
    phone.send(family_xml(entity, cells={"hamlet": "Hilir"}, base=1))
    with scoped(people.pokja.actor):
        row = Submission.objects.get(state="conflict")
        family = Family.objects.get()
    assert client_of(people.pokja).get(f"/kiriman-ponsel/{row.pk}/").status_code == 200
    with scoped(people.pokja.actor):
        assert AuditEntry.objects.filter(kind="look", subject=f"family:{family.pk}").count() == 1


@pytest.mark.parametrize("code", [NOWHERE, VILLAGE[:8]], ids=["no village", "a district"])
def test_what_is_no_village_takes_no_family_from_a_phone(people: People, code: str) -> None:
    officer = make_person("plkb", Role.PLKB, VILLAGE[:8])
    phone_of(officer).send(family_xml(uuid4(), create=True, cells={"village_code": code}, members=[HEAD]))
    with scoped(officer.actor):
        row = Submission.objects.get()
        assert (row.state, row.region_code, problems_of(row)[0][0]) == ("bad", VILLAGE, "village_code")
        assert not Family.objects.exists()


def test_what_an_office_stores_while_the_phone_waits_its_turn_is_not_written_back(
    people: People, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    entity = uuid4()
    phone.send(family_xml(entity, create=True, cells={"village_code": VILLAGE, "rt": "001"}, members=[HEAD]))
    while_waiting(monkeypatch, lambda: Family.objects.update(hamlet="Hilir", updated_at=timezone.now()))
    phone.send(family_xml(entity, cells={"rt": "009"}, base=1))
    with scoped(people.pokja.actor):
        family = Family.objects.get()
        assert (family.hamlet, family.rt) == ("Hilir", "001")
        assert [row.state for row in Submission.objects.order_by("pk")] == ["stored", "conflict"]


def test_two_officers_at_one_family_lose_nothing_of_each_other(
    people: People, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.send(family_xml(uuid4(), create=True, cells={"village_code": VILLAGE, "rt": "001"}, members=[HEAD]))
    with scoped(people.pokja.actor) as actor:
        family = Family.objects.get()
        while_waiting(monkeypatch, lambda: Family.objects.update(hamlet="Hilir", updated_at=timezone.now()))
        assert member_save(actor=actor, family_id=family.pk, line=1, member={"name": "Siti"}).family_id == family.pk
        family.refresh_from_db()
        assert (family.hamlet, Member.objects.get().name) == ("Hilir", "Siti")


DEEP = b"<a>" * 5_000 + b"</a>" * 5_000
DOCTYPE = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE data [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    "content",
    [
        activity_xml({}).replace(b"<meta>", DEEP + b"<meta>"),
        (DOCTYPE + activity_xml({}).decode()).encode("utf-16"),
    ],
    ids=["deep", "doctype in other letters"],
)
def test_an_odd_form_is_no_form(content: bytes) -> None:
    with pytest.raises(NoForm):
        read_filled(content)


def test_a_plain_form_with_its_encoding_is_read() -> None:
    content = b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>' + activity_xml({"title": "Gotong royong é"})
    assert read_filled(content).cells == {"title": "Gotong royong é"}
