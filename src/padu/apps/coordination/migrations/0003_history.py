from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("coordination", "0002_guards"), ("access", "0004_forgetting")]

    operations = [
        KeepHistory("Meeting", Guard(TableClass.PLACE)),
        KeepHistory("Attendance", Guard(TableClass.PLACE)),
        KeepHistory("Decision", Guard(TableClass.JOINT, owner_column="agency_id")),
    ]
