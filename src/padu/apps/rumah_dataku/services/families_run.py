"""A file of families through the temporary tables: the same way for the check and for storing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.files.registry import FamilyReader
from padu.apps.rumah_dataku.files.rows import FamilyFile
from padu.apps.rumah_dataku.models import ImportRun, KeptFile
from padu.apps.rumah_dataku.services.family_adopting import find_event_families
from padu.apps.rumah_dataku.services.family_comparing import (
    Taken,
    compare,
    drop_bad,
    keep_mothers,
    match,
    renew_staged_places,
    taken_elsewhere,
    taken_here,
)
from padu.apps.rumah_dataku.services.family_loading import FAMILY_TABLES, Loaded, load_families, note_issue
from padu.apps.rumah_dataku.services.family_merged import MERGED_TABLES, held_back, merged_counts, settle_merged
from padu.apps.rumah_dataku.services.family_survey_staging import SURVEY_TABLE, stage_surveys
from padu.apps.rumah_dataku.services.import_changes import SEEN, changes_keep, note_seen
from padu.apps.rumah_dataku.services.opening import opened_book, read_family_file, rows_in
from padu.apps.rumah_dataku.services.runs import problems_json, worker_of
from padu.apps.rumah_dataku.services.staging import one, staged

Tell = Callable[[int, int | None, list[RowIssue]], None]
"""Called after each batch with rows done, rows in all, and the issues of the batch."""


@dataclass(slots=True)
class StagedFamilies:
    """Families that lie in the temporary tables, good ones only, matched with what is stored.

    issues  found when the rows were held against the database
    merged  how many families and members are about records that were merged away (families_merged, persons_merged)
    """

    reader: FamilyReader
    loaded: Loaded
    issues: list[RowIssue]
    notices: list[dict[str, str]]
    families: int
    persons: int
    merged: dict[str, int]

    def counts(self) -> dict[str, Any]:
        """What the page tells of the file."""
        return {
            "families_good": self.families,
            "families_bad": len(self.loaded.bad_families),
            "persons_good": self.persons,
            "persons_bad": len(self.loaded.bad_persons),
            "persons_held": self.loaded.persons - self.persons - self.merged["persons_merged"],
            "errors": self.loaded.levels["error"],
            "warnings": self.loaded.levels["warning"],
            "notices": self.notices,
            **self.merged,
        }


@contextmanager
def staged_families(run: ImportRun, kept: KeptFile | None, actor: Actor, tell: Tell) -> Iterator[StagedFamilies]:
    """Read the kept file into temporary tables that stand inside the block. Raises FileRefused."""
    with staged(*FAMILY_TABLES, SURVEY_TABLE, SEEN, *MERGED_TABLES):
        with opened_book(run, kept) as book:
            reader, file = read_family_file(run, book, actor)
            notices = problems_json(file.notices)
            loaded = _load(file, tell)
            at = Taken(file.tables[-1].sheet, file.tables[-1].header("nik", "NIK"))
        with scoped(worker_of(actor, run.region_code)):
            issues = _hold_against_stored(reader, loaded, at, actor, file.tables[0].sheet)
            stage_surveys(dt.date.fromisoformat(run.options["as_of"]))
            counts = one("select count(*) from stage_family"), one("select count(*) from stage_person")
            merged = merged_counts()
        yield StagedFamilies(reader, loaded, issues, notices, *counts, merged)


def _load(file: FamilyFile, tell: Tell) -> Loaded:
    total = rows_in(file.tables) or None
    return load_families(file.items(), file.tables[-1].sheet, lambda so_far, issues: tell(so_far.rows, total, issues))


def _hold_against_stored(
    reader: FamilyReader, loaded: Loaded, at: Taken, actor: Actor, family_sheet: str
) -> list[RowIssue]:
    """Take bad families out; a family that is kept out leaves its stored members where they are, so look again."""
    renew_staged_places()
    match(reader.name)
    find_event_families()
    settle_merged()
    keep_mothers()
    note_seen()
    found = held_back(loaded.bad_families, family_sheet)
    for issue in found:
        note_issue(loaded, issue, at.sheet)
    drop_bad(loaded.bad_families)
    while taken := taken_here(at):
        found += taken
        for issue in taken:
            note_issue(loaded, issue, at.sheet)
        drop_bad(loaded.bad_families)
    elsewhere = taken_elsewhere(at, actor)
    for issue in elsewhere:
        note_issue(loaded, issue, at.sheet)
    return found + elsewhere


def difference_counts(run: ImportRun, actor: Actor, source: str) -> dict[str, Any]:
    """How the staged rows differ from what is stored, without storing; which families, is kept with the run."""
    with scoped(worker_of(actor, run.region_code)):
        return asdict(compare()) | changes_keep(run, source)
