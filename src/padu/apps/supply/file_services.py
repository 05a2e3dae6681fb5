"""A workbook of funds and offers that an agency sends: kept, checked, shown, then stored or thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, Final

from django.db import transaction
from django.shortcuts import get_object_or_404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.apps.institutions.models import Agency
from padu.apps.institutions.selectors import list_agencies
from padu.apps.programmes.selectors import (
    activity_effects,
    list_activities,
    list_funding_sources,
    problem_type_names,
)
from padu.apps.regions.selectors import existing_codes
from padu.apps.rumah_dataku.files.limits import MIB
from padu.apps.rumah_dataku.files.problems import FileProblem, FileRefused, RowIssue
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.supply import files
from padu.apps.supply.file_columns import ActivityEntry, AgencyName, SupplyContext
from padu.apps.supply.models import Fund, Offer, SupplyFile
from padu.apps.supply.services import DocumentRef, FundData, OfferData, fund_save, offer_save, require_agency
from padu.domain.errors import PaduError
from padu.domain.identity import IssueLevel
from padu.domain.regions import CodeRange
from padu.domain.states import IMPORT_RUN

MAX_BYTES: Final = 5 * MIB  # [assumption] the funds and offers of one agency fit many times over
MAX_KEPT_ISSUES: Final = 2000  # [assumption] further ones are counted only
_NAME_CHARS: Final = 200


class RowsWrong(PaduError):
    """The file has wrong rows and it was not said that the good ones shall be stored. data: bad."""

    code = "supply_file.rows_wrong"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A kept and checked file; repeated: the same file was sent for this agency and year before."""

    file: SupplyFile
    repeated: bool


def supply_file_receive(*, actor: Actor, agency: Agency, year: int, chunks: Iterable[bytes], file_name: str) -> Receipt:
    """Keep a workbook encrypted and check it at once; nothing of it is stored as fund or offer yet.

    A file that cannot be read at all ends as refused, with its problem in words. Sent again, the earlier one is shown.
    Raises PermissionDenied, Http404.
    """
    require_agency(actor, agency)
    kept = kept_files.keep(chunks)
    earlier = _earlier(agency, year, kept.sha256)
    if earlier is not None:
        kept_files.forget(kept.path)
        return Receipt(earlier, repeated=True)
    file: SupplyFile = SupplyFile.objects.create(
        region_code=agency.region_code,
        agency=agency,
        year=year,
        file_name=PurePath(file_name.replace("\\", "/")).name[-_NAME_CHARS:] or "berkas",
        file_sha256=kept.sha256,
        state=IMPORT_RUN.initial,
        path=kept.path,
        key_id=kept.key_id,
        created_by=actor.user_id,
    )
    record_change(actor, "supply_file.receive", agency.region_code, f"supply_file:{file.pk}")
    _check(file, too_large=kept.size > MAX_BYTES)
    return Receipt(file, repeated=False)


def _earlier(agency: Agency, year: int, sha256: str) -> SupplyFile | None:
    rows = SupplyFile.objects.filter(agency=agency, year=year, file_sha256=sha256)
    found: SupplyFile | None = rows.exclude(state__in=("discarded", "failed")).order_by("-pk").first()
    return found


def _check(file: SupplyFile, *, too_large: bool) -> None:
    """Read all rows, count what storing would change, keep the issues."""
    file.state = IMPORT_RUN.next_state(file.state, "check")
    try:
        if too_large:
            raise FileRefused(_too_large(file.file_name))
        with _opened(file) as supply:
            items = list(supply.items())
            notices = [_problem(notice) for notice in supply.notices]
    except FileRefused as refused:
        file.state = IMPORT_RUN.next_state(file.state, "refuse")
        file.problem = {"problems": [_problem(problem) for problem in refused.problems]}
    else:
        file.state = IMPORT_RUN.next_state(file.state, "finish_check")
        issues = [item for item in items if isinstance(item, RowIssue)]
        file.counts = _counts(file, items, issues) | {"notices": notices}
        file.issues = [_issue(issue) for issue in issues[:MAX_KEPT_ISSUES]]
    file.save(update_fields=["state", "problem", "counts", "issues"])


