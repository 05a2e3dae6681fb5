from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("access", "0006_forgetting")]

    operations = [KeepHistory("CaseGrant", Guard(TableClass.CASE, owner_column="agency_id"))]
