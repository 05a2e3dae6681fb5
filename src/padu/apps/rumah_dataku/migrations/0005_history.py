from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0004_open_referred_families"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("Household", Guard(TableClass.PERSON)),
        KeepHistory("Family", Guard(TableClass.PERSON), quiet=["updated_at"]),
        KeepHistory("Person", Guard(TableClass.PERSON)),
        KeepHistory("FamilySurvey", Guard(TableClass.PERSON)),
        KeepHistory("FamilySurveySpecific", Guard(TableClass.SPECIFIC)),
        KeepHistory("Figure", Guard(TableClass.AGGREGATE), quiet=["updated_at"]),
    ]
