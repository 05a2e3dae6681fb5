from django.db import migrations

from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("supply", "0001_initial"), ("institutions", "0001_initial")]

    operations = [
        GuardTable("SupplyFile", Guard(TableClass.OWNED, owner_column="agency_id")),
        GuardTable("Fund", Guard(TableClass.OWNED, owner_column="agency_id")),
        GuardTable("Offer", Guard(TableClass.OWNED, owner_column="agency_id")),
        HangsOn("Offer", "fund_id", "Fund"),
        HangsOn("Fund", "agency_id", "Agency", "institutions"),
        HangsOn("Offer", "agency_id", "Agency", "institutions"),
        HangsOn("SupplyFile", "agency_id", "Agency", "institutions"),
    ]
