"""Forms of field work: a worker, the villages served, an end, a recorder and a hand-over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from padu.apps.accounts.selectors import list_users
from padu.apps.institutions.models import FieldWorker
from padu.apps.institutions.models.field import KIND_LABELS, ROLE_LABELS, TPK_LABELS
from padu.apps.institutions.selectors.field import list_workers, possible_senders, territories_of
from padu.apps.institutions.services.field import HandOverData, TerritoryData, WorkerData
from padu.apps.regions.selectors import list_children, list_villages, names_of
from padu.domain.field_work import TerritoryRole, TpkPart, WorkerKind

Choices = list[tuple[str, str]]


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _id_field(label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, **kwargs)


def _set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a choice field by construction


def worker_choices(regency: str, day: dt.date, without: int | None = None) -> Choices:
    """Workers of a regency in service on a day, by name."""
    rows = list_workers(regency, day).exclude(pk=without or 0)
    return [(str(w.pk), f"{w.name} · {w.kind_label}") for w in rows]


class WorkerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis petugas"), choices=[(k.value, label) for k, label in KIND_LABELS.items()]
    )
    sender_id = _id_field(
        gettext_lazy("Instansi pengirim"),
        help_text=gettext_lazy("Menentukan sektornya. Bila belum diketahui, sektor mengikuti jenis petugas."),
    )
    supervisor_id = _id_field(gettext_lazy("Atasan"), help_text=gettext_lazy("Misalnya PLKB yang membina kader ini."))
    starts_on = forms.DateField(label=gettext_lazy("Bertugas sejak"), widget=DayInput())
    number = forms.CharField(
        label=gettext_lazy("Nomor petugas"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("NIP, NRP, atau nomor register; membedakan dua orang yang senama. Bukan NIK."),
    )
    phone = forms.CharField(label=gettext_lazy("Telepon"), max_length=30, required=False)
    account = forms.CharField(
        label=gettext_lazy("Nama akun Padu"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Kosong bila petugas ini belum punya akun."),
    )

    def __init__(self, *args: Any, regency: str, worker: FieldWorker | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        senders = possible_senders(regency, today)
        places = names_of({a.region_code for a in senders})
        named = ((str(a.pk), f"{a.short_name} ({places.get(a.region_code, a.region_code)})") for a in senders)
        _set_choices(self, "sender_id", [("", gettext("Belum diketahui")), *named])
        workers = worker_choices(regency, today, worker.pk if worker else None)
        _set_choices(self, "supervisor_id", [("", gettext("Tidak ada")), *workers])
        self.regency = regency

    def clean_account(self) -> int | None:
        """Id of the account. Raises ValidationError for a name that no account of the regency bears."""
        typed = self.cleaned_data["account"].strip()
        if not typed:
            return None
        user = list_users(self.regency).filter(username=typed).first()
        if user is None:
            raise forms.ValidationError(gettext("Tidak ada akun bernama ini di kabupaten/kota Anda."))
        return user.pk

    def data_of(self) -> WorkerData:
        """What was typed, as the service takes it; only after `is_valid`."""
        typed = dict(self.cleaned_data)
        return WorkerData(kind=WorkerKind(typed.pop("kind")), user_id=typed.pop("account"), **typed)


def worker_initial(worker: FieldWorker) -> dict[str, object]:
    names = ("name", "kind", "sender_id", "supervisor_id", "starts_on", "number", "phone")
    return {name: getattr(worker, name) for name in names} | {"account": account_name(worker)}


def account_name(worker: FieldWorker) -> str:
    """Name of the worker's account; "" where there is none or the person asking may not see it."""
    if worker.user_id is None:
        return ""
    user = list_users(worker.region_code).filter(pk=worker.user_id).first()
    return user.username if user else ""


