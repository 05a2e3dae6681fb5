from django.db import migrations

from padu.access.policies import GuardAgain
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    """A family and its members are open to the agency that they were referred to."""

    dependencies = [("rumah_dataku", "0003_find_by_number")]

    operations = [
        GuardAgain("Family", Guard(TableClass.PERSON, case_column="id")),
        GuardAgain("Person", Guard(TableClass.PERSON, case_column="family_id")),
    ]
