from django.db import migrations

from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("coordination", "0001_initial")]

    operations = [
        GuardTable("Meeting", Guard(TableClass.PLACE)),
        GuardTable("Attendance", Guard(TableClass.PLACE)),
        GuardTable("Decision", Guard(TableClass.JOINT, owner_column="agency_id")),
        HangsOn("Attendance", "meeting_id", "Meeting"),
        HangsOn("Decision", "meeting_id", "Meeting"),
    ]
