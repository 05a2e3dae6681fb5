from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass

_GUARD = Guard(TableClass.PRIVACY)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_guards"), ("access", "0007_history")]

    operations = [
        KeepHistory("DataRequest", _GUARD),
        KeepHistory("Consent", _GUARD),
        KeepHistory("ProcessingActivity", _GUARD, quiet=["changed_at"]),
        KeepHistory("Breach", _GUARD),
        KeepHistory("BreachNotice", _GUARD),
        KeepHistory("RetentionRun", _GUARD),
    ]
