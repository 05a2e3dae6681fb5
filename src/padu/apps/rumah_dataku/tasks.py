"""Checking and storing in the background. A task gets ids only and loads who asked again when it runs."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from procrastinate.contrib.django import app

from padu.access.sealed import orphans_sweep
from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.services import import_check, import_look, import_store, import_undo
from padu.apps.rumah_dataku.services.class_standing import standings_write, villages_with_kampung
from padu.apps.rumah_dataku.services.family_drafts import drafts_purge
from padu.apps.rumah_dataku.services.family_papers import batch_make, batches_purge
from padu.apps.rumah_dataku.services.life_event_counting import life_event_figures_write
from padu.apps.rumah_dataku.services.purging import kept_files_purge
from padu.apps.rumah_dataku.services.village_counting import village_items_count
from padu.apps.rumah_dataku.services.village_deriving import derived_figures_write


@app.task(name="rumah_dataku.import_check", queue="work")
def check(*, run_id: int, user_id: int) -> None:
    """Look at the columns of a received file and check it, unless a person has to put its columns right first.

    Run again, it begins anew from the kept file.
    """
    actor = load_actor_by_id(user_id)
    if import_look(actor=actor, run_id=run_id).state != ImportRun.State.COLUMNS:
        import_check(actor=actor, run_id=run_id)


@app.task(name="rumah_dataku.import_store", queue="work")
def store(*, run_id: int, user_id: int) -> None:
    """Store a checked file as ordered; run again after it is stored, it does nothing."""
    import_store(actor=load_actor_by_id(user_id), run_id=run_id)


@app.task(name="rumah_dataku.count_village_items", queue="work")
def count_village_items(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Count the village items of a place from its families; running it twice gives the same figures."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    codes = village_items_count(region_code=region_code, year=year, on_behalf_of=actor)
    derived_figures_write(region_codes=codes, on_behalf_of=actor)
    standings_write(region_codes=codes, on_behalf_of=actor)


@app.task(name="rumah_dataku.derive_figures", queue="work")
def derive_figures(*, region_codes: list[str], user_id: int | None = None) -> None:
    """Compute what follows from newly stored figures."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    derived_figures_write(region_codes=region_codes, on_behalf_of=actor)
    standings_write(region_codes=region_codes, on_behalf_of=actor)


@app.task(name="rumah_dataku.count_life_events", queue="work")
def count_life_events(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Count a village's events of a year, and what follows from them; twice gives the same figures."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    life_event_figures_write(region_code=region_code, year=year, on_behalf_of=actor)
    derived_figures_write(region_codes=[region_code], on_behalf_of=actor)
    standings_write(region_codes=[region_code], on_behalf_of=actor)


def count_events_later(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Receiver of Event.LIFE_EVENTS_CHANGED."""
    job = count_life_events.configure(lock=f"life_events:{region_code}:{year}")
    job.defer(region_code=region_code, year=year, user_id=user_id)


def derive_when_declared(*, region_code: str, user_id: int | None = None) -> None:
    """Receiver of Event.KAMPUNG_DECLARED."""
    derive_figures.defer(region_codes=[region_code], user_id=user_id)


def derive_later(*, region_codes: Sequence[str], user_id: int | None = None) -> None:
    """Receiver of Event.FIGURES_STORED."""
    derive_figures.defer(region_codes=list(region_codes), user_id=user_id)


def count_later(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Receiver of Event.FAMILIES_STORED."""
    job = count_village_items.configure(lock=f"village_items:{region_code}:{year}")
    job.defer(region_code=region_code, year=year, user_id=user_id)


def check_later(run_id: int, user_id: int) -> None:
    check.configure(lock=f"import:{run_id}").defer(run_id=run_id, user_id=user_id)


def store_later(run_id: int, user_id: int) -> None:
    store.configure(lock=f"import:{run_id}").defer(run_id=run_id, user_id=user_id)


@app.task(name="rumah_dataku.import_undo", queue="work")
def undo(*, run_id: int, user_id: int) -> None:
    """Take a stored file back as ordered; run again after it is done, it does nothing."""
    import_undo(actor=load_actor_by_id(user_id), run_id=run_id)


def undo_later(run_id: int, user_id: int) -> None:
    undo.configure(lock=f"import:{run_id}").defer(run_id=run_id, user_id=user_id)


@app.periodic(cron="41 2 * * *")
@app.task(name="rumah_dataku.standings", queue="upkeep", queueing_lock="rumah_dataku.standings")
def standings(timestamp: int) -> None:  # noqa: ARG001 - the scheduler names the time
    """Every night: a Rumah DataKu may lose its class because nothing was told for a year."""
    standings_write(region_codes=villages_with_kampung())


@app.task(name="rumah_dataku.print_papers", queue="work")
def print_papers(*, batch_id: int, user_id: int) -> None:
    """Make the forms of an RT; done already, it does nothing."""
    from padu.apps.rumah_dataku.paper_printing import render_batch

    batch_make(actor=load_actor_by_id(user_id), batch_id=batch_id, render=render_batch)


def print_later(batch_id: int, user_id: int) -> None:
    print_papers.configure(lock=f"papers:{batch_id}").defer(batch_id=batch_id, user_id=user_id)


@app.periodic(cron="17 2 * * *")
@app.task(name="rumah_dataku.purge", queue="upkeep", queueing_lock="rumah_dataku.purge")
def purge(timestamp: int) -> None:
    """Every night: files whose 90 days are over, drafts nobody went on with, and files and papers that no row names."""
    kept_files_purge(today=timezone.localdate())
    drafts_purge(now=timezone.now())
    batches_purge(now=timezone.now())
    orphans_sweep(now=float(timestamp))
