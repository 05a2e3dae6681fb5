from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("institutions", "0003_field_workers"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("Agency", Guard(TableClass.PLACE)),
        KeepHistory("FieldWorker", Guard(TableClass.PLACE)),
        KeepHistory("Territory", Guard(TableClass.PLACE)),
        KeepHistory("TerritoryHandOver", Guard(TableClass.PLACE)),
    ]
