"""What people type about their account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD_HELP = _("Paling sedikit 12 karakter; bukan kata yang umum, bukan angka saja, dan tidak mirip nama Anda.")


class SignInForm(forms.Form):
    """Name and password. Whatever is wrong, the answer is the same."""

    username = forms.CharField(
        label=_("Nama akun"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondStepForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        help_text=_("Enam angka dari aplikasi autentikator, atau satu kode pemulihan."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )


class AppCodeForm(forms.Form):
    """The first code of an app that has just been set up."""

    code = forms.CharField(
        label=_("Kode enam angka"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    """A name for the device; the device's own answer comes by script."""

    label = forms.CharField(
        label=_("Nama perangkat"), max_length=60, help_text=_("Misalnya: ponsel saya, laptop kantor.")
    )
    answer = forms.CharField(widget=forms.HiddenInput, required=False)


class ConfirmForm(forms.Form):
    """The password once more, before something that protects the account goes."""

    password = forms.CharField(
        label=_("Kata sandi sekarang"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(forms.Form):
    """A new password twice."""

    new = forms.CharField(
        label=_("Kata sandi baru"),
        max_length=200,
        strip=False,
        help_text=NEW_PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Ulangi kata sandi baru"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("Kedua isian kata sandi baru tidak sama."), code="mismatch")
        return again


class PasswordForm(NewPasswordForm):
    """The present password and the new one twice."""

    present = forms.CharField(
        label=_("Kata sandi sekarang"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["present", "new", "again"]


class NewAccountForm(NewPasswordForm):
    """What an invited person chooses."""

    full_name = forms.CharField(
        label=_("Nama lengkap"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("Nama akun"),
        max_length=60,
        help_text=_(
            "Huruf kecil, angka, titik, atau strip, misalnya siti.aminah. Satu nama untuk satu orang: jangan nama "
            "kantor, karena setiap perubahan tercatat atas nama Anda sendiri."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["full_name", "username", "new", "again"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip().lower()
        return username

    def kept(self) -> dict[str, Any]:
        """Arguments for the service."""
        data = self.cleaned_data
        return {"username": data["username"], "full_name": data["full_name"], "password": data["new"]}