def _too_large(name: str) -> FileProblem:
    message = f"Berkas “{name}” lebih besar dari batas {MAX_BYTES // MIB} MB untuk dana dan tawaran."
    return FileProblem("file_too_large", message, "Kirim hanya lembar Dana dan Tawaran, tanpa gambar atau lembar lain.")


def _problem(problem: FileProblem) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(problem).items()}


def _issue(issue: RowIssue) -> dict[str, Any]:
    return asdict(issue) | {"severity": issue.severity.value, "title": issue.title}


def _counts(file: SupplyFile, items: list[files.SupplyItem], issues: list[RowIssue]) -> dict[str, Any]:
    bad = {(issue.sheet, issue.row) for issue in issues if issue.severity is IssueLevel.ERROR}
    funds = [item for item in items if isinstance(item, files.FundRow)]
    offers = [item for item in items if isinstance(item, files.OfferRow)]
    return {
        "funds": len(funds),
        "offers": len(offers),
        "bad": len(bad),
        "warnings": sum(issue.severity is IssueLevel.WARNING for issue in issues),
        "issues": len(issues),
        "changes": dict(_changes(file, funds, offers)),
    }


def _changes(file: SupplyFile, funds: list[files.FundRow], offers: list[files.OfferRow]) -> Counter[str]:
    """How many rows are new, changed or as they stand."""
    own = {"agency_id": file.agency_id, "year": file.year}
    standing = {fund.name: fund for fund in Fund.objects.filter(**own)}
    offered = {(o.fund.name, o.title): o for o in Offer.objects.filter(**own).select_related("fund")}
    found: Counter[str] = Counter()
    for row in funds:
        found[_change(standing.get(row.name), _fund_values(row))] += 1
    for offer in offers:
        found[_change(offered.get((offer.fund, offer.title)), _offer_values(offer))] += 1
    return found


def _change(row: Fund | Offer | None, values: dict[str, object]) -> str:
    if row is None:
        return "new"
    return "unchanged" if all(getattr(row, name) == value for name, value in values.items()) else "changed"


def _fund_values(row: files.FundRow) -> dict[str, object]:
    return {"source": row.source, "budget_idr": row.budget_idr} | _document(row.document).columns()


def _offer_values(row: files.OfferRow) -> dict[str, object]:
    return {
        "activity": row.activity,
        "unit_cost_idr": row.unit_cost_idr,
        "max_deliveries": row.max_deliveries,
        "max_per_village": row.max_per_village,
        "min_gap_days": row.min_gap_days,
        "months": list(row.months),
        "addresses": [list(pair) for pair in row.addresses],
        "villages": None if row.villages is None else list(row.villages),
        "active": True,
    } | _document(row.document).columns()


def _document(line: files.DocumentLine) -> DocumentRef:
    return DocumentRef(line.kind.value, line.code, line.year, line.budget_line)


@contextmanager
def _opened(file: SupplyFile) -> Iterator[files.SupplyFile]:
    """The kept workbook, its headers understood. Raises FileRefused."""
    context = supply_context(file.agency, file.year)
    with kept_files.opened(file.path, file.key_id) as path, open_book(path, file.file_name) as book:
        yield files.read_supply(book, context)


def supply_context(agency: Agency, year: int) -> SupplyContext:
    """What the catalogue and the regency say about a file of this agency."""
    effects = activity_effects()
    return SupplyContext(
        year=year,
        agencies=[AgencyName(a.code, a.short_name, a.name) for a in list_agencies(agency.region_code)],
        activities=[
            ActivityEntry(a.key, a.name, a.programme_id, effects.get(a.key, {}))
            for a in list_activities()
            if a.deliverable_in_village
        ],
        problem_types=problem_type_names(),
        sources={source.key: source.name for source in list_funding_sources()},
        village_status=_village_lookup(agency.region_code),
        own_agency=agency.code,
    )


