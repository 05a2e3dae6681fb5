"""What the page of one run shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.column_page import WrongFile, wrong_file
from padu.apps.rumah_dataku.files.mending import MOST_ROWS
from padu.apps.rumah_dataku.files.problems import ISSUE_TITLES
from padu.apps.rumah_dataku.forms import kinds_of
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.selectors import imports as read
from padu.apps.rumah_dataku.selectors.import_undo import touched_table
from padu.apps.rumah_dataku.services.columns import remembered_columns, sheets_of
from padu.apps.rumah_dataku.services.mending import may_mend
from padu.apps.rumah_dataku.services.runs import FIGURE_KINDS, verb_of
from padu.domain.formatting import number
from padu.ui.components import Choice, Crumb, Field, Pager, Stat, Table

_UNREAD = (ImportRun.State.COLUMNS, ImportRun.State.REFUSED)
_OPEN = (ImportRun.State.RECEIVED, ImportRun.State.COLUMNS, ImportRun.State.CHECKING)


def look_at_touched(actor: Actor, run: ImportRun) -> Table | None:
    """What was left or stands against taking a run back; that names of families were read there is written down."""
    table = touched_table(run)
    if table is not None and run.kind not in FIGURE_KINDS:
        read_there = Counter(village for village, _pk, _why in run.options["undo"]["families"])
        for code, families in read_there.items():
            record_look(actor, "family.list", code, f"list:{families}", _("impor yang ditarik kembali"))
    return table


def run_context(run: ImportRun, actor: Actor, chosen: read.IssueFilter) -> dict[str, Any]:
    may_act = actor.may(verb_of(run.kind), run.region_code)
    waiting = read.progress_of(run)
    found = {} if run.state in _OPEN or not run.counts else _found(run, chosen)
    return found | {
        "title": run.file_name,
        "kicker": run.get_kind_display(),
        "subtitle": _("%(place)s · tahun data %(year)s")
        % {"place": names_of([run.region_code]).get(run.region_code, run.region_code), "year": run.options["year"]},
        "crumbs": [Crumb(_("Impor data"), reverse("imports")), Crumb(run.file_name)],
        "run": run,
        "steps": read.steps_of(run),
        "job": waiting,
        "counts": run.counts,
        "problems": run.problem or [],
        "odd_year": _odd_year(run),
        "decide": may_act and waiting is None and run.state == ImportRun.State.CHECKED,
        "may_retry": may_act and run.state == ImportRun.State.FAILED,
        "may_map": may_act and bool(sheets_of(run)),
        "wrong_file": _wrong_file(run, actor) if run.state in _UNREAD else None,
        "remembered": run.state == ImportRun.State.COLUMNS and bool(remembered_columns(run)),
        "may_undo": may_act and read.may_undo(run),
        "undo_state": read.undo_state(run),
        "touched": look_at_touched(actor, run) if run.state == ImportRun.State.UNDONE else None,
        "is_sender": run.created_by == actor.user_id,
        "may_mend": may_act and run.created_by == actor.user_id and may_mend(run),
        "most_mended": MOST_ROWS,
        "nothing_good": not run.counts.get("families_good") and not run.counts.get("figures_good"),
    }


def _wrong_file(run: ImportRun, actor: Actor) -> WrongFile | None:
    sheets = sheets_of(run)
    return wrong_file(run.kind, sheets, kinds_of(actor)) if sheets else None


def _odd_year(run: ImportRun) -> str:
    """A year that the file's name tells and that is not the chosen one; "" where nothing speaks against the choice."""
    told = re.findall(r"(?<!\d)(20[1-4]\d)(?!\d)", run.file_name)
    return "" if not told or str(run.options["year"]) in told else str(told[0])


def _found(run: ImportRun, chosen: read.IssueFilter) -> dict[str, Any]:
    page = read.issue_page(run, chosen)
    return {
        "page": page,
        "names_waiting": len(run.counts.get("names", [])),
        "stats": _figure_stats(run.counts) if "figures_good" in run.counts else _family_stats(run.counts),
        "changes": _changes(run),
        "changes_title": _("Yang berubah")
        if run.state in (ImportRun.State.STORED, ImportRun.State.UNDONE)
        else _("Yang akan berubah bila disimpan"),
        "fields": _fields(page, chosen),
        "kinds": [{"code": c, "title": ISSUE_TITLES.get(c, c), "n": n} for c, n in page.codes.items()],
        "pager": _pager(page, chosen),
    }


