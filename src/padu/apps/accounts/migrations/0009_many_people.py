from django.db import migrations, models

from padu.access.policies import GuardAgain
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    """Lists and counts over 200,000 accounts: the policies ask once a statement, hats that end soon have an index."""

    dependencies = [("accounts", "0008_codes_name_their_key")]

    operations = [
        migrations.AddIndex(
            model_name="hatrecord",
            index=models.Index(
                fields=["valid_to"], name="hat_end", condition=models.Q(("valid_to__isnull", False))
            ),
        ),
        GuardAgain("User", Guard(TableClass.OWN, user_column="id")),
        GuardAgain("HatRecord", Guard(TableClass.GRANT, user_column="user_id", role_column="role")),
        GuardAgain("Invitation", Guard(TableClass.OWN, user_column="invited_by")),
    ]
