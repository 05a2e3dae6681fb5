from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("institutions", "0002_guards"), ("access", "0004_forgetting")]

    operations = [
        KeepHistory("Agency", Guard(TableClass.PLACE)),
    ]
