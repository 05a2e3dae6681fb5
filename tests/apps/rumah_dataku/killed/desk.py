"""A process of `test_killed_worker`.

`desk.py worker [check|store]` is the background worker as `padu worker` runs it; with a word it becomes so slow there
that it can be killed. `desk.py desk` answers one JSON line for each word on its standard input.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

SLOW = 120.0


def work(slow: str) -> None:
    from padu.apps.rumah_dataku.services import checking, storing
    from padu.cli.serve import _work

    if slow == "check":
        real_staged = checking.staged_families

        def slow_staged(run: Any, kept: Any, actor: Any, tell: Callable[..., None]) -> Any:
            def tell_and_wait(*told: Any) -> None:
                tell(*told)
                time.sleep(SLOW)

            return real_staged(run, kept, actor, tell_and_wait)

        checking.staged_families = slow_staged  # type: ignore[assignment]
    if slow == "store":
        real_mark, marked = storing.mark_chunk, list[str]()

        def slow_mark(run: Any, village: str, *rest: Any) -> None:
            """The third village is written, but its transaction never ends."""
            real_mark(run, village, *rest)
            marked.append(village)
            if len(marked) == 3:
                time.sleep(SLOW)

        storing.mark_chunk = slow_mark
    _work()


def prepare() -> dict[str, Any]:
    """Places, a field officer of a district, and a file of four villages whose check is asked for."""
    from padu.access.verbs import Role
    from padu.apps.rumah_dataku.services import import_receive
    from padu.apps.rumah_dataku.tasks import check_later
    from tests.apps.rumah_dataku.killed.rows import DISTRICT, PLACES, content_of_four_villages
    from tests.factories import make_regions
    from tests.people import make_person

    make_regions(PLACES)
    officer = make_person("plkb", Role.PLKB, DISTRICT).actor
    run = import_receive(
        actor=officer, kind="families", chunks=[content_of_four_villages()], file_name="empat-desa.xlsx",
        region_code=DISTRICT, year=2026,
    ).run  # fmt: skip
    check_later(run.pk, officer.user_id or 0)
    return {"run": run.pk}


def order() -> dict[str, Any]:
    from padu.access.actor import system_actor
    from padu.access.gate import scoped
    from padu.access.verbs import Verb
    from padu.apps.accounts.actors import load_actor_by_id
    from padu.apps.rumah_dataku.models import ImportRun
    from padu.apps.rumah_dataku.services import StoreMode, import_order_store
    from padu.apps.rumah_dataku.tasks import store_later

    with scoped(system_actor("00", *Verb)):
        run = ImportRun.objects.get()
    officer = load_actor_by_id(run.created_by)
    import_order_store(actor=officer, run_id=run.pk, mode=StoreMode.ALL)
    store_later(run.pk, run.created_by)
    return {}


def later() -> dict[str, Any]:
    """A minute and a half goes by: the killed worker's last heartbeat is as old, and the schedule looks for it."""
    from django.db import connection

    from padu.web.tasks import retry_stalled_jobs

    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = last_heartbeat - interval '90 seconds'")
    retry_stalled_jobs.defer(timestamp=0)
    return {}


def look() -> dict[str, Any]:
    from padu.access.actor import system_actor
    from padu.access.gate import scoped
    from padu.access.verbs import Verb
    from padu.apps.rumah_dataku.models import Family, FamilySurvey, ImportChunk, ImportIssue, ImportRun, Person

    with scoped(system_actor("00", *Verb)):
        run = ImportRun.objects.get()
        return {
            "state": run.state,
            "done": run.done,
            "counts": run.counts,
            "issues": ImportIssue.objects.count(),
            "chunks": ImportChunk.objects.count(),
            "families": Family.objects.count(),
            "persons": Person.objects.filter(active=True).count(),
            "surveys": FamilySurvey.objects.count(),
        }


def main() -> None:
    django.setup()
    if sys.argv[1] == "worker":
        work(sys.argv[2] if len(sys.argv) > 2 else "")
        return
    words = {"prepare": prepare, "order": order, "later": later, "look": look}
    for line in sys.stdin:
        print(json.dumps(words[line.strip()]()), flush=True)


if __name__ == "__main__":
    main()
