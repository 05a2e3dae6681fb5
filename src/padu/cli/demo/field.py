"""Field workers of the demo regency and one finding that waits for an answer; every person is made up."""

from __future__ import annotations

import datetime as dt

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.accounts.actors import load_actor
from padu.apps.accounts.models import User
from padu.apps.coordination.finding_services import FindingData, finding_record
from padu.apps.coordination.models import Finding
from padu.apps.institutions.models import FieldWorker
from padu.apps.institutions.selectors import list_agencies
from padu.apps.institutions.services.field import TerritoryData, WorkerData, territory_add, worker_save
from padu.apps.regions.selectors import list_children, list_villages
from padu.cli.demo.setting import DemoSetting
from padu.domain.field_work import TerritoryRole, TpkPart, WorkerKind

INSPECTOR = "inspektorat"
# The nagari of the setting that no PLKB serves, by its place in the list, and kinds of cadres that every nagari has.
_WITHOUT_PLKB = 2
_CADRES = (
    (WorkerKind.KADER_KB, "Kader KB", "women_child_family"),
    (WorkerKind.KADER_POSYANDU, "Kader posyandu", "health"),
    (WorkerKind.KADER_DASAWISMA, "Kader dasawisma", "pkk"),
)
_ONE_EACH = (
    (WorkerKind.RELIGIOUS_COUNSELLOR, "Penyuluh agama", "religious_affairs"),
    (WorkerKind.BABINSA, "Babinsa", "other_vertical"),
    (WorkerKind.FARM_ADVISER, "Penyuluh pertanian", "agriculture_fisheries"),
)
_TPK = ((TpkPart.HEALTH, WorkerKind.MIDWIFE), (TpkPart.PKK, WorkerKind.KADER_PKK))


def load_field(setting: DemoSetting) -> str:
    """PLKB for the districts, cadres for the nagari with a kampung; nothing where workers are there already."""
    actor = setting.actor()
    with scoped(actor):
        if FieldWorker.objects.filter(region_code=setting.regency).exists():
            return "sudah ada"
        senders = {a.column_key: a.pk for a in list_agencies(setting.regency)}
        guides = _load_guides(actor, setting, senders)
        _load_cadres(actor, setting, senders, guides)
        count = FieldWorker.objects.filter(region_code=setting.regency).count()
    findings = _load_finding(setting)
    return f"{count} petugas, {findings} temuan"


def _start(setting: DemoSetting) -> dt.date:
    return dt.date(setting.year - 1, 1, 1)


def _worker(
    actor: Actor, setting: DemoSetting, name: str, kind: WorkerKind, sender: int | None, guide: int | None = None
) -> FieldWorker:
    data = WorkerData(
        f"{name} (buatan)", kind, _start(setting), sender_id=sender, supervisor_id=guide, phone="0800-000-000"
    )
    return worker_save(actor=actor, region_code=setting.regency, data=data, made_up=True)


def _serve(actor: Actor, setting: DemoSetting, worker: FieldWorker, *codes: str) -> None:
    data = TerritoryData(codes, _start(setting))
    territory_add(actor=actor, worker_id=worker.pk, data=data, made_up=True)


def _load_guides(actor: Actor, setting: DemoSetting, senders: dict[str, int]) -> dict[str, int]:
    """One PLKB per district, but for the last; ids by district. One nagari stays without."""
    without = setting.villages[min(_WITHOUT_PLKB, len(setting.villages) - 1)]
    guides: dict[str, int] = {}
    for number, district in enumerate(list(list_children(setting.regency))[:-1], 1):
        guide = _worker(actor, setting, f"PLKB {number}", WorkerKind.PLKB, senders.get("women_child_family"))
        codes = [code for code in list_villages(district.code).values_list("code", flat=True) if code != without]
        _serve(actor, setting, guide, *codes)
        guides[district.code] = guide.pk
    return guides


def _load_cadres(actor: Actor, setting: DemoSetting, senders: dict[str, int], guides: dict[str, int]) -> None:
    for number, village in enumerate(setting.villages, 1):
        guide = guides.get(village[:8])
        for kind, title, column in _CADRES:
            above = guide if kind is WorkerKind.KADER_KB else None
            worker = _worker(actor, setting, f"{title} {number}", kind, senders.get(column), above)
            _serve(actor, setting, worker, village)
    for kind, title, column in _ONE_EACH:
        worker = _worker(actor, setting, f"{title} 1", kind, senders.get(column))
        _serve(actor, setting, worker, setting.villages[0])
    _load_tpk(actor, setting)


def _load_tpk(actor: Actor, setting: DemoSetting) -> None:
    """A family support team of the first nagari that still lacks its third person."""
    for part, kind in _TPK:
        worker = _worker(actor, setting, f"TPK unsur {part.value} 1", kind, None)
        duty = TerritoryData(setting.villages[:1], _start(setting), TerritoryRole.TPK_MEMBER, tpk_team=1, tpk_part=part)
        territory_add(actor=actor, worker_id=worker.pk, data=duty, made_up=True)


def _load_finding(setting: DemoSetting) -> int:
    """One finding of the demo's inspector whose answer is late; returns how many were made."""
    with scoped(Actor(name="peragaan", system=True)):
        user = User.gated.filter(username=INSPECTOR).first()
    if user is None:
        return 0
    inspector = load_actor(user)
    village = setting.villages[0]
    data = FindingData(
        region_code=village,
        subject=Finding.Subject.TEAM.value,
        text="Contoh temuan buatan: surat keputusan pokja belum diperbarui.",
        seriousness=Finding.Seriousness.MIDDLE.value,
        found_on=setting.today - dt.timedelta(days=45),
        page=f"/kampung/{village}/",
    )
    with scoped(inspector):
        finding_record(actor=inspector, data=data, made_up=True)
    return 1
