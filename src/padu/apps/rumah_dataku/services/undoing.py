"""A whole run is taken back: dated, with a reason, village by village; the history keeps both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.origin import because
from padu.access.queueing import one_at_a_time
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import FamilySurvey, Figure, ImportChunk, ImportRun
from padu.apps.rumah_dataku.services.missing_families import missing_take_back
from padu.apps.rumah_dataku.services.portions import only_worker
from padu.apps.rumah_dataku.services.runs import (
    FIGURE_KINDS,
    ImportRefused,
    get_run,
    is_ordered,
    locked_run,
    require_run,
    take_step,
)
from padu.apps.rumah_dataku.services.undo_figures import figures_put_back
from padu.apps.rumah_dataku.services.undo_rows import (
    gathered,
    kept_families,
    put_back,
    remove_unused_cards,
    survey_years,
)
from padu.domain.states import IMPORT_RUN
from padu.domain.village_profile import OWN_SOURCE

MIN_REASON: Final = 10  # [assumption] characters
MAX_REASON: Final = 160
SHOWN_KEPT: Final = 200


def import_order_undo(*, actor: Actor, run_id: int, reason: str, leave_touched: bool = False) -> ImportRun:
    """Ask for a stored run to be taken back; the work itself is `import_undo`.

    leave_touched  take the rest back where families were changed since; otherwise nothing is, and they are named
    Raises Http404, PermissionDenied, IllegalTransition, ImportRefused (reason_missing, nothing_stored, undoing).
    """
    words = " ".join(reason.split())
    with scoped(actor):
        run = locked_run(actor, run_id)
        IMPORT_RUN.next_state(run.state, "undo")
        if len(words) < MIN_REASON:
            raise ImportRefused(reason="reason_missing")
        if not ImportChunk.objects.filter(run=run).exists():
            raise ImportRefused(reason="nothing_stored")
        order = {"state": "ordered", "reason": words[:MAX_REASON], "by": actor.user_id, "leave": leave_touched}
        run.options["undo"] = order | {"at": timezone.now().isoformat()}
        run.done, run.total = 0, None
        run.save(update_fields=["options", "done", "total"])
        record_change(actor, "import.order_undo", run.region_code, f"import:{run.pk}", words[:MAX_REASON])
    return run


def import_undo(*, actor: Actor, run_id: int) -> ImportRun:
    """Take back what was ordered to be; running it again goes on with the first village that is not taken back yet."""
    with only_worker(run_id):
        with scoped(actor):
            run = get_run(run_id)
            require_run(actor, run)
        if is_ordered(run):
            _undo_or_say(run, actor)
    with scoped(actor):
        run.refresh_from_db()
    return run


def _undo_or_say(run: ImportRun, actor: Actor) -> None:
    finished = False
    try:
        _undo(run, actor)
        finished = True
    finally:
        if not finished:
            with scoped(_worker(run, actor)):
                _answer(run, "failed", [])


def _worker(run: ImportRun, actor: Actor) -> Actor:
    """The system in the place of the run with every right: also rows that the person may not see stand against it."""
    return system_actor(run.region_code, *Verb, on_behalf_of=actor)


def _undo(run: ImportRun, actor: Actor) -> None:
    with scoped(_worker(run, actor)):
        villages = list(_villages(run))
        ImportRun.objects.filter(pk=run.pk).update(total=len(villages))
    if not run.options["undo"]["leave"]:
        touched = [family for village in villages for family in _touched(run, village, actor)]
        if touched:
            with scoped(_worker(run, actor)):
                _answer(run, "refused", touched)
            return
    for village in villages:
        _undo_village(run, village, actor)
    _finish(run, actor)


def _villages(run: ImportRun) -> Iterator[str]:
    rows = ImportChunk.objects.filter(run=run, undone_at__isnull=True).order_by("village").values_list("village")
    return (village for (village,), _ in groupby(rows))


def _chunks(run: ImportRun, village: str) -> list[ImportChunk]:
    """Markers of what still stands: an attempt that was taken back before is history like any other."""
    waiting = ImportChunk.objects.filter(run=run, village=village, undone_at__isnull=True)
    return list(waiting.order_by("attempt"))


def _touched(run: ImportRun, village: str, actor: Actor) -> list[tuple[str, int, str]]:
    """Families, or figures, of a village that somebody has worked on since: village, id, reason."""
    with scoped(_worker(run, actor)):
        if not village:
            return [("", pk, reason) for pk, reason in figures_put_back(run, _chunks(run, ""), only_look=True).kept]
        with gathered(village, _chunks(run, village)):
            return [(village, pk, reason) for pk, reason in kept_families()]


def _answer(run: ImportRun, state: str, kept: list[tuple[str, int, str]]) -> None:
    """Write down how the order ended where nothing was taken back."""
    run.options["undo"] |= {"state": state, "kept": len(kept), "families": kept[:SHOWN_KEPT]}
    run.save(update_fields=["options"])


def _undo_village(run: ImportRun, village: str, actor: Actor) -> None:
    """One village in one transaction. Its marker tells the data years whose figures must be counted again."""
    with scoped(_worker(run, actor)), because(_why(run)):
        one_at_a_time(f"import:{run.region_code[:5]}")
        chunks = _chunks(run, village)
        years: set[int] = set()
        if village:
            counts, kept, years = _families_put_back(village, chunks, actor)
            missing_take_back(run, village)
        else:
            figures = figures_put_back(run, chunks)
            counts, kept = figures.counts, figures.kept
            publish(Event.FIGURES_STORED, region_codes=figures.villages, user_id=actor.user_id)
        last = chunks[-1]
        last.counts |= counts | {"kept": kept, "years": sorted(years)}
        ImportChunk.objects.filter(pk=last.pk).update(counts=last.counts)
        ImportChunk.objects.filter(pk__in=[chunk.pk for chunk in chunks]).update(undone_at=timezone.now())
        run.done += 1
        run.save(update_fields=["done"])


def _why(run: ImportRun) -> str:
    return f"impor {run.pk} ditarik kembali: {run.options['undo']['reason']}"


def _families_put_back(
    village: str, chunks: list[ImportChunk], actor: Actor
) -> tuple[dict[str, int], list[tuple[int, str]], set[int]]:
    with gathered(village, chunks):
        kept, years = kept_families(), survey_years()
        counts = put_back()
    cards = [pk for chunk in chunks for pk in chunk.households]
    counts["undone_households_removed"] = remove_unused_cards(village, cards)
    if _forget_counts(village, years):
        # What was computed from them (density, growth) goes with them.
        publish(Event.FIGURES_STORED, region_codes=[village], user_id=actor.user_id)
    return counts, kept, set(years)


def _forget_counts(village: str, years: Iterable[int]) -> bool:
    """Figures counted from the families of a year in which none is left: they would stay for ever. Whether any went."""
    gone = 0
    for year in years:
        if not FamilySurvey.objects.filter(region_code=village, year=year, family__active=True).exists():
            gone += Figure.objects.filter(region_code=village, source=OWN_SOURCE, period=str(year)).delete()[0]
    return gone > 0


def _finish(run: ImportRun, actor: Actor) -> None:
    with scoped(_worker(run, actor)):
        chunks = list(ImportChunk.objects.filter(run=run))
        # Also of villages that another worker took back before it was killed.
        years = {year for chunk in chunks for year in chunk.counts.get("years", [])}
        kept = [(chunk.village, pk, reason) for chunk in chunks for pk, reason in chunk.counts.get("kept", [])]
        undo = run.options["undo"] | {"state": "done", "kept": len(kept), "families": kept[:SHOWN_KEPT]}
        counts = run.counts | _summed(chunks)
        take_step(run, "undo", counts=counts, options=run.options | {"undo": undo}, undone_at=timezone.now())
        record_change(actor, "import.undo", run.region_code, f"import:{run.pk}", undo["reason"])
        if not years and run.kind not in FIGURE_KINDS:
            publish(Event.REGISTER_STORED, region_code=run.region_code, user_id=actor.user_id)
        for year in sorted(years):
            publish(Event.FAMILIES_STORED, region_code=run.region_code, year=year, user_id=actor.user_id)


def _summed(chunks: list[ImportChunk]) -> dict[str, int]:
    found: dict[str, Any] = {}
    for chunk in chunks:
        for name, number in chunk.counts.items():
            if name.startswith("undone_"):
                found[name] = found.get(name, 0) + number
    return found
