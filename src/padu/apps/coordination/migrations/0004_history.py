from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("coordination", "0003_findings"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("Meeting", Guard(TableClass.PLACE)),
        KeepHistory("Attendance", Guard(TableClass.PLACE)),
        KeepHistory("Decision", Guard(TableClass.JOINT, owner_column="agency_id")),
        KeepHistory("Finding", Guard(TableClass.FINDING)),
        KeepHistory("FindingAnswer", Guard(TableClass.FINDING)),
    ]
