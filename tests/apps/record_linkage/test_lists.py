"""A sector's list comes in, is linked by score, reviewed, and nothing of it is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.test import Client
from django.urls import reverse

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.history import history_of
from padu.access.models import AuditEntry
from padu.apps.record_linkage.models import SectorAgreement, SectorDelivery, SectorRow
from padu.apps.record_linkage.row_table import rows_document, rows_table
from padu.apps.record_linkage.selectors.lists import list_agreements
from padu.apps.record_linkage.services import lists
from padu.apps.record_linkage.services.linking import NotInVillage, row_confirm, row_refuse
from padu.apps.record_linkage.services.list_matching import list_match
from padu.apps.record_linkage.services.sealed_rows import open_content
from padu.apps.record_linkage.words import address_words
from padu.apps.rumah_dataku.files.problems import KEPT
from padu.apps.rumah_dataku.models import Person
from padu.domain.linkage.sectors import Rhythm, SectorSource
from padu.domain.states import IllegalTransition
from padu.reports import model as report
from tests.apps.record_linkage.rows import duty, make_family
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People
from tests.people import Person as Standing

NIK = "1301015505900001"
HEAD = "Kode desa;Nama;NIK;Jenis kelamin;Tanggal lahir;RT;Status dokumen"
DAY = dt.date(2026, 9, 30)
ROWS = (
    # The same NIK: by rule. A name and a year of many: to be looked at. Nobody of that name. Another regency. No name.
    f"{VILLAGE};SITI NURHAYATI;{NIK};P;15/05/1990;1;Lengkap",
    f"{VILLAGE};Rusli;;L;01/01/1980;;Stunting",
    f"{VILLAGE};Orang Baru;;L;03/03/2003;;Tidak ada",
    f"{OTHER_VILLAGE};Orang Jauh;;L;03/03/2003;;",
    f"{VILLAGE};;;L;03/03/2003;;",
)


@pytest.fixture
def families(people: People) -> None:
    make_family(
        VILLAGE,
        "A",
        [
            {"name": "Rusli", "sex": 1, "born": "1980-07-19"},
            {"name": "Siti Noerhajati", "sex": 2, "born": "1990-05-15", "nik": NIK, "relation": 2},
        ],
        rt="1",
    )
    make_family(NEXT_VILLAGE, "B", [{"name": "Orang Baru", "sex": 1, "born": "2003-03-03"}])


@pytest.fixture
def agreement(people: People, families: None) -> SectorAgreement:
    with scoped(people.tim_kab.actor):
        return lists.agreement_record(
            actor=people.tim_kab.actor,
            agency_id=people.dukcapil.pk,
            source=SectorSource.CIVIL_REGISTRY,
            rhythm=Rhythm.QUARTERLY,
            starts_on=dt.date(2026, 1, 1),
        )


def send(people: People, agreement: SectorAgreement, rows: tuple[str, ...], day: dt.date = DAY) -> SectorDelivery:
    officer = people.petugas_opd_lain.actor
    content = "\n".join((HEAD, *rows)).encode()
    with scoped(officer):
        sent = lists.list_receive(
            actor=officer, agreement_id=agreement.pk, chunks=[content], file_name="daftar.csv", data_on=day
        )
    return list_match(delivery_id=sent.pk, region_code=sent.region_code, on_behalf_of=officer)


def rows_of(village: str = VILLAGE) -> list[SectorRow]:
    with scoped(duty(village)):
        return list(SectorRow.objects.filter(region_code=village).order_by("pk"))


def test_rows_are_linked_by_score_and_counted(people: People, agreement: SectorAgreement) -> None:
    sent = send(people, agreement, ROWS)
    assert sent.counts == {"by_rule": 1, "review": 1, "unmatched": 1, "outside": 1, "rows": 5, "bad": 1}
    assert [(one["row"], one["column"]) for one in sent.problem] == [(6, "Nama")]
    by_rule, review, unmatched = rows_of()
    with scoped(duty(VILLAGE)):
        siti, rusli = Person.objects.get(name="Siti Noerhajati"), Person.objects.get(name="Rusli")
    assert (by_rule.state, by_rule.person_id, by_rule.family_id) == ("by_rule", siti.pk, siti.family_id)
    assert (review.state, review.person_id) == ("review", rusli.pk)
    # His like stands in the next village; that is not told here.
    assert (unmatched.state, unmatched.person_id, unmatched.score) == ("unmatched", None, None)
    # A word that is no state of documents is not kept: it may be health data.
    assert [row.status for row in (by_rule, review, unmatched)] == ["lengkap", "", "tidak_ada"]
    content = open_content(by_rule.key_id, by_rule.content, by_rule.source, by_rule.row_key)
    assert (content.name, content.nik) == ("SITI NURHAYATI", "1301************")
    assert b"NURHAYATI" not in bytes(by_rule.content)


def test_the_sender_reads_counts_and_the_village_reads_rows(people: People, agreement: SectorAgreement) -> None:
    send(people, agreement, ROWS)
    for actor in (people.petugas_opd_lain.actor, people.tim_kab.actor, people.pokja_tetangga.actor):
        with scoped(actor):
            assert not SectorRow.objects.exists()
            assert SectorDelivery.objects.count() == 1
    with scoped(people.pokja.actor):
        assert SectorRow.objects.count() == 3
    with scoped(people.orang_luar.actor):
        assert not SectorDelivery.objects.exists()


def test_the_same_list_again_and_the_next_one_ask_nobody_twice(people: People, agreement: SectorAgreement) -> None:
    first = send(people, agreement, ROWS)
    assert send(people, agreement, ROWS).pk == first.pk
    pokja = people.pokja.actor
    review = rows_of()[1]
    with scoped(pokja):
        row_confirm(actor=pokja, row_id=review.pk, reason="Tahun lahir sama, tetangga")
    later = send(people, agreement, (*ROWS[1:3], f"{VILLAGE};Pendatang;;P;01/02/1999;;"), dt.date(2026, 10, 31))
    assert later.counts == {"linked": 1, "unmatched": 2, "outside": 0, "rows": 3, "bad": 0}
    rows = rows_of()
    assert [row.state for row in rows] == ["by_rule", "linked", "unmatched", "unmatched"]
    # Who stands in the newer list no more is not lost: the day of the last list says so.
    assert [row.data_on for row in rows] == [DAY, *[dt.date(2026, 10, 31)] * 3]


def test_an_older_list_that_comes_late_overwrites_nothing_of_a_newer_one(
    people: People, agreement: SectorAgreement
) -> None:
    head = f"{VILLAGE};Siti Nurhayati;{NIK};P;15/05/1990;1;"
    send(people, agreement, (f"{head}lengkap",), dt.date(2026, 10, 31))
    before = rows_of()
    late = send(people, agreement, (f"{head}tidak ada", f"{VILLAGE};Pendatang;;P;01/02/1999;;"), DAY)
    assert late.counts == {"by_rule": 1, "unmatched": 1, "outside": 0, "rows": 2, "bad": 0}
    first, second = rows_of()
    assert (first.status, first.data_on, first.delivery_id) == ("lengkap", before[0].data_on, before[0].delivery_id)
    assert (second.state, second.data_on) == ("unmatched", DAY)


def test_who_stands_in_no_family_is_not_kept_for_ever(people: People, agreement: SectorAgreement) -> None:
    send(people, agreement, ROWS)
    lists.lists_purge(today=DAY.replace(year=2031) - dt.timedelta(days=1))
    *kept, gone = rows_of()
    assert ([row.state for row in kept], gone.state) == (["by_rule", "review"], "unmatched")
    lists.lists_purge(today=DAY.replace(year=2031))
    # The other two go with their families, when these are made anonymous.
    assert [row.state for row in rows_of()] == ["by_rule", "review"]
    with scoped(duty(VILLAGE)):
        assert [not row.before for row in history_of(SectorRow).objects.filter(row_id=str(gone.pk))] == [True]


def test_two_whom_nothing_tells_apart_are_two_and_a_nik_is_one(people: People, agreement: SectorAgreement) -> None:
    alike, numbered = f"{VILLAGE};Budi;;L;;;", f"{VILLAGE};Budi;1301010202020002;L;;;"
    for day in (DAY, dt.date(2026, 10, 1)):
        sent = send(people, agreement, (alike, alike, numbered, numbered), day)
        assert (sent.counts["rows"], sent.counts["unmatched"]) == (4, 3)
    assert len(rows_of()) == 3


def test_a_link_is_refused_and_made_by_hand(people: People, agreement: SectorAgreement) -> None:
    send(people, agreement, ROWS)
    pokja, (by_rule, _, unmatched) = people.pokja.actor, rows_of()
    with scoped(pokja):
        refused = row_refuse(actor=pokja, row_id=by_rule.pk, reason="NIK tertukar")
        assert (refused.state, refused.person_id, refused.refused_person_id) == ("refused", None, by_rule.person_id)
        with pytest.raises(IllegalTransition):
            row_refuse(actor=pokja, row_id=by_rule.pk, reason="NIK tertukar")
        with pytest.raises(NotInVillage):
            row_confirm(actor=pokja, row_id=unmatched.pk, reason="Ini dia")
        rusli = Person.objects.get(name="Rusli")
        assert row_confirm(actor=pokja, row_id=unmatched.pk, reason="Nama panggilan", person_id=rusli.pk).state == (
            "linked"
        )
    # The refused person is not proposed again by a newer list.
    send(people, agreement, ROWS[:1], dt.date(2026, 10, 1))
    assert rows_of()[0].state == "refused"


def test_a_person_of_another_village_is_no_choice(people: People, agreement: SectorAgreement) -> None:
    send(people, agreement, ROWS)
    with scoped(duty(NEXT_VILLAGE)):
        foreign = Person.objects.get(region_code=NEXT_VILLAGE)
    with scoped(people.pokja.actor), pytest.raises(NotInVillage):
        row_confirm(actor=people.pokja.actor, row_id=rows_of()[2].pk, reason="Ini dia", person_id=foreign.pk)


def test_a_file_that_is_no_list_is_kept_and_refused(people: People, agreement: SectorAgreement) -> None:
    officer = people.petugas_opd_lain.actor
    with scoped(officer):
        sent = lists.list_receive(
            actor=officer, agreement_id=agreement.pk, chunks=[b"%PDF-1.4"], file_name="x.pdf", data_on=DAY
        )
    done = list_match(delivery_id=sent.pk, region_code=REGENCY, on_behalf_of=officer)
    assert done.state == SectorDelivery.State.REFUSED
    assert done.problem == [
        {
            "title": "Berkas “x.pdf” adalah dokumen PDF, bukan tabel yang dapat dibaca.",
            "kept": KEPT,
            "expected": done.problem[0]["expected"],
        }
    ]
    assert done.problem[0]["expected"]
    assert rows_of() == []


def test_who_may_not(people: People, agreement: SectorAgreement) -> None:
    def try_to_send(actor: Actor) -> None:
        with scoped(actor):
            lists.list_receive(actor=actor, agreement_id=agreement.pk, chunks=[b"x"], file_name="x", data_on=DAY)

    for actor, refusal in (
        (people.petugas_opd.actor, Http404),
        (people.petugas_luar.actor, Http404),
        (people.tim_kab.actor, PermissionDenied),
        (people.pokja.actor, Http404),
    ):
        with pytest.raises(refusal):
            try_to_send(actor)
    with scoped(people.petugas_opd_lain.actor), pytest.raises(lists.OddDay):
        lists.list_receive(
            actor=people.petugas_opd_lain.actor, agreement_id=agreement.pk, chunks=[b"x"], file_name="x",
            data_on=dt.date(2030, 1, 1),
        )  # fmt: skip
    with scoped(people.tim_kab.actor), pytest.raises(lists.AlreadyAgreed):
        lists.agreement_record(
            actor=people.tim_kab.actor, agency_id=people.dukcapil.pk, source=SectorSource.CIVIL_REGISTRY,
            rhythm=Rhythm.MONTHLY, starts_on=DAY,
        )  # fmt: skip
    with scoped(people.tim_kab.actor), pytest.raises(lists.WrongAgency):
        lists.agreement_record(
            actor=people.tim_kab.actor, agency_id=people.kesehatan.pk, source=SectorSource.CIVIL_REGISTRY,
            rhythm=Rhythm.MONTHLY, starts_on=DAY,
        )  # fmt: skip


def test_kept_lists_go_after_their_time(people: People, agreement: SectorAgreement) -> None:
    sent = send(people, agreement, ROWS)
    assert lists.lists_purge(today=sent.purge_after - dt.timedelta(days=1)) == 0
    assert lists.lists_purge(today=sent.purge_after) == 1
    with scoped(duty(REGENCY)):
        left = SectorDelivery.objects.get()
    assert (left.path, left.counts["rows"]) == ("", 5)


def test_each_look_at_a_row_is_logged(
    people: People, client_of: Callable[[Standing], Client], agreement: SectorAgreement
) -> None:
    send(people, agreement, ROWS)
    row, pokja = rows_of()[0], people.pokja
    browser, address = client_of(pokja), reverse("sector_row", args=[row.pk])
    assert browser.get(address).status_code == 200
    assert browser.get(address, {"cari": "Rusli"}).status_code == 200
    assert browser.get(reverse("sector_rows")).status_code == 200
    with scoped(duty(REGENCY)):
        entries = AuditEntry.objects.filter(user_id=pokja.user.pk, event__startswith="sector.").order_by("pk")
        looks = list(entries.values_list("event", "subject"))
        families = AuditEntry.objects.filter(event="family.sector_look", subject=f"family:{row.family_id}")
        assert families.count() == 2
    about = f"sector_row:{row.pk}"
    # Searching for another person is told beside the look, with how many were shown.
    assert sorted(looks[:3]) == [("sector.member_find", f"{about} orang:1"), *[("sector.row_look", about)] * 2]
    assert [event for event, _ in looks[3:]] == ["sector.rows"]


def test_the_rows_as_page_and_workbook_are_the_same(people: People, agreement: SectorAgreement) -> None:
    send(people, agreement, ROWS)
    asked = QueryDict("keadaan=semua&urut=-kemiripan")
    with scoped(people.pokja.actor):
        table, places = rows_table(people.pokja.actor, asked)
        document, told = rows_document(people.pokja.actor, asked, DAY)
        waiting, _ = rows_table(people.pokja.actor, QueryDict(""))
    assert places == told == [VILLAGE] * 3
    names = [row.cells[0] for row in table.rows]
    assert sorted(str(name) for name in names) == ["Orang Baru", "Rusli", "SITI NURHAYATI"]
    (block,) = document.blocks
    assert isinstance(block, report.Table)
    assert [row[3] for row in block.rows] == names
    assert (block.footnotes, document.period) == ((), "Per 30 September 2026")
    assert [row.cells[0] for row in waiting.rows] == ["Rusli"]


def lines_on(people: People, today: dt.date) -> list[tuple[dt.date | None, int, int]]:
    with scoped(people.pokja.actor):
        return [(line.next_due, line.missing, line.days_late) for line in list_agreements(today)]


def test_the_list_and_its_own_page_say_the_same_of_a_period_that_was_left_out(
    people: People, client_of: Callable[[Standing], Client], agreement: SectorAgreement
) -> None:
    # On 20 May the list to 31 March is 36 days overdue; that date is asked for, not the one after it.
    assert lines_on(people, dt.date(2026, 5, 20)) == [(dt.date(2026, 4, 14), 1, 36)]
    send(people, agreement, ROWS, dt.date(2026, 5, 31))
    assert lines_on(people, dt.date(2026, 5, 20)) == [(dt.date(2026, 7, 14), 0, 0)]
    page = client_of(people.pokja).get(f"/daftar-sektor/{agreement.pk}/").content.decode()
    assert "tidak datang; digantikan daftar" in page


@pytest.mark.parametrize(
    ("rt", "address", "words"),
    [
        ("010", "Jl. Pasar", "RT 010 · Jl. Pasar"),
        ("010", "RT 010 Simpang", "RT 010 Simpang"),
        ("010", "", "RT 010"),
        ("", "", ""),
    ],
)
def test_an_address_names_the_rt_once(rt: str, address: str, words: str) -> None:
    assert address_words(rt, address) == words
