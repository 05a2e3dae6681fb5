from django.db import migrations

from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("measurement", "0001_initial"), ("rumah_dataku", "0001_initial")]

    operations = [
        GuardTable("FamilyIndex", Guard(TableClass.SPECIFIC)),
        GuardTable("IndexResult", Guard(TableClass.AGGREGATE)),
        GuardTable("ReferenceValue", Guard(TableClass.AGGREGATE)),
        HangsOn("FamilyIndex", "family_id", "Family", "rumah_dataku"),
    ]
