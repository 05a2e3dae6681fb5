"""Teams: pokja and coordination teams with their decrees, positions, and who sits in them since when."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.institutions.models.agencies import ends_after_start
from padu.domain.teams import KIND_LABELS, PART_LABELS, ROLE_LABELS, Part, SeatRole, SectionSet, Span, TeamKind

_SET_LABELS = [
    (SectionSet.NONE.value, "tanpa seksi"),
    (SectionSet.FIELDS.value, "empat bidang (A-D)"),
    (SectionSet.FOUR_GOALS.value, "empat seksi menurut sasaran"),
    (SectionSet.EIGHT_FUNCTIONS.value, "delapan seksi menurut fungsi keluarga"),
]


class Team(Guarded):
    """One team of a place. A dissolved one keeps its rows and its last day; a place has one living team of a kind."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    kind = models.CharField(max_length=16, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])
    name = models.CharField(max_length=160)
    section_set = models.CharField(max_length=16, choices=_SET_LABELS, blank=True)
    source = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "kind"], condition=Q(valid_to__isnull=True), name="one_living_team_of_a_kind"
            ),
            ends_after_start("team_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def team_kind(self) -> TeamKind:
        return TeamKind(self.kind)

    @property
    def sections(self) -> SectionSet:
        return SectionSet(self.section_set)


class Decree(Guarded):
    """The paper that appoints a team; the file lies sealed outside the database (`padu.access.documents`)."""

    guard = Guard(TableClass.PLACE)

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    subject = models.CharField(max_length=300)
    signer = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=20, blank=True)
    file_path = models.CharField(max_length=60, blank=True)
    file_key_id = models.CharField(max_length=40, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(null=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="decree_number_once"),
            ends_after_start("decree_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def span(self) -> Span:
        return Span(self.valid_from, self.valid_to)


class TeamPosition(Guarded):
    """One seat of a team. A seat given up keeps its row and its last day.

    agency_id  the agency whose seat it is, where it is one of ours; `institution` says it in words otherwise
    bodies     keys of `padu.domain.teams.REGENCY_BODIES` that the seat stands for
    """

    guard = Guard(TableClass.PLACE)

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="positions", db_constraint=False)
    region_code = RegionCodeField()
    part = models.CharField(max_length=10, choices=[(part.value, label) for part, label in PART_LABELS.items()])
    section = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=12, choices=[(role.value, label) for role, label in ROLE_LABELS.items()])
    title = models.CharField(max_length=200, blank=True)
    institution = models.CharField(max_length=160, blank=True)
    agency_id = models.BigIntegerField(null=True)
    bodies = ArrayField(models.CharField(max_length=20), default=list)
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta(Guarded.Meta):
        constraints = [ends_after_start("position_ends_after_start")]

    @property
    def seat_part(self) -> Part:
        return Part(self.part)

    @property
    def seat_role(self) -> SeatRole:
        return SeatRole(self.role)

    def stands_on(self, day: dt.date) -> bool:
        return Span(self.valid_from, self.valid_to).holds(day)


class TeamMember(Guarded):
    """Somebody in a seat, from a day, to a day. `user_id` is the person's account, where they have one."""

    guard = Guard(TableClass.PLACE)

    position = models.ForeignKey(TeamPosition, on_delete=models.CASCADE, related_name="members", db_constraint=False)
    region_code = RegionCodeField()
    name = models.CharField(max_length=120)
    user_id = models.BigIntegerField(null=True)
    phone = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["position"], condition=Q(valid_to__isnull=True), name="one_holder_of_a_seat"
            ),
            ends_after_start("member_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span:
        return Span(self.valid_from, self.valid_to)
