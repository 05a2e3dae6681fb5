"""The register of kampung: each kampung, how it came to be, what it says of itself, and what is planned."""

from padu.apps.kampung.models.declarations import Declaration
from padu.apps.kampung.models.groups import Group, GroupCount
from padu.apps.kampung.models.plans import FormationPlan, FormationTarget, RegisterImport
from padu.apps.kampung.models.register import FormationStepDone, Kampung, ModelVillage, RegisterFile

__all__ = [
    "Declaration",
    "FormationPlan",
    "FormationStepDone",
    "FormationTarget",
    "Group",
    "GroupCount",
    "Kampung",
    "ModelVillage",
    "RegisterFile",
    "RegisterImport",
]
