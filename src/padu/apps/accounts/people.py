"""Reading the people of one's places: pages of accounts by name, their hats, open invitations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from padu.access.gate import current_actor
from padu.access.verbs import Role, Verb
from padu.apps.accounts.models import HatRecord, Invitation, User
from padu.domain.regions import NATION, CodeRange

PER_PAGE = 50
# Who has no role is found by looking at every account; one page looks through so many at most [assumption].
LOOKED_THROUGH = 40_000


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
    """People in the order of their account names and the hats of each that the actor may see.

    following  account name that the next page begins behind; empty on the last page
    cut        the page ends because enough accounts were looked through, not because it is full
    """

    users: list[User]
    hats: dict[int, list[HatRecord]]
    following: str
    cut: bool = False


def _today() -> Q:
    today = timezone.localdate()
    return Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))


def people_page(wanted: Wanted) -> PeoplePage:
    """One page of accounts whose home lies in a place, as far as the current actor may see them."""
    rows = _fitting(wanted)
    if wanted.after:
        rows = rows.filter(_behind(wanted))
    stop = _looked_through_to(wanted) if wanted.state is State.WITHOUT_ROLE else ""
    if stop:
        rows = rows.filter(**{"username__gte" if wanted.down else "username__lte": stop})
    return _first(rows, wanted, PER_PAGE, stop)


def people_list(wanted: Wanted, most: int) -> PeoplePage:
    """The whole list, not more than `most` of it."""
    return _first(_fitting(wanted), wanted, most)


def _first(rows: QuerySet[User], wanted: Wanted, size: int, stop: str = "") -> PeoplePage:
    users = list(_ordered(rows, wanted)[: size + 1])
    shown, full = users[:size], len(users) > size
    following = shown[-1].username if full else stop
    return PeoplePage(shown, current_hats([user.pk for user in shown]), following, cut=bool(stop) and not full)


def _ordered(rows: QuerySet[User], wanted: Wanted) -> QuerySet[User]:
    return rows.order_by("-username" if wanted.down else "username")


def _behind(wanted: Wanted) -> Q:
    return Q(**{"username__lt" if wanted.down else "username__gt": wanted.after})


def _accounts(wanted: Wanted) -> QuerySet[User]:
    """Open, or closed, accounts of the place."""
    span = CodeRange.below(wanted.place)
    rows: QuerySet[User] = User.gated.filter(region_code__gte=span.start, region_code__lt=span.end)
    return rows.filter(is_active=wanted.state is not State.CLOSED)


def _looked_through_to(wanted: Wanted) -> str:
    """The last account that this page looks at; empty where fewer are left."""
    rows = _accounts(wanted).filter(_behind(wanted)) if wanted.after else _accounts(wanted)
    names = _ordered(rows, wanted).values_list("username", flat=True)
    return next(iter(names[LOOKED_THROUGH - 1 : LOOKED_THROUGH]), "")


def _fitting(wanted: Wanted) -> QuerySet[User]:
    rows = _accounts(wanted)
    hats = HatRecord.objects.filter(_today())
    if wanted.state is State.WITHOUT_ROLE:
        rows = rows.exclude(_wearing(hats))
    if wanted.role is not None:
        rows = rows.filter(_wearing(hats.filter(role=wanted.role.value)))
    if wanted.text:
        rows = rows.filter(Q(full_name__icontains=wanted.text) | Q(username__startswith=wanted.text.lower()))
    return rows


def _wearing(hats: QuerySet[HatRecord]) -> Q:
    """Accounts with one of these hats.

    The same question in two shapes. For a part of the country the planner takes EXISTS for a matter of a few rows and
    compares every account with every hat. IN beside an OR is no join to it: it makes the set of the hats once. Of the
    nation that set is too large, and there the planner guesses well.
    """
    if NATION in current_actor().roots(Verb.ACCOUNT_ADMIN):
        return Q(Exists(hats.filter(user_id=OuterRef("pk"))))
    nobody = Q(pk=0)
    return Q(pk__in=hats.values("user_id")) | nobody


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
    # NOT IN, made once: for NOT EXISTS the planner compares every hat with every account of the place.
    here = User.gated.filter(region_code__gte=span.start, region_code__lt=span.end)
    rows = HatRecord.objects.filter(_today(), region_code__gte=span.start, region_code__lt=span.end)
    rows = rows.exclude(user_id=current_actor().user_id).exclude(user_id__in=here.values("pk"))
    return list(rows.order_by("region_code", "role")[:limit])


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
