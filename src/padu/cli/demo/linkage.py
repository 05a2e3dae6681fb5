"""Duplicates and sectors' lists: a family that stands twice, a person in two nagari, a list that came, one late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Final

from padu.access.actor import Hat
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.institutions.models import Agency
from padu.apps.institutions.selectors import list_agencies
from padu.apps.record_linkage.models import SectorAgreement
from padu.apps.record_linkage.services.list_matching import list_match
from padu.apps.record_linkage.services.lists import agreement_record, list_receive
from padu.apps.record_linkage.services.searching import pairs_search
from padu.apps.rumah_dataku.demo.families import DemoFamily, generate_families
from padu.apps.rumah_dataku.files.rows import FamilyRow, PersonRow
from padu.apps.rumah_dataku.services.storing import families_store
from padu.cli.demo.setting import DemoSetting
from padu.domain.identity import NikMissingReason
from padu.domain.linkage.sectors import SOURCE_COLUMNS, Rhythm, SectorSource
from padu.domain.pk21.codes import Sex

SOURCE: Final = "peragaan-ganda"
_OLD_SPELLING: Final = (("u", "oe"), ("j", "dj"), ("c", "tj"))
_BEGUN: Final = 215
"""Days since the lists were agreed, so that the one that never came is late."""
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


def load_sector_lists(setting: DemoSetting) -> str:
    """One list that came and is linked, and one that is late; again it makes nothing twice."""
    team = setting.actor()
    agencies = {agency.column_key: agency for agency in _agencies(setting)}
    with scoped(team):
        if SectorAgreement.objects.exists():
            return "sudah ada"
        # Two quarters are over; the list of the second one is late or will be soon.
        begin = (setting.today.replace(day=1) - dt.timedelta(days=_BEGUN)).replace(day=1)
        agreed = {
            source: agreement_record(
                actor=team, agency_id=agencies[SOURCE_COLUMNS[source]].pk, source=source, rhythm=Rhythm.QUARTERLY,
                starts_on=begin, note="Contoh buatan",
            )
            for source in (SectorSource.CIVIL_REGISTRY, SectorSource.HEALTH)
        }  # fmt: skip
    counts = _send(agreed[SectorSource.CIVIL_REGISTRY], setting)
    return f"{len(agreed)} kesepakatan, {counts.get('by_rule', 0)} baris tersambung, {counts.get('review', 0)} ragu"


def _agencies(setting: DemoSetting) -> list[Agency]:
    with scoped(setting.actor()):
        return list(list_agencies(setting.regency))


def _send(agreement: SectorAgreement, setting: DemoSetting) -> dict[str, int]:
    """The list of the civil registry, of the first nagari alone."""
    officer = replace(
        setting.actor(Verb.SECTOR_SEND), hats=(Hat(Role.AGENCY, setting.regency, agreement.agency_id),), user_id=0
    )
    content = "\r\n".join(_listed(setting)).encode()
    with scoped(officer):
        sent = list_receive(
            actor=officer, agreement_id=agreement.pk, chunks=[content], file_name="dukcapil-buatan.csv",
            data_on=setting.today,
        )  # fmt: skip
    done = list_match(delivery_id=sent.pk, region_code=setting.regency, on_behalf_of=officer)
    counts: dict[str, int] = done.counts
    return counts


def _listed(setting: DemoSetting) -> Iterator[str]:
    """Some by NIK, some by name and year alone, one whom no family knows, one row with a mistake."""
    village = setting.villages[0]
    made = list(generate_families(village, setting.families, setting.seed, setting.today))
    yield "Kode desa;Nama;NIK;Jenis kelamin;Tanggal lahir;RW;RT;Status dokumen"
    for family in made[4:10]:
        yield _listed_row(village, family, by_number=True)
    # Of these the list knows no NIK and the year of birth only.
    named = [family for family in made[10:] if " " in family.head.name]
    for family in named[:2]:
        yield _listed_row(village, family, by_number=False)
    yield f"{village};Warga Baru (buatan);;P;17/08/2001;;;Tidak ada"
    yield f"{village};;;L;01/02/1990;;;"


def _listed_row(village: str, family: DemoFamily, *, by_number: bool) -> str:
    person = family.head
    sex = "L" if person.answers.sex is Sex.MALE else "P"
    born = person.answers.birth_date
    if by_number or born is None:
        day = f"{born:%d/%m/%Y}" if born else ""
        return f"{village};{person.name.upper()};{person.nik or ''};{sex};{day};{family.rw};{family.rt};Lengkap"
    return f"{village};{person.name};;{sex};01/01/{born.year};;;Belum lengkap"
