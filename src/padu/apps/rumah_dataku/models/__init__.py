"""The village's data: families and persons over time, surveys, figures, and the files they came from."""

from __future__ import annotations

from padu.apps.rumah_dataku.models.columns import ImportColumns, NamedVillage, RememberedColumns
from padu.apps.rumah_dataku.models.drafts import FamilyDraft
from padu.apps.rumah_dataku.models.families import Family, Household, Person
from padu.apps.rumah_dataku.models.figures import Figure, RumahDatakuStanding
from padu.apps.rumah_dataku.models.hand_overs import FamilyArrival, FamilyHandOver
from padu.apps.rumah_dataku.models.import_chunks import ImportChange, ImportChunk
from padu.apps.rumah_dataku.models.imports import ImportIssue, ImportRun, KeptFile
from padu.apps.rumah_dataku.models.life_events import LifeEvent, LifeEventPerson
from padu.apps.rumah_dataku.models.missing_families import MissingFamily
from padu.apps.rumah_dataku.models.papers import FamilyPaperCode, PaperBatch
from padu.apps.rumah_dataku.models.refused import RefusedList
from padu.apps.rumah_dataku.models.surveys import FamilySurvey, FamilySurveySpecific

__all__ = [
    "Family",
    "FamilyArrival",
    "FamilyDraft",
    "FamilyHandOver",
    "FamilyPaperCode",
    "FamilySurvey",
    "FamilySurveySpecific",
    "Figure",
    "Household",
    "ImportChange",
    "ImportChunk",
    "ImportColumns",
    "ImportIssue",
    "ImportRun",
    "KeptFile",
    "LifeEvent",
    "LifeEventPerson",
    "MissingFamily",
    "NamedVillage",
    "PaperBatch",
    "Person",
    "RefusedList",
    "RememberedColumns",
    "RumahDatakuStanding",
]
