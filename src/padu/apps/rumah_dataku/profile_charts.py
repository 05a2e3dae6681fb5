"""Charts of the village profile: years of chosen components, and how far the seven groups are filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from padu.apps.rumah_dataku.selectors.village_profile import Completeness, ProfileItem, trend_of, years_of
from padu.domain.village_profile import SourcedValue
from padu.ui.pictures import Chart, Series

_TRENDS: Final = {
    "quantity": [("population", "total")],
    "quality": [("children_in_school", "7_12"), ("school_dropouts", "7_12"), ("unemployed", "25_64")],
    "social_protection": [("kis_pbi_members", "total"), ("bpjs_members", "total"), ("pkh_recipients", "total")],
    "civil_registration": [("birth_certificate_holders", "holders_0_17"), ("families_with_kk", "with_kk")],
    "family_development": [
        ("water_sanitation_facilities", "families_improved_water"),
        ("family_toilet_coverage", "families_proper_toilet"),
    ],
}
"""Components whose years are drawn on the tab of a group."""
FILLED: Final = gettext_noop("Terisi")
RENEWED: Final = gettext_noop("Diperbarui dalam setahun")


def group_charts(code: str, group: str, items: Sequence[ProfileItem]) -> list[Chart]:
    """One line of years for each component that is drawn, from the years of the shown source."""
    lines = {(line.element, line.component): (item, line) for item in items for line in item.lines}
    found = []
    for key in _TRENDS.get(group, ()):
        item, line = lines[key]
        points = trend_of(code, line)
        if len(points) > 1:
            title = f"{item.title}: {line.label}" if item.title != line.label else item.title
            # The table of the item bears the title without the addition.
            found.append(_years_chart(_("%(what)s, per tahun") % {"what": title}, points))
    return found


def population_trend(code: str) -> Chart | None:
    """The population year by year, where more than one year is told."""
    points = years_of(code, "population", "total")
    return _years_chart(_("Penduduk per tahun"), points) if len(points) > 1 else None


def _years_chart(title: str, points: Sequence[SourcedValue]) -> Chart:
    return Chart(
        kind="line",
        title=title,
        label_head=_("Tahun"),
        labels=[one.period for one in points],
        series=[Series(title, [one.value for one in points])],
        decimals=0,
        source=points[-1].source,
        as_of=points[-1].as_of,
    )


def completeness_radar(groups: Sequence[Completeness], today: dt.date) -> Chart:
    """Of each group the per cent that is filled, and that is new: what the class of the Rumah DataKu asks for."""
    return Chart(
        kind="radar",
        title=_("Tujuh kelompok data: terisi dan diperbarui"),
        label_head=_("Kelompok data"),
        labels=[one.title for one in groups],
        series=[
            Series(_(FILLED), [100 * one.share for one in groups]),
            Series(_(RENEWED), [100 * one.fresh_share(today) for one in groups]),
        ],
        unit="%",
        decimals=0,
        maximum=100,
    )
