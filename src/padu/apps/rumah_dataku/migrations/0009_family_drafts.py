import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0008_life_events")]

    operations = [
        migrations.CreateModel(
            name="FamilyDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField()),
                ("token", models.UUIDField(unique=True)),
                ("family_id", models.BigIntegerField(null=True)),
                ("seen", models.DateTimeField(null=True)),
                ("key_id", models.CharField(blank=True, max_length=40)),
                ("payload", models.BinaryField()),
                ("created_by", models.BigIntegerField()),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField()),
                ("stored_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "indexes": [models.Index(fields=["created_by", "-updated_at"], name="draft_person_time")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        GuardTable("FamilyDraft", Guard(TableClass.SENT, user_column="created_by")),
    ]
