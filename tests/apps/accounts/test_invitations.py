"""Invitations: from the level above, once, for a week, and only while the inviter may give the role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, Hat
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.accounts.models import HatRecord, Invitation, User
from padu.apps.accounts.services import (
    LinkGone,
    NotToBeGranted,
    OddHat,
    OwnHat,
    TooManyLinks,
    WeakPassword,
    invitation_accept,
    invitation_accept_as_new,
    invitation_look,
    invitation_make,
    invitation_revoke,
)
from tests.factories import SYSTEM
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People

GOOD = "empat kata yang panjang"


def invite(actor: Actor, role: Role = Role.KAMPUNG, place: str = VILLAGE, **more: object) -> tuple[Invitation, str]:
    with scoped(actor):
        return invitation_make(actor=actor, full_name=" Siti  Aminah ", role=role, region_code=place, **more)  # type: ignore[arg-type]


def accept(token: str, username: str = "siti.aminah", password: str = GOOD) -> User:
    return invitation_accept_as_new(token=token, username=username, full_name="Siti Aminah", password=password)


def test_an_invited_person_has_an_account_with_exactly_the_offered_hat(people: People) -> None:
    invitation, token = invite(people.tim_kab.actor)
    assert (invitation.full_name, invitation.expires_at - timezone.now() <= dt.timedelta(days=7)) == (
        "Siti Aminah",
        True,
    )
    user = accept(token)
    assert user.region_code == VILLAGE
    assert load_actor_by_id(user.pk).hats == (Hat(Role.KAMPUNG, VILLAGE),)
    with scoped(SYSTEM):
        entries = AuditEntry.objects.filter(event__regex="^(invitation|hat|account)[.]")
        by = {entry.event: entry.user_id for entry in entries}
    team = people.tim_kab.user.pk
    assert by == {"invitation.make": team, "account.create": team, "hat.grant": team, "invitation.use": user.pk}


def test_only_a_keyed_hash_of_the_link_is_kept(people: People) -> None:
    invitation, token = invite(people.tim_kab.actor)
    assert len(bytes(invitation.token_hash)) == 32
    assert token.encode() not in bytes(invitation.token_hash)


def test_a_link_works_once(people: People) -> None:
    _, token = invite(people.tim_kab.actor)
    accept(token)
    with pytest.raises(LinkGone):
        accept(token, "orang.kedua")
    with scoped(SYSTEM):
        assert not User.gated.filter(username="orang.kedua").exists()


def test_a_refused_password_leaves_the_link_as_it_is(people: People) -> None:
    _, token = invite(people.tim_kab.actor)
    for weak in ("pendek", "siti.aminah.1", "123456789012345"):
        with pytest.raises(WeakPassword):
            accept(token, password=weak)
    assert accept(token).username == "siti.aminah"


@pytest.mark.parametrize("change", ["expired", "revoked", "inviter gone", "inviter without the role", "unknown"])
def test_a_link_that_holds_no_more_says_so_in_one_way(people: People, change: str) -> None:
    team = people.tim_kab
    invitation, token = invite(team.actor)
    with scoped(SYSTEM):
        if change == "expired":
            Invitation.objects.update(expires_at=timezone.now())
        elif change == "inviter gone":
            User.gated.filter(pk=team.user.pk).update(is_active=False)
        elif change == "inviter without the role":
            HatRecord.objects.filter(user_id=team.user.pk).update(valid_to=dt.date(2020, 1, 2))
    if change == "revoked":
        with scoped(team.actor):
            invitation_revoke(actor=team.actor, invitation_id=invitation.pk)
    if change == "unknown":
        token += "x"
    with pytest.raises(LinkGone):
        invitation_look(token)
    with pytest.raises(LinkGone):
        accept(token)


def test_who_is_signed_in_adds_the_hat_to_the_own_account(people: People) -> None:
    _, token = invite(people.tim_kab.actor, Role.KADER, NEXT_VILLAGE)
    pokja = people.pokja
    with scoped(pokja.actor):
        invitation_accept(token=token, actor=pokja.actor)
    assert set(load_actor_by_id(pokja.user.pk).hats) == {
        Hat(Role.KAMPUNG, VILLAGE),
        Hat(Role.KADER, NEXT_VILLAGE),
    }


def test_nobody_accepts_the_own_invitation(people: People) -> None:
    team = people.tim_kab.actor
    _, token = invite(team, Role.INSPECTOR, REGENCY)
    with scoped(team), pytest.raises(OwnHat):
        invitation_accept(token=token, actor=team)
    assert load_actor_by_id(people.tim_kab.user.pk).hats == (Hat(Role.REGENCY, REGENCY),)


def test_who_may_not_give_a_role_may_not_offer_it(people: People) -> None:
    with pytest.raises(Http404):
        invite(people.tim_kab.actor, place=OTHER_VILLAGE)
    with pytest.raises(PermissionDenied):
        invite(people.petugas_opd.actor, Role.AGENCY, REGENCY, agency_id=people.kesehatan.pk)
    for role in (Role.KAMPUNG, Role.PLKB):
        with pytest.raises(NotToBeGranted):
            invite(people.pokja.actor, role)
    assert invite(people.pokja.actor, Role.KADER)[0].role == "kader"


def test_an_agency_is_named_where_it_is_worn_for_one(people: People) -> None:
    with pytest.raises(OddHat):
        invite(people.tim_kab.actor, Role.AGENCY, REGENCY)
    with pytest.raises(OddHat):
        invite(people.tim_kab.actor, Role.KAMPUNG, agency_id=people.kesehatan.pk)
    _, token = invite(people.tim_kab.actor, Role.AGENCY, REGENCY, agency_id=people.kesehatan.pk)
    assert load_actor_by_id(accept(token).pk).hats == (Hat(Role.AGENCY, REGENCY, people.kesehatan.pk),)


def test_an_invitation_of_another_place_is_not_revoked(people: People) -> None:
    invitation, token = invite(people.tim_kab.actor)
    for other in (people.orang_luar.actor, people.pokja_tetangga.actor):
        with scoped(other), pytest.raises(Http404):
            invitation_revoke(actor=other, invitation_id=invitation.pk)
    assert invitation_look(token).pk == invitation.pk


def test_there_is_an_end_to_inviting(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("padu.apps.accounts.services.invitations.MAX_A_DAY", 2)
    invite(people.tim_kab.actor)
    invite(people.tim_kab.actor)
    with pytest.raises(TooManyLinks):
        invite(people.tim_kab.actor)
    assert invite(people.tim_kab_kedua.actor)[0].pk
