"""Nothing of a person stands in a log, a job or the trail after a walk through the pages and an import."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, connection, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.rumah_dataku.models import Family, ImportRun
from padu.apps.rumah_dataku.tasks import check, store
from padu.settings.logs import BareFormatter
from tests.apps.rumah_dataku.files import CHILD, HEAD, families_file
from tests.factories import SYSTEM
from tests.security.conftest import undoing
from tests.security.routes import CASES
from tests.security.world import HERE, KK, NIK, WORDS, YEAR, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("logs")]
Browser = Callable[..., Client]

NEW_NAME, NEW_NIK, NEW_KK = "Rosnida Rahasia", "1301014503970066", "1301010101120066"
GUESS = "nama-tebakan-rahasia"
SECRETS = (NEW_NAME, "Rosnida", NEW_NIK, NEW_KK, NIK, KK, WORDS["family"], "Zubaidah", GUESS)


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def import_families(world: World, client: Client, on_commit: Any) -> None:
    """A file with a good family and a bad one, sent, checked and stored as in the browser."""
    good = HEAD | {"K.02 Nama": NEW_NAME, "NIK": NEW_NIK, "No. keluarga": "K-9"}
    bad = CHILD | {"K.02 Nama": NEW_NAME, "NIK": "13010145", "No. keluarga": "K-8"}
    heads = [{"No. keluarga": "K-9", "No. KK": NEW_KK}, {"No. keluarga": "K-8", "No. KK": "13010"}]
    file = SimpleUploadedFile("keluarga.xlsx", families_file(heads, [good, bad]))
    posted = {"kind": "families", "region_code": HERE, "year": str(YEAR), "file": file}
    with on_commit(execute=True):
        page = client.post("/impor/", posted)["Location"]
        run_id, user_id = int(page.strip("/").split("/")[-1]), world.people.pokja.user.pk
        check(run_id=run_id, user_id=user_id)
        client.get(page)
        client.post(f"{page}simpan/", {"mode": "good"})
        store(run_id=run_id, user_id=user_id)
        client.get(page)
    with scoped(world.people.pokja.actor):
        run = ImportRun.objects.get(pk=run_id)
        assert (run.state, run.counts["families_good"], run.counts["families_bad"]) == ("stored", 1, 1)
        assert Family.objects.filter(head_name=NEW_NAME).count() == 1


def walk(world: World, browser: Browser) -> None:
    for case in CASES:
        if "GET" in case.methods:
            for person in ("pokja", "pokja_tetangga"):
                with undoing():
                    browser(person).get(case.url(world))
    browser("pokja").get("/keluarga/", {"cari": NIK})
    browser("pokja").post("/keluarga/cari/", {"nomor": NIK, "desa": HERE})
    browser("pokja").post(f"/keluarga/{world.family.pk}/nomor/1/", {"reason": "mencocokkan KTP"})
    browser("pokja").get(f"/keluarga/{world.family.pk}/")
    browser("pokja_tetangga").get(f"/keluarga/{world.family.pk}/", {"cari": WORDS["family"]})
    browser("anonim").post("/masuk/", {"username": GUESS, "password": NIK})


def test_logs_jobs_and_trail_hold_nothing_of_a_person(
    world: World,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    formatter = BareFormatter("%(levelname)s %(name)s %(message)s")
    caplog.set_level(logging.DEBUG)
    import_families(world, browser("pokja"), django_capture_on_commit_callbacks)
    walk(world, browser)
    written = [formatter.format(record) for record in caplog.records]
    assert len(written) > 20
    assert [line[:200] for line in written if secrets_in(line)] == []
    jobs = list(ProcrastinateJob.objects.values("task_name", "args", "lock", "queueing_lock"))
    assert {"rumah_dataku.import_check", "rumah_dataku.import_store"} <= {job["task_name"] for job in jobs}
    assert secrets_in(json.dumps(jobs)) == []
    assert [value for job in jobs for value in job["args"].values() if not is_bare(value)] == []
    with scoped(SYSTEM):
        trail = list(AuditEntry.objects.values("event", "subject", "purpose", "region_code"))
    assert {"import.store", "family.look", "family.find_number"} <= {entry["event"] for entry in trail}
    assert secrets_in(json.dumps(trail)) == []


def is_bare(value: object) -> bool:
    """An id, a year or a code of a place (or a list of them)."""
    if isinstance(value, list):
        return all(map(is_bare, value))
    return isinstance(value, int) or (isinstance(value, str) and value.replace(".", "").isdigit())


def test_a_database_error_is_written_without_what_it_was_given(world: World) -> None:
    """PostgreSQL quotes it: 'invalid input syntax for type integer: "Zubaidah Kenari"'."""
    with pytest.raises(DataError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select %s::integer", [WORDS["family"]])
    assert WORDS["family"] in str(caught.value)
    error = caught.value
    record = logging.LogRecord("uji", logging.ERROR, __file__, 1, "rusak", None, (type(error), error, None))
    written = BareFormatter("%(message)s").format(record)
    assert secrets_in(written) == []
    assert "django.db.utils.DataError: 22P02" in written


def test_a_number_of_a_person_is_written_in_no_words(world: World) -> None:
    record = logging.LogRecord("uji", logging.ERROR, __file__, 1, "tidak dapat dibaca: %s", (NIK,), None)
    assert BareFormatter("%(message)s").format(record) == "tidak dapat dibaca: [angka]"


def test_the_site_writes_its_log_with_this_formatter() -> None:
    formatters = settings.LOGGING["formatters"]
    named = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {formatters[name]["()"] for name in named} == {"padu.settings.logs.BareFormatter"}
