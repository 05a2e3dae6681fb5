import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0006_renew_history")]

    operations = [
        migrations.CreateModel(
            name="RumahDatakuStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField()),
                ("kampung_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("reached", models.CharField(blank=True, max_length=10)),
                ("missing", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "indexes": [models.Index(fields=["region_code", "kampung_id", "day"], name="standing_place_day")],
                "constraints": [models.UniqueConstraint(fields=["kampung_id", "day"], name="standing_once_a_day")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        GuardTable("RumahDatakuStanding", Guard(TableClass.AGGREGATE)),
    ]
