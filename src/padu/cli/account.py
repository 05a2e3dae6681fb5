"""`padu account add`: the first accounts of an installation, before anybody can open one on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from padu.cli.surroundings import BAD_INPUT, acting_user, start_django, stop_with

if TYPE_CHECKING:
    from padu.access.actor import Actor
    from padu.access.verbs import Role

account_app = typer.Typer(help="Akun: membuka akun dan memberi peran.", no_args_is_help=True)


@account_app.callback()
def _account() -> None:
    """Keeps `add` a command of its own."""


@account_app.command("add")
def add(
    username: Annotated[str, typer.Argument(help="Nama akun, huruf kecil.")],
    role: Annotated[
        str,
        typer.Option(
            help="Peran: kader, kampung, plkb, agency, regency, district, province, nation, sector, inspector, privacy."
        ),
    ],
    place: Annotated[str, typer.Option(help="Kode wilayah peran itu, misalnya 13.01.")],
    name: Annotated[str, typer.Option(help="Nama lengkap.")] = "",
    agency: Annotated[str | None, typer.Option(help="Kode instansi, untuk peran agency.")] = None,
    acting: Annotated[str | None, typer.Option("--as", help="Pengelola akun; tanpa ini operator mesin.")] = None,
    password: Annotated[str, typer.Option(prompt="Kata sandi", confirmation_prompt=True, hide_input=True)] = "",
) -> None:
    """Buka satu akun dengan satu peran. Kata sandi ditanyakan dan tidak ditampilkan."""
    cluster = start_django()
    try:
        _add(username, role, place, name or username, agency, acting, password)
    finally:
        if cluster is not None:
            cluster.release()


def _add(
    username: str, role: str, place: str, name: str, agency: str | None, acting: str | None, password: str
) -> None:
    from padu.access.gate import scoped
    from padu.apps.accounts.services import (
        NameTaken,
        NotToBeGranted,
        OddHat,
        OddUsername,
        WeakPassword,
        hat_grant,
        user_create,
    )

    chosen = _role(role)
    administrator = _administrator(acting, place)
    try:
        with scoped(administrator):
            agency_id = _agency_id(place, agency)
            user = user_create(
                actor=administrator, username=username, full_name=name, region_code=place, password=password
            )
            hat_grant(actor=administrator, user_id=user.pk, role=chosen, region_code=place, agency_id=agency_id)
    except OddUsername as odd:
        raise stop_with("Nama akun: 3-60 huruf kecil, angka, titik, strip, atau garis bawah.", BAD_INPUT) from odd
    except NameTaken as taken:
        raise stop_with(f"Nama akun '{username}' sudah dipakai.", BAD_INPUT) from taken
    except WeakPassword as weak:
        raise stop_with(" ".join(weak.reasons), BAD_INPUT) from weak
    except NotToBeGranted as refused:
        raise stop_with(refused.reason, BAD_INPUT) from refused
    except OddHat as odd:
        raise stop_with("Peran agency dan sector perlu --agency KODE; peran lain tidak.", BAD_INPUT) from odd
    print(f"Akun '{username}' dibuka dengan peran {chosen.value} di {place}.")


def _role(text: str) -> Role:
    from padu.access.verbs import Role

    try:
        return Role(text)
    except ValueError as unknown:
        raise stop_with(f"Peran '{text}' tidak ada. Pilihan: {', '.join(Role)}.", BAD_INPUT) from unknown


def _administrator(acting: str | None, place: str) -> Actor:
    """The person named by --as, or the machine's operator in this one place; either way the trail names the change."""
    from padu.access.actor import system_actor
    from padu.access.verbs import Verb
    from padu.apps.regions.selectors import get_region

    if get_region(place) is None:
        raise stop_with(f"Wilayah '{place}' tidak ada dalam daftar.", BAD_INPUT)
    if acting is None:
        return system_actor(place, Verb.ACCOUNT_ADMIN)
    administrator = acting_user(acting)
    if not administrator.may(Verb.ACCOUNT_ADMIN, place):
        raise stop_with(f"Akun '{acting}' tidak mengelola akun di {place}.", BAD_INPUT)
    return administrator


def _agency_id(place: str, code: str | None) -> int | None:
    from padu.apps.institutions.selectors import find_agency

    if code is None:
        return None
    agency = find_agency(place, code)
    if agency is None:
        raise stop_with(f"Instansi '{code}' tidak ada di {place}.", BAD_INPUT)
    return agency.pk
