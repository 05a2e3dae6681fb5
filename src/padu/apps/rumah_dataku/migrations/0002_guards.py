from django.db import migrations

from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0001_initial")]

    operations = [
        GuardTable("ImportRun", Guard(TableClass.SENT, user_column="created_by")),
        GuardTable("KeptFile", Guard(TableClass.SENT, user_column="created_by")),
        GuardTable("ImportIssue", Guard(TableClass.SENT, user_column="created_by")),
        GuardTable("Household", Guard(TableClass.PERSON)),
        GuardTable("Family", Guard(TableClass.PERSON)),
        GuardTable("Person", Guard(TableClass.PERSON)),
        GuardTable("FamilySurvey", Guard(TableClass.PERSON)),
        GuardTable("FamilySurveySpecific", Guard(TableClass.SPECIFIC)),
        GuardTable("Figure", Guard(TableClass.AGGREGATE)),
        HangsOn("KeptFile", "run_id", "ImportRun"),
        HangsOn("ImportIssue", "run_id", "ImportRun"),
        HangsOn("Family", "household_id", "Household"),
        HangsOn("Person", "family_id", "Family"),
        HangsOn("FamilySurvey", "family_id", "Family"),
        HangsOn("FamilySurveySpecific", "family_id", "Family"),
    ]
