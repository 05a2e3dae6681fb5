"""Store a checked file: from the kept file again, as sets, village by village, counted again in the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from enum import StrEnum
from typing import Any, Final

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.problems import FileProblem, FileRefused, RowIssue
from padu.apps.rumah_dataku.files.rows import FamilyRow, PersonRow
from padu.apps.rumah_dataku.models import Figure, ImportRun, KeptFile
from padu.apps.rumah_dataku.services.checking import Notebook
from padu.apps.rumah_dataku.services.families_run import staged_families
from padu.apps.rumah_dataku.services.family_comparing import Taken, compare, match, renew_staged_places, taken_here
from padu.apps.rumah_dataku.services.family_loading import FAMILY_TABLES, Loaded, load_families
from padu.apps.rumah_dataku.services.family_merged import merged_since
from padu.apps.rumah_dataku.services.family_survey_staging import SURVEY_TABLE, stage_surveys
from padu.apps.rumah_dataku.services.family_writing import match_again, write_families, years_written
from padu.apps.rumah_dataku.services.figures_run import (
    StagedFigures,
    figure_difference,
    staged_figures,
    villages_written,
    write_figures,
)
from padu.apps.rumah_dataku.services.missing_families import missing_ask
from padu.apps.rumah_dataku.services.opening import KeptFileMissing
from padu.apps.rumah_dataku.services.portions import (
    FAMILY_ROWS,
    chunks_of,
    fill_portion,
    mark_chunk,
    old_rows_now,
    only_worker,
    set_aside,
    summed,
)
from padu.apps.rumah_dataku.services.runs import (
    FIGURE_KINDS,
    MISSING,
    OURS,
    ImportRefused,
    get_run,
    import_fail,
    now_stored,
    require_run,
    worker_of,
)
from padu.apps.rumah_dataku.services.staging import staged
from padu.domain.states import IMPORT_RUN

FIGURE_TABLE: Final = Figure._meta.db_table
_CHANGED: Final = FileProblem(
    "changed_since_check",
    "Data di basis data berubah sejak berkas ini diperiksa, sehingga hasil pemeriksaan tidak berlaku lagi.",
    "Tekan “Periksa lagi”, lalu simpan.",
)
_PART_STORED: Final = (
    "{stored} dari {villages} desa dalam berkas ini sudah tersimpan utuh; desa lainnya belum. Periksa lagi lalu simpan "
    "untuk melanjutkan (tidak ada yang tersimpan dua kali), atau tarik kembali impor ini."
)


class StoreMode(StrEnum):
    """All rows or nothing; or the good families and figures only, leaving the named bad ones out."""

    ALL = "all"
    GOOD = "good"


def import_order_store(*, actor: Actor, run_id: int, mode: StoreMode, whole: bool = False) -> ImportRun:
    """Ask for a checked file to be stored; the work itself is `import_store`.

    whole  the sender says that the file names every family of its villages: who is not in it is asked about. Only where
           all rows are stored: of a row that was kept out nobody can say which family it names

    Raises IllegalTransition unless the run is checked, ImportRefused when the mode does not fit what was found.
    """
    with scoped(actor):
        require_run(actor, get_run(run_id))
        run: ImportRun = ImportRun.objects.select_for_update().get(pk=run_id)
        IMPORT_RUN.next_state(run.state, "store")
        _require_fitting(run, mode, whole=whole)
        if "store" not in run.options:
            run.options |= {"store": mode.value, "whole": whole}
            run.options["attempt"] = run.options.get("attempt", 0) + 1
            run.done = 0
            run.save(update_fields=["options", "done"])
            record_change(actor, "import.order_store", run.region_code, f"import:{run.pk}", mode.value)
    return run


def _require_fitting(run: ImportRun, mode: StoreMode, *, whole: bool) -> None:
    if whole and (mode is not StoreMode.ALL or run.kind in FIGURE_KINDS):
        raise ImportRefused(reason="not_whole")
    if mode is StoreMode.ALL and run.counts["errors"]:
        raise ImportRefused(reason="bad_rows")
    if not run.counts.get("families_good") and not run.counts.get("figures_good"):
        raise ImportRefused(reason="nothing_good")


def import_store(*, actor: Actor, run_id: int) -> ImportRun:
    """Store what was ordered, village by village. Running it again goes on with the first village that has no marker.

    After it is stored it does nothing. After a failure the villages that were stored stay, and the run says so.
    """
    with only_worker(run_id):
        with scoped(actor):
            run = get_run(run_id)
            require_run(actor, run)
            kept = KeptFile.objects.filter(run=run).first()
        if run.state != ImportRun.State.CHECKED or "store" not in run.options:
            return run
        _store_or_fail(run, kept, actor)
    with scoped(actor):
        run.refresh_from_db()
    return run


def _store_or_fail(run: ImportRun, kept: KeptFile | None, actor: Actor) -> None:
    finished = False
    problem: FileProblem | None = None
    try:
        _store(run, kept, actor)
        finished = True
    except FileRefused as refused:  # it could be read when it was checked
        problem = refused.problems[0]
    except ImportRefused:
        problem = _CHANGED
    except KeptFileMissing:
        problem = MISSING
    finally:
        if not finished:
            _tell_of_failure(run, actor, problem or OURS)


def _tell_of_failure(run: ImportRun, actor: Actor, problem: FileProblem) -> None:
    """The run has failed; what was stored of it before is told, and the figures that follow from it are asked for."""
    with scoped(worker_of(actor, run.region_code)):
        stored = chunks_of(run)
        if stored:
            problem = replace(problem, kept=_PART_STORED.format(stored=len(stored), villages=run.options["villages"]))
            _announce(run, actor, run.options["years"])
    import_fail(actor=actor, run_id=run.pk, problem=problem)


def _store(run: ImportRun, kept: KeptFile | None, actor: Actor) -> None:
    notebook = Notebook(run, actor, keep_issues=False)
    if run.kind in FIGURE_KINDS:
        with staged_figures(run, kept, actor, notebook.tell) as figures:
            _store_figures(run, figures, actor)
        return
    # Reading is half of the way, storing the other half.
    with staged_families(run, kept, actor, lambda done, total, _: notebook.tell(done, total and 2 * total, [])) as read:
        _same_as_checked(run, read.counts())
        years = years_written()
        with set_aside() as villages:
            _store_villages(run, villages, years, actor, notebook)
        _finish(run, years, actor)


def _same_as_checked(run: ImportRun, counts: dict[str, Any]) -> None:
    if any(run.counts.get(key) != number for key, number in counts.items() if key.endswith(("_good", "_bad"))):
        raise ImportRefused(reason="changed_since_check")


def _store_villages(run: ImportRun, villages: list[str], years: list[int], actor: Actor, notebook: Notebook) -> None:
    with scoped(worker_of(actor, run.region_code)):
        run.options |= {"villages": len(villages), "years": years}
        run.save(update_fields=["options"])
        stored = chunks_of(run)
    done = run.counts["families_good"] + run.counts["persons_good"]
    for village in villages:
        if village in stored:
            done += stored[village].counts["families_stored"] + stored[village].counts["persons_stored"]
            continue
        done += _store_village(run, village, actor)
        notebook.tell(done, run.total, [])


def _store_village(run: ImportRun, village: str, actor: Actor) -> int:
    """One village and its marker in one transaction. Returns how many families and persons."""
    with scoped(worker_of(actor, run.region_code)):
        # One writer in a regency at a time: two files may hold the same village.
        one_at_a_time(f"import:{run.region_code[:5]}")
        rows = fill_portion(village)
        match_again(run.kind)
        if merged_since(village) or taken_here(Taken("", "")):
            raise ImportRefused(reason="changed_since_check")
        difference, before = asdict(compare()), old_rows_now(FAMILY_ROWS, village)
        written = write_families(run.kind, run.pk, timezone.now())
        asked = {"families_asked": missing_ask(run, village)}
        mark_chunk(run, village, difference | written.counts | asked, written.made, before)
    return rows


def _finish(run: ImportRun, years: list[int], actor: Actor) -> None:
    with scoped(worker_of(actor, run.region_code)):
        now_stored(run, run.counts | summed(chunks_of(run)))
        record_change(actor, "import.store", run.region_code, f"import:{run.pk}")
        _announce(run, actor, years)


def _announce(run: ImportRun, actor: Actor, years: Iterable[int]) -> None:
    told = list(years)
    if not told:
        publish(Event.REGISTER_STORED, region_code=run.region_code, user_id=actor.user_id)
    for year in told:
        publish(Event.FAMILIES_STORED, region_code=run.region_code, year=year, user_id=actor.user_id)


def _store_figures(run: ImportRun, figures: StagedFigures, actor: Actor) -> None:
    _same_as_checked(run, figures.counts())
    with scoped(worker_of(actor, run.region_code)):
        one_at_a_time(f"import:{run.region_code[:5]}")
        difference, before = figure_difference(run, actor), old_rows_now([FIGURE_TABLE], run.region_code)
        stored, made = write_figures(run.pk, actor.user_id, timezone.now())
        mark_chunk(run, "", difference | stored, {"figures": made}, before)
        now_stored(run, run.counts | difference | stored)
        record_change(actor, "import.store", run.region_code, f"import:{run.pk}")
        publish(Event.FIGURES_STORED, region_codes=villages_written(), user_id=actor.user_id)


def _keep_quiet(_: Loaded, __: list[RowIssue]) -> None:
    """Nobody waits for the progress of rows that come from no file."""


def families_store(
    *,
    actor: Actor,
    region_code: str,
    rows: Iterable[FamilyRow | PersonRow],
    source: str,
    made_up: bool = False,
    announce: bool = True,
) -> dict[str, int]:
    """Store families that come from no file (the demo), by the same statements as an import.

    rows      families first, then persons, all inside `region_code`; trusted: nothing is checked here
    source    name of the source; with a family's `source_key` it makes the family the same when it comes again
    announce  publish Event.FAMILIES_STORED for every data year
    returns   families_stored, persons_stored, surveys_stored, counted in the tables
    """
    require_place(actor, region_code, Verb.FAMILY_WRITE)
    today = timezone.localdate()
    with scoped(worker_of(actor, region_code)), staged(*FAMILY_TABLES, SURVEY_TABLE):
        load_families(rows, "", _keep_quiet, made_up=made_up)
        renew_staged_places()
        match(source)
        stage_surveys(today)
        compare()
        stored = write_families(source, None, timezone.now()).counts
        record_change(actor, "families.store", region_code, f"source:{source}"[:80])
        for year in years_written() if announce else []:
            publish(Event.FAMILIES_STORED, region_code=region_code, year=year, user_id=actor.user_id)
    return stored
