"""Read an agency's funds and offers from a workbook (sheets Dana and Tawaran), and hand out the template for it.

Every offer says which planning document and budget line carry it, or that there is none; what an offer leaves empty is
that of its fund.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from padu.apps.rumah_dataku.files.cells import Values, issue_at, read_row
from padu.apps.rumah_dataku.files.columns import Table, choose_sheet, open_table
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.apps.rumah_dataku.files.template import TemplateSheet, template_csv_zip, template_workbook
from padu.apps.rumah_dataku.files.villages import VillageCheck
from padu.apps.supply.file_columns import (
    FUND_SHEETS,
    OFFER_SHEETS,
    ActivityEntry,
    Document,
    SupplyContext,
    fund_columns,
    offer_columns,
    parse_addresses,
    parse_months,
    village_texts,
)
from padu.domain.identity import IssueLevel
from padu.domain.tabular import CellError, fold, parse_village_code

GUIDE = (
    "Templat dana dan tawaran kegiatan",
    "Isi lembar Dana (satu baris satu dana) dan lembar Tawaran (satu baris satu kegiatan yang ditawarkan).",
    "Nama dana menghubungkan kedua lembar.",
    "Setiap dana menyebut dokumen perencanaan, kode, kode rekening, dan tahunnya, atau “Tidak ada dokumen”.",
    "Keterangan dokumen yang kosong pada tawaran mengikuti dananya.",
    "Jangan memakai rumus.",
)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """The planning document and budget line that carry a row; kind NONE has no code, line or year."""

    kind: Document
    code: str = ""
    budget_line: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class FundRow:
    """One fund. `agency` is the agency's code, `source` the key of a funding source."""

    sheet: str
    row: int
    agency: str
    name: str
    source: str
    budget_idr: int
    document: DocumentLine


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer.

    fund       name of a fund of the same agency in this file
    months     allowed months, ascending
    addresses  problem type and share of a village's gap that one delivery closes, in order of keys
    villages   dotted codes, or None for all
    """

    sheet: str
    row: int
    agency: str
    fund: str
    activity: str
    title: str
    programme_no: int
    unit_cost_idr: int
    max_deliveries: int
    max_per_village: int
    min_gap_days: int
    months: tuple[int, ...]
    addresses: tuple[tuple[str, float], ...]
    villages: tuple[str, ...] | None
    document: DocumentLine


SupplyItem = FundRow | OfferRow | RowIssue


@dataclass(slots=True)
class _Funds:
    """Funds of one file by agency and name: the good ones, and the rows of the bad ones."""

    good: dict[tuple[str, str], FundRow] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SupplyFile:
    """A workbook of funds and offers whose headers were understood."""

    funds: Table
    offers: Table
    context: SupplyContext

    @property
    def notices(self) -> tuple[FileProblem, ...]:
        return (*self.funds.book.notices, *self.funds.notices, *self.offers.notices)

    def items(self) -> Iterator[SupplyItem]:
        """All funds, then all offers, with issues where they arise; can be called again.

        A row with an error is not handed out. Raises FileRefused when the file breaks half-way.
        """
        funds = _Funds()
        yield from _fund_items(self.funds, self.context, funds)
        yield from _offer_items(self.offers, self.context, funds)


def read_supply(book: Book, context: SupplyContext) -> SupplyFile:
    """Understand the headers of a workbook of funds and offers. Raises FileRefused."""
    fund_cols, offer_cols = fund_columns(context), offer_columns(context)
    funds = open_table(book, choose_sheet(book, FUND_SHEETS, fund_cols), fund_cols)
    offers = open_table(book, choose_sheet(book, OFFER_SHEETS, offer_cols), offer_cols)
    return SupplyFile(funds, offers, context)


def supply_workbook(context: SupplyContext) -> bytes:
    """The template as XLSX, with the agencies, sources and activities of the context in its drop-down lists."""
    return template_workbook(GUIDE, _template(context))


def supply_csv_zip(context: SupplyContext) -> bytes:
    """The same as a zip of two CSV files and a text with the guide."""
    return template_csv_zip(GUIDE, _template(context))


def _template(context: SupplyContext) -> tuple[TemplateSheet, ...]:
    return (TemplateSheet("Dana", fund_columns(context)), TemplateSheet("Tawaran", offer_columns(context)))


def _fund_items(table: Table, context: SupplyContext, funds: _Funds) -> Iterator[SupplyItem]:
    for row in table.data_rows():
        values, issues = read_row(table, row)
        subject = values.text("fund")
        agency = _agency(table, row, values, context, issues)
        key = (agency, fold(subject))
        first = funds.rows.setdefault(key, row.number) if subject else row.number
        if first != row.number:
            expected = f"nama yang belum dipakai (sudah ada di baris {first})"
            issues.append(issue_at(table, row, "fund", "fund_duplicate", expected, subject=subject))
        document = _document(table, row, values, None, issues)
        yield from issues
        if document is not None and not _has_error(issues):
            fund = FundRow(
                table.sheet,
                row.number,
                agency,
                subject,
                values.text("source"),
                values.whole("budget_idr") or 0,
                document,
            )
            funds.good[key] = fund
            yield fund


def _agency(table: Table, row: Row, values: Values, context: SupplyContext, issues: list[RowIssue]) -> str:
    """Code of the row's agency; the sender's own where it names none, an issue where it is another's."""
    code = values.text("agency") or context.own_agency or ""
    if context.own_agency and code != context.own_agency:
        issues.append(issue_at(table, row, "agency", "agency_outside", "perangkat daerah Anda sendiri, atau kosong"))
    return code


