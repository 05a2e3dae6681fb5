"""What phones of the demo sent: a device of the first pokja and a handful of forms, one of each fate."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.accounts.actors import load_actor_by_username
from padu.interop.openrosa import family_form
from padu.interop.openrosa.devices import device_add, list_devices, phone_actor
from padu.interop.openrosa.entities import entities_renew
from padu.interop.openrosa.models import FamilyEntity, Submission
from padu.interop.openrosa.submissions import submission_receive
from padu.interop.openrosa.waiting import WAIT

_NAMESPACE = UUID("0d6f2a52-4a50-5b64-9d52-6c8f1d0b2026")
_ENTITIES = "http://www.opendatakit.org/xforms/entities"
_PHONE = "Ponsel kader (buatan)"
_AGO = dt.timedelta(days=6)


class Setting(Protocol):
    """Of the demo's setting, what is needed here."""

    @property
    def villages(self) -> tuple[str, ...]: ...


def load_phones(setting: Setting) -> str:
    """Forms of the first village's pokja: two stored, one conflict, one bad, one whose family never came."""
    actor = phone_actor(load_actor_by_username("pokja"))
    village = setting.villages[0]
    with scoped(actor):
        if any(device.label == _PHONE for device in list_devices(actor)):
            return "sudah ada"
        device, _ = device_add(actor=actor, label=_PHONE)
        entities_renew()
        rows = FamilyEntity.objects.filter(region_code=village, family__active=True).order_by("family_id")
        first, second = (UUID(str(row.uuid)) for row in rows[:2])
        forms = _forms(village, first, second)
        for name, content in forms.items():
            _send(actor, device.pk, name, content)
    return f"{len(forms)} kiriman"


def _send(actor: Actor, device_id: int, name: str, content: bytes) -> None:
    """Received some days ago; what waits for its family has waited too long."""
    receipt = submission_receive(actor=actor, device_id=device_id, content=content, files={})
    ago = WAIT + _AGO if name == "orphan" else _AGO
    Submission.objects.filter(pk=receipt.submission.pk).update(created_at=timezone.now() - ago)


def _forms(village: str, first: UUID, second: UUID) -> dict[str, bytes]:
    """Name -> form. Both changes of the second family are made on its version 1: the later one is the conflict."""
    today = timezone.localdate().isoformat()
    # A month that is none: the number cannot be right, whoever's it might be.
    bad = {"name": "Anggota Buatan", "nik": "1301011399010001", "sex": "1", "relation": "1"}
    return {
        "stored": _form("stored", first, {"p06": "1", "surveyed_on": today}, base=1),
        "office": _form("office", second, {"p06": "2", "surveyed_on": today}, base=1),
        "conflict": _form("conflict", second, {"p06": "1", "address": "Rumah gadang (buatan)"}, base=1),
        "bad": _form("bad", uuid5(_NAMESPACE, "new"), {"village_code": village}, member=bad),
        "orphan": _form("orphan", uuid5(_NAMESPACE, "gone"), {"head_name": "Kepala", "hamlet": "Pasar"}, base=2),
    }


def _form(
    name: str, entity: UUID, cells: dict[str, str], base: int | None = None, member: dict[str, str] | None = None
) -> bytes:
    """The family form as a phone writes it; without `base` the family is new."""
    what = "create" if base is None else "update"
    version = "" if base is None else str(base)
    person = f"<anggota><orang>{_cells(member)}</orang></anggota>" if member else ""
    return (
        f'<data id="{family_form.FORM_ID}" version="{family_form.VERSION}">{_cells(cells)}{person}<meta>'
        f'<entity xmlns="{_ENTITIES}" dataset="keluarga" {what}="1" id="{entity}" baseVersion="{version}"'
        f' trunkVersion="" branchId=""><label/></entity>'
        f"<instanceID>uuid:{uuid5(_NAMESPACE, f'form:{name}')}</instanceID></meta></data>"
    ).encode()


def _cells(cells: dict[str, str]) -> str:
    return "".join(f"<{key}>{escape(text)}</{key}>" for key, text in cells.items())
