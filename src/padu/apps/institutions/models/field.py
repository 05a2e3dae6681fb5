"""Field workers, the villages they serve from when to when, and hand-overs between them."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.institutions.models.agencies import Agency
from padu.domain.field_work import TerritoryRole, TpkPart, WorkerKind

KIND_LABELS: dict[WorkerKind, str] = {
    WorkerKind.PLKB: "PKB/PLKB",
    WorkerKind.KADER_KB: "Kader KB (PPKBD, sub-PPKBD)",
    WorkerKind.KADER_POSYANDU: "Kader posyandu",
    WorkerKind.KADER_DASAWISMA: "Kader dasawisma",
    WorkerKind.KADER_PKK: "Kader PKK",
    WorkerKind.TPK: "Anggota TPK",
    WorkerKind.MIDWIFE: "Bidan/tenaga kesehatan",
    WorkerKind.HEALTH_CADRE: "Kader kesehatan",
    WorkerKind.PKH_COMPANION: "Pendamping PKH",
    WorkerKind.VILLAGE_COMPANION: "Pendamping desa",
    WorkerKind.FARM_ADVISER: "Penyuluh pertanian",
    WorkerKind.RELIGIOUS_COUNSELLOR: "Penyuluh agama",
    WorkerKind.EDUCATION_CADRE: "Kader pendidikan",
    WorkerKind.BABINSA: "Babinsa",
    WorkerKind.BHABINKAMTIBMAS: "Bhabinkamtibmas",
    WorkerKind.OTHER: "Petugas lain",
}

ROLE_LABELS: dict[TerritoryRole, str] = {
    TerritoryRole.GUIDE: "Pembina",
    TerritoryRole.RECORDER: "Pencatat yang ditunjuk",
    TerritoryRole.TPK_MEMBER: "Anggota TPK",
}

TPK_LABELS: dict[TpkPart, str] = {
    TpkPart.HEALTH: "Bidan/tenaga kesehatan",
    TpkPart.PKK: "Kader PKK",
    TpkPart.FAMILY_PLANNING: "Kader KB",
}


class FieldWorker(Guarded):
    """A person who serves villages of one regency; their account, if they have one, is another matter."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(k.value, label) for k, label in KIND_LABELS.items()])
    # NIP, NRP or register number: tells two people of one name apart; blank where there is none.
    number = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    user_id = models.BigIntegerField(null=True)
    sender = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    supervisor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "name", "kind", "number"], name="field_worker_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="field_worker_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[WorkerKind(self.kind)]


class Territory(Guarded):
    """One village served by one worker in one role; both days included."""

    guard = Guard(TableClass.PLACE)

    worker = models.ForeignKey(FieldWorker, on_delete=models.CASCADE, related_name="territories", db_constraint=False)
    # The village; the worker's own place stands beside it, because the worker belongs to the regency.
    region_code = RegionCodeField()
    regency_code = RegionCodeField()
    role = models.CharField(max_length=12, choices=[(r.value, label) for r, label in ROLE_LABELS.items()])
    tpk_team = models.PositiveSmallIntegerField(null=True)
    tpk_part = models.CharField(
        max_length=12, blank=True, choices=[(part.value, label) for part, label in TPK_LABELS.items()]
    )
    part_of_village = models.CharField(max_length=120, blank=True, help_text="dusun, RW, atau RT")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    # The hand-overs by which it began and ended.
    begun_by_id = models.BigIntegerField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "starts_on"], name="territory_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="territory_span",
            ),
            models.CheckConstraint(
                condition=models.Q(region_code__startswith=models.F("regency_code")), name="territory_in_regency"
            ),
        ]

    @property
    def role_label(self) -> str:
        return ROLE_LABELS[TerritoryRole(self.role)]


class TerritoryHandOver(Guarded):
    """One dated hand-over of villages from one worker to another, with what is still open."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    from_worker = models.ForeignKey(FieldWorker, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    to_worker = models.ForeignKey(FieldWorker, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    day = models.DateField()
    reason = models.CharField(max_length=200)
    open_things = models.TextField(blank=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        pass
