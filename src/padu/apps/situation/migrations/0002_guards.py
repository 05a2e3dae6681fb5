from django.db import migrations

from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("situation", "0001_initial")]

    operations = [
        GuardTable("ProblemMeasure", Guard(TableClass.PLACE)),
        GuardTable("SituationAnalysis", Guard(TableClass.PLACE)),
        GuardTable("Problem", Guard(TableClass.PLACE)),
        GuardTable("RankChange", Guard(TableClass.PLACE)),
        HangsOn("Problem", "analysis_id", "SituationAnalysis"),
        HangsOn("RankChange", "problem_id", "Problem"),
    ]
