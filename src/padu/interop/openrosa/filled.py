"""A filled form: the XML that Collect sends, read into plain texts. Nothing is judged here."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from padu.domain.errors import PaduError
from padu.interop.openrosa import activity_form, family_form

MAX_DEPTH: Final = 20  # [assumption] ours have four; groups are looked into one within the other
MAX_XML_BYTES: Final = 1024 * 1024  # [assumption] a family of 30 with every answer has 40 kB


class NoForm(PaduError):
    """The XML is no filled form of ours. data: reason."""

    code = "openrosa.no_form"


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What the phone says about the family's entity.

    base_version   version the phone had when it was filled in; None for a new family
    trunk_version  version that came from the server before offline changes piled up on it; None: made on the phone
    branch         name of that pile, or None
    """

    uuid: UUID
    create: bool
    base_version: int | None = None
    trunk_version: int | None = None
    branch: UUID | None = None

    @property
    def first(self) -> bool:
        """Whether nothing that the phone changed offline lies beneath."""
        return self.base_version == (self.trunk_version or 1) or self.branch is None


@dataclass(frozen=True, slots=True)
class Member:
    """One repeat of the form. `line` is the number of a known member, None for a new one."""

    line: int | None
    cells: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form. Cells are texts by the key of their column; empty answers are left out."""

    form_id: str
    version: str
    instance_id: UUID
    cells: Mapping[str, str] = field(repr=False)
    members: tuple[Member, ...] = ()
    entity: EntityChange | None = None


def read_filled(content: bytes) -> Filled:
    """Raises NoForm."""
    if len(content) > MAX_XML_BYTES:
        raise NoForm(reason="too_large")
    # No form has a document type; without one no entity can swell or point elsewhere. Looked for as text: in other
    # letters (UTF-16) its name has other bytes.
    try:
        text = content.decode()
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise NoForm(reason="doctype")
        root = ET.fromstring(text)  # noqa: S314 - see above
    except (ET.ParseError, UnicodeDecodeError, ValueError) as error:
        raise NoForm(reason="xml") from error
    if _deeper_than(root, MAX_DEPTH):
        raise NoForm(reason="depth")
    form_id = root.get("id", "")
    if form_id not in (family_form.FORM_ID, activity_form.FORM_ID):
        raise NoForm(reason="form")
    instance = _uuid(_leaf(root, "meta", "instanceID").removeprefix("uuid:"))
    if instance is None:
        raise NoForm(reason="instance_id")
    family = form_id == family_form.FORM_ID
    return Filled(
        form_id=form_id,
        version=root.get("version", "")[:20],
        instance_id=instance,
        cells=_cells(root, skip={"meta", "anggota"}),
        members=tuple(_member(one) for one in _children(root, "anggota")) if family else (),
        entity=_entity(root) if family else None,
    )


def _deeper_than(root: ET.Element, most: int) -> bool:
    level = list(root)
    for _ in range(most):
        level = [child for one in level for child in one]
    return bool(level)


def _bare(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _children(parent: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in parent if _bare(child.tag) == name]


def _leaf(parent: ET.Element, *names: str) -> str:
    here: ET.Element | None = parent
    for name in names:
        here = next(iter(_children(here, name)), None) if here is not None else None
    return ((here.text or "") if here is not None else "").strip()


def _cells(parent: ET.Element, skip: set[str]) -> dict[str, str]:
    """Text of every question below, by its name; groups are looked into."""
    found: dict[str, str] = {}
    for child in parent:
        if _bare(child.tag) in skip:
            continue
        if len(child):
            found |= _cells(child, skip)
        elif (child.text or "").strip():
            found[_bare(child.tag)] = (child.text or "").strip()
    return found


def _member(element: ET.Element) -> Member:
    cells = _cells(element, skip=set())
    _, _, line = cells.pop("siapa", "").rpartition("_")
    return Member(int(line) if line.isascii() and line.isdigit() and len(line) < 5 else None, cells)


def _entity(root: ET.Element) -> EntityChange:
    meta = next(iter(_children(root, "meta")), root)
    element = next(iter(_children(meta, "entity")), None)
    uuid = _uuid(element.get("id", "")) if element is not None else None
    if element is None or uuid is None:
        raise NoForm(reason="entity")
    create = element.get("create") in {"1", "true"} and element.get("update") not in {"1", "true"}
    base = _whole(element.get("baseVersion", ""))
    if not create and base is None:
        raise NoForm(reason="base_version")
    return EntityChange(
        uuid=uuid,
        create=create,
        base_version=None if create else base,
        trunk_version=_whole(element.get("trunkVersion", "")),
        branch=_uuid(element.get("branchId", "")),
    )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
