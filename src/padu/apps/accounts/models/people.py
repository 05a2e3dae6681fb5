"""People who sign in, and the hats they wear."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from padu.access.gate import GatedManager, Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.access.verbs import AGENCY_ROLES, Role

# In one order, so that the constraint is the same text at every start.
_AGENCY_ROLES = sorted(role.value for role in AGENCY_ROLES)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person with a sign-in of their own; shared sign-ins are not offered."""

    guard = Guard(TableClass.OWN, user_column="id")

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    region_code = RegionCodeField()
    is_active = models.BooleanField(default=True)
    made_up = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Closed accounts stay, for what they did stays; `is_active` says the same to Django.
    closed_at = models.DateTimeField(null=True)

    last_login = None

    USERNAME_FIELD = "username"

    objects: ClassVar[UserManager] = UserManager()
    gated: ClassVar[GatedManager[Any]] = GatedManager()
    unscoped: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["region_code", "username"], name="user_place_name")]

    def __str__(self) -> str:
        return self.username


class HatRecord(Guarded):
    """One role of one person in one place, with dates."""

    guard = Guard(TableClass.GRANT, user_column="user_id", role_column="role")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    region_code = RegionCodeField()
    agency_id = models.BigIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["region_code", "role"], name="hat_place_role"),
            models.Index(fields=["valid_to"], name="hat_end", condition=models.Q(valid_to__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="hat_agency_where_it_is_worn_for_one",
                condition=models.Q(role__in=_AGENCY_ROLES, agency_id__isnull=False)
                | (~models.Q(role__in=_AGENCY_ROLES) & models.Q(agency_id__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region_code", "agency_id"], name="hat_once", nulls_distinct=False
            ),
        ]
