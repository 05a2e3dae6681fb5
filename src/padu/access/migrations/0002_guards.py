from django.db import migrations

from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        GuardTable("AuditEntry", Guard(TableClass.LOG, user_column="user_id")),
    ]
