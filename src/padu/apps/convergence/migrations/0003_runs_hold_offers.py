import datetime

from django.db import migrations, models

from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass


class DropGuard(GuardTable):
    """The reverse of GuardTable, to put another guard in its place."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards(app_label, schema_editor, to_state, from_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards(app_label, schema_editor, to_state, from_state)

    def describe(self):
        return f"Drop the guard of {self.model_name}"


class Migration(migrations.Migration):
    dependencies = [("convergence", "0002_guards")]

    operations = [
        migrations.AddField("plannerrun", "agency_id", models.BigIntegerField(null=True, editable=False)),
        migrations.AddField(
            "plannerrun",
            "planned_from",
            models.DateField(default=datetime.date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField("proposalrow", "year", models.PositiveSmallIntegerField(default=0), preserve_default=False),
        migrations.AddField(
            "proposalrow",
            "proposed_at",
            models.DateTimeField(default=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        DropGuard("PlannerRun", Guard(TableClass.PLACE)),
        GuardTable("PlannerRun", Guard(TableClass.OWNED, owner_column="agency_id")),
    ]
