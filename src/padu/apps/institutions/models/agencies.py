"""Agencies that can give: OPD, vertical offices, PKK, organisations, companies, ministries; and their former names."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.domain.agencies import AGENCY_KIND_LABELS, AgencyKind


class Agency(Guarded):
    """One agency of a place of any level, standing in one column of the matrix.

    name, short_name  what it is called now; earlier names stand in FormerAgencyName
    valid_to          its last day, where it has been closed
    """

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    code = models.SlugField(max_length=40)
    kind = models.CharField(
        max_length=20,
        choices=[(kind.value, label) for kind, label in AGENCY_KIND_LABELS.items()],
        default=AgencyKind.OPD.value,
    )
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    column_key = models.CharField(max_length=40)
    teams = models.PositiveSmallIntegerField(default=1, help_text="berapa kampung dapat dilayani pada hari yang sama")
    # The two family-planning bodies do not count as a sector (classification.md, section 4).
    counts_as_sector = models.BooleanField(default=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "code"], name="agency_code_once")]

    def __str__(self) -> str:
        return self.short_name

    def open_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class FormerAgencyName(Guarded):
    """A name that an agency had until a day, and why it was given up."""

    guard = Guard(TableClass.PLACE)

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    until = models.DateField()
    reason = models.CharField(max_length=300)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["agency", "until"], name="one_former_name_a_day")]


# Dates of any row here: an end does not come before its beginning.
def ends_after_start(name: str) -> models.CheckConstraint:
    """`valid_to` is empty or not before `valid_from`."""
    return models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name)
