from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_roles_to_give"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("User", Guard(TableClass.OWN, user_column="id"), hidden=["password"]),
        KeepHistory("HatRecord", Guard(TableClass.GRANT, user_column="user_id")),
    ]
