from django.db import migrations

from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

_GUARD = Guard(TableClass.PRIVACY)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("rumah_dataku", "0003_find_by_number")]

    operations = [
        GuardTable("DataRequest", _GUARD),
        GuardTable("Consent", _GUARD),
        GuardTable("ProcessingActivity", _GUARD),
        GuardTable("Breach", _GUARD),
        GuardTable("BreachNotice", _GUARD),
        GuardTable("RetentionRun", _GUARD),
        HangsOn("DataRequest", "family_id", "Family", "rumah_dataku"),
        HangsOn("Consent", "family_id", "Family", "rumah_dataku"),
        HangsOn("BreachNotice", "breach_id", "Breach"),
    ]
