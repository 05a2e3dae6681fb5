"""Made-up figures of the nagari that families cannot tell: facilities, immunisation, children measured, deaths."""

from __future__ import annotations

import random
from collections.abc import Iterator

from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import Figure
from padu.cli.demo.setting import DemoSetting

SOURCE = "angka buatan untuk peragaan"


def load_figures(setting: DemoSetting) -> str:
    """Figures of the setting's year; those already there are written over with the same."""
    now = timezone.now()
    rows = [
        Figure(
            region_code=code,
            element=element,
            component=component,
            period=str(setting.year),
            value=float(value),
            source=SOURCE,
            as_of=setting.today,
            updated_at=now,
        )
        for code in setting.villages
        for element, component, value in _figures(random.Random(f"{setting.seed}:{code}"), setting.families)  # noqa: S311 - made-up data
    ]
    with scoped(setting.actor()):
        Figure.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["region_code", "element", "component", "sex", "period", "source"],
            update_fields=["value", "as_of", "updated_at"],
        )
    return f"{len(rows)} angka"


def _figures(chance: random.Random, families: int) -> Iterator[tuple[str, str, int]]:
    """Counts that hang together: never more complete than due, never more stunted than measured."""
    children = max(families // 4, 12)
    measured = round(children * chance.uniform(0.75, 1.0))
    due = max(children // 5, 4)
    deaths = max(families // 40, 1)
    yield from (
        ("malnutrition_stunting", "measured_0_59", measured),
        ("malnutrition_stunting", "stunted", round(measured * chance.uniform(0.08, 0.32))),
        ("malnutrition_stunting", "wasted", round(measured * chance.uniform(0.02, 0.12))),
        ("immunisation_coverage", "infants_due", due),
        ("immunisation_coverage", "infants_complete", round(due * chance.uniform(0.6, 1.0))),
        ("death_certificates_issued", "deaths", deaths),
        ("death_certificates_issued", "certificates", chance.randint(0, deaths)),
        ("births_deaths", "maternal_deaths", 0),
        ("births_deaths", "infant_deaths", int(chance.random() < 0.15)),
        ("sports_facilities", "field", chance.randint(0, 2)),
        ("sports_facilities", "court", chance.randint(0, 1)),
        ("sports_facilities", "playground", chance.randint(0, 1)),
        ("cleaning_facilities", "waste_collection", chance.randint(0, 1)),
        ("cleaning_facilities", "waste_bank", int(chance.random() < 0.3)),
        ("health_facilities", "posyandu", chance.randint(1, 5)),
        ("education_facilities", "sd", chance.randint(1, 4)),
    )