def _document(
    table: Table, row: Row, values: Values, fund: DocumentLine | None, issues: list[RowIssue]
) -> DocumentLine | None:
    """The document of a row; what an offer leaves empty is its fund's. None with an issue where it is not whole."""
    said = values.code("document", Document)
    code, line, year = values.text("document_code"), values.text("budget_line"), values.whole("document_year")
    if "document" in values.unreadable or (said is None and fund is None):
        if "document" not in values.unreadable:
            expected = "Renja, RKPD, DPA, RKPDes, APBDes, atau Tidak ada dokumen"
            issues.append(issue_at(table, row, "document", "document_required", expected))
        return None
    kind = said or (fund.kind if fund else Document.NONE)
    if kind is Document.NONE:
        if code or line or year:
            expected = "kode, rekening, dan tahun kosong bila tidak ada dokumen"
            issues.append(issue_at(table, row, "document", "document_incomplete", expected))
        return DocumentLine(Document.NONE)
    if fund is not None and fund.kind is kind:
        code, line, year = code or fund.code, line or fund.budget_line, year or fund.year
    for key, value, words in _parts(code, line, year):
        if not value and key not in values.unreadable:
            issues.append(issue_at(table, row, key, "document_incomplete", f"{words} dari dokumen yang disebut"))
    return DocumentLine(kind, code, line, year)


def _parts(code: str, line: str, year: int | None) -> tuple[tuple[str, object, str], ...]:
    return (
        ("document_code", code, "kode atau nomor"),
        ("budget_line", line, "kode rekening atau baris anggaran"),
        ("document_year", year, "tahun"),
    )


def _offer_items(table: Table, context: SupplyContext, funds: _Funds) -> Iterator[SupplyItem]:
    activities = {one.key: one for one in context.activities}
    villages = VillageCheck(context.village_status, None)
    rows: dict[tuple[str, str, str], int] = {}
    for row in table.data_rows():
        values, issues = read_row(table, row)
        agency = _agency(table, row, values, context, issues)
        fund = _fund_of(table, row, values, agency, funds, issues)
        activity = activities.get(values.text("activity"))
        title = values.text("title") or (activity.name if activity else "")
        first = rows.setdefault((agency, fold(values.text("fund")), fold(title)), row.number)
        if first != row.number:
            expected = f"judul lain untuk dana yang sama (sudah ada di baris {first})"
            issues.append(issue_at(table, row, "title", "offer_duplicate", expected))
        document = _document(table, row, values, fund.document if fund else None, issues) if fund else None
        lists = _lists(table, row, values, activity, context, villages, issues)
        yield from issues
        if fund and activity and document and lists and not _has_error(issues):
            yield _offer(table, row, values, fund, activity, title, lists, document)


def _fund_of(
    table: Table, row: Row, values: Values, agency: str, funds: _Funds, issues: list[RowIssue]
) -> FundRow | None:
    """The fund of an offer, or None with an issue."""
    name = values.text("fund")
    key = (agency, fold(name))
    if key in funds.good or not name:
        return funds.good.get(key)
    if key in funds.rows:
        expected = f"baris {funds.rows[key]} di lembar Dana diperbaiki dahulu"
        issues.append(issue_at(table, row, "fund", "fund_rejected", expected))
    else:
        issues.append(issue_at(table, row, "fund", "fund_unknown", "nama dana seperti di lembar Dana"))
    return None


@dataclass(frozen=True, slots=True)
class _Lists:
    months: tuple[int, ...]
    addresses: tuple[tuple[str, float], ...]
    villages: tuple[str, ...] | None


def _lists(
    table: Table,
    row: Row,
    values: Values,
    activity: ActivityEntry | None,
    context: SupplyContext,
    villages: VillageCheck,
    issues: list[RowIssue],
) -> _Lists | None:
    """The cells that hold lists; None with an issue at the first one that cannot be read."""
    at = "months"
    try:
        months = parse_months(values.text(at))
        at = "addresses"
        addresses = parse_addresses(values.text(at), context.problem_types)
        if not addresses and activity is not None:
            addresses = tuple(sorted(activity.addresses.items()))
            if not addresses:
                raise CellError("addresses_required", "jenis masalah dan bagiannya; katalog tidak menyebutnya")
        at = "villages"
        texts = village_texts(values.text(at))
        codes = None if texts is None else tuple(sorted({villages.resolve(parse_village_code(text)) for text in texts}))
    except CellError as reason:
        issues.append(issue_at(table, row, at, reason.code, reason.expected))
        return None
    _compare_programme(table, row, values, activity, issues)
    return _Lists(months, addresses, codes)


def _compare_programme(
    table: Table, row: Row, values: Values, activity: ActivityEntry | None, issues: list[RowIssue]
) -> None:
    said = values.whole("programme")
    if activity is not None and said is not None and said != activity.programme_no:
        expected = f"program {activity.programme_no} menurut katalog (dipakai)"
        issues.append(issue_at(table, row, "programme", "programme_differs", expected, IssueLevel.WARNING))


def _offer(
    table: Table,
    row: Row,
    values: Values,
    fund: FundRow,
    activity: ActivityEntry,
    title: str,
    lists: _Lists,
    document: DocumentLine,
) -> OfferRow:
    return OfferRow(
        sheet=table.sheet,
        row=row.number,
        agency=fund.agency,
        fund=fund.name,
        activity=activity.key,
        title=title,
        programme_no=activity.programme_no,
        unit_cost_idr=values.whole("unit_cost_idr") or 0,
        max_deliveries=values.whole("max_deliveries") or 0,
        max_per_village=values.whole("max_per_village") or 1,
        min_gap_days=values.whole("min_gap_days") or 0,
        months=lists.months,
        addresses=lists.addresses,
        villages=lists.villages,
        document=document,
    )


def _has_error(issues: list[RowIssue]) -> bool:
    return any(issue.severity is IssueLevel.ERROR for issue in issues)
