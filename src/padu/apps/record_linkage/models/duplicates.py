"""Pairs of one village or of two, and merges."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.domain.linkage.review import ANSWER_LABELS, STATE_LABELS, PairState


class DuplicatePair(Guarded):
    """Two persons, or two families, that may be one: as one village sees the pair.

    A pair across villages has a row in each of them. A row knows its own side whole and of the other side only what
    that village may be told: initials, year of birth, village (identity_and_privacy.md, rule 2 [assumption]).

    left_id, right_id    ids of persons or families, the lower one left; both rows of a pair carry the same two
    own_id, own_family_id  those of this village; within a village those of the left
    members   of families: pairs of person ids that match, [left, right]
    agreement field -> key of its level (padu.domain.linkage.agreement)
    keep_code village in which the person stays, as this village says; only across villages
    """

    guard = Guard(TableClass.PERSON)

    class Kind(models.TextChoices):
        PERSON = "person", "Orang"
        FAMILY = "family", "Keluarga"

    region_code = RegionCodeField()
    kind = models.CharField(max_length=6, choices=Kind)
    left_id = models.BigIntegerField()
    right_id = models.BigIntegerField()
    own_id = models.BigIntegerField()
    own_family_id = models.BigIntegerField()
    other_family_id = models.BigIntegerField(null=True)
    other_region_code = RegionCodeField(blank=True)
    other_initials = models.CharField(max_length=20, blank=True)
    other_birth_year = models.PositiveSmallIntegerField(null=True)
    members = models.JSONField(default=list)
    score = models.FloatField()
    agreement = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(s.value, STATE_LABELS[s]) for s in PairState], default="open")
    answer = models.CharField(max_length=10, blank=True, choices=[(a.value, w) for a, w in ANSWER_LABELS.items()])
    keep_code = RegionCodeField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    other_answer = models.CharField(max_length=10, blank=True, choices=[(a.value, w) for a, w in ANSWER_LABELS.items()])
    other_keep_code = RegionCodeField(blank=True)
    # Somebody with the duty in both villages has decided for them.
    decided_above = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "kind", "left_id", "right_id"], name="pair_once_a_village"),
            models.CheckConstraint(condition=models.Q(left_id__lt=models.F("right_id")), name="pair_lower_id_left"),
        ]
        indexes = [
            models.Index(fields=["region_code", "state", "-score"], name="pair_place_state"),
            models.Index(fields=["own_family_id"], name="pair_own_family"),
            models.Index(fields=["other_family_id"], name="pair_other_family"),
        ]

    @property
    def across(self) -> bool:
        """Whether the other side stands in another village."""
        return bool(self.other_region_code)

    @property
    def other_id(self) -> int:
        """Id of the side that is not `own_id`."""
        return int(self.right_id if self.own_id == self.left_id else self.left_id)


class Merge(Guarded):
    """One merge and how to take it back. Nothing is deleted: what was dropped stays as an inactive row.

    journal  steps in the order they were taken (padu.apps.record_linkage.services.journal)
    marks    table of old rows -> last id when the merge was done: what comes after it was changed later
    """

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    kind = models.CharField(max_length=6, choices=DuplicatePair.Kind)
    pair_id = models.BigIntegerField(null=True)
    kept_id = models.BigIntegerField()
    kept_region_code = RegionCodeField()
    kept_family_id = models.BigIntegerField()
    dropped_id = models.BigIntegerField()
    dropped_family_id = models.BigIntegerField()
    journal = models.JSONField(default=list)
    marks = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    merged_by = models.BigIntegerField(null=True)
    merged_at = models.DateTimeField()
    undone_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(max_length=300, blank=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["region_code", "-merged_at"], name="merge_place_time"),
            models.Index(fields=["kept_family_id"], name="merge_kept_family"),
            models.Index(fields=["dropped_family_id"], name="merge_dropped_family"),
        ]
