from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("regions", "0002_name_trigrams"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("Region", Guard(TableClass.AGGREGATE, region_column="code")),
    ]
