from django.db import migrations

from padu.access.policies import GuardAgain
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    """Hats are written for somebody else only, and only for roles that the administrator may give."""

    dependencies = [("accounts", "0004_hats_of_all_levels")]

    operations = [
        GuardAgain("HatRecord", Guard(TableClass.GRANT, user_column="user_id", role_column="role")),
    ]
