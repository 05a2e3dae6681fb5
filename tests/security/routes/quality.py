"""Issues of the data, completeness, and figures that stand out."""

from __future__ import annotations

from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.data_quality.models import DataIssue
from padu.apps.data_quality.services import issue_report
from padu.apps.rumah_dataku.models import Figure
from tests.security.routes.base import (
    EVERYONE,
    FAMILY,
    HERE,
    NO_CODE,
    NO_ID,
    OTHERS,
    PLACE,
    WRITES,
    Case,
    Reach,
    Roles,
    of,
)
from tests.security.world import World

CADRES: Roles = frozenset({Role.KADER})
# Who looks at what others have put right, and says that something is right as it is.
JUDGES: Roles = FAMILY - CADRES

WORDS = {"quality_note": "Laporan Kenari"}
MAY_READ = {"quality_note": Reach(HERE, FAMILY)}


def make(world: World) -> DataIssue:
    actor = world.people.pokja.actor
    with scoped(system_actor(HERE, Verb.PLACE_READ)):
        Figure.objects.create(
            region_code=HERE, element="idm", period="2023", source="Kemendesa", value=0.7, updated_at=timezone.now()
        )
    with scoped(actor):
        return issue_report(actor=actor, family_id=world.family.pk, note=WORDS["quality_note"])


def _issue(world: World) -> dict[str, object]:
    return {"issue_id": world.rooms["quality"].pk}


def _step(word: str, sees: Roles, lacks: Roles) -> Case:
    return Case(
        "quality_step", sees, lacks, place=HERE, kwargs=lambda w: _issue(w) | {"word": word}, methods=WRITES,
        post=of(note="Sudah"), twin={"issue_id": NO_ID}, label=word,
    )  # fmt: skip


CASES = [
    Case("quality", EVERYONE),
    Case("quality_file", FAMILY),
    Case("quality_check", FAMILY, place=HERE, methods=WRITES, post=of(desa=HERE)),
    Case("quality_hand_on_many", FAMILY, place=HERE, methods=WRITES, post=of(desa_tugas=HERE)),
    Case(
        "quality_report", FAMILY, place=HERE, kwargs=lambda w: {"family_id": w.family.pk}, methods=WRITES,
        post=of(note="Salah"), twin={"family_id": NO_ID},
    ),
    *(
        case
        for route in ("quality_completeness", "quality_completeness_file", "quality_outliers")
        for case in (
            Case(route, PLACE, door=OTHERS),
            Case(route, PLACE, OTHERS, place=HERE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE}, label="here"),
        )
    ),
    Case(
        "quality_outlier", PLACE, OTHERS, place=HERE, kwargs=of(code=HERE, element="idm", component="-"),
        twin={"code": NO_CODE},
    ),
    Case("quality_issue", FAMILY, place=HERE, kwargs=_issue, twin={"issue_id": NO_ID}),
    Case("quality_hand_on", FAMILY, place=HERE, kwargs=_issue, methods=WRITES, twin={"issue_id": NO_ID}),
    _step("perbaiki", FAMILY, frozenset()),
    *(_step(word, JUDGES, CADRES) for word in ("periksa", "kembalikan", "tutup", "benar", "buka")),
]  # fmt: skip
