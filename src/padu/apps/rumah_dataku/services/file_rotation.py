"""Kept import files and their issues under the current key: written anew, the row pointed at it, the old gone.

A crash between leaves a file that no row names; the nightly sweep takes it away.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import ImportIssue, KeptFile
from padu.apps.rumah_dataku.services.issues import issue_context
from padu.apps.rumah_dataku.services.kept_files import clear_chunks, exists, forget, keep
from padu.domain.regions import NATION

BATCH: Final = 1_000
_DUTIES: Final = (Verb.FAMILY_READ, Verb.FAMILY_WRITE)


def kept_files_renew() -> int:
    """Renew every kept file of an old key, one transaction each. Returns how many."""
    done = 0
    while _one_file():
        done += 1
    return done


def _one_file() -> bool:
    with scoped(system_actor(NATION, *_DUTIES)):
        rows = KeptFile.objects.exclude(key_id=settings.KEYRING.encryption.current).order_by("pk")
        row: KeptFile | None = next((one for one in rows if exists(one.path)), None)
        if row is None:
            return False
        old, kept = row.path, keep(clear_chunks(row.path, row.key_id))
        KeptFile.objects.filter(pk=row.pk).update(path=kept.path, key_id=kept.key_id)
    forget(old)
    return True


def issues_renew() -> int:
    """Renew the details of issues of an old key, a batch in a transaction. Returns how many."""
    done = 0
    while count := _some_issues():
        done += count
    return done


def _some_issues() -> int:
    ring = settings.KEYRING
    with scoped(system_actor(NATION, *_DUTIES)):
        rows = list(ImportIssue.objects.exclude(key_id=ring.encryption.current).order_by("pk")[:BATCH])
        for row in rows:
            context = issue_context(row.run_id, row.number)
            clear = ring.decrypt(row.key_id, bytes(row.detail), context)
            row.key_id, row.detail = ring.encrypt(clear, context)
        ImportIssue.objects.bulk_update(rows, ["key_id", "detail"], batch_size=200)
    return len(rows)
