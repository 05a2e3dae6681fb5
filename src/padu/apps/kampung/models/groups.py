"""The groups of a kampung, with who leads them and how many take part."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.kampung.models.register import Kampung, RegisterFile


class Group(Guarded):
    """BKB, BKR, BKL, UPPKA, PIK-R, DASHAT, or the Rumah DataKu (with a place and what it has)."""

    guard = Guard(TableClass.PLACE)

    class State(models.TextChoices):
        ACTIVE = "active", "aktif"
        DORMANT = "dormant", "tidak aktif"
        CLOSED = "closed", "sudah berakhir"
        UNKNOWN = "unknown", "belum diketahui"

    kampung = models.ForeignKey(Kampung, on_delete=models.CASCADE, related_name="groups", db_constraint=False)
    region_code = RegionCodeField()
    # Key of programmes.GroupKind.
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    founded_on = models.DateField(null=True)
    decree_number = models.CharField(max_length=80, blank=True)
    decree_on = models.DateField(null=True)
    decree_file = models.ForeignKey(
        RegisterFile, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    chair = models.CharField(max_length=120, blank=True)
    cadres = models.PositiveIntegerField(null=True)
    # Key of kampung_fields.FREQUENCIES; empty where nobody knows.
    meets = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=160, blank=True)
    facilities = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)
    updated_by = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["kampung", "kind", "name"], name="group_once")]

    def __str__(self) -> str:
        return self.name


class GroupCount(Guarded):
    """Members of a group on a day; sexes where they are known, the total always."""

    guard = Guard(TableClass.PLACE)

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="counts", db_constraint=False)
    region_code = RegionCodeField()
    as_of = models.DateField()
    men = models.PositiveIntegerField(null=True)
    women = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField()
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["group", "as_of"], name="group_count_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(men__isnull=True)
                | models.Q(women__isnull=True)
                | models.Q(total=models.F("men") + models.F("women")),
                name="group_count_adds_up",
            ),
        ]
