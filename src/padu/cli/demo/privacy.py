"""Something to see on the privacy pages: a ticket, two referrals, an incident; and an invitation that waits."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import CaseGrant
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.accounts.models import Invitation
from padu.apps.accounts.services import invitation_make
from padu.apps.privacy.models import Breach, DataRequest
from padu.apps.privacy.services.registers import BreachFacts, breach_record
from padu.apps.privacy.services.requests import data_request_receive
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.services.case_grants import NewCase, case_open
from padu.cli.demo.setting import DemoSetting

# Account of the agency, service asked for, why.
_REFERRED = (
    ("dinkes", "Pendaftaran JKN", "Belum terdaftar (buatan)."),
    ("disdukcapil", "Akta kelahiran anak", "Anak bungsu belum punya akta (buatan)."),
)
_INVITED = "Kader baru (buatan)"


def load_privacy(setting: DemoSetting) -> str:
    """One of each, in the first nagari and its regency; again it makes nothing twice."""
    pokja, officer = load_actor_by_username("pokja"), load_actor_by_username("pdp")
    made = _ticket(pokja) + _referrals(pokja, setting) + _incident(officer, setting)
    return f"{made} catatan privasi, {_invitation(pokja, setting)} undangan"


def _first_family() -> Family | None:
    family: Family | None = Family.objects.filter(active=True).order_by("pk").first()
    return family


def _ticket(pokja: Actor) -> int:
    with scoped(pokja):
        family = _first_family()
        if family is None or DataRequest.objects.filter(family_id=family.pk).exists():
            return 0
        received = timezone.now() - dt.timedelta(hours=40)
        data_request_receive(
            actor=pokja, family_id=family.pk, kind="access", applicant="head", received_at=received, note="buatan"
        )
    return 1


def _referrals(pokja: Actor, setting: DemoSetting) -> int:
    """A family for each of two agencies; none where families have been referred already."""
    agencies = {name: min(load_actor_by_username(name).agency_ids) for name, _, _ in _REFERRED}
    until = setting.today + dt.timedelta(days=60)
    with scoped(pokja):
        if CaseGrant.objects.exists():
            return 0
        families = Family.objects.filter(active=True).order_by("pk")[: len(_REFERRED)]
        for family, (name, service, reason) in zip(families, _REFERRED, strict=False):
            case_open(actor=pokja, new=NewCase(family.pk, agencies[name], service, reason, until))
        return len(families)


def _invitation(pokja: Actor, setting: DemoSetting) -> int:
    """An invitation that nobody has taken; its link is not kept, as with every invitation."""
    with scoped(pokja):
        if Invitation.objects.filter(full_name=_INVITED).exists():
            return 0
        invitation_make(actor=pokja, full_name=_INVITED, role=Role.KADER, region_code=setting.villages[0])
    return 1


def _incident(officer: Actor, setting: DemoSetting) -> int:
    with scoped(officer):
        if Breach.objects.filter(region_code=setting.regency).exists():
            return 0
        facts = BreachFacts(
            title="Daftar keluarga terkirim ke alamat surel yang salah (buatan)",
            discovered_at=timezone.now() - dt.timedelta(hours=20),
            happened_at=None,
            how="Lampiran surel keliru; penerima sudah diminta menghapus (buatan).",
            data_kinds=("identity",),
            persons=None,
            consequences="",
            measures="Penerima menghapus berkas dan menyatakannya tertulis (buatan).",
            contact="",
        )
        breach_record(actor=officer, region_code=setting.regency, facts=facts)
    return 1
