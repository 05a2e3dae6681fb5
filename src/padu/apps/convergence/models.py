"""Where demand and supply meet: proposals, commitments, joint events and what became of them."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.institutions.models import Agency


class PlannerRun(Guarded):
    """One run of the planner for one regency and year. Its plan is a proposal, nothing more.

    It holds every agency's offers before they are agreed, so only those who see all offers read it.
    """

    guard = Guard(TableClass.OWNED, owner_column="agency_id")

    class State(models.TextChoices):
        QUEUED = "queued", "menunggu"
        RUNNING = "running", "sedang menyusun"
        DONE = "done", "selesai"
        FAILED = "failed", "gagal"

    region_code = RegionCodeField()
    # Always empty: a run belongs to no single agency.
    agency_id = models.BigIntegerField(null=True, editable=False)
    year = models.PositiveSmallIntegerField()
    # Deliveries lie after this day.
    planned_from = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    seconds = models.PositiveSmallIntegerField()
    seed = models.IntegerField(default=0)
    inputs_hash = models.CharField(max_length=64, blank=True)
    instance = models.JSONField(null=True)
    result = models.JSONField(null=True)
    explanation = models.JSONField(null=True)
    progress = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        pass


class ProposalRow(Guarded):
    """One delivery the planner proposes: its agency confirms, cuts or refuses it."""

    guard = Guard(TableClass.OWNED, owner_column="agency_id")

    class State(models.TextChoices):
        PROPOSED = "proposed", "diusulkan"
        CONFIRMED = "confirmed", "disanggupi"
        CUT = "cut", "dipotong"
        REFUSED = "refused", "ditolak"
        AGREED = "agreed", "disepakati"
        WITHDRAWN = "withdrawn", "ditarik"

    run = models.ForeignKey(PlannerRun, on_delete=models.CASCADE, related_name="rows", db_constraint=False)
    region_code = RegionCodeField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    offer_id = models.BigIntegerField()
    # As in the run, which its agency does not read.
    year = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField()
    day = models.DateField()
    amount_idr = models.BigIntegerField()
    # What the agency keeps of a row it cuts; null: the whole.
    cut_to_idr = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    reason = models.TextField(blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["run", "offer_id", "region_code", "day"], name="proposal_row_once"),
            models.CheckConstraint(
                condition=models.Q(cut_to_idr__isnull=True) | models.Q(cut_to_idr__gte=0), name="cut_not_negative"
            ),
        ]


class JointEvent(Guarded):
    """All that happens in one kampung on one day; the agencies come together."""

    guard = Guard(TableClass.PLACE)

    class State(models.TextChoices):
        PLANNED = "planned", "direncanakan"
        DONE = "done", "terlaksana"
        CANCELLED = "cancelled", "dibatalkan"
        MOVED = "moved", "dipindahkan"

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    place_note = models.CharField(max_length=160, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "day"], name="one_event_a_day")]


class Commitment(Guarded):
    """What an agency confirmed and a recorded meeting agreed: a tick in the matrix."""

    guard = Guard(TableClass.JOINT, owner_column="agency_id")

    class State(models.TextChoices):
        AGREED = "agreed", "disepakati"
        UNDER_WAY = "under_way", "berjalan"
        DONE = "done", "terlaksana"
        CANCELLED = "cancelled", "dibatalkan"

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    event = models.ForeignKey(JointEvent, on_delete=models.PROTECT, related_name="commitments", db_constraint=False)
    offer_id = models.BigIntegerField()
    proposal_row_id = models.BigIntegerField(unique=True)
    meeting_id = models.BigIntegerField()
    activity = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    programme_no = models.PositiveSmallIntegerField()
    column_key = models.CharField(max_length=40)
    fund_name = models.CharField(max_length=160)
    fund_source = models.CharField(max_length=20)
    document = models.CharField(max_length=10)
    document_code = models.CharField(max_length=80, blank=True)
    document_year = models.PositiveSmallIntegerField(null=True)
    budget_line = models.CharField(max_length=80, blank=True)
    amount_idr = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.AGREED)
    agreed_on = models.DateField()
    # What the report of its event said when it was not done; it stays agreed.
    not_done_reason = models.CharField(max_length=300, blank=True, default="")
    not_done_noted_at = models.DateTimeField(null=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "year"], name="commitment_place_year")]


class Realisation(Guarded):
    """Something that was done: of a commitment, or outside any plan. It counts either way."""

    guard = Guard(TableClass.JOINT, owner_column="agency_id")

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    # The same report sent twice is one report.
    report_key = models.UUIDField(unique=True)
    event = models.ForeignKey(JointEvent, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.PROTECT, related_name="realisations", db_constraint=False
    )
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    # For work outside the plan where the agency is not in the list.
    agency_name = models.CharField(max_length=160, blank=True)
    column_key = models.CharField(max_length=40)
    activity = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    programme_no = models.PositiveSmallIntegerField()
    done_on = models.DateField()
    families_reached = models.PositiveIntegerField(null=True)
    participants = models.TextField(blank=True)
    note = models.TextField(blank=True)
    spent_idr = models.BigIntegerField(null=True)
    outside_plan = models.BooleanField()
    joined_at = models.DateTimeField(null=True)
    joined_by = models.BigIntegerField(null=True)
    reported_by = models.BigIntegerField()
    reported_at = models.DateTimeField(auto_now_add=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "year"], name="realisation_place_year")]


class RealisationPhoto(Guarded):
    """A photo of an activity: re-encoded and stripped of what the camera wrote into it."""

    guard = Guard(TableClass.JOINT, owner_column="agency_id")

    realisation = models.ForeignKey(Realisation, on_delete=models.CASCADE, related_name="photos", db_constraint=False)
    region_code = RegionCodeField()
    agency_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    consent = models.BooleanField(default=False)
    uploaded_by = models.BigIntegerField()
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        pass
