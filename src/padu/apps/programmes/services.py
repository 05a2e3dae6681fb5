"""Writing the programme's reference lists: loaded as a whole, by a command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from padu.access.reference import writing_reference
from padu.apps.programmes import catalogue_files as catalogue
from padu.apps.programmes import official
from padu.apps.programmes.models import (
    Activity,
    ActivityEffect,
    FundingSource,
    Goal,
    GroupKind,
    Indicator,
    IndicatorTarget,
    MatrixColumn,
    ProblemType,
    Programme,
    PublishedFigure,
    VillageItem,
)
from padu.apps.programmes.published import published_figures
from padu.apps.regions.selectors import find_by_names
from padu.domain.errors import PaduError

# In the order of loading; the words are those the command prints.
REFERENCE_TABLES: tuple[tuple[str, type[models.Model]], ...] = (
    ("sasaran", Goal),
    ("program", Programme),
    ("kolom matriks", MatrixColumn),
    ("sumber dana", FundingSource),
    ("jenis kelompok", GroupKind),
    ("butir data desa", VillageItem),
    ("jenis masalah", ProblemType),
    ("kegiatan", Activity),
    ("kegiatan menjawab masalah", ActivityEffect),
    ("indikator Inpres", Indicator),
    ("target indikator", IndicatorTarget),
    ("angka terbitan", PublishedFigure),
)


class PlacesMissing(PaduError):
    """Published figures belong to places, so the places are loaded first."""

    code = "programmes.places_missing"


@writing_reference()
def load_reference() -> dict[str, int]:
    """Store all reference lists; running it again changes nothing. Returns rows per table, read back.

    Raises PlacesMissing before anything is written where the regions are not loaded.
    """
    if not find_by_names(("Provinsi Sumatera Barat",)):
        raise PlacesMissing
    _load_official()
    _load_catalogues()
    figures = list(published_figures(find_by_names))
    _store(PublishedFigure, figures, ("table", "row_label", "column"))
    _drop_stale(PublishedFigure, figures, ("table", "row_label", "column"))
    return reference_counts()


def reference_counts() -> dict[str, int]:
    """Rows per table, by the words of REFERENCE_TABLES."""
    return {words: model._default_manager.count() for words, model in REFERENCE_TABLES}


def reference_loaded() -> bool:
    """Whether every table has rows."""
    return all(model._default_manager.exists() for _, model in REFERENCE_TABLES)


def _load_official() -> None:
    source = official.INPRES
    _store(Goal, [Goal(**g._asdict(), legal_source=source) for g in official.GOALS], ("number",))
    programmes = [
        Programme(number=p.number, goal_id=p.goal, name=p.name, short_name=p.short_name, legal_source=source)
        for p in official.PROGRAMMES
    ]
    _store(Programme, programmes, ("number",))
    sources = [FundingSource(**s._asdict(), order=order) for order, s in enumerate(official.FUNDING_SOURCES, 1)]
    _store(FundingSource, sources, ("key",))
    groups = [GroupKind(**g._asdict(), order=order) for order, g in enumerate(official.GROUP_KINDS, 1)]
    _store(GroupKind, groups, ("key",))


def _load_catalogues() -> None:
    _store(MatrixColumn, catalogue.matrix_columns(), ("key",))
    _store(VillageItem, catalogue.village_items(), ("key",))
    _store(ProblemType, catalogue.problem_types(), ("key",))
    _store(Activity, catalogue.activities(), ("key",))
    effects = list(catalogue.activity_effects())
    _store(ActivityEffect, effects, ("activity", "problem_type"))
    # An effect the catalogue no longer holds is no start value any more; offers keep their own.
    _drop_stale(ActivityEffect, effects, ("activity_id", "problem_type_id"))
    _store(Indicator, catalogue.indicators(), ("number",))
    _store(IndicatorTarget, catalogue.indicator_targets(), ("indicator", "year"))


def _store(model: type[models.Model], rows: Sequence[models.Model], unique: tuple[str, ...]) -> None:
    """Insert what is new and bring what is there to the list's state."""
    fields = [f.name for f in model._meta.concrete_fields if f.name not in unique and not f.primary_key]
    manager: Any = model._default_manager
    manager.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=fields)


def _drop_stale(model: type[models.Model], rows: Iterable[models.Model], unique: tuple[str, ...]) -> None:
    kept = {tuple(getattr(row, name) for name in unique) for row in rows}
    manager: Any = model._default_manager
    stale = [pk for pk, *key in manager.values_list("pk", *unique) if tuple(key) not in kept]
    manager.filter(pk__in=stale).delete()
