"""How many kampung have a Rumah DataKu, by class, in the places below a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.population_indicators import share_of
from padu.domain.regions import CodeRange, Level, level_of
from padu.domain.rumah_dataku_class import RumahDatakuClass
from padu.domain.values import FigureValue

BELOW: Final = {Level.NATION: 2, Level.PROVINCE: 5, Level.REGENCY: 8, Level.DISTRICT: 13, Level.VILLAGE: 13}
"""Length of the codes of the places below a place of each level."""
DECLARED: Final = "sarana.rumah_dataku"


@dataclass(frozen=True, slots=True)
class ClassLine:
    """Kampung of one place: all, those that declare a Rumah DataKu, and those of each class."""

    region_code: str
    name: str
    kampung: int
    with_house: int
    by_class: Sequence[int]

    @property
    def share(self) -> FigureValue:
        """Per cent of the kampung that have a Rumah DataKu."""
        return share_of(self.with_house, self.kampung)


_COUNT: Final = """
select left(k.region_code, %s), count(*), count(*) filter (where d.answer),
       count(*) filter (where d.answer and s.reached = 'sederhana'),
       count(*) filter (where d.answer and s.reached = 'lengkap'),
       count(*) filter (where d.answer and s.reached = 'paripurna')
  from kampung_kampung k
  left join lateral (select answer from kampung_declaration d
                      where d.kampung_id = k.id and d.region_code = k.region_code and d.field = %s
                      order by d.as_of desc, d.id desc limit 1) d on true
  left join lateral (select reached from rumah_dataku_rumahdatakustanding s
                      where s.kampung_id = k.id and s.region_code = k.region_code order by s.day desc limit 1) s on true
 where k.region_code >= %s and k.region_code < %s and k.dissolved_on is null
 group by 1 order by 1
"""


def class_lines(region_code: str) -> list[ClassLine]:
    """A line for each place below that has kampung; dissolved ones are left out. Reads what the actor may read."""
    span = CodeRange.below(region_code)
    rows = ask(_COUNT, (BELOW[level_of(region_code)], DECLARED, span.start, span.end))
    names = names_of([row[0] for row in rows])
    return [ClassLine(code, names.get(code, code), every, some, tuple(kinds)) for code, every, some, *kinds in rows]


def class_total(region_code: str, lines: Sequence[ClassLine]) -> ClassLine:
    """The lines added up."""
    kinds = tuple(sum(line.by_class[at] for line in lines) for at in range(len(RumahDatakuClass)))
    return ClassLine(
        region_code,
        names_of([region_code]).get(region_code, region_code),
        sum(line.kampung for line in lines),
        sum(line.with_house for line in lines),
        kinds,
    )
