"""A document as PDF. The engine is imported on first use: it takes 2 to 3 seconds once per process."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from padu.domain.errors import PaduError
from padu.reports.html.page import document_html
from padu.reports.model import Document

if TYPE_CHECKING:
    from weasyprint import CSS

FONT_URL: Final = "padu-font:print"
"""The one address the print engine may ask for."""


class OutsideResource(PaduError):
    """The print engine asked for something that is not the given typeface. data: url."""

    code = "reports.outside_resource"


def render_pdf(document: Document, *, font_file: Path | None = None) -> bytes:
    """The document as PDF: A4, page numbers, table heads on each page. Nothing is fetched from anywhere.

    font_file  the house typeface (woff2 or ttf, a variable font with its weights); None or a missing file: a sans-serif
               of the machine
    """
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher = font_only_fetcher(font_file)
    fonts = FontConfiguration()
    page = HTML(string=document_html(document), url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(stylesheets=_styles(font_file, fetcher, fonts), font_config=fonts)
    return pdf


def render_pdfs(documents: Iterable[Document], *, font_file: Path | None = None) -> bytes:
    """Several documents as one PDF, each with page numbers of its own. They are taken one by one.

    Raises ValueError without a document.
    """
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher = font_only_fetcher(font_file)
    fonts = FontConfiguration()
    styles = _styles(font_file, fetcher, fonts)
    laid_out = [
        HTML(string=document_html(one), url_fetcher=fetcher).render(stylesheets=styles, font_config=fonts)
        for one in documents
    ]
    if not laid_out:
        raise ValueError(documents)
    pdf: bytes = laid_out[0].copy([page for one in laid_out for page in one.pages]).write_pdf()
    return pdf


def _styles(font_file: Path | None, fetcher: Any, fonts: Any) -> list[CSS]:
    from weasyprint import CSS

    face = f'@font-face {{ font-family: "Padu Print"; src: url("{FONT_URL}"); }}' if _usable(font_file) else ""
    texts = (face, print_style())
    return [CSS(string=text, url_fetcher=fetcher, font_config=fonts) for text in texts if text]


def print_style() -> str:
    """The look of reports: `print.css` beside this file."""
    return files("padu.reports").joinpath("print.css").read_text(encoding="utf-8")


def _usable(font_file: Path | None) -> bool:
    return font_file is not None and font_file.is_file()


def font_only_fetcher(font_file: Path | None) -> Any:
    """A fetcher for the print engine that hands out the typeface and stops the run for anything else.

    The object is the engine's own `URLFetcher`; the type is not named here so that the engine stays a late import.
    """
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class FontOnly(URLFetcher):  # type: ignore[misc]  # the engine has no type hints
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002  # the engine's signature
            if url == FONT_URL and font_file is not None:
                return URLFetcherResponse(url, font_file.read_bytes(), {"Content-Type": "font/woff2"})
            raise FatalURLFetchingError(url) from OutsideResource(url=url)

    return FontOnly()
