"""What was looked at, changed or refused, in one append-only trail; and families opened to an agency by a referral."""

from __future__ import annotations

import datetime as dt

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class AuditEntry(Guarded):
    """One look at a person's record, one change, or one refusal; ids and codes, never names or numbers of persons."""

    guard = Guard(TableClass.LOG, user_column="user_id")

    class Kind(models.TextChoices):
        LOOK = "look", "melihat"
        CHANGE = "change", "mengubah"
        REFUSAL = "refusal", "ditolak"

    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=10, choices=Kind)
    user_id = models.BigIntegerField(null=True)
    region_code = RegionCodeField()
    event = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=200, blank=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["region_code", "-at"], name="audit_place_at"),
            models.Index(fields=["user_id", "-at"], name="audit_user_at"),
            models.Index(fields=["region_code", "subject"], name="audit_place_subject"),
        ]


class CaseGrant(Guarded):
    """One family, open to one agency for one need until a day: nobody else of the agency's regency sees it.

    family_id  plain id: this app knows families by number only
    service    what the agency is asked for, in words of the one who refers
    """

    guard = Guard(TableClass.CASE, owner_column="agency_id")

    region_code = RegionCodeField()
    family_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    service = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField(auto_now_add=True)
    valid_to = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["agency_id", "valid_to"], name="case_agency", condition=models.Q(closed_at=None)),
            models.Index(fields=["region_code", "family_id"], name="case_place_family"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["family_id", "agency_id", "service"],
                condition=models.Q(closed_at=None),
                name="case_open_once",
            ),
        ]


def open_cases(agency_ids: frozenset[int], today: dt.date) -> dict[int, frozenset[int]]:
    """Families open to each of these agencies today, as far as the current actor may know."""
    rows = CaseGrant.objects.filter(agency_id__in=agency_ids, closed_at=None, valid_to__gte=today)
    found: dict[int, set[int]] = {}
    for agency_id, family_id in rows.values_list("agency_id", "family_id"):
        found.setdefault(agency_id, set()).add(family_id)
    return {agency_id: frozenset(families) for agency_id, families in found.items()}
