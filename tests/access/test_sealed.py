"""Whatever lies encrypted comes under a new key, and no file that a row names is swept away."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pyotp
import pytest
from django.apps import apps
from django.db import models
from django.test import TestCase

from padu.access.actor import system_actor
from padu.access.documents import document_clean, document_keep, document_open
from padu.access.gate import scoped
from padu.access.sealed import orphans_sweep, sealed_renew, sealed_tables
from padu.access.verbs import Verb
from padu.apps.accounts.models import RecoveryCode, TotpSecret, User
from padu.apps.accounts.services import factors
from padu.apps.institutions.models import Decree, Team
from padu.apps.institutions.services.decrees import decree_attach
from padu.apps.kampung.models import RegisterFile
from padu.apps.kampung.services.registering import file_keep
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.key_uses import ENDING_WITH_KEY, key_uses
from padu.apps.rumah_dataku.services.number_rotation import TABLES
from padu.apps.supply.models import SupplyFile
from padu.cli import keys
from padu.settings.key_rotation import LiveKeyring, old_keys
from tests.apps.rumah_dataku.files import check, families_file, store
from tests.people import People

pytestmark = pytest.mark.django_db
PAPER, OTHER_PAPER = b"%PDF-1.7\nSK tim\n%%EOF", b"%PDF-1.7\nPeraturan\n%%EOF"
BOOK = b"buku kerja OPD"
VILLAGE, REGENCY = "13.01.01.2001", "13.01"
DAY = 24 * 3600
EVERYTHING = system_actor("00", *Verb)


@pytest.fixture(autouse=True)
def ring(tmp_path, settings) -> LiveKeyring:
    settings.KEYRING = LiveKeyring(tmp_path / "keys.json")
    settings.KEPT_FILES = tmp_path / "kept"
    return settings.KEYRING


@pytest.fixture
def decree(people: People) -> Decree:
    with scoped(people.tim_kab.actor):
        team = Team.objects.create(region_code=REGENCY, name="Tim", valid_from=date(2024, 1, 1))
        row: Decree = Decree.objects.create(
            team=team, region_code=REGENCY, number="1", signed_on=date(2024, 1, 2), valid_from=date(2024, 1, 2)
        )
    return row


def supply_file(people: People) -> SupplyFile:
    kept = kept_files.keep([BOOK])
    with scoped(EVERYTHING):
        row: SupplyFile = SupplyFile.objects.create(
            region_code=REGENCY, agency_id=people.petugas_opd.actor.hats[0].agency_id, year=2026, file_name="x.xlsx",
            file_sha256=kept.sha256, state="checked", path=kept.path, key_id=kept.key_id, created_by=1,
        )  # fmt: skip
    return row


def secret_and_codes(people: People) -> tuple[User, str, list[str]]:
    user, actor = people.pokja.user, people.pokja.actor
    with scoped(actor):
        secret, _address = factors.totp_begin(actor=actor, user=user)
        factors.totp_confirm(actor=actor, user=user, code=pyotp.TOTP(secret).now())
        return user, secret, factors.recovery_codes_make(actor=actor, user=user)


def all_kinds(people: People, decree: Decree) -> tuple[User, str, list[str]]:
    with TestCase.captureOnCommitCallbacks(execute=True), scoped(people.tim_kab.actor):
        decree_attach(actor=people.tim_kab.actor, decree_id=decree.pk, paper=document_clean("lama.pdf", OTHER_PAPER))
        decree_attach(actor=people.tim_kab.actor, decree_id=decree.pk, paper=document_clean("sk.pdf", PAPER))
    with scoped(people.pokja.actor):
        file_keep(people.pokja.actor, VILLAGE, document_clean("perdes.pdf", OTHER_PAPER))
    supply_file(people)
    store(people.pokja.actor, families_file())
    check(people.pokja.actor, families_file(persons=[{"NIK": "13010145"}]), "salah.xlsx")
    return secret_and_codes(people)


def open_all() -> None:
    """Every kind is there and in clear what it was."""
    with scoped(EVERYTHING):
        paper, file, book = Decree.objects.get(), RegisterFile.objects.get(), SupplyFile.objects.get()
        assert document_open(paper.file_path, paper.file_key_id) == PAPER
        assert document_open(file.path, file.key_id) == OTHER_PAPER
        assert b"".join(kept_files.clear_chunks(book.path, book.key_id)) == BOOK


def test_every_key_column_is_in_the_list_of_what_is_renewed() -> None:
    columns = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.CharField) and field.column.endswith("key_id")
    }
    numbers = {(one.table, f"{one.kind}_key_id") for one in TABLES}
    ending = {(table, "hash_key_id") for table in ENDING_WITH_KEY}
    assert columns == set(sealed_tables().items()) | numbers | ending


def test_after_a_rotation_of_every_kind_the_old_keys_can_go(people, decree, ring, capsys) -> None:
    user, secret, codes = all_kinds(people, decree)
    open_all()
    keys._rotate(resume=False)
    old = old_keys(ring)
    assert len(old) == 2
    factors.second_step_check(user=user, code=codes[0])
    keys._drop()
    assert not old_keys(ring)
    open_all()
    # Nine codes were left; they end with their key, the app does not.
    assert "Kode pemulihan yang berakhir bersamanya: 9" in capsys.readouterr().out
    with pytest.raises(factors.WrongCode):
        factors.second_step_check(user=user, code=codes[1])
    with scoped(people.pokja.actor):
        assert not RecoveryCode.objects.exists()
        TotpSecret.objects.update(last_step=0)
    factors.second_step_check(user=user, code=pyotp.TOTP(secret).now())
    assert set(key_uses()) == {ring.encryption.current}


def test_a_break_between_files_is_taken_up_again(people, decree, ring, monkeypatch) -> None:
    all_kinds(people, decree)
    before = set(ring.encryption.keys)
    real, renewed = keys_renewing(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        keys._rotate(resume=False)
    assert renewed() == 1
    with pytest.raises(SystemExit):
        keys._drop()
    open_all()
    real()
    keys._rotate(resume=True)
    assert len(ring.encryption.keys) == len(before) + 1
    keys._drop()
    open_all()
    assert not sealed_renew().total()


def keys_renewing(monkeypatch) -> tuple[Callable[[], None], Callable[[], int]]:
    """The second file to be renewed breaks the work off."""
    from padu.access import sealed

    whole, done = sealed._file_renew, []

    def breaks(files, pk) -> bool:
        if done:
            raise KeyboardInterrupt
        done.append(pk)
        return whole(files, pk)

    monkeypatch.setattr(sealed, "_file_renew", breaks)
    return lambda: monkeypatch.setattr(sealed, "_file_renew", whole), lambda: len(done)


def test_the_sweep_leaves_every_file_that_a_row_names(people, decree, settings) -> None:
    all_kinds(people, decree)
    lost = document_keep(document_clean("hilang.pdf", PAPER))
    lost_file = kept_files.keep([b"hilang"])
    assert orphans_sweep() == 0
    assert orphans_sweep(now=time.time() + 2 * DAY) == 2
    open_all()
    assert not (settings.KEPT_FILES / "documents" / lost.path).exists()
    assert not kept_files.exists(lost_file.path)
    assert orphans_sweep(now=time.time() + 2 * DAY) == 0
