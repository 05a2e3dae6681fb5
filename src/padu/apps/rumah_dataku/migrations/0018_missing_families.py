import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.keeping import KeepHistory
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

_GUARD = Guard(TableClass.PERSON)


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0017_merged_records")]

    operations = [
        migrations.CreateModel(
            name="MissingFamily",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField()),
                ("year", models.PositiveSmallIntegerField()),
                ("run_id", models.BigIntegerField()),
                ("noticed_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "belum dijawab"),
                            ("here", "masih tinggal di sini"),
                            ("unknown", "belum diketahui"),
                            ("found", "ada lagi di berkas berikutnya"),
                        ],
                        db_default="",
                        default="",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("found_by", models.BigIntegerField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="rumah_dataku.family",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "indexes": [models.Index(fields=["region_code", "answer"], name="missing_family_place")],
                "constraints": [
                    models.UniqueConstraint(fields=("family", "run_id"), name="missing_family_once_a_run")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        GuardTable("MissingFamily", _GUARD),
        HangsOn("MissingFamily", "family_id", "Family"),
        KeepHistory("MissingFamily", _GUARD),
    ]
