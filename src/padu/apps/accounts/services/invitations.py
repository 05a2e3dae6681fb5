"""Inviting people: the level above offers a role by a link that works once; who is invited chooses name and password.

Whether the inviter may give the role is asked twice: when the link is made and when it is used.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.granting import grant_refusal, may_grant
from padu.access.requests import require_place
from padu.access.verbs import AGENCY_ROLES, Role, Verb
from padu.apps.accounts.actors import NoSuchUser, load_actor_by_id
from padu.apps.accounts.models import HatRecord, Invitation, User
from padu.apps.accounts.services.errors import LinkGone, NotToBeGranted, OddHat, OwnHat, TooManyLinks
from padu.apps.accounts.services.hats import hat_grant
from padu.apps.accounts.services.people import user_create
from padu.apps.accounts.system import REGISTRAR, registrar_for
from padu.apps.accounts.tokens import hash_token, hashes_of, make_token

# [assumption] a week is enough to hand a link over, and short for one that lies about.
LASTS = dt.timedelta(days=7)
# [assumption] a regency with 400 villages invites its pokja over some days.
MAX_A_DAY = 200
_PURPOSE = "invitation"


def invitation_make(
    *,
    actor: Actor,
    full_name: str,
    role: Role,
    region_code: str,
    agency_id: int | None = None,
    valid_to: dt.date | None = None,
) -> tuple[Invitation, str]:
    """An invitation and its secret, which is shown now and never again.

    Raises NotToBeGranted, OddHat, TooManyLinks; Http404 outside the actor's places, PermissionDenied without the verb.
    """
    require_place(actor, region_code, Verb.ACCOUNT_ADMIN)
    if (refusal := grant_refusal(actor, role, region_code)) is not None:
        raise NotToBeGranted(refusal, role, region_code)
    if (role in AGENCY_ROLES) != (agency_id is not None) or (valid_to and valid_to < timezone.localdate()):
        raise OddHat(role=role.value, agency_id=agency_id)
    _refuse_too_many(actor)
    token, now = make_token(), timezone.now()
    invitation = Invitation(
        token_hash=hash_token(token, _PURPOSE),
        full_name=" ".join(full_name.split()),
        role=role.value,
        region_code=region_code,
        agency_id=agency_id,
        valid_to=valid_to,
        invited_by=actor.user_id,
        expires_at=now + LASTS,
    )
    invitation.save(force_insert=True)
    record_change(actor, "invitation.make", region_code, f"invitation:{invitation.pk} {role.value}")
    return invitation, token


def _refuse_too_many(actor: Actor) -> None:
    if actor.user_id is None:
        return
    since = timezone.now() - dt.timedelta(days=1)
    if Invitation.objects.filter(invited_by=actor.user_id, created_at__gte=since).count() >= MAX_A_DAY:
        raise TooManyLinks


def invitation_revoke(*, actor: Actor, invitation_id: int) -> None:
    """Make a link that was not used worthless; one that was used or revoked stays as it is. Raises Http404."""
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    require_place(actor, invitation.region_code if invitation else "", Verb.ACCOUNT_ADMIN)
    assert invitation is not None  # an empty code lies in nobody's place
    open_rows = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, revoked_at__isnull=True)
    if open_rows.update(revoked_at=timezone.now()):
        record_change(actor, "invitation.revoke", invitation.region_code, f"invitation:{invitation.pk}")


def revoke_invitations_by(actor: Actor, user_id: int) -> int:
    """Make every open link of one inviter worthless. Returns how many there were."""
    with scoped(registrar_for(actor)):
        open_rows = Invitation.objects.filter(_open(), invited_by=user_id)
        return open_rows.update(revoked_at=timezone.now())


def _open() -> Q:
    return Q(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


def invitation_look(token: str) -> Invitation:
    """What a link offers, if it still does. Raises LinkGone, the same for every reason."""
    with scoped(REGISTRAR):
        found = Invitation.objects.filter(_open(), token_hash__in=hashes_of(token, _PURPOSE)).first()
    if found is None or not _inviter_still_may(found):
        raise LinkGone
    invitation: Invitation = found
    return invitation


def _inviter_still_may(invitation: Invitation) -> bool:
    if invitation.invited_by is None:
        return True  # the operator of the machine
    try:
        inviter = load_actor_by_id(invitation.invited_by)
    except NoSuchUser:
        return False
    return may_grant(inviter, Role(invitation.role), invitation.region_code)


def invitation_accept(*, token: str, actor: Actor) -> HatRecord:
    """Put the offered hat on an account that is there: one person, several roles. Raises LinkGone, OwnHat."""
    invitation = invitation_look(token)
    assert actor.user_id is not None
    if invitation.invited_by == actor.user_id:
        raise OwnHat
    return _use(invitation, actor.user_id)


def invitation_accept_as_new(*, token: str, username: str, full_name: str, password: str) -> User:
    """Open the account of the invited person with the offered hat.

    Raises LinkGone, OddUsername, NameTaken, WeakPassword.
    """
    invitation = invitation_look(token)
    granter = _granter(invitation)
    with scoped(granter):
        user = user_create(
            actor=granter,
            username=username,
            full_name=full_name,
            region_code=invitation.region_code,
            password=password,
        )
        _use(invitation, user.pk)
    return user


def _granter(invitation: Invitation) -> Actor:
    """The system in the invitation's place, on behalf of the inviter whose right has just been asked again."""
    inviter = Actor(user_id=invitation.invited_by)
    return system_actor(invitation.region_code, Verb.ACCOUNT_ADMIN, on_behalf_of=inviter)


def _use(invitation: Invitation, user_id: int) -> HatRecord:
    """Mark the link as used, in one statement, so that two who click at once do not both get in; then give the hat."""
    granter = _granter(invitation)
    with scoped(granter):
        taken = Invitation.objects.filter(_open(), pk=invitation.pk).update(used_at=timezone.now(), used_by=user_id)
        if not taken:
            raise LinkGone
        record_change(
            Actor(user_id=user_id),
            "invitation.use",
            invitation.region_code,
            f"invitation:{invitation.pk} user:{user_id}",
        )
        return hat_grant(
            actor=granter,
            user_id=user_id,
            role=Role(invitation.role),
            region_code=invitation.region_code,
            agency_id=invitation.agency_id,
            valid_to=invitation.valid_to,
        )
