"""What agencies can give: funds and offers, each with the planning document and budget line that carries it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.institutions.models import Agency


class Carried(models.Model):
    """The planning document and budget line that carry this, or the plain statement that there is none."""

    class Document(models.TextChoices):
        RENJA = "renja", "Renja"
        RKPD = "rkpd", "RKPD"
        DPA = "dpa", "DPA"
        RKPDES = "rkpdes", "RKPDes"
        APBDES = "apbdes", "APBDes"
        NONE = "none", "Tidak ada dokumen"

    document = models.CharField(max_length=10, choices=Document)
    document_code = models.CharField(max_length=80, blank=True)
    document_year = models.PositiveSmallIntegerField(null=True)
    budget_line = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True


class SupplyFile(Guarded):
    """A supply workbook an agency sent; its content is kept encrypted."""

    guard = Guard(TableClass.OWNED, owner_column="agency_id")

    region_code = RegionCodeField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12)
    counts = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    issues = models.JSONField(default=list)
    path = models.CharField(max_length=200)
    key_id = models.CharField(max_length=40)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        pass


class Fund(Carried, Guarded):
    """Money of one agency for one year."""

    guard = Guard(TableClass.OWNED, owner_column="agency_id")

    region_code = RegionCodeField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=20)
    budget_idr = models.BigIntegerField()
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "name"], name="fund_once_a_year"),
            models.CheckConstraint(condition=models.Q(budget_idr__gte=0), name="budget_not_negative"),
        ]


class Offer(Carried, Guarded):
    """An activity an agency is ready to deliver: how often, at what cost, where and when."""

    guard = Guard(TableClass.OWNED, owner_column="agency_id")

    region_code = RegionCodeField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="offers", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    programme_no = models.PositiveSmallIntegerField()
    unit_cost_idr = models.BigIntegerField()
    max_deliveries = models.PositiveIntegerField()
    max_per_village = models.PositiveIntegerField(default=1)
    min_gap_days = models.PositiveIntegerField(default=0)
    months = ArrayField(models.PositiveSmallIntegerField())
    # [[problem_type, effect], ...]: the start values of the catalogue or the offer's own.
    addresses = models.JSONField()
    # Codes of the villages it is for; null: all of the regency.
    villages = ArrayField(RegionCodeField(), null=True)
    active = models.BooleanField(default=True)
    made_up = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "title", "fund"], name="offer_once_a_year"),
            models.CheckConstraint(condition=models.Q(unit_cost_idr__gte=0), name="unit_cost_not_negative"),
        ]
