from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("supply", "0002_guards"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("Fund", Guard(TableClass.OWNED, owner_column="agency_id")),
        KeepHistory("Offer", Guard(TableClass.OWNED, owner_column="agency_id")),
    ]
