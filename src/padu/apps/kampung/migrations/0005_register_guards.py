from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

PLACE = Guard(TableClass.PLACE)
# Files of a register are runs: written by one step each, with their own times.
KEPT = (
    "RegisterFile",
    "FormationStepDone",
    "ModelVillage",
    "Declaration",
    "Group",
    "GroupCount",
    "FormationPlan",
    "FormationTarget",
)


class Migration(migrations.Migration):
    dependencies = [("kampung", "0004_register"), ("access", "0006_forgetting")]

    operations = [
        *(GuardTable(name, PLACE) for name in (*KEPT, "RegisterImport")),
        *(KeepHistory(name, PLACE) for name in KEPT),
        HangsOn("Kampung", "decree_file_id", "RegisterFile"),
        HangsOn("FormationStepDone", "kampung_id", "Kampung"),
        HangsOn("FormationStepDone", "evidence_id", "RegisterFile"),
        HangsOn("ModelVillage", "kampung_id", "Kampung"),
        HangsOn("Declaration", "kampung_id", "Kampung"),
        HangsOn("Declaration", "file_id", "RegisterFile"),
        HangsOn("Group", "kampung_id", "Kampung"),
        HangsOn("Group", "decree_file_id", "RegisterFile"),
        HangsOn("GroupCount", "group_id", "Group"),
    ]
