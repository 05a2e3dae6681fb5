"""The 17 answers of a family in the database as three masks of 17 bits, in SQL made from the one list of indicators."""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.models import FamilySurvey
from padu.domain.ibangga import INDICATOR_IDS

_OPEN_COLUMNS: Final = {field.name for field in FamilySurvey._meta.fields}


def _column(indicator_id: str) -> str:
    """The survey table holds 15 indicators, the specific one the other two."""
    return f"{'s' if indicator_id in _OPEN_COLUMNS else 'x'}.{indicator_id}"


def _mask(condition: str) -> str:
    bits = (f"(({condition.format(column=_column(name))})::int << {bit})" for bit, name in enumerate(INDICATOR_IDS))
    return " | ".join(bits)


# A family without a row of specific answers has not answered those two: applicable, not answered.
FAMILY_MASKS: Final = f"""
select s.family_id, s.region_code::text as region_code, s.year::int as year,
       ({_mask("coalesce({column}, 0) = 1")})::int as met,
       ({_mask("coalesce({column}, 0) <> -1")})::int as applicable,
       ({_mask("{column} is not null and {column} in (0, 1)")})::int as answered
  from rumah_dataku_familysurvey s
  join rumah_dataku_family f on f.id = s.family_id and f.region_code = s.region_code and f.active
  left join rumah_dataku_familysurveyspecific x
         on x.family_id = s.family_id and x.region_code = s.region_code and x.year = s.year
 where s.region_code >= %s and s.region_code < %s and s.year = %s
"""  # noqa: S608 - made of our own list of indicators
"""Input of the index statements; parameters: start and end of the range of village codes, year."""
