"""Families as entities: which version a phone is told, and the lists that come with the forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.convergence.selectors.reportable import reportable_events
from padu.apps.programmes.selectors import list_matrix_columns, list_programmes
from padu.apps.regions.selectors import list_villages, names_of
from padu.apps.rumah_dataku.models import Family, Person
from padu.domain.regions import Level, level_of
from padu.interop.openrosa.models import FamilyEntity
from padu.interop.openrosa.standing import family_standing

# Run in the actor's scope: row security picks the places.
_NEW: Final = """
insert into openrosa_familyentity (region_code, family_id, uuid, version, seen)
select f.region_code, f.id, gen_random_uuid(), 1, f.updated_at
  from rumah_dataku_family f
 where f.active and (%(family)s::bigint is null or f.id = %(family)s)
   and not exists (select 1 from openrosa_familyentity e where e.family_id = f.id)
on conflict do nothing
"""
_CHANGED: Final = """
update openrosa_familyentity e
   set version = e.version + 1, seen = f.updated_at, branch = null
  from rumah_dataku_family f
 where f.id = e.family_id and e.seen is distinct from f.updated_at
   and (%(family)s::bigint is null or f.id = %(family)s)
"""


def entities_renew(family_id: int | None = None) -> None:
    """Give families an id that have none, and those that anybody has changed since a new version."""
    with connection.cursor() as cursor:
        for statement in (_NEW, _CHANGED):
            cursor.execute(statement, {"family": family_id})


def entity_of(uuid: UUID) -> FamilyEntity | None:
    """The entity as it stands now, if the current actor may see its family; locked until the transaction ends.

    Of a family that was merged away it is that of the family that stays.
    """
    found: FamilyEntity | None = FamilyEntity.objects.select_related("family").filter(uuid=uuid).first()
    stays = family_standing(found.family) if found else None
    if stays is None:
        return None
    entities_renew(stays.pk)
    locked: FamilyEntity | None = FamilyEntity.objects.select_for_update().filter(family_id=stays.pk).first()
    return locked


def entity_keep(family_id: int, uuid: UUID, branch: UUID | None) -> FamilyEntity:
    """After a phone's change was stored: the next version, made by this branch."""
    family: Family = Family.objects.get(pk=family_id)
    entity: FamilyEntity | None = FamilyEntity.objects.filter(family_id=family_id).first()
    if entity is None:
        made: FamilyEntity = FamilyEntity.objects.create(
            region_code=family.region_code, family=family, uuid=uuid, seen=family.updated_at, branch=branch
        )
        return made
    entity.version += 1
    entity.seen, entity.branch = family.updated_at, branch
    entity.save(update_fields=["version", "seen", "branch"])
    return entity


def families_csv() -> str:
    """The entity list of the current actor's families: what is needed to find them, no number, no answer."""
    entities_renew()
    rows = (
        FamilyEntity.objects.filter(family__active=True)
        .order_by("region_code", "family__rw", "family__rt", "family_id")
        .values_list("uuid", "version", "family__head_name", "family__hamlet", "family__rw", "family__rt")
    )
    heads = ("name", "label", "__version", "head_name", "hamlet", "rw", "rt")
    return _csv(heads, ((u, f"{n} RT {rt} RW {rw}", v, n, h, rw, rt) for u, v, n, h, rw, rt in rows))


def members_csv() -> str:
    """Members by family: the line and the name, so that somebody known is not written down twice."""
    uuids = dict(FamilyEntity.objects.values_list("family_id", "uuid"))
    people = Person.objects.filter(active=True, family_id__in=uuids).order_by("family_id", "line")
    rows = people.values_list("family_id", "line", "name")
    return _csv(
        ("name", "label", "keluarga"),
        ((f"{uuids[family]}_{line}", f"{line}. {name}", uuids[family]) for family, line, name in rows),
    )


def villages_csv(actor: Actor) -> str:
    """Villages in which the actor writes families."""
    codes = villages_of(actor)
    names = names_of(codes)
    return _csv(("name", "label"), ((code, names.get(code, code)) for code in codes))


def villages_of(actor: Actor) -> list[str]:
    roots = actor.roots(Verb.FAMILY_WRITE)
    found = [code for code in roots if level_of(code) is Level.VILLAGE]
    wide = [code for code in roots if level_of(code) is not Level.VILLAGE]
    return sorted({*found, *(code for root in wide for code in list_villages(root).values_list("code", flat=True))})


def programmes_csv() -> str:
    return _csv(("name", "label"), ((row.number, f"{row.number}. {row.name}") for row in list_programmes()))


def columns_csv(actor: Actor) -> str:
    """Columns of the matrix in the actor's villages."""
    places = villages_of(actor)[:1]
    return _csv(("name", "label"), ((row.key, row.name) for place in places for row in list_matrix_columns(place)))


def events_csv(actor: Actor) -> str:
    """Events that wait for a report in the actor's villages."""
    rows = reportable_events(actor, villages_of(actor), timezone.localdate())
    return _csv(("name", "label", "desa"), ((row.pk, row.label, row.region_code) for row in rows))


def commitments_csv(actor: Actor) -> str:
    """What was agreed for these events and is still open."""
    rows = reportable_events(actor, villages_of(actor), timezone.localdate())
    lines = ((pk, title, row.pk) for row in rows for pk, title in row.activities)
    return _csv(("name", "label", "acara"), lines)


def gone(uuids: Iterable[UUID]) -> dict[UUID, bool]:
    """Whether each entity is none of the actor's active families (any more)."""
    asked = list(uuids)
    held = set(FamilyEntity.objects.filter(uuid__in=asked, family__active=True).values_list("uuid", flat=True))
    return {uuid: uuid not in held for uuid in asked}


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()
