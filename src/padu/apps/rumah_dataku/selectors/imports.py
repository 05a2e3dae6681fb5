"""Import runs and their issues, as pages show them. Callers stand in a scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import ImportChunk, ImportIssue, ImportRun, KeptFile
from padu.apps.rumah_dataku.services.issues import ShownIssue, open_issue
from padu.domain.formatting import number
from padu.domain.states import IMPORT_RUN
from padu.ui.components import Progress, Step

RUNS_PER_PAGE: Final = 25
ISSUES_PER_PAGE: Final = 25
SEVERITIES: Final = {"error": "Kesalahan", "warning": "Peringatan", "note": "Catatan"}
_FILE_CODES: Final = ("column", "sheet", "no_elements", "no_rows", "village_needed")
"""Beginnings of refusal codes that speak of the file's columns and sheets, not of the file itself."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    run: ImportRun
    place: str

    @property
    def content(self) -> str:
        return what_is_in(self.run)

    @property
    def outcome(self) -> str:
        return outcome_of(self.run)

    @property
    def state(self) -> str:
        """As a badge tells it; `import_refused` because a refused file is no refused proposal."""
        return str(self.run.state)


def list_runs(before: int | None = None) -> tuple[list[RunLine], int | None]:
    """Newest runs that the current actor may see, and where the next page begins."""
    rows = ImportRun.objects.order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: RUNS_PER_PAGE + 1])
    names = names_of(run.region_code for run in found)
    lines = [RunLine(run, names.get(run.region_code, run.region_code)) for run in found[:RUNS_PER_PAGE]]
    return lines, lines[-1].run.pk if len(found) > RUNS_PER_PAGE else None


def get_run(run_id: int) -> ImportRun:
    """Raises Http404 for a run that is not there for the current actor."""
    run: ImportRun | None = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def kept_file_of(run: ImportRun) -> KeptFile | None:
    found: KeptFile | None = KeptFile.objects.filter(run=run).first()
    return found


def is_storing(run: ImportRun) -> bool:
    """Whether a checked run waits for its rows to be stored."""
    return run.state == ImportRun.State.CHECKED and "store" in run.options


def undo_state(run: ImportRun) -> str:
    """How the last order to take the run back stands: ordered, refused, failed, done; "" without one."""
    return str(run.options.get("undo", {}).get("state", ""))


def is_undoing(run: ImportRun) -> bool:
    """Whether a run waits to be taken back."""
    return run.state != ImportRun.State.UNDONE and undo_state(run) == "ordered"


def may_undo(run: ImportRun) -> bool:
    """Whether something of this run is stored that can be taken back."""
    open_now = "undo" in IMPORT_RUN.steps_from(run.state) and not is_undoing(run)
    return open_now and ImportChunk.objects.filter(run=run, undone_at__isnull=True).exists()


def steps_of(run: ImportRun) -> list[Step]:
    """Berkas, Kolom, Periksa, Simpan: where the run stands."""
    labels = (_("Berkas"), _("Kolom"), _("Periksa"), _("Simpan"))
    reached, failed = _reached(run)
    states = ["done" if at < reached else "todo" for at in range(len(labels))]
    if reached < len(labels):
        states[reached] = "failed" if failed else "current"
    return [Step(label=label, state=state) for label, state in zip(labels, states, strict=True)]  # type: ignore[arg-type]


def _reached(run: ImportRun) -> tuple[int, bool]:
    """How many steps are done, and whether the next one failed."""
    if run.state == ImportRun.State.REFUSED:
        code = run.problem[0]["code"] if run.problem else ""
        return (1 if code.startswith(_FILE_CODES) else 0), True
    reached = {
        ImportRun.State.RECEIVED: 1,
        ImportRun.State.COLUMNS: 1,
        ImportRun.State.CHECKING: 2 if run.done else 1,
        ImportRun.State.CHECKED: 3,
        ImportRun.State.STORED: 4,
        ImportRun.State.UNDONE: 4,
        ImportRun.State.DISCARDED: 3,
        ImportRun.State.FAILED: 3 if run.counts else 2,
    }[ImportRun.State(run.state)]
    return reached, run.state in (ImportRun.State.FAILED, ImportRun.State.DISCARDED)


def progress_of(run: ImportRun) -> Progress | None:
    """The bar of work under way; None when nobody has to wait."""
    poll = reverse("import_progress", args=[run.pk])
    if is_undoing(run):
        words = _("%(done)s dari %(total)s desa") % {"done": number(run.done), "total": number(run.total or 0)}
        return Progress(_("Menarik kembali"), poll, _percent(run), words if run.total else "", "running")
    if is_storing(run):
        return Progress(_("Menyimpan ke basis data"), poll, _percent(run), _told_of_storing(run), "running")
    if run.state == ImportRun.State.RECEIVED:
        return Progress(_("Menunggu giliran diperiksa"), poll, None, _("Berkas sudah disimpan terenkripsi."), "waiting")
    if run.state == ImportRun.State.CHECKING:
        return Progress(_("Memeriksa isi berkas"), poll, _percent(run), _told(run), "running")
    return None


