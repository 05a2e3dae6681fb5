from django.db import migrations

from padu.access.keeping import GuardHistoryAgain
from padu.access.policies import GuardAgain
from padu.access.tables import Guard, TableClass

_GUARD = Guard(TableClass.CASE, owner_column="agency_id")


class Migration(migrations.Migration):
    """Referrals are read by officers of the agency they name; a ministry's hat with the same number opens none."""

    dependencies = [("access", "0007_history")]

    operations = [GuardAgain("CaseGrant", _GUARD), GuardHistoryAgain("CaseGrant", _GUARD)]
