from django.db import migrations, models

from padu.access.policies import GuardAgain
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    """What one person did, and who looked at one record, found without reading the whole trail."""

    dependencies = [("access", "0008_case_officers")]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["user_id", "-at"], name="audit_user_at"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["region_code", "subject"], name="audit_place_subject"),
        ),
        # The same rule; what holds for the whole statement is asked once and not for every row.
        GuardAgain("AuditEntry", Guard(TableClass.LOG, user_column="user_id")),
    ]