def _percent(run: ImportRun) -> int | None:
    # The last part is for holding the rows against the database.
    return min(95, 100 * run.done // run.total) if run.total else None


def _told(run: ImportRun) -> str:
    if not run.done:
        return _("Membuka berkas. Halaman ini boleh ditutup; pekerjaan berlanjut.")
    words = _("%(done)s dari sekitar %(total)s baris") if run.total else _("%(done)s baris")
    return words % {"done": number(run.done), "total": number(run.total or 0)}


def _told_of_storing(run: ImportRun) -> str:
    villages = run.options.get("villages")
    if not run.done or not villages:
        return _("Membaca berkas lagi. Halaman ini boleh ditutup; pekerjaan berlanjut.")
    stored = ImportChunk.objects.filter(run=run, attempt=run.options["attempt"]).count()
    return _("%(done)s dari %(total)s desa tersimpan") % {"done": number(stored), "total": number(villages)}


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """What of the issues is shown; "" is everything."""

    severity: str = ""
    column: str = ""
    code: str = ""
    after: int = 0

    def query(self) -> Q:
        found = Q()
        if self.severity:
            found &= Q(severity=self.severity)
        if self.column:
            found &= Q(column=self.column)
        if self.code:
            found &= Q(code=self.code)
        return found

    def kept(self) -> dict[str, str]:
        """As parameters of an address, without where the page begins."""
        named = {"tingkat": self.severity, "kolom": self.column, "masalah": self.code}
        return {key: value for key, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One page of a run's issues; counts are of the whole run."""

    issues: list[ShownIssue]
    total: int
    shown_from: int
    next_after: int | None
    severities: dict[str, int]
    columns: dict[str, int]
    codes: dict[str, int]


def issue_page(run: ImportRun, chosen: IssueFilter) -> IssuePage:
    rows = ImportIssue.objects.filter(run=run)
    matching = rows.filter(chosen.query())
    total = matching.count()
    before = matching.filter(number__lte=chosen.after).count() if chosen.after else 0
    found = list(matching.filter(number__gt=chosen.after).order_by("number")[: ISSUES_PER_PAGE + 1])
    shown = [open_issue(row) for row in found[:ISSUES_PER_PAGE]]
    more = shown[-1].number if len(found) > ISSUES_PER_PAGE else None
    return IssuePage(
        shown, total, before + 1, more, _counts(rows, "severity"), _counts(rows, "column"), _counts(rows, "code")
    )


def _counts(rows: Any, field: str) -> dict[str, int]:
    counted = rows.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field)
    return {value: n for value, n in counted if value}


def bad_rows_book(run: ImportRun) -> bytes:
    """The issues of a run as a workbook: every cell is text, so nothing in it is executed."""
    import io

    import xlsxwriter

    memory = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    heads = ("Tingkat", "Lembar", "Baris", "Kolom", "Keluarga", "Masalah", "Terbaca", "Seharusnya")
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet("Baris bermasalah")
        bold = book.add_format({"bold": True})
        for at, (head, width) in enumerate(zip(heads, (12, 16, 8, 26, 14, 46, 26, 60), strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, head, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(ImportIssue.objects.filter(run=run).order_by("number").iterator(), start=1):
            issue = open_issue(row)
            severity = SEVERITIES.get(issue.severity, issue.severity)
            cells = (severity, issue.sheet, "", issue.column, issue.subject, issue.title, issue.seen, issue.expected)
            for at, text in enumerate(cells):
                sheet.write_string(line, at, text)
            sheet.write_number(line, 2, issue.row)
    return memory.getvalue()


def what_is_in(run: ImportRun) -> str:
    """The content of a run in a few words, for the list: `37 keluarga, 97 anggota`."""
    counts = run.counts
    if not counts:
        return ""
    if "figures_good" in counts:
        return _("%(n)s angka") % {"n": number(counts["figures_good"])}
    families, persons = counts["families_good"], counts["persons_good"]
    return ngettext("%(f)s keluarga, %(p)s anggota", "%(f)s keluarga, %(p)s anggota", families) % {
        "f": number(families),
        "p": number(persons),
    }


def outcome_of(run: ImportRun) -> str:
    """What became of a run, counted in the database afterwards; "" where nothing was stored."""
    counts = run.counts
    if run.state == ImportRun.State.UNDONE:
        kind = "figures" if "figures_good" in counts else "families"
        words = _("Ditarik: %(removed)s dihapus, %(restored)s dikembalikan, %(kept)s dibiarkan")
        removed, restored = counts[f"undone_{kind}_removed"], counts[f"undone_{kind}_restored"]
        return words % {"removed": number(removed), "restored": number(restored), "kept": number(counts["undone_kept"])}
    if run.state != ImportRun.State.STORED:
        return ""
    if "figures_good" in counts:
        back = _("%(n)s angka") % {"n": number(counts["figures_stored"])}
        return _back(back, counts, "figures")
    back = _("%(f)s keluarga, %(p)s anggota") % {
        "f": number(counts["families_stored"]),
        "p": number(counts["persons_stored"]),
    }
    return _back(back, counts, "families")


def _back(back: str, counts: Mapping[str, int], kind: str) -> str:
    words = _("Dibaca kembali: %(back)s (baru %(new)s, berubah %(changed)s, tetap %(same)s)")
    said = {name: number(counts.get(f"{kind}_{name}", 0)) for name in ("new", "changed", "same")}
    told = words % {"back": back, **said}
    bad = counts.get(f"{kind}_bad", 0)
    told += _("; bermasalah, tidak disimpan: %(n)s") % {"n": number(bad)} if bad else ""
    merged = counts.get(f"{kind}_merged", 0)
    return told + (_("; sudah disatukan, tidak mengubah apa pun: %(n)s") % {"n": number(merged)} if merged else "")
