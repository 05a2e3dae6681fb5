from django.db import migrations

from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        GuardTable("User", Guard(TableClass.OWN, user_column="id")),
        GuardTable("HatRecord", Guard(TableClass.GRANT, user_column="user_id")),
    ]
