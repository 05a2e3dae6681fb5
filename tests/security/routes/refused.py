"""Lists that were refused: their sender alone looks at them and has them read again."""

from __future__ import annotations

from padu.apps.rumah_dataku.files.problems import refusal
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services.refused_lists import refused_keep
from tests.security.routes.base import NO_ID, TEAM, WRITES, Case
from tests.security.standing import REGENCY
from tests.security.world import World


def make(world: World) -> dict[str, RefusedList]:
    """One list of officers and one register, both sent by the regency's team and refused."""
    refused = refusal("no_header", "Baris judul tidak ditemukan.", "Pakai templat.")
    return {
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


def _case(route: str, kind: RefusedList.Kind, **more: object) -> Case:
    return Case(
        route,
        TEAM,
        place=REGENCY,
        only="tim_kab",
        kwargs=lambda w: {"list_id": w.rooms["refused"][kind.value].pk},
        twin={"list_id": NO_ID},
        **more,  # type: ignore[arg-type]
    )


CASES = [
    _case("refused_file", RefusedList.Kind.WORKERS),
    _case("field_upload_again", RefusedList.Kind.WORKERS, methods=WRITES),
    _case("register_import_again", RefusedList.Kind.REGISTER, methods=WRITES),
]
