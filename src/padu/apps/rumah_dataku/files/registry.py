"""Readers of families by name: the template of Padu, and those that neighbours register at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.files.families import looks_like_template, read_families
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, FAMILY_SHEETS, PERSON_COLUMNS, PERSON_SHEETS
from padu.apps.rumah_dataku.files.preview import SheetPlan
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyFile
from padu.apps.rumah_dataku.files.sheets import Book


@dataclass(frozen=True, slots=True)
class FamilyReader:
    """One kind of file of families.

    name        stable English key, also kept with the import run
    label       Indonesian name for people
    recognises  whether an opened book looks like this kind
    read        understand the headers; raises FileRefused
    plans       what it looks for in each sheet
    """

    name: str
    label: str
    recognises: Callable[[Book], bool]
    read: Callable[[Book, FamilyContext], FamilyFile]
    plans: tuple[SheetPlan, ...] = ()


TEMPLATE: Final = FamilyReader(
    "families",
    "Keluarga dan anggota (templat Padu)",
    looks_like_template,
    read_families,
    (SheetPlan(FAMILY_SHEETS, FAMILY_COLUMNS), SheetPlan(PERSON_SHEETS, PERSON_COLUMNS)),
)
_READERS: Final = {TEMPLATE.name: TEMPLATE}


def register_reader(reader: FamilyReader) -> None:
    """Add a reader. The same name again is the same reader again; another reader under it raises ValueError."""
    if _READERS.setdefault(reader.name, reader) != reader:
        raise ValueError(reader.name)


def readers() -> tuple[FamilyReader, ...]:
    """All readers, the template first."""
    return tuple(_READERS.values())


def reader_named(name: str) -> FamilyReader:
    """The reader of a name. Raises KeyError."""
    return _READERS[name]


def recognise(book: Book) -> FamilyReader | None:
    """The first reader that takes the book for its own, or None."""
    return next((reader for reader in _READERS.values() if reader.recognises(book)), None)