class TerritoryForm(forms.Form):
    villages = forms.MultipleChoiceField(
        label=gettext_lazy("Desa, atau seluruh kecamatan"),
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=gettext_lazy("Boleh lebih dari satu. Kecamatan berarti semua desanya."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Peran"), choices=[(role.value, label) for role, label in ROLE_LABELS.items()]
    )
    starts_on = forms.DateField(label=gettext_lazy("Mulai"), widget=DayInput())
    ends_on = forms.DateField(
        label=gettext_lazy("Sampai"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("Kosong: sampai diakhiri."),
    )
    part_of_village = forms.CharField(
        label=gettext_lazy("Bagian desa"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Dusun, RW, atau RT; kosong: seluruh desa."),
    )
    tpk_team = forms.IntegerField(label=gettext_lazy("Nomor tim TPK"), min_value=1, max_value=999, required=False)
    tpk_part = forms.ChoiceField(
        label=gettext_lazy("Unsur dalam TPK"),
        required=False,
        choices=[("", gettext_lazy("Bukan anggota TPK")), *((p.value, label) for p, label in TPK_LABELS.items())],
    )

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_choices(self, "villages", _place_choices(regency))

    def data_of(self) -> TerritoryData:
        typed = self.cleaned_data
        return TerritoryData(
            villages=typed["villages"],
            starts_on=typed["starts_on"],
            role=TerritoryRole(typed["role"]),
            ends_on=typed["ends_on"],
            part_of_village=typed["part_of_village"],
            tpk_team=typed["tpk_team"],
            tpk_part=TpkPart(typed["tpk_part"]) if typed["tpk_part"] else None,
        )


def _place_choices(regency: str) -> list[Any]:
    """Districts as groups, each with itself and its villages."""
    villages: dict[str, Choices] = {}
    for village in list_villages(regency):
        villages.setdefault(village.parent_code, []).append((village.code, str(village)))
    return [
        (
            str(district),
            [
                (district.code, gettext("Seluruh %(place)s") % {"place": district}),
                *villages.get(district.code, []),
            ],
        )
        for district in list_children(regency)
    ]


class EndForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Hari terakhir bertugas"), widget=DayInput())
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200)


class RecorderForm(forms.Form):
    worker_id = _id_field(
        gettext_lazy("Orang yang sudah ada dalam daftar"), help_text=gettext_lazy("Atau tuliskan nama baru di bawah.")
    )
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("Telepon"), max_length=30, required=False)
    starts_on = forms.DateField(label=gettext_lazy("Mulai"), widget=DayInput())

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = worker_choices(regency, timezone.localdate())
        _set_choices(self, "worker_id", [("", gettext("Orang baru")), *workers])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("worker_id") is None and not typed.get("name", "").strip():
            self.add_error("name", gettext("Pilih orang dari daftar, atau tuliskan namanya."))
        return typed

    def data_of(self) -> WorkerData:
        typed = self.cleaned_data
        return WorkerData(typed["name"], WorkerKind.KADER_KB, typed["starts_on"], phone=typed["phone"])


class HandOverForm(forms.Form):
    to_id = _id_field(gettext_lazy("Diserahkan kepada"))
    day = forms.DateField(
        label=gettext_lazy("Mulai dilayani penerima pada"),
        widget=DayInput(),
        help_text=gettext_lazy("Yang menyerahkan bertugas sampai sehari sebelumnya."),
    )
    villages = forms.MultipleChoiceField(label=gettext_lazy("Desa"), widget=forms.CheckboxSelectMultiple())
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200)
    open_things = forms.CharField(
        label=gettext_lazy("Hal yang belum selesai"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Satu baris satu hal. Jangan menulis nama keluarga atau NIK."),
    )

    def __init__(self, *args: Any, giver: FieldWorker, **kwargs: Any) -> None:
        today = timezone.localdate()
        served = [t.region_code for t in territories_of(giver.pk) if t.ends_on is None or t.ends_on >= today]
        kwargs["initial"] = {"day": today, "villages": served} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["to_id"].required = True
        _set_choices(
            self, "to_id", [("", gettext("Pilih petugas")), *worker_choices(giver.region_code, today, giver.pk)]
        )
        names = names_of(served)
        _set_choices(self, "villages", sorted(names.items()))
        self.giver = giver

    def data_of(self) -> HandOverData:
        return HandOverData(from_id=self.giver.pk, **self.cleaned_data)
