"""What a list says of a person, as it is kept: sealed, and found again by a keyed hash of who it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.conf import settings

from padu.apps.record_linkage.list_file import ListedPerson
from padu.domain.identity import mask_number
from padu.domain.linkage.names import name_keys

_PURPOSE: Final = "sector_row"
_KEPT: Final = ("name", "sex", "rw", "rt", "address")


@dataclass(frozen=True, slots=True)
class ListContent:
    """A row in clear, for the page of one row. nik is masked already."""

    name: str = field(repr=False)
    sex: int | None
    birth_date: str = field(repr=False)
    nik: str
    rw: str
    rt: str
    address: str = field(repr=False)


def row_keys(person: ListedPerson, nth: int = 1) -> tuple[str, ...]:
    """Under every key held, the current one first: by NIK, else by name, birth date, card and neighbourhood.

    nth  of persons whom the list tells apart by nothing, the number of this one
    """
    who = f"nik:{person.nik}" if person.nik else f"{_without_number(person)}|{nth}"
    return tuple(found.hex() for found in settings.KEYRING.keyed_hashes(who, _PURPOSE))


def _without_number(person: ListedPerson) -> str:
    born = person.birth_date.isoformat() if person.birth_date else ""
    return f"orang:{name_keys(person.name).skeleton}|{born}|{person.no_kk}|{person.rw}/{person.rt}"


def seal_content(person: ListedPerson, source: str, row_key: str) -> tuple[str, bytes]:
    """Key's id and ciphertext of what a reviewer needs; the NIK by its first digits only."""
    kept: dict[str, Any] = {key: value for key, value in asdict(person).items() if key in _KEPT}
    kept["birth_date"] = person.birth_date.isoformat() if person.birth_date else ""
    kept["nik"] = mask_number(person.nik) if person.nik else ""
    key_id, sealed = settings.KEYRING.encrypt(json.dumps(kept).encode(), content_context(source, row_key))
    return key_id, sealed


def open_content(key_id: str, content: bytes, source: str, row_key: str) -> ListContent:
    """Raises UnknownKeyError, TamperedError."""
    clear: bytes = settings.KEYRING.decrypt(key_id, bytes(content), content_context(source, row_key))
    return ListContent(**json.loads(clear))


def content_context(source: str, row_key: str) -> bytes:
    return f"record_linkage.sector_row:{source}:{row_key}".encode()
