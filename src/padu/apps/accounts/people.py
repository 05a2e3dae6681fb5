"""Reading the people of one's places: pages of accounts by name, their hats, open invitations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from padu.access.verbs import Role
from padu.apps.accounts.models import HatRecord, Invitation, User
from padu.domain.regions import NATION, CodeRange

PER_PAGE = 50


class State(StrEnum):
    """Which accounts are shown."""

    OPEN = "buka"
    WITHOUT_ROLE = "tanpa"
    CLOSED = "tutup"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of people is asked for.

    after  account name of the last row of the page before
    down   from the last account name to the first
    """

    place: str
    role: Role | None = None
    state: State = State.OPEN
    text: str = ""
    after: str = ""
    down: bool = False


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People in the order of their account names, the hats of each that the actor may see, and whether more follow."""

    users: list[User]
    hats: dict[int, list[HatRecord]]
    more: bool


def _today() -> Q:
    today = timezone.localdate()
    return Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))


def people_page(wanted: Wanted) -> PeoplePage:
    """One page of accounts whose home lies in a place, as far as the current actor may see them."""
    rows = _fitting(wanted)
    if wanted.after:
        rows = rows.filter(**{"username__lt" if wanted.down else "username__gt": wanted.after})
    return _first(rows, wanted, PER_PAGE)


def people_list(wanted: Wanted, most: int) -> PeoplePage:
    """The whole list, not more than `most` of it."""
    return _first(_fitting(wanted), wanted, most)


def _first(rows: QuerySet[User], wanted: Wanted, size: int) -> PeoplePage:
    users = list(rows.order_by("-username" if wanted.down else "username")[: size + 1])
    shown = users[:size]
    return PeoplePage(shown, current_hats([user.pk for user in shown]), len(users) > size)


def _fitting(wanted: Wanted) -> QuerySet[User]:
    span = CodeRange.below(wanted.place)
    rows: QuerySet[User] = User.gated.filter(region_code__gte=span.start, region_code__lt=span.end)
    rows = rows.filter(is_active=wanted.state is not State.CLOSED)
    hats = HatRecord.objects.filter(_today(), user_id=OuterRef("pk"))
    if wanted.state is State.WITHOUT_ROLE:
        rows = rows.exclude(Exists(hats))
    if wanted.role is not None:
        rows = rows.filter(Exists(hats.filter(role=wanted.role.value)))
    if wanted.text:
        rows = rows.filter(Q(full_name__icontains=wanted.text) | Q(username__startswith=wanted.text.lower()))
    return rows


def current_hats(user_ids: list[int]) -> dict[int, list[HatRecord]]:
    """Hats that are on today, by person, as far as the current actor may see them."""
    found: dict[int, list[HatRecord]] = {}
    for hat in HatRecord.objects.filter(_today(), user_id__in=user_ids).order_by("region_code", "role"):
        found.setdefault(hat.user_id, []).append(hat)
    return found


def guests(place: str, limit: int = 50) -> list[HatRecord]:
    """Hats in a place that people wear whose account is at home elsewhere: the actor sees the hat, not the account."""
    if place == NATION:
        return []  # every account is at home in it
    span = CodeRange.below(place)
    here = User.gated.filter(pk=OuterRef("user_id"))
    rows = HatRecord.objects.filter(_today(), region_code__gte=span.start, region_code__lt=span.end)
    return list(rows.exclude(Exists(here)).order_by("region_code", "role")[:limit])


def find_person(user_id: int) -> User | None:
    """An account that the current actor may see."""
    found: User | None = User.gated.filter(pk=user_id).first()
    return found


def find_hat(hat_id: int) -> HatRecord | None:
    """A hat that the current actor may see."""
    found: HatRecord | None = HatRecord.objects.filter(pk=hat_id).first()
    return found


def open_invitations(place: str, limit: int = 200) -> list[Invitation]:
    """Links that still hold, of a place and below, the newest first."""
    span = CodeRange.below(place)
    rows = Invitation.objects.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())
    return list(rows.filter(region_code__gte=span.start, region_code__lt=span.end).order_by("-created_at")[:limit])
