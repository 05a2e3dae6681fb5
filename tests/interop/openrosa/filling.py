"""Filled forms as ODK Collect sends them, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4
from xml.sax.saxutils import escape

from padu.interop.openrosa import activity_form, family_form

Cells = Mapping[str, str]
HEAD: Cells = {
    "name": "Siti Aminah", "nik": "1301014503970001", "sex": "2", "birth_date": "1997-03-05", "relation": "1",
    "marital_status": "4",
}  # fmt: skip


def _cells(cells: Cells) -> str:
    return "".join(f"<{key}>{escape(text)}</{key}>" for key, text in cells.items())


def family_xml(
    entity: UUID,
    *,
    create: bool = False,
    cells: Cells | None = None,
    members: Sequence[Cells] = (),
    base: int | None = None,
    trunk: int | None = None,
    branch: UUID | None = None,
    instance: UUID | None = None,
) -> bytes:
    """The family form; `siapa` among a member's cells names a known one."""
    versions = {"baseVersion": base, "trunkVersion": trunk, "branchId": branch}
    marks = "".join(f' {key}="{"" if value is None else value}"' for key, value in versions.items())
    what = "create" if create else "update"
    people = "".join(f"<anggota><orang>{_cells(one)}</orang></anggota>" for one in members)
    return (
        f'<data id="{family_form.FORM_ID}" version="{family_form.VERSION}"><cara>{2 if create else 1}</cara>'
        f"<tentang>{_cells(cells or {})}</tentang>{people}<meta>"
        f'<entity xmlns="http://www.opendatakit.org/xforms/entities" dataset="keluarga" {what}="1" id="{entity}"'
        f"{marks}><label/></entity><instanceID>uuid:{instance or uuid4()}</instanceID></meta></data>"
    ).encode()


def activity_xml(cells: Cells, instance: UUID | None = None) -> bytes:
    """The report of an activity."""
    return (
        f'<data id="{activity_form.FORM_ID}" version="{activity_form.VERSION}">{_cells(cells)}'
        f"<meta><instanceID>uuid:{instance or uuid4()}</instanceID></meta></data>"
    ).encode()
