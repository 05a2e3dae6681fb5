from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

PLACE = Guard(TableClass.PLACE)


class Migration(migrations.Migration):
    dependencies = [("institutions", "0005_agencies_and_teams"), ("access", "0006_forgetting")]

    operations = [
        GuardTable("FormerAgencyName", PLACE),
        GuardTable("Team", PLACE),
        GuardTable("Decree", PLACE),
        GuardTable("TeamPosition", PLACE),
        GuardTable("TeamMember", PLACE),
        HangsOn("FormerAgencyName", "agency_id", "Agency"),
        HangsOn("Decree", "team_id", "Team"),
        HangsOn("TeamPosition", "team_id", "Team"),
        HangsOn("TeamMember", "position_id", "TeamPosition"),
        KeepHistory("FormerAgencyName", PLACE),
        KeepHistory("Team", PLACE),
        KeepHistory("Decree", PLACE),
        KeepHistory("TeamPosition", PLACE),
        KeepHistory("TeamMember", PLACE),
    ]
