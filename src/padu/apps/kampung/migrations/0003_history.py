from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("kampung", "0002_guards"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("Kampung", Guard(TableClass.PLACE)),
    ]
