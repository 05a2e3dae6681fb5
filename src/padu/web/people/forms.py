"""Forms of the people's room: who is invited to which role where, and reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from padu.access.actor import Actor
from padu.access.granting import grant_refusal, grantable_roles, level_fits
from padu.access.verbs import AGENCY_ROLES, ROLE_LABELS, Role, Verb
from padu.apps.accounts.services import NotToBeGranted
from padu.apps.institutions.models import Agency
from padu.apps.institutions.selectors import list_agencies
from padu.apps.regions.selectors import get_region, paths_of, search_regions
from padu.domain.regions import is_region_code

_CANDIDATES = 5


class HatForm(forms.Form):
    """One role in one place; which roles and agencies there are depends on who asks."""

    role = forms.ChoiceField(label=_("Peran"))
    place = forms.CharField(
        label=_("Wilayah"),
        max_length=120,
        required=False,
        help_text=_("Kode atau nama, misalnya 13.01.01.2001 atau Inderapura. Kosong berarti wilayah Anda sendiri."),
    )
    agency = forms.ChoiceField(label=_("Instansi"), required=False, help_text=_("Hanya untuk petugas instansi."))
    valid_to = forms.DateField(
        label=_("Berlaku sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        roles = [("", "–"), *((role.value, ROLE_LABELS[role]) for role in grantable_roles(actor))]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # a ChoiceField
        self.agencies = {str(one.pk): one for root in actor.roots(Verb.ACCOUNT_ADMIN) for one in list_agencies(root)}
        named = [("", "–"), *((key, one.short_name) for key, one in self.agencies.items())]
        self.fields["agency"].choices = named  # type: ignore[attr-defined]  # a ChoiceField

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role = data.get("role")
        if role is None:
            return data
        try:
            data["region_code"] = self._place(role, str(data.get("place", "")).strip())
        except forms.ValidationError as odd:
            self.add_error("place", odd)
            return data
        self._clean_agency(role, data)
        return data

    def _place(self, role: Role, text: str) -> str:
        """The code of the place meant. Raises ValidationError with what fits, where several do."""
        if not text:
            fitting = [root for root in self.actor.roots(Verb.ACCOUNT_ADMIN) if level_fits(role, root)]
            if len(fitting) != 1:
                raise forms.ValidationError(gettext("Isi wilayahnya: peran ini di tingkat lain."))
            return fitting[0]
        codes = [text] if is_region_code(text) and get_region(text) else self._codes_named(role, text)
        if not codes:
            raise forms.ValidationError(gettext("Tidak ada wilayah Anda dengan kode atau nama itu untuk peran ini."))
        if len(codes) > 1:
            named = "; ".join(f"{code} ({name})" for code, name in self._described(codes))
            raise forms.ValidationError(gettext("Ada beberapa: %(places)s. Isi kodenya.") % {"places": named})
        if refusal := grant_refusal(self.actor, role, codes[0]):
            raise forms.ValidationError(NotToBeGranted(refusal, role, codes[0]).reason)
        return codes[0]

    def _codes_named(self, role: Role, text: str) -> list[str]:
        found = search_regions(text, limit=200)
        fitting = [r for r in found if grant_refusal(self.actor, role, r.code) is None]
        exact = [r for r in fitting if text.casefold() in (r.name.casefold(), str(r).casefold())]
        return [r.code for r in (exact or fitting)]

    def _described(self, codes: list[str]) -> list[tuple[str, str]]:
        regions = [region for code in codes[:_CANDIDATES] if (region := get_region(code))]
        above = paths_of(regions)
        return [(region.code, f"{region}, {above[region.code].split(',')[0]}") for region in regions]

    def _clean_agency(self, role: Role, data: dict[str, Any]) -> None:
        agency: Agency | None = self.agencies.get(str(data.get("agency", "")))
        if role not in AGENCY_ROLES:
            data["agency_id"] = None
        elif agency is None or agency.region_code != data["region_code"]:
            self.add_error("agency", gettext("Pilih instansi di wilayah itu."))
        else:
            data["agency_id"] = agency.pk

    def hat(self) -> dict[str, Any]:
        """Arguments for the services."""
        data = self.cleaned_data
        valid_to: dt.date | None = data["valid_to"]
        return {
            "role": data["role"],
            "region_code": data["region_code"],
            "agency_id": data["agency_id"],
            "valid_to": valid_to,
        }


class InvitationForm(HatForm):
    """Who is invited; a name for the person, never for an office."""

    full_name = forms.CharField(
        label=_("Nama orangnya"),
        max_length=120,
        help_text=_("Satu undangan untuk satu orang. Akun bersama tidak dapat dibuat."),
    )
    field_order = ["full_name", "role", "place", "agency", "valid_to"]


class ReasonForm(forms.Form):
    """Why; it stands in the trail."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=200, help_text=_("Tercatat di jejak. Jangan menulis data pribadi di sini.")
    )


class ResetForm(forms.Form):
    """Whether the second step goes as well."""

    drops_second_step = forms.BooleanField(
        label=_("Ponselnya hilang: lepas juga langkah kedua dan kode pemulihan"), required=False
    )
