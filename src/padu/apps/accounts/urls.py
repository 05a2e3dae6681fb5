"""Addresses of signing in, of one's own account, and of links that are handed over."""

from __future__ import annotations

from django.urls import path

from padu.apps.accounts.views import factors, links, openid, own_account, signing_in

urlpatterns = [
    path("masuk/", signing_in.sign_in, name="sign_in"),
    path("masuk/langkah-kedua/", signing_in.second_step, name="second_step"),
    path("masuk/kunci-sandi/", signing_in.passkey_sign_in, name="passkey_sign_in"),
    path("masuk/openid/", openid.openid_begin, name="openid_begin"),
    path("masuk/openid/kembali/", openid.openid_return, name="openid_return"),
    path("keluar/", signing_in.sign_out, name="sign_out"),
    path("peran/", signing_in.choose_hat, name="choose_hat"),
    path("undangan/", links.invitation, name="invitation"),
    path("undangan/<str:token>/", links.invitation_link, name="invitation_link"),
    path("sandi-baru/", links.new_password, name="new_password"),
    path("sandi-baru/<str:token>/", links.reset_link, name="reset_link"),
    path("akun/", own_account.account, name="account"),
    path("akun/sandi/", own_account.change_password, name="change_password"),
    path("akun/sesi/akhiri/", own_account.end_devices, name="end_devices"),
    path("akun/sesi/<int:device_id>/akhiri/", own_account.end_device, name="end_device"),
    path("akun/langkah-kedua/", own_account.factors, name="factors"),
    path("akun/langkah-kedua/aplikasi/", factors.app_add, name="app_add"),
    path("akun/langkah-kedua/aplikasi/lepas/", factors.app_remove, name="app_remove"),
    path("akun/langkah-kedua/kunci-sandi/", factors.passkey_new, name="passkey_new"),
    path("akun/langkah-kedua/kunci-sandi/<int:passkey_id>/lepas/", factors.passkey_drop, name="passkey_drop"),
    path("akun/langkah-kedua/kode/", factors.recovery_codes, name="recovery_codes"),
    path("akun/openid/lepas/", openid.openid_unlink, name="openid_unlink"),
]
