from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("convergence", "0004_commitments_keep_why_not_done"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("ProposalRow", Guard(TableClass.OWNED, owner_column="agency_id")),
        KeepHistory("JointEvent", Guard(TableClass.PLACE)),
        KeepHistory("Commitment", Guard(TableClass.JOINT, owner_column="agency_id")),
        KeepHistory("Realisation", Guard(TableClass.JOINT, owner_column="agency_id")),
        KeepHistory("RealisationPhoto", Guard(TableClass.JOINT, owner_column="agency_id")),
    ]
