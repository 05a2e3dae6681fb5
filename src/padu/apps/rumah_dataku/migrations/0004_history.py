from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0003_find_by_number"), ("access", "0004_forgetting")]

    operations = [
        KeepHistory("Household", Guard(TableClass.PERSON)),
        KeepHistory("Family", Guard(TableClass.PERSON), quiet=["updated_at"]),
        KeepHistory("Person", Guard(TableClass.PERSON)),
        KeepHistory("FamilySurvey", Guard(TableClass.PERSON)),
        KeepHistory("FamilySurveySpecific", Guard(TableClass.SPECIFIC)),
        KeepHistory("Figure", Guard(TableClass.AGGREGATE), quiet=["updated_at"]),
    ]
