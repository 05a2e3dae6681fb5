"""Papers that people hand in: told by their content, cleaned, kept as ciphertext, given back as they came."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from padu.access.documents import (
    MAX_BYTES,
    DocumentRefused,
    document_answer,
    document_clean,
    document_forget,
    document_keep,
    document_open,
)
from padu.settings.keys import TamperedError

FOLDER = settings.KEPT_FILES / "documents"
PDF = b"%PDF-1.7\nSK Pembentukan\n%%EOF"


def png(marker: str = "rahasia kamera") -> bytes:
    from PIL.PngImagePlugin import PngInfo

    notes, out = PngInfo(), BytesIO()
    notes.add_text("Comment", marker)
    Image.new("RGB", (40, 30), "navy").save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def test_a_pdf_comes_back_as_it_was_and_lies_there_as_ciphertext() -> None:
    kept = document_keep(document_clean("SK 12 tahun 2024.PDF", PDF))
    assert (kept.file_name, kept.media_type, kept.size) == ("SK 12 tahun 2024.pdf", "application/pdf", len(PDF))
    assert document_open(kept.path, kept.key_id) == PDF
    assert b"SK Pembentukan" not in (FOLDER / kept.path).read_bytes()
    assert (FOLDER / kept.path).stat().st_mode & 0o077 == 0
    document_forget(kept.path)
    with pytest.raises(FileNotFoundError):
        document_open(kept.path, kept.key_id)


def test_a_picture_is_written_anew_without_what_was_noted_in_it() -> None:
    document = document_clean("foto/../sk.png", png())
    assert (document.file_name, document.media_type) == ("sk.jpg", "image/jpeg")
    assert b"rahasia kamera" not in document.content
    assert Image.open(BytesIO(document.content)).size == (40, 30)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (PDF + b"x" * MAX_BYTES, "too_large"),
        (b"<html>%PDF-", "wrong_kind"),
        (b"PK\x03\x04", "wrong_kind"),
        (b"\x89PNG\r\n\x1a\nno picture", "broken_picture"),
    ],
)
def test_what_is_no_paper_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        document_clean("berkas.pdf", content)
    assert refusal.value.data == {"reason": reason}


def test_a_file_that_was_changed_or_put_in_anothers_place_is_not_opened() -> None:
    one, other = (document_keep(document_clean("sk.pdf", PDF + bytes([mark]))) for mark in (1, 2))
    (FOLDER / other.path).write_bytes((FOLDER / one.path).read_bytes())
    with pytest.raises(TamperedError):
        document_open(other.path, other.key_id)
    with pytest.raises(FileNotFoundError):
        document_open("../keys.json", one.key_id)


def test_the_answer_is_a_download_that_is_not_kept() -> None:
    answer = document_answer(document_keep(document_clean('a"b\r\nX-Evil: 1.pdf', PDF)))
    assert answer["Content-Disposition"] == 'attachment; filename="abX-Evil: 1.pdf"'
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert answer.content == PDF


def test_a_paper_whose_transaction_was_undone_is_swept_after_a_day(db: None) -> None:
    from padu.access.sealed import orphans_sweep

    kept = document_keep(document_clean("sk.pdf", PDF))
    orphans_sweep(now=time.time() + 23 * 3600)
    assert document_open(kept.path, kept.key_id) == PDF
    orphans_sweep(now=time.time() + 25 * 3600)
    with pytest.raises(FileNotFoundError):
        document_open(kept.path, kept.key_id)