def _village_lookup(region_code: str) -> Any:
    span = CodeRange.below(region_code)

    def status(code: str) -> VillageStatus:
        if not span.holds(code):
            return VillageStatus.OUTSIDE
        return VillageStatus.KNOWN if existing_codes([code]) else VillageStatus.UNKNOWN

    return status


@transaction.atomic
def supply_file_store(*, actor: Actor, file_id: int, good_only: bool = False) -> SupplyFile:
    """Write the funds and offers of a checked file; rows that stand already as sent are left alone.

    good_only  store the good rows of a file that has bad ones. The counts are read back from the database.
    Raises RowsWrong, IllegalTransition, PermissionDenied, Http404.
    """
    file = _locked_file(actor, file_id)
    following = IMPORT_RUN.next_state(file.state, "store")
    if file.counts["bad"] and not good_only:
        raise RowsWrong(bad=file.counts["bad"])
    with _opened(file) as supply:
        items = list(supply.items())
    written = Counter(_write(actor, file, item) for item in items if not isinstance(item, RowIssue))
    own = {"agency_id": file.agency_id, "year": file.year}
    stored = {"funds": Fund.objects.filter(**own).count(), "offers": Offer.objects.filter(**own).count()}
    file.state, file.counts = following, file.counts | {"written": dict(written), "stored": stored}
    file.save(update_fields=["state", "counts"])
    record_change(actor, "supply_file.store", file.region_code, f"supply_file:{file.pk}")
    return file


def _write(actor: Actor, file: SupplyFile, row: files.FundRow | files.OfferRow) -> str:
    """Write one row unless it stands already; returns new, changed or unchanged."""
    own = {"agency_id": file.agency_id, "year": file.year}
    if isinstance(row, files.FundRow):
        standing = Fund.objects.filter(**own, name=row.name).first()
        change = _change(standing, _fund_values(row))
        if change != "unchanged":
            data = FundData(row.name, row.source, row.budget_idr, _document(row.document))
            pk = standing.pk if standing else None
            fund_save(actor=actor, agency=file.agency, year=file.year, data=data, fund_id=pk)
        return change
    offered = Offer.objects.filter(**own, title=row.title, fund__name=row.fund).first()
    change = _change(offered, _offer_values(row))
    if change != "unchanged":
        fund = Fund.objects.get(**own, name=row.fund)
        pk = offered.pk if offered else None
        offer_save(actor=actor, agency=file.agency, year=file.year, data=_offer_data(row, fund), offer_id=pk)
    return change


def _offer_data(row: files.OfferRow, fund: Fund) -> OfferData:
    return OfferData(
        fund_id=fund.pk,
        activity=row.activity,
        title=row.title,
        unit_cost_idr=row.unit_cost_idr,
        max_deliveries=row.max_deliveries,
        months=row.months,
        document=_document(row.document),
        max_per_village=row.max_per_village,
        min_gap_days=row.min_gap_days,
        addresses=dict(row.addresses),
        villages=row.villages,
    )


@transaction.atomic
def supply_file_discard(*, actor: Actor, file_id: int) -> SupplyFile:
    """Leave a checked file unstored; it stays kept. Raises IllegalTransition, PermissionDenied, Http404."""
    file = _locked_file(actor, file_id)
    file.state = IMPORT_RUN.next_state(file.state, "discard")
    file.save(update_fields=["state"])
    record_change(actor, "supply_file.discard", file.region_code, f"supply_file:{file.pk}")
    return file


def _locked_file(actor: Actor, file_id: int) -> SupplyFile:
    file: SupplyFile = get_object_or_404(SupplyFile.objects.select_related("agency"), pk=file_id)
    require_agency(actor, file.agency)
    locked: SupplyFile = SupplyFile.objects.select_for_update(of=("self",)).select_related("agency").get(pk=file_id)
    return locked
