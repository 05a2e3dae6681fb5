"""What storing a file would change: shown family by family before anything is written."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, ImportChange, ImportRun, Person
from padu.apps.rumah_dataku.selectors.import_changes import ChangeFilter, FamilyChange, change_page
from padu.apps.rumah_dataku.services.import_changes import masked
from tests.apps.rumah_dataku.files import CHILD, check, families_file, store
from tests.apps.rumah_dataku.pages import text

pytestmark = pytest.mark.django_db
SECOND = {"No. keluarga": "K-2", "No. KK": "1301010101120002"}
UPIK = {"No. keluarga": "K-2", "NIK": "1301014503970002", "K.02 Nama": "Upik"}
THIRD = {"No. keluarga": "K-3", "No. KK": "1301010101120003", "RT": "007"}
BUJANG = {"No. keluarga": "K-3", "NIK": "1301014503970003", "K.02 Nama": "Bujang"}


def shown(actor, run: ImportRun, **chosen: str) -> list[FamilyChange]:
    with scoped(actor):
        return change_page(run, ChangeFilter(**chosen)).changes


def test_a_first_file_shows_new_families_without_names(pokja):
    run = check(pokja, families_file([{}, SECOND], [{}, CHILD, UPIK]))
    assert [(one.kind, one.title, one.row, one.members, one.rt) for one in shown(pokja, run)] == [
        ("new", "K-1", 2, 2, "002"), ("new", "K-2", 3, 1, "002"),
    ]  # fmt: skip
    with scoped(pokja):
        assert not any("Siti" in repr(row) for row in ImportChange.objects.values())
    assert run.counts["families_missing"] == 0


def test_each_field_that_differs_is_named_old_and_new(pokja):
    store(pokja, families_file([{}, SECOND], [{}, CHILD, UPIK]))
    content = families_file(
        [{"RT": "009", "P.06": "Ya", "P.07": "Tidak"}, SECOND, THIRD],
        [{"K.02 Nama": "Siti Aminah Lubis", "K.14 Pendidikan": None}, {**CHILD, "Tanggal lahir": "10/06/2019"},
         UPIK, BUJANG],
    )  # fmt: skip
    run = check(pokja, content)
    with scoped(system_actor("00", *Verb)):
        assert Family.objects.count() == 2
        assert Family.objects.get(source_key="K-1").rt == "002"
    changed, new = shown(pokja, run)
    assert (changed.kind, changed.title, new.kind, new.title) == ("changed", "K-1", "new", "K-3")
    fields = {(one.who, one.label): (one.old, one.new) for one in changed.fields}
    assert fields[("", "RT")] == ("002", "009")
    assert fields[("", "P.06 Tabungan/simpanan")] == ("Tidak", "Ya")
    assert fields[("", "Jawaban khusus")] == ("", "berubah; isinya tidak ditampilkan")
    assert fields[("Anggota 1", "Nama")] == ("S. A.", "S. A. L.")
    assert fields[("Anggota 2", "Tahun lahir")] == ("2018", "2019")
    assert not any("P.07" in label or "sakit" in label.casefold() for _, label in fields)
    assert (run.counts["families_new"], run.counts["families_changed"], run.counts["families_same"]) == (1, 1, 1)


def test_members_that_come_and_go_and_a_number_that_changes(pokja):
    store(pokja, families_file([{}, SECOND], [{}, CHILD, UPIK]))
    run = check(pokja, families_file([{"No. KK": "1301010101120009"}, SECOND], [
        {}, UPIK, {**UPIK, "NIK": "1301014503970008", "K.02 Nama": "Adik", "K.10 Hubungan dengan kepala keluarga": "3"},
    ]))  # fmt: skip
    first, second = shown(pokja, run)
    assert {(one.who, one.label, one.new) for one in first.fields} >= {
        ("Anggota 2", "Keanggotaan", "tidak ada lagi, menjadi tidak aktif"),
        ("", "No. KK", "berubah pada bagian yang disamarkan"),
    }
    assert ("Anggota 2", "Keanggotaan", "masuk") in {(one.who, one.label, one.new) for one in second.fields}


def test_families_that_the_file_no_longer_holds_are_told_and_stay(pokja):
    store(pokja, families_file([{}, SECOND], [{}, CHILD, UPIK]))
    # The second family's row is bad: it is in the file, so it is not missing.
    run = check(pokja, families_file([SECOND], [{**UPIK, "NIK": "123"}]))
    assert [(one.kind, one.title, one.members) for one in shown(pokja, run)] == [("missing", "K-1", 2)]
    assert run.counts["families_missing"] == 1


def test_the_same_rows_show_nothing(pokja):
    content = families_file([{}, SECOND], [{}, CHILD, UPIK])
    store(pokja, content)
    run = check(pokja, families_file([{"Kolom lain": "x"}, SECOND], [{}, CHILD, UPIK]))
    assert shown(pokja, run) == []
    assert run.counts["families_same"] == 2


def test_names_and_numbers_are_kept_masked():
    assert masked("head_name", "Siti Aminah") == "S. A."
    assert masked("nik", "1301") == "1301************"
    assert masked("birth_date", "1997-03-05") == "1997"
    assert masked("address", "Jl. Pasar 1") == "…"
    assert masked("rt", "002") == "002"


def test_the_page_pages_filters_and_is_downloaded(people, client_of):
    browser, pokja = client_of(people.pokja), people.pokja.actor
    store(pokja, families_file([{}, SECOND], [{}, CHILD, UPIK]))
    many = [{"No. keluarga": f"B-{n:02d}", "No. KK": f"13010101011210{n:02d}"} for n in range(1, 31)]
    members = [{"No. keluarga": f"B-{n:02d}", "NIK": f"13010145039710{n:02d}"} for n in range(1, 31)]
    run = check(pokja, families_file([{"RT": "009"}, *many], [{}, CHILD, *members]))
    address = reverse("import_changes", args=[run.pk])
    first = browser.get(address)
    assert "1–25 dari 32" in text(first)
    assert "K-1" in text(first)
    assert "B-24" in text(first)
    assert "B-25" not in text(first)
    assert "26–32 dari 32" in text(browser.get(f"{address}?sesudah=25"))
    missing = text(browser.get(f"{address}?jenis=missing"))
    assert "1–1 dari 1" in missing
    assert "K-2" in missing
    book = browser.get(reverse("import_changes_book", args=[run.pk]) + "?jenis=changed")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_name("Yang berubah").to_python()
    assert [row[4] for row in sheet[1:]] == ["K-1"]
    assert sheet[1][7:] == ["RT", "002", "009"]
    with scoped(system_actor("00", *Verb)):
        looks = AuditEntry.objects.filter(event__in=("import.changes", "import.changes_book"))
        assert {row.subject for row in looks} == {f"import:{run.pk}"}
        assert Person.objects.count() == 3


def test_a_second_check_begins_anew(pokja):
    from padu.apps.rumah_dataku.services import import_check

    run = check(pokja, families_file())
    with scoped(system_actor("00", *Verb)):
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.CHECKING)
    run = import_check(actor=pokja, run_id=run.pk)
    assert len(shown(pokja, run)) == 1
