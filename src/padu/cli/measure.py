"""`padu measure`: the family index, the measures, the medians and the rankings of a place, computed at once."""

from __future__ import annotations

from typing import Annotated

import typer

from padu.cli.surroundings import BAD_INPUT, acting_user, start_django, stop_with


def measure(
    place: Annotated[str, typer.Option(help="Kode wilayah: desa, kecamatan, atau kabupaten/kota, misalnya 13.01.")],
    year: Annotated[int, typer.Option(help="Tahun data.", min=2000, max=2100)],
    username: Annotated[str | None, typer.Option("--as", help="Atas nama akun ini; tanpa ini tercatat sistem.")] = None,
) -> None:
    """Hitung indeks keluarga dan susun ulang masalah terurut suatu wilayah dari data yang tersimpan.

    Analisis yang sudah dikirim ke kabupaten/kota tidak diubah. Menjalankannya dua kali memberi hasil yang sama.
    """
    from padu.domain.regions import Level, is_region_code, level_of

    if not is_region_code(place) or level_of(place) in (Level.NATION, Level.PROVINCE):
        raise stop_with(f"'{place}' bukan kode kabupaten/kota, kecamatan, atau desa (contoh: 13.01).", BAD_INPUT)
    cluster = start_django()
    try:
        _measure(place, year, username)
    finally:
        if cluster is not None:
            cluster.release()


def _measure(place: str, year: int, username: str | None) -> None:
    from padu.access.verbs import Verb
    from padu.apps.measurement.services import index_compute
    from padu.apps.situation.services import place_measure, regency_rank
    from padu.domain.regions import regency_of

    actor = acting_user(username) if username else None
    if actor is not None and not actor.may(Verb.PLACE_READ, place):
        raise stop_with(f"Wilayah {place} bukan wilayah kerja akun '{username}'.", BAD_INPUT)
    villages = index_compute(region_code=place, year=year, on_behalf_of=actor)
    print(f"Indeks keluarga {year}: {villages} desa terhitung.")
    rows = place_measure(region_code=place, year=year, on_behalf_of=actor)
    ranked = regency_rank(regency_code=regency_of(place), year=year, on_behalf_of=actor)
    print(f"Masalah: {rows} ukuran tersimpan, {ranked} analisis disusun ulang.")
