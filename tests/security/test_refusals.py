"""What is refused is noted, on every address; a scope that is forged into a request is none."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.db import connection

from padu.access.gate import scoped
from padu.access.lanes import Lane
from padu.access.models import AuditEntry
from tests.factories import SYSTEM
from tests.log_watch import SECRET, WATCH
from tests.security.asking import Browser, asked, leaks_of
from tests.security.conftest import undoing
from tests.security.routes import CASES
from tests.security.routes.base import Case
from tests.security.standing import STANDING
from tests.security.world import HERE, NIK, WORDS, YEAR, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("refusals")]
REFUSED = ({403}, {404})
REFUSABLE = [c for c in CASES if any(c.expected_of(p, m) in REFUSED for p in STANDING for m in c.methods)]


def newest(user_id: int) -> tuple[str, str] | None:
    with scoped(SYSTEM):
        rows = AuditEntry.objects.filter(kind="refusal", user_id=user_id).order_by("-pk")
        return rows.values_list("event", "subject").first()


@pytest.mark.parametrize("case", REFUSABLE, ids=lambda case: case.name)
def test_every_refusal_of_every_address_is_noted(case: Case, world: World, browser: Browser) -> None:
    """Pages, files, lists, forms: with method and address, without parameters."""
    url = case.url(world)
    for method in sorted(case.methods):
        for status in REFUSED:
            person = next((p for p in STANDING if case.expected_of(p, method) == status), None)
            if person is None:
                continue
            with undoing():
                client = browser(person)
                response = client.get(url) if method == "GET" else client.post(url, case.post(world))
                wanted = (f"http.{response.status_code}", f"{method} {url.partition('?')[0]}"[:80])
                assert {response.status_code} == status
                assert newest(world.standing[person].user.pk) == wanted


SETTINGS = {
    "padu.user": "1", "padu.system": "1", "padu.signed_in": "1", "padu.agencies": "1,2,3",
    "padu.case_agencies": "1,2,3", "padu.cases": "1,2,3",
    "padu.grantable": "nation,regency", "role": "padu_owner",
    **{f"padu.{lane}_{end}": value for lane in Lane for end, value in (("from", "0"), ("to", ":"), ("codes", HERE))},
}  # fmt: skip
OUTSIDERS = [name for name, who in STANDING.items() if name not in ("pokja", "kader", "penyuluh")]


@pytest.mark.parametrize("person", OUTSIDERS)
def test_a_forged_scope_setting_opens_nothing_to_anybody(person: str, world: World, browser: Browser) -> None:
    """As a header, a parameter and a cookie, of the names by which row-level security is told its scope."""
    url = f"/keluarga/{world.family.pk}/"
    client = browser(person)
    for name, value in SETTINGS.items():
        client.cookies[name.replace(".", "_")] = value
        client.cookies[name] = value
    headers = {name.replace(".", "-").replace("_", "-"): value for name, value in SETTINGS.items()}
    for response in (client.get(url, SETTINGS, headers=headers), client.post(url, SETTINGS, headers=headers)):
        assert response.status_code in {403, 404, 405}
        assert WORDS["family"] not in response.content.decode()
    assert newest(world.standing[person].user.pk) == ("http.404", f"GET {url}")
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_setting('padu.system', true)")
        assert cursor.fetchone() != ("padu_owner", "1")


@pytest.mark.parametrize("person", sorted(STANDING))
def test_nobody_gives_a_hat_to_themselves(person: str, world: World) -> None:
    """In the database itself: an administrator gives to others, everybody else to nobody."""
    from django.db import transaction
    from django.db.utils import ProgrammingError

    from padu.apps.accounts.models import HatRecord

    me = world.standing[person]
    row = HatRecord(user_id=me.user.pk, role="kampung", region_code=HERE, valid_from="2026-01-01")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), scoped(me.actor):
        HatRecord.unscoped.bulk_create([row])


def test_a_choice_that_was_not_offered_is_noted(world: World, browser: Browser) -> None:
    """An agency of elsewhere in the field that offers those of the place."""
    from uuid import uuid4

    posted = {
        "title": "Senam", "programme_no": "4", "region_code": HERE, "done_on": "2026-05-05", "report_key": str(uuid4()),
        "who": f"agency:{world.people.kesehatan_luar.pk}",
    }  # fmt: skip
    assert browser("pokja").post("/lapor/", posted).status_code == 422
    assert newest(world.people.pokja.user.pk) == ("form.choice", "POST /lapor/")


def test_what_was_merely_left_out_is_not_noted(world: World, browser: Browser) -> None:
    assert browser("pokja").post("/lapor/", {"region_code": HERE}).status_code == 422
    assert newest(world.people.pokja.user.pk) is None


def test_an_attempt_that_is_rolled_back_leaves_its_refusal(world: World, browser: Browser) -> None:
    """Halfway through, after something was written: what was written is gone, the refusal stands."""
    from unittest.mock import patch

    from django.core.exceptions import PermissionDenied

    from padu.access.audit import record_change

    def write_and_refuse(**given: object) -> None:
        record_change(world.people.pokja.actor, "uji.halfway", HERE, "uji:1")
        raise PermissionDenied

    with patch("padu.apps.situation.services.own_problem_add", write_and_refuse):
        posted = {"title": "x", "programme_no": "1", "affected": "3"}
        response = browser("pokja").post(f"/situasi/{HERE}/usulan/?tahun={YEAR}", posted)
    assert response.status_code == 403
    with scoped(SYSTEM):
        assert not AuditEntry.objects.filter(event="uji.halfway").exists()
    assert newest(world.people.pokja.user.pk) == ("http.403", f"POST /situasi/{HERE}/usulan/")


def test_files_of_others_are_not_guessed(world: World, browser: Browser) -> None:
    for case in (c for c in CASES if c.route in {"import_file", "import_bad_rows", "photo", "matrix_file"}):
        for person in OUTSIDERS:
            if case.expected_of(person, "GET") in REFUSED:
                answer = asked(browser, person, "GET", case.url(world), {})
                assert answer.status in {403, 404}
                assert leaks_of(person, answer, case) == []


def test_the_watch_over_the_logs_would_hear_it() -> None:
    """Else the check of the whole run could not fail."""
    before = len(WATCH.found)
    logging.getLogger("padu.uji").warning("keluarga %s dengan %s", WORDS["family"], NIK)
    assert len(WATCH.found) == before + 2
    del WATCH.found[before:]
    assert SECRET.search(NIK)


def test_the_site_never_writes_queries() -> None:
    assert settings.DEBUG is False
    assert "django.db.backends" not in settings.LOGGING.get("loggers", {})
