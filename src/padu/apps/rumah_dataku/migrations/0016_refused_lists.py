import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0015_papers")]

    operations = [
        migrations.CreateModel(
            name="RefusedList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("workers", "Daftar petugas lapangan"), ("register", "Daftar kampung")], max_length=10
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("file_sha256", models.CharField(max_length=64)),
                ("file_size", models.BigIntegerField()),
                ("problems", models.JSONField(default=list)),
                ("path", models.CharField(max_length=200)),
                ("key_id", models.CharField(max_length=40)),
                ("purge_after", models.DateField()),
                ("created_by", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "indexes": [models.Index(fields=["region_code", "kind", "-created_at"], name="refused_place_kind")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        GuardTable("RefusedList", Guard(TableClass.SENT, user_column="created_by")),
    ]
