"""Families, files that bring them, figures of a village, and the kampung they make up."""

from __future__ import annotations

from typing import Any

from padu.access.verbs import Role
from tests.security.routes.base import (
    BOTH,
    EVERYONE,
    FAMILY,
    HERE,
    NO_CODE,
    NO_ID,
    NO_REGENCY,
    OTHERS,
    PLACE,
    POKJA,
    TEAM,
    WRITES,
    Case,
    Roles,
    of,
)
from tests.security.standing import REGENCY


def _village(route: str, **more: Any) -> Case:
    return Case(route, PLACE, OTHERS, place=HERE, kwargs=of(code=HERE), twin={"code": NO_CODE}, **more)


def _run(route: str, run: str, sees: Roles = FAMILY, **more: Any) -> Case:
    """A file of families stands with those who work with the village's families."""
    return Case(
        route, sees, place=HERE, kwargs=lambda w: {"run_id": getattr(w, run).pk}, twin={"run_id": NO_ID}, **more
    )


SENDERS: Roles = FAMILY | TEAM | {Role.DISTRICT, Role.PROVINCE}
"""Who sends files of families, of figures, or tables of SIGA."""

CASES = [
    Case("imports", SENDERS, EVERYONE - SENDERS, methods=BOTH),
    Case("import_template", EVERYONE, kwargs=of(what="keluarga", kind="zip")),
    _run("import_run", "checked_run"),
    _run("import_run", "stored_run", label="stored"),
    _run("import_progress", "checked_run"),
    _run("import_columns", "checked_run", methods=BOTH),
    _run("import_names", "siga_run", sees=POKJA, lacks=FAMILY - POKJA, methods=BOTH),
    _run("import_store", "checked_run", methods=WRITES, post=of(mode="good")),
    _run("import_discard", "checked_run", methods=WRITES),
    _run("import_changes", "checked_run"),
    _run("import_changes_book", "checked_run"),
    _run("import_undo", "stored_run", methods=BOTH, post=of(reason="Berkas milik desa lain")),
    _run("import_retry", "failed_run", methods=WRITES),
    _run("import_bad_rows", "checked_run"),
    _run("import_file", "stored_run", only="pokja"),
    _run("import_mending", "checked_run", only="pokja"),
    Case("families", FAMILY),
    Case("families_book", FAMILY),
    Case("families_book", FAMILY, place=HERE, query={"desa": HERE}, twin={"desa": NO_CODE}, label="place"),
    Case("family", FAMILY, place=HERE, kwargs=lambda w: {"family_id": w.family.pk}, twin={"family_id": NO_ID}),
    _village("village_figures"),
    _village("village_profile"),
    _village("village_profile", query={"kelompok": "quantity"}, label="group"),
    Case("rumah_dataku_classes", PLACE, door=OTHERS),
    *(
        case
        for name in ("rumah_dataku_population", "rumah_dataku_completeness")
        for case in (
            Case(name, PLACE, door=OTHERS),
            Case(
                name,
                PLACE,
                OTHERS,
                place=REGENCY,
                query={"wilayah": REGENCY},
                twin={"wilayah": NO_REGENCY},
                label="place",
            ),
        )
    ),
    Case(
        "rumah_dataku_classes",
        PLACE,
        OTHERS,
        place=HERE,
        query={"wilayah": HERE},
        twin={"wilayah": NO_CODE},
        label="place",
    ),
    Case(
        "village_profile_paper",
        PLACE,
        OTHERS,
        place=HERE,
        kwargs=of(code=HERE, extent="ringkas", kind="xlsx"),
        twin={"code": NO_CODE},
    ),
    Case(
        "village_profile_enter",
        POKJA | TEAM,
        EVERYONE - POKJA - TEAM,
        place=HERE,
        kwargs=of(code=HERE, group="quantity"),
        twin={"code": NO_CODE},
        methods=BOTH,
    ),
    Case("kampung_list", EVERYONE),
    _village("kampung"),
    _village("kampung_indicators"),
    Case("kampung", PLACE, OTHERS, place=REGENCY, kwargs=of(code=REGENCY), twin={"code": NO_REGENCY}, label="regency"),
]
