"""Lists that were refused: their sender alone looks at them and has them read again."""

from __future__ import annotations

from padu.apps.rumah_dataku.files.problems import FileProblem, refusal
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services.refused_lists import refused_keep
from tests.security.routes.base import NO_ID, TEAM, WRITES, Case
from tests.security.standing import REGENCY
from tests.security.world import World


def make(world: World) -> dict[str, RefusedList]:
    """One list of officers and one register, both sent by the regency's team and refused."""
    refused = refusal("no_header", "Baris judul tidak ditemukan.", "Pakai templat.")
    bad = FileProblem("rows_bad", "1 baris salah.", "Perbaiki.")
    lists = {
        kind.value: refused_keep(
            actor=world.people.tim_kab.actor,
            kind=kind,
            region_code=REGENCY,
            chunks=[b"apa saja\n"],
            file_name=f"{kind.value}.csv",
            problems=refused.problems,
        )
        for kind in RefusedList.Kind
    }
    lists["bad_rows"] = refused_keep(
        actor=world.people.tim_kab.actor,
        kind=RefusedList.Kind.REGISTER,
        region_code=REGENCY,
        chunks=[b"Kode desa;Nama kampung\n13.01.01.2001;\n"],
        file_name="daftar.csv",
        problems=(bad,),
    )
    return lists


def _case(route: str, kind: str, **more: object) -> Case:
    return Case(
        route,
        TEAM,
        place=REGENCY,
        only="tim_kab",
        kwargs=lambda w: {"list_id": w.rooms["refused"][kind].pk},
        twin={"list_id": NO_ID},
        **more,  # type: ignore[arg-type]
    )


CASES = [
    _case("refused_rows", "bad_rows"),
    _case("refused_file", RefusedList.Kind.WORKERS.value),
    _case("field_upload_again", RefusedList.Kind.WORKERS.value, methods=WRITES),
    _case("register_import_again", RefusedList.Kind.REGISTER.value, methods=WRITES),
]
