from django.db import migrations

from padu.access.policies import GuardAgain, GuardTable
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    """Referred families; the trail is read by who checks it, no longer by who opens accounts."""

    dependencies = [("access", "0004_casegrant")]

    operations = [
        GuardTable("CaseGrant", Guard(TableClass.CASE, owner_column="agency_id")),
        GuardAgain("AuditEntry", Guard(TableClass.LOG, user_column="user_id")),
    ]
