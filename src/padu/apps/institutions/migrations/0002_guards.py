from django.db import migrations

from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_initial")]

    operations = [
        GuardTable("Agency", Guard(TableClass.PLACE)),
    ]
