"""Kept files: ciphertext in chunks that cannot be cut, moved or read by others; gone after 90 days."""

from __future__ import annotations

import datetime as dt
import os
import time

import pytest
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.sealed import orphans_sweep
from padu.apps.rumah_dataku.files.limits import CHUNK_BYTES
from padu.apps.rumah_dataku.models import ImportIssue, ImportRun, KeptFile
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.purging import kept_files_purge
from padu.settings.keys import TamperedError
from tests.apps.rumah_dataku.files import check, families_file


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEPT_FILES = tmp_path / "kept"
    return settings.KEPT_FILES


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_goes_in_comes_out(size):
    content = os.urandom(size)
    kept = kept_files.keep([content[:7], content[7:]])
    assert b"".join(kept_files.clear_chunks(kept.path, kept.key_id)) == content
    assert kept.size == size
    with kept_files.opened(kept.path, kept.key_id) as path:
        assert path.read_bytes() == content


def test_nothing_readable_lies_in_the_folder_and_only_the_owner_enters(folder):
    kept = kept_files.keep([b"Siti Aminah " * 1000])
    with kept_files.opened(kept.path, kept.key_id):
        names = [path.name for path in folder.iterdir()]
        assert names == [kept.path]
    assert b"Siti" not in (folder / kept.path).read_bytes()
    assert (folder.stat().st_mode & 0o777, (folder / kept.path).stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_file_cut_at_a_chunk_is_noticed(folder):
    kept = kept_files.keep([b"x" * (CHUNK_BYTES + 5)])
    whole = (folder / kept.path).read_bytes()
    (folder / kept.path).write_bytes(whole[: CHUNK_BYTES + 28 + 5])
    with pytest.raises(TamperedError):
        list(kept_files.clear_chunks(kept.path, kept.key_id))


def test_a_file_in_the_place_of_another_is_noticed(folder):
    one, other = kept_files.keep([b"satu"]), kept_files.keep([b"dua"])
    (folder / one.path).write_bytes((folder / other.path).read_bytes())
    with pytest.raises(TamperedError):
        list(kept_files.clear_chunks(one.path, one.key_id))


@pytest.mark.django_db
def test_after_90_days_file_and_issues_go_and_counts_stay(pokja, folder):
    run = check(pokja, families_file(persons=[{"NIK": "123"}]))
    today = timezone.localdate()
    assert kept_files_purge(today=today + dt.timedelta(days=89)) == 0
    assert kept_files_purge(today=today + dt.timedelta(days=90)) == 1
    assert list(folder.iterdir()) == []
    with scoped(pokja):
        assert not KeptFile.objects.exists()
        assert not ImportIssue.objects.exists()
        assert ImportRun.objects.get().counts["errors"] == run.counts["errors"] > 0


@pytest.mark.django_db
def test_files_that_no_run_names_are_swept_after_a_day(pokja, folder):
    check(pokja, families_file())
    orphan = kept_files.keep([b"dibatalkan"])
    assert orphans_sweep() == 0
    assert orphans_sweep(now=time.time() + 25 * 3600) == 1
    assert not kept_files.exists(orphan.path)
    assert len([path for path in folder.iterdir() if path.is_file()]) == 1