def _family_stats(counts: Mapping[str, int]) -> list[Stat]:
    held = counts.get("persons_held", 0)
    note = _("%(n)s anggota lain ikut tertahan bersama keluarganya") % {"n": number(held)} if held else ""
    found = [
        Stat(_("Keluarga baik"), counts["families_good"]),
        Stat(_("Keluarga bermasalah"), counts["families_bad"]),
        Stat(_("Anggota baik"), counts["persons_good"]),
        Stat(_("Anggota bermasalah"), counts["persons_bad"], note=note),
        Stat(
            _("Peringatan"), counts["warnings"], note=_("tetap disimpan, perlu dilihat") if counts["warnings"] else ""
        ),
    ]
    merged = counts.get("families_merged", 0), counts.get("persons_merged", 0)
    if any(merged):
        words = _("dan %(n)s anggota; data yang dipertahankan tidak berubah") % {"n": number(merged[1])}
        found.append(Stat(_("Keluarga sudah disatukan"), merged[0], note=words))
    return found


def _figure_stats(counts: Mapping[str, int]) -> list[Stat]:
    return [
        Stat(_("Angka baik"), counts["figures_good"]),
        Stat(_("Desa"), counts["villages"]),
        Stat(_("Baris bermasalah"), counts["rows_bad"]),
        Stat(_("Peringatan"), counts["warnings"]),
        *_named_stats(counts),
    ]


def _named_stats(counts: Mapping[str, int]) -> list[Stat]:
    """Rows of a table whose villages are named, by what becomes of them."""
    if "rows" not in counts:
        return []
    return [
        Stat(_("Baris di berkas"), counts["rows"]),
        Stat(_("Baris desa Anda"), counts.get("rows_taken", 0)),
        Stat(_("Baris wilayah lain"), counts.get("rows_outside", 0), note=_("dihitung saja, tidak disimpan")),
        Stat(_("Baris jumlah"), counts.get("rows_summing", 0), note=_("tanpa nama desa, tidak disimpan")),
        Stat(_("Baris dengan nama desa yang belum pasti"), counts.get("rows_to_name", 0)),
    ]


def _changes(run: ImportRun) -> list[dict[str, Any]]:
    """Rows of the table of what is (or would be) new, changed and the same."""
    counts = run.counts
    kinds = (
        [("figures", _("Angka"))]
        if "figures_good" in counts
        else [("families", _("Keluarga")), ("persons", _("Anggota"))]
    )
    return [
        {
            "label": label,
            "new": counts.get(f"{kind}_new", 0),
            "changed": counts.get(f"{kind}_changed", 0),
            "same": counts.get(f"{kind}_same", 0),
            "left": counts.get("persons_left") if kind == "persons" else None,
        }
        for kind, label in kinds
    ]


def _fields(page: read.IssuePage, chosen: read.IssueFilter) -> list[Field]:
    everything = Choice(_("Semua"), value="")
    severities = [
        Choice(f"{read.SEVERITIES.get(key, key)} ({number(n)})", value=key, active=key == chosen.severity)
        for key, n in page.severities.items()
    ]
    columns = [
        Choice(f"{key} ({number(n)})", value=key, active=key == chosen.column) for key, n in page.columns.items()
    ]
    kinds = [Choice(ISSUE_TITLES.get(key, key), value=key, active=key == chosen.code) for key in page.codes]
    return [
        Field("tingkat", _("Tingkat"), choices=[everything, *severities]),
        Field("kolom", _("Kolom"), choices=[everything, *columns]),
        Field("masalah", _("Masalah"), choices=[everything, *kinds]),
    ]


def _pager(page: read.IssuePage, chosen: read.IssueFilter) -> Pager:
    last = page.shown_from + len(page.issues) - 1
    shown = _("%(first)s–%(last)s dari %(total)s") % {
        "first": number(page.shown_from),
        "last": number(last),
        "total": number(page.total),
    }
    kept = chosen.kept()
    more = "?" + urlencode(kept | {"sesudah": page.next_after}) + "#masalah" if page.next_after else ""
    first = "?" + urlencode(kept) + "#masalah" if chosen.after else ""
    return Pager(previous_url=first, next_url=more, shown=shown)
