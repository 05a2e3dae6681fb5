import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

MANAGERS = [
    ("objects", django.db.models.manager.Manager()),
    ("unscoped", django.db.models.manager.Manager()),
]


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0014_vanished_members")]

    operations = [
        migrations.CreateModel(
            name="FamilyPaperCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField()),
                (
                    "family",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="rumah_dataku.family",
                    ),
                ),
                ("code", models.CharField(max_length=7)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(fields=["region_code", "code"], name="paper_code_once_a_village")
                ],
            },
            managers=MANAGERS,
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField()),
                ("rw", models.CharField(blank=True, max_length=5)),
                ("rt", models.CharField(blank=True, max_length=5)),
                ("purpose", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "menunggu giliran"),
                            ("running", "sedang dibuat"),
                            ("done", "siap diunduh"),
                            ("failed", "gagal"),
                            ("gone", "sudah dihapus"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("key_id", models.CharField(blank=True, max_length=40)),
                ("created_by", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "indexes": [models.Index(fields=["created_by", "-created_at"], name="paper_batch_person_time")],
            },
            managers=MANAGERS,
        ),
        GuardTable("FamilyPaperCode", Guard(TableClass.PERSON)),
        HangsOn("FamilyPaperCode", "family_id", "Family"),
        GuardTable("PaperBatch", Guard(TableClass.SENT, user_column="created_by")),
    ]
