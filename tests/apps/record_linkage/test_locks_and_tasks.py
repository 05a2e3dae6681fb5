"""Each lock alone keeps pairs, merges and listed persons in their village; the home page says what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from padu.access.gate import gate_opened_for_test, scoped
from padu.access.tables import read_q
from padu.apps.record_linkage.models import DuplicatePair, Merge, SectorAgreement, SectorDelivery, SectorRow
from tests.apps.record_linkage.rows import duty
from tests.people import REGENCY, VILLAGE, People, Person

SignIn = Callable[[Person], Client]
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
PERSONAL = (DuplicatePair, Merge, SectorRow)


def make_rows(people: People) -> None:
    """One of each in the pokja's village, and a list of the health office that never came."""
    with scoped(duty(REGENCY)):
        agreement = SectorAgreement.objects.create(
            region_code=REGENCY, agency_id=people.kesehatan.pk, source="puskesmas", rhythm="1",
            starts_on=timezone.localdate() - dt.timedelta(days=120),
        )  # fmt: skip
        delivery = SectorDelivery.objects.create(
            region_code=REGENCY, agreement=agreement, agency_id=people.kesehatan.pk, source="puskesmas",
            data_on=NOW.date(), file_name="x", file_sha256="0", purge_after=NOW.date(), state="refused", created_by=1,
        )  # fmt: skip
        SectorRow.objects.create(
            region_code=VILLAGE, delivery=delivery, agency_id=people.kesehatan.pk, source="puskesmas", row_key="k",
            content=b"", key_id="", data_on=NOW.date(), state="review",
        )  # fmt: skip
        DuplicatePair.objects.create(
            region_code=VILLAGE, kind="person", left_id=1, right_id=2, own_id=1, own_family_id=1, score=0.9,
            found_at=NOW, seen_at=NOW,
        )  # fmt: skip
        Merge.objects.create(
            region_code=VILLAGE, kind="person", kept_id=1, kept_region_code=VILLAGE, kept_family_id=1, dropped_id=2,
            dropped_family_id=1, reason="uji", merged_at=NOW,
        )  # fmt: skip


def strangers(people: People) -> list[Person]:
    """Who has no duty for families of the village."""
    return [people.pokja_tetangga, people.pokja_luar, people.petugas_opd, people.tim_kab, people.orang_luar]


def test_row_security_alone_lets_nothing_through(people: People) -> None:
    make_rows(people)
    with gate_opened_for_test():
        for person in strangers(people):
            with scoped(person.actor):
                assert [model.objects.count() for model in PERSONAL] == [0, 0, 0], person.user.username
        with scoped(people.pokja.actor):
            assert [model.objects.count() for model in PERSONAL] == [1, 1, 1]


def test_the_gate_alone_lets_nothing_through(people: People) -> None:
    """Asked in the village's own scope, so that row security lets all through, with the strangers' filter."""
    make_rows(people)
    with scoped(people.pokja.actor):
        for person in strangers(people):
            counts = [model.unscoped.filter(read_q(model.guard, person.actor)).count() for model in PERSONAL]
            assert counts == [0, 0, 0], person.user.username


def test_nobody_changes_another_village_s_rows(people: People) -> None:
    make_rows(people)
    with gate_opened_for_test(), scoped(people.pokja_tetangga.actor):
        assert [model.objects.update(region_code=VILLAGE) for model in PERSONAL] == [0, 0, 0]


def test_the_home_page_says_what_waits(people: People, client_of: SignIn) -> None:
    make_rows(people)
    pokja = client_of(people.pokja).get("/").content.decode()
    assert "1 pasangan data mungkin ganda" in pokja
    assert "1 baris daftar sektor mirip" in pokja
    assert "1 daftar sektor terlambat datang" in pokja
    officer = client_of(people.petugas_opd).get("/").content.decode()
    assert "1 daftar sektor instansi Anda lewat tenggat" in officer
    assert "lewat tenggat: kirim" not in client_of(people.petugas_opd_lain).get("/").content.decode()
