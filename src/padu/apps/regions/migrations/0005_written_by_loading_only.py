from django.db import migrations

from padu.access.reference import GuardReference


class Migration(migrations.Migration):
    """The serving role reads places, names and successions; loading and confirmed changes write them."""

    dependencies = [("regions", "0004_changes_over_time"), ("access", "0003_grants")]

    operations = [GuardReference(name) for name in ("Region", "RegionName", "RegionSuccession")]
