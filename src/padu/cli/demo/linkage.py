"""A family that stands twice in the first nagari, and a person who stands in the second one too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Final

from padu.access.verbs import Verb
from padu.apps.record_linkage.services.searching import pairs_search
from padu.apps.rumah_dataku.demo.families import DemoFamily, generate_families
from padu.apps.rumah_dataku.files.rows import FamilyRow, PersonRow
from padu.apps.rumah_dataku.services.storing import families_store
from padu.cli.demo.setting import DemoSetting
from padu.domain.identity import NikMissingReason

SOURCE: Final = "peragaan-ganda"
_OLD_SPELLING: Final = (("u", "oe"), ("j", "dj"), ("c", "tj"))
_COPIED: Final = 3
"""Members of the family that is written down twice."""


def load_duplicates(setting: DemoSetting) -> str:
    """Both, and the search that finds them; again it makes nothing twice."""
    first, second = setting.villages[:2]
    made = list(generate_families(first, setting.families, setting.seed, setting.today))
    several = [family for family in made if len(family.members) >= _COPIED]
    several.sort(key=lambda family: respelled(family.head.name) == family.head.name)
    actor = setting.actor(Verb.FAMILY_READ, Verb.FAMILY_WRITE)
    for code, rows in ((first, _again(several[0], first, setting)), (second, _moved(several[1], second, setting))):
        families_store(actor=actor, region_code=code, rows=rows, source=SOURCE, made_up=True, announce=False)
    outcome = pairs_search(region_code=setting.regency, on_behalf_of=actor)
    return f"{outcome.family_pairs} pasangan keluarga, {outcome.person_pairs} pasangan orang"


def _again(family: DemoFamily, code: str, setting: DemoSetting) -> Iterator[FamilyRow | PersonRow]:
    """Written down once more by somebody with other habits: old spelling, no numbers."""
    numbers, members = count(1), family.members[:_COPIED]
    yield _family(family, code, setting, next(numbers), respelled(members[0].name))
    for line, person in enumerate(members, start=1):
        yield PersonRow(
            sheet="", row=next(numbers), family_key=family.source_key, line=line, name=respelled(person.name),
            nik_missing_reason=NikMissingReason.NOT_SHOWN, answers=person.answers,
        )  # fmt: skip


def _moved(family: DemoFamily, code: str, setting: DemoSetting) -> Iterator[FamilyRow | PersonRow]:
    """A grown-up of the first nagari with the same NIK, alone in the second one."""
    numbers = count(1)
    person = next(one for one in family.members if one.nik)
    yield _family(family, code, setting, next(numbers), person.name)
    yield PersonRow(
        sheet="", row=next(numbers), family_key=family.source_key, line=1, name=person.name, nik=person.nik,
        answers=person.answers,
    )  # fmt: skip


def _family(family: DemoFamily, code: str, setting: DemoSetting, row: int, head: str) -> FamilyRow:
    plain = FamilyRow(sheet="", row=row, source_key=family.source_key, village_code=code, data_year=setting.year)
    here = code == family.village_code
    return replace(plain, head_name=head, rt=family.rt if here else "", rw=family.rw if here else "")


def respelled(name: str) -> str:
    """In the spelling of before 1972, where that makes a difference.

    >>> respelled("Nurjanah")
    'Noerdjanah'
    """
    for new, old in _OLD_SPELLING:
        name = name.replace(new, old)
    return name
