"""Village items of the demo: counted from its families, with made-up figures of the civil registry and areas beside."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.rumah_dataku.files.elements import AREA
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.services.class_standing import standings_write
from padu.apps.rumah_dataku.services.village_counting import village_items_count
from padu.apps.rumah_dataku.services.village_deriving import derived_figures_write
from padu.cli.demo.setting import DemoSetting

CIVIL = "Disdukcapil (angka buatan untuk peragaan)"
LAND = "luas buatan untuk peragaan"
_PER_FAMILY = 3.6


def load_village_items(setting: DemoSetting) -> str:
    """Counts of the newest data year, then what is made up, then what follows from both."""
    village_items_count(region_code=setting.regency, year=setting.year, on_behalf_of=setting.actor())
    rows = [row for code in setting.villages for row in _rows(setting, code)]
    with scoped(setting.actor()):
        Figure.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["region_code", "element", "component", "sex", "period", "source"],
            update_fields=["value", "as_of", "updated_at"],
        )
    derived = derived_figures_write(region_codes=setting.villages, on_behalf_of=setting.actor())
    standings_write(region_codes=setting.villages, on_behalf_of=setting.actor())
    return f"{len(rows)} angka pembanding, {derived} angka turunan"


def _rows(setting: DemoSetting, code: str) -> Iterator[Figure]:
    chance = random.Random(f"penduduk:{setting.seed}:{code}")  # noqa: S311 - made-up data
    people = round(setting.families * _PER_FAMILY * chance.uniform(0.95, 1.1))
    year = setting.year
    values = [
        ("population", "total", year - 1, CIVIL, people),
        ("population", "total", year, CIVIL, round(people * chance.uniform(0.99, 1.03))),
        (AREA, "", year, LAND, round(chance.uniform(4, 30), 2)),
        ("farmland_density", "farmland_ha", year, LAND, chance.randint(40, 400)),
        ("in_migration", "total", year, CIVIL, chance.randint(0, 20)),
        ("out_migration", "total", year, CIVIL, chance.randint(0, 20)),
    ]
    for element, component, period, source, value in values:
        day = min(dt.date(period, 6, 30), setting.today)
        yield Figure(
            region_code=code,
            element=element,
            component=component,
            period=str(period),
            value=float(value),
            source=source,
            as_of=day,
            updated_at=timezone.now(),
        )
