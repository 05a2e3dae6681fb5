"""Reading the village's data: what other apps and pages may ask."""

from __future__ import annotations

from padu.apps.rumah_dataku.selectors.figures import FigureGroup, FigureLine, figures_of
from padu.apps.rumah_dataku.selectors.made_up import holds_made_up_data

__all__ = ["FigureGroup", "FigureLine", "figures_of", "holds_made_up_data"]
