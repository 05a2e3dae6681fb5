from django.db import migrations

from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("convergence", "0001_initial")]

    operations = [
        GuardTable("PlannerRun", Guard(TableClass.PLACE)),
        GuardTable("ProposalRow", Guard(TableClass.OWNED, owner_column="agency_id")),
        GuardTable("JointEvent", Guard(TableClass.PLACE)),
        GuardTable("Commitment", Guard(TableClass.JOINT, owner_column="agency_id")),
        GuardTable("Realisation", Guard(TableClass.JOINT, owner_column="agency_id")),
        GuardTable("RealisationPhoto", Guard(TableClass.JOINT, owner_column="agency_id")),
        HangsOn("Commitment", "event_id", "JointEvent"),
        HangsOn("Realisation", "event_id", "JointEvent"),
        HangsOn("Realisation", "commitment_id", "Commitment"),
        HangsOn("RealisationPhoto", "realisation_id", "Realisation"),
    ]
