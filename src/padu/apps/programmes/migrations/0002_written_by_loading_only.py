from django.db import migrations

from padu.access.reference import GuardReference

LISTS = (
    "Goal", "Programme", "Activity", "ProblemType", "ActivityEffect", "Indicator", "IndicatorTarget", "FundingSource",
    "MatrixColumn", "GroupKind", "VillageItem", "PublishedFigure",
)


class Migration(migrations.Migration):
    """The serving role reads the official lists; only loading writes them."""

    dependencies = [("programmes", "0001_initial"), ("access", "0003_grants")]

    operations = [GuardReference(name) for name in LISTS]
