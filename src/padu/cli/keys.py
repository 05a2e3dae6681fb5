"""`padu keys`: change the keys of encrypted data while the site runs."""

from __future__ import annotations

import typer

from padu.cli.surroundings import start_django, stop_with

keys_app = typer.Typer(
    help="Kunci data pribadi: keadaan, penggantian, dan pembuangan kunci lama.", no_args_is_help=True
)


@keys_app.command("status")
def status() -> None:
    """Kunci mana yang dipakai, dan tabel mana yang masih membutuhkan kunci lama."""
    cluster = start_django()
    try:
        _say_uses()
    finally:
        if cluster is not None:
            cluster.release()


@keys_app.command("rotate")
def rotate(
    resume: bool = typer.Option(
        False, "--resume", help="Lanjutkan penggantian yang terputus; tidak membuat kunci baru."
    ),
) -> None:
    """Buat pasangan kunci baru lalu sandikan ulang semua nomor, berkas, dokumen, dan rahasia yang tersimpan."""
    cluster = start_django()
    try:
        _rotate(resume=resume)
        _say_uses()
    finally:
        if cluster is not None:
            cluster.release()


@keys_app.command("drop")
def drop() -> None:
    """Buang kunci lama yang tidak dibutuhkan baris mana pun lagi; simpan salinan berkas kunci yang baru."""
    cluster = start_django()
    try:
        _drop()
    finally:
        if cluster is not None:
            cluster.release()


def _rotate(*, resume: bool) -> None:
    from django.conf import settings

    from padu.access.sealed import sealed_renew
    from padu.apps.rumah_dataku.services.number_rotation import numbers_renew
    from padu.settings.key_rotation import add_key_pair

    if not resume:
        encryption, hashing = add_key_pair(settings.KEYRING.path)
        print(f"Kunci baru: {encryption} (sandi) dan {hashing} (pencarian). Salin berkas kunci ke tempat terpisah.")
    renewed = numbers_renew(lambda done, total: print(f"  {done} dari {total} nomor"))
    print(f"Nomor disandi ulang: {renewed.rows} pada data, {renewed.old_rows} pada riwayat.")
    for table, rows in sorted(sealed_renew().items()):
        print(f"{table}: {rows} disandi ulang.")


def _say_uses() -> None:
    from django.conf import settings

    from padu.apps.rumah_dataku.services.key_uses import key_uses

    ring, uses = settings.KEYRING, key_uses()
    current = {ring.encryption.current, ring.hashing.current}
    for key_id in sorted(ring.key_ids | uses.keys()):
        kind = "berlaku" if key_id in current else "lama" if key_id in ring.key_ids else "TIDAK ADA DI BERKAS KUNCI"
        where = ", ".join(f"{table} {rows}" for table, rows in sorted(uses.get(key_id, {}).items()))
        print(f"{key_id}: {kind}; {where or 'tidak dipakai baris mana pun'}")


def _drop() -> None:
    from django.conf import settings

    from padu.apps.accounts.services.factors import codes_end
    from padu.apps.rumah_dataku.services.key_uses import ENDING_WITH_KEY, key_uses
    from padu.settings.key_rotation import drop_keys, old_keys

    ring = settings.KEYRING
    old, uses = old_keys(ring), key_uses()
    needed = {key_id: uses[key_id].keys() - ENDING_WITH_KEY for key_id in old if key_id in uses}
    needed = {key_id: tables for key_id, tables in needed.items() if tables}
    # A hash key is needed as long as numbers stand under the encryption key that came with it.
    if needed:
        words = "; ".join(f"{key_id}: {', '.join(sorted(tables))}" for key_id, tables in needed.items())
        raise stop_with(f"Kunci lama masih dibutuhkan ({words}). Tidak ada yang dibuang.")
    if not old:
        print("Tidak ada kunci lama.")
        return
    drop_keys(ring.path, old)
    print(f"Dibuang: {', '.join(sorted(old))}.")
    print(
        f"Kode pemulihan yang berakhir bersamanya: {codes_end(old)}; tautan undangan dan kata sandi dari kunci lama"
        " berakhir juga. Minta orangnya membuat kode baru di halaman Akun."
    )
