"""Family forms on paper: what stands on them, who printed what for, and the code that leads back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role, Verb
from padu.apps.rumah_dataku.family_paper import blank_form, filled_form
from padu.apps.rumah_dataku.models import Family, FamilyDraft, FamilyPaperCode, PaperBatch
from padu.apps.rumah_dataku.services import family_papers as papers
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.family_drafts import draft_correct
from padu.apps.rumah_dataku.services.forgetting import forget_families
from padu.apps.rumah_dataku.services.runs import worker_of
from padu.domain.paper_code import read_code, spaced
from padu.reports.model import BLANK, Table
from tests.apps.rumah_dataku.files import CHILD, VILLAGE, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.people import make_person

pytestmark = pytest.mark.django_db
WHY = "Kunjungan rumah bulan Desember"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def family(pokja):
    """Siti Aminah and Rahmat, RT 002 RW 001; P.06 tidak, P.03d ya, P.07 ya."""
    store(pokja, families_file())
    with scoped(pokja):
        return Family.objects.get()


def printed(actor, family):
    with scoped(actor):
        return papers.family_print(actor=actor, family_id=family.pk, purpose=WHY)


def tables(document) -> dict[str, Table]:
    return {block.caption: block for block in document.blocks if isinstance(block, Table)}


def answer(table: Table, question: str):
    sides = [row[at : at + 3] for row in table.rows for at in (0, 3)]
    return next(side[2] for side in sides if str(side[0]).startswith(question))


def answers(table: Table) -> set[object]:
    return {row[at] for row in table.rows for at in (2, 5)}


def test_a_filled_form_shows_what_is_stored_and_hides_numbers(pokja, family):
    one = printed(pokja, family)
    found = tables(filled_form(one.cells, "Nagari Inderapura", one.code, TODAY))
    assert found["Alamat dan Kartu Keluarga"].rows[0] == ("1301…", "Pasar", "001", "002", BLANK)
    head, child, *free = found["Anggota keluarga"].rows
    assert head[:6] == ("1", "Siti Aminah", "1301…", BLANK, "2", "05/03/1997")
    assert child[:2] == ("2", "Rahmat")
    assert [row[0] for row in free] == ["3", "4", "5"]
    assert all(cell == BLANK for row in free for cell in row[1:])
    assert answer(found["Kehidupan keluarga"], "P.06") == "2"
    assert answer(found["Kehidupan keluarga"], "P.08") == BLANK


@pytest.mark.parametrize("role", [Role.KAMPUNG, Role.PLKB])
def test_specific_answers_are_never_printed(family, role):
    """Also not for the officer who may read them."""
    actor = make_person("pencetak", role, VILLAGE).actor
    one = printed(actor, family)
    specific = tables(filled_form(one.cells, "", one.code, TODAY))["Jawaban khusus"]
    assert answers(specific) == {BLANK}
    # Eleven questions: two in a row, the last one alone.
    assert len(specific.rows) == 6
    assert specific.rows[-1][3] == BLANK


def test_an_empty_form_asks_the_same(db):
    blank = tables(blank_form("Nagari Inderapura", TODAY))
    assert [row[0] for row in blank["Anggota keluarga"].rows] == [str(n) for n in range(1, 9)]
    assert "Kode formulir" not in blank_form("", TODAY).subtitle
    assert answers(blank["Rumah"]) == {BLANK}


def test_each_print_is_a_look_with_its_purpose_under_one_code(pokja, family):
    first, second = printed(pokja, family), printed(pokja, family)
    assert first.code == second.code == read_code(spaced(first.code))
    with scoped(worker_of(pokja, VILLAGE)):
        looks = AuditEntry.objects.filter(event=papers.PRINT_EVENT, subject=f"family:{family.pk}")
        assert [look.purpose for look in looks] == [WHY, WHY]


def test_without_a_purpose_nothing_is_printed(pokja, family):
    with scoped(pokja):
        with pytest.raises(papers.PrintRefused):
            papers.family_print(actor=pokja, family_id=family.pk, purpose="cetak")
        assert not FamilyPaperCode.objects.exists()
        assert not AuditEntry.objects.filter(event=papers.PRINT_EVENT).exists()


def test_nobody_else_prints_or_finds(people, pokja, family):
    code = printed(pokja, family).code
    for other in (people.pokja_tetangga.actor, people.tim_kab.actor, people.petugas_opd.actor):
        with scoped(other):
            with pytest.raises((Http404, PermissionDenied)):
                papers.family_print(actor=other, family_id=family.pk, purpose=WHY)
            assert papers.paper_find(actor=other, text=code) is None


def test_the_code_leads_to_the_family(client_of, people, pokja, family):
    code = printed(pokja, family).code
    browser = client_of(people.pokja)
    assert browser.post("/keluarga/kertas/", {"kode": spaced(code).lower()})["Location"] == f"/keluarga/{family.pk}/"
    wrong = "2222222" if code != "2222222" else "3222223"
    answer = browser.post("/keluarga/kertas/", {"kode": wrong})
    assert answer.status_code == 422
    page = text(answer)
    assert "Kode tidak ditemukan" in page
    assert f'value="{wrong}"' in page


def ordered(actor, **more):
    with scoped(actor):
        return papers.batch_order(actor=actor, region_code=VILLAGE, **{"rw": "001", "rt": "002", "purpose": WHY} | more)


def test_a_batch_is_made_once_with_its_looks_and_goes_after_a_week(pokja, family):
    batch, seen = ordered(pokja), []
    assert ordered(pokja).pk == batch.pk

    def render(families):
        seen.extend(one.cells.source_key for one in families)
        return b"%PDF-uji"

    papers.batch_make(actor=pokja, batch_id=batch.pk, render=render)
    papers.batch_make(actor=pokja, batch_id=batch.pk, render=render)
    assert seen == [family.source_key]
    with scoped(pokja):
        row = PaperBatch.objects.get()
    assert (row.state, row.done, row.total) == (PaperBatch.State.DONE, 1, 1)
    assert b"".join(kept_files.clear_chunks(row.path, row.key_id)) == b"%PDF-uji"
    now = timezone.now()
    assert papers.batches_purge(now=now + dt.timedelta(days=6)) == 0
    assert papers.batches_purge(now=now + dt.timedelta(days=8)) == 1
    assert not kept_files.exists(row.path)


def test_a_batch_that_broke_off_says_so(pokja, family):
    batch = ordered(pokja)

    def broken(families):
        next(families)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        papers.batch_make(actor=pokja, batch_id=batch.pk, render=broken)
    with scoped(pokja):
        assert PaperBatch.objects.get().state == PaperBatch.State.FAILED


@pytest.mark.parametrize(("more", "reason"), [({"purpose": " - "}, "purpose"), ({"rt": "099"}, "none")])
def test_a_batch_is_refused_with_its_reason(pokja, family, more, reason):
    with pytest.raises(papers.PrintRefused) as refused:
        ordered(pokja, **more)
    assert refused.value.data["reason"] == reason


def test_too_many_families_are_no_rt(pokja, family, monkeypatch):
    monkeypatch.setattr(papers, "MAX_FAMILIES", 0)
    with pytest.raises(papers.PrintRefused) as refused:
        ordered(pokja)
    assert refused.value.data["reason"] == "too_many"


def test_a_batch_belongs_to_who_ordered_it(pokja, family):
    batch = ordered(pokja)
    colleague = make_person("kader9", Role.KADER, VILLAGE).actor
    assert colleague.may(Verb.FAMILY_WRITE, VILLAGE)
    with scoped(colleague), pytest.raises(Http404):
        papers.get_batch(colleague, batch.pk)


def test_nothing_of_an_anonymised_family_is_left(pokja, family):
    printed(pokja, family)
    with scoped(pokja):
        draft_correct(actor=pokja, family_id=family.pk, year=2026)
    forget_families(family_ids=[family.pk + 1])
    with scoped(pokja):
        assert (FamilyPaperCode.objects.count(), FamilyDraft.objects.count()) == (1, 1)
    forget_families(family_ids=[family.pk])
    with scoped(pokja):
        assert (FamilyPaperCode.objects.count(), FamilyDraft.objects.count()) == (0, 0)


def test_the_papers_of_an_rt_are_one_pdf(client_of, people, pokja):
    other = {"No. keluarga": "K-2", "No. KK": "", "RT": "002"}
    child = CHILD | {"No. keluarga": "K-2", "NIK": "1301011006180002"}
    store(pokja, families_file([{}, other], [{}, child]))
    browser = client_of(people.pokja)
    order = browser.post("/keluarga/kertas/rt/", {"rw": "001", "rt": "002", "keperluan": WHY})
    page = order["Location"]
    assert "Formulir sedang dibuat" in text(browser.get(page))
    from padu.apps.rumah_dataku.paper_printing import render_batch

    with scoped(pokja):
        batch_id = PaperBatch.objects.get().pk
    papers.batch_make(actor=pokja, batch_id=batch_id, render=render_batch)
    assert "Siap dicetak" in text(browser.get(page))
    content = b"".join(browser.get(f"{page}berkas.pdf").streaming_content)
    assert content.startswith(b"%PDF")


def test_the_page_that_names_the_family_before_a_print_is_a_look(client_of, people, family):
    assert client_of(people.pokja).get(f"/keluarga/{family.pk}/cetak/").status_code == 200
    with scoped(people.pokja.actor):
        look = AuditEntry.objects.get(kind="look", subject=f"family:{family.pk}")
    assert look.event == "family.look"


def test_one_paper_and_an_empty_one_come_as_pdf(client_of, people, family):
    browser = client_of(people.pokja)
    refused = browser.post(f"/keluarga/{family.pk}/cetak/", {"keperluan": "cetak"})
    assert refused.status_code == 422
    assert 'value="cetak"' in text(refused)
    for answer in (
        browser.post(f"/keluarga/{family.pk}/cetak/", {"keperluan": WHY}),
        browser.get("/keluarga/kertas/kosong.pdf"),
    ):
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
