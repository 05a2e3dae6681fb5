"""Families by RT and RW of a village, counted for a map: never a family, and small cells only for the case duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padu.access.actor import system_actor
from padu.access.gate import current_actor, scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.privacy import few_behind, hide_small_rows
from padu.domain.values import FigureValue, Missing

FAMILIES: Final = "keluarga"
MAP_ITEMS: Final = {
    FAMILIES: ("Jumlah keluarga", "true", "true"),
    "jamban": ("Keluarga dengan jamban layak", "(s.answers->>'p24')::int in (1, 2)", "s.answers ? 'p24'"),
    "air": ("Keluarga dengan air minum layak", "(s.answers->>'p23')::int in (1, 2, 3, 4, 6)", "s.answers ? 'p23'"),
    "rumah": ("Keluarga dengan rumah layak", "s.decent_housing = 1", "s.decent_housing in (0, 1)"),
    "penghasilan": ("Keluarga dengan sumber penghasilan", "s.income_source = 1", "s.income_source in (0, 1)"),
}
"""What a map may show: label, and who counts among those that are known."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """One RT of one RW: families, and per cent of those that are known who have what was asked (None: families)."""

    rw: str
    rt: str
    families: FigureValue
    share: FigureValue

    @property
    def label(self) -> str:
        if not self.rt and not self.rw:
            return "Tanpa RT dan RW"
        return f"{f'RT {self.rt}' if self.rt else 'Tanpa RT,'} {f'RW {self.rw}' if self.rw else 'tanpa RW'}"


def neighbourhoods_of(region_code: str, item: str) -> list[Neighbourhood]:
    """RT in order of RW and RT by their newest survey. Callers have checked the place.

    Who has no duty for the families gets no count of fewer than ten families, on either side of a share.
    """
    whole = current_actor().may(Verb.FAMILY_READ, region_code)
    _, met, known = MAP_ITEMS[item]
    with scoped(system_actor(region_code, Verb.FAMILY_READ, on_behalf_of=current_actor())):
        rows = ask(_sql(met, known), (region_code,))
    shown = [(row[2],) for row in rows] if whole else hide_small_rows([(row[2],) for row in rows])
    return [
        Neighbourhood(rw, rt, families, _share(met_by, asked, whole=whole))
        for (rw, rt, _, met_by, asked), (families,) in zip(rows, shown, strict=True)
    ]


def _share(met: int, known: int, *, whole: bool) -> FigureValue:
    if not known:
        return Missing.UNKNOWN
    parts: Sequence[int] = [part for part in (met, known - met) if part]
    return Missing.SUPPRESSED if not whole and few_behind(*parts) else 100 * met / known


def _sql(met: str, known: str) -> str:
    return f"""
select f.rw, f.rt, count(*), count(*) filter (where ({known}) and ({met})), count(*) filter (where {known})
  from rumah_dataku_family f
  left join lateral (select * from rumah_dataku_familysurvey y
                      where y.family_id = f.id and y.region_code = f.region_code order by y.year desc limit 1) s on true
 where f.region_code = %s and f.active group by f.rw, f.rt order by f.rw, f.rt
"""  # noqa: S608 - conditions of this module
