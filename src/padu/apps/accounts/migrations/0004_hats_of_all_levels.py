from django.db import migrations, models

ROLES = (
    "kader", "kampung", "plkb", "agency", "regency", "district", "province", "nation", "sector", "inspector", "privacy",
)
AGENCY_ROLES = ["agency", "sector"]


class Migration(migrations.Migration):
    """Roles of all levels; those that are worn for an agency name it, no other does."""

    dependencies = [("accounts", "0003_signinfailure")]

    operations = [
        migrations.AlterField(
            model_name="hatrecord",
            name="role",
            field=models.CharField(choices=[(r, r) for r in ROLES], max_length=20),
        ),
        migrations.RemoveConstraint(model_name="hatrecord", name="hat_agency_only_for_agency"),
        migrations.AddConstraint(
            model_name="hatrecord",
            constraint=models.CheckConstraint(
                name="hat_agency_where_it_is_worn_for_one",
                condition=models.Q(role__in=AGENCY_ROLES, agency_id__isnull=False)
                | (~models.Q(role__in=AGENCY_ROLES) & models.Q(agency_id__isnull=True)),
            ),
        ),
    ]
