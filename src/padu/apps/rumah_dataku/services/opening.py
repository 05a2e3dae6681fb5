"""The kept file of a run, opened and understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.regions.selectors import list_villages
from padu.apps.rumah_dataku.files.columns import Table
from padu.apps.rumah_dataku.files.figure_columns import FigureContext, figure_plan, figure_plan_of
from padu.apps.rumah_dataku.files.figures import FigureSource, read_figures
from padu.apps.rumah_dataku.files.preview import SheetPlan, SheetPreview
from padu.apps.rumah_dataku.files.reading import TextBook, open_book
from padu.apps.rumah_dataku.files.registry import FamilyReader, reader_named, readers, recognise
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyFile
from padu.apps.rumah_dataku.files.sheets import Assigned, Book
from padu.apps.rumah_dataku.files.siga import DEFAULT_SOURCE, SigaContext, read_siga, siga_plan, siga_plan_of
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.apps.rumah_dataku.files.workbooks import WorkbookBook
from padu.apps.rumah_dataku.models import ImportRun, KeptFile
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.column_memory import assigned_from
from padu.apps.rumah_dataku.services.runs import verb_of
from padu.apps.rumah_dataku.services.village_names import name_lookup, remembered_names
from padu.domain.errors import PaduError
from padu.domain.regions import NATION, CodeRange, Level, level_of, parent_of


class KeptFileMissing(PaduError):
    """The kept file is not on this machine's disk: purged, or another machine received it. data: run."""

    code = "import.kept_file_missing"


@contextmanager
def opened_book(run: ImportRun, kept: KeptFile | None) -> Iterator[Book]:
    """The file of a run as a book; no row of a file is a purged one. Raises FileRefused, KeptFileMissing."""
    if kept is None or not kept_files.exists(kept.path):
        raise KeptFileMissing(run=run.pk)
    with (
        kept_files.opened(kept.path, kept.key_id) as path,
        open_book(path, run.file_name, assigned_of(run)) as book,
    ):
        yield book


def assigned_of(run: ImportRun) -> dict[str, Assigned]:
    """What a person said about the columns of this file, by sheet."""
    return assigned_from(run.options.get("columns", {}))


def plans_of(run: ImportRun, book: Book, actor: Actor) -> tuple[SheetPlan, ...]:
    """What the file of a run is looked through for."""
    if run.kind == ImportRun.Kind.FIGURES:
        return (figure_plan(book, figure_context(run, actor)),)
    if run.kind == ImportRun.Kind.SIGA:
        return (siga_plan(book, run.file_name),)
    return (recognise(book) or reader_named(run.kind)).plans


def plans_by_role(run: ImportRun, sheets: Sequence[SheetPreview], actor: Actor) -> dict[str, SheetPlan]:
    """What each of these sheets was looked through for, without the file."""
    if run.kind == ImportRun.Kind.FIGURES:
        context = figure_context(run, actor)
        return {sheet.role: figure_plan_of(context, sheet.variant) for sheet in sheets}
    if run.kind == ImportRun.Kind.SIGA:
        return {sheet.role: siga_plan_of(sheet.variant) for sheet in sheets}
    plans = {plan.names[0]: plan for reader in readers() for plan in reader.plans}
    return {sheet.role: plans[sheet.role] for sheet in sheets}


def read_family_file(run: ImportRun, book: Book, actor: Actor) -> tuple[FamilyReader, FamilyFile]:
    """The file, and the reader whose it is: what the book shows, else what the sender chose. Raises FileRefused."""
    reader = recognise(book) or reader_named(run.kind)
    context = FamilyContext(
        data_year=run.options["year"],
        as_of=dt.date.fromisoformat(run.options["as_of"]),
        village_status=village_lookup(run, actor),
        village_code=_own_village(run),
    )
    return reader, reader.read(book, context)


def read_figure_file(run: ImportRun, book: Book, actor: Actor) -> FigureSource:
    """The table of figures of a run. Raises FileRefused."""
    if run.kind == ImportRun.Kind.SIGA:
        return read_siga(book, _siga_context(run, actor))
    return read_figures(book, figure_context(run, actor))


def figure_context(run: ImportRun, actor: Actor) -> FigureContext:
    """What the sender said about a table of figures."""
    return FigureContext(
        period=str(run.options["year"]),
        source=run.options["source"],
        village_status=village_lookup(run, actor),
        village_code=_own_village(run),
    )


def _siga_context(run: ImportRun, actor: Actor) -> SigaContext:
    with scoped(actor):
        remembered = remembered_names(run.region_code)
    return SigaContext(
        year=str(run.options["year"]),
        source=run.options["source"] or DEFAULT_SOURCE,
        find=name_lookup(run.region_code, remembered),
        file_name=run.file_name,
    )


def _own_village(run: ImportRun) -> str | None:
    """The village of rows that name none."""
    return run.region_code if level_of(run.region_code) is Level.VILLAGE else None


def village_lookup(run: ImportRun, actor: Actor) -> Callable[[str], VillageStatus]:
    """What a code is to the sender: in the official list or not (which is public), and theirs or not.

    Whether anything is stored for a place outside is never asked, so it cannot be told.
    """
    span, verb = CodeRange.below(run.region_code), verb_of(run.kind)

    @cache  # a file names many villages of one district
    def villages(district: str) -> frozenset[str]:
        return frozenset(list_villages(district).values_list("code", flat=True))

    def status(code: str) -> VillageStatus:
        if code not in villages(parent_of(code) or NATION):
            return VillageStatus.UNKNOWN
        return VillageStatus.KNOWN if span.holds(code) and actor.may(verb, code) else VillageStatus.OUTSIDE

    return status


def rows_in(tables: tuple[Table, ...]) -> int:
    """About how many rows will be read, without reading them: for the progress bar."""
    return sum(_rows_of(table) for table in tables)


def _rows_of(table: Table) -> int:
    book = table.book
    if isinstance(book, WorkbookBook) and table.sheet in book.scans:
        return max(book.scans[table.sheet].rows - table.header_row, 0)
    if isinstance(book, TextBook):
        return max(_lines(book, table.sheet) - table.header_row, 0)
    return 0


def _lines(book: TextBook, sheet: str) -> int:
    with book.tables[sheet].opener() as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
