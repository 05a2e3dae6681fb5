from __future__ import annotations

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

_STATES = [
    ("received", "diterima"),
    ("columns", "menunggu kolom dicocokkan"),
    ("matched", "sudah dicocokkan"),
    ("refused", "ditolak"),
]


class Migration(migrations.Migration):
    dependencies = [("record_linkage", "0003_sector_lists")]

    operations = [
        migrations.AddField(
            model_name="sectordelivery", name="columns", field=models.JSONField(default=dict), preserve_default=True
        ),
        migrations.AlterField(
            model_name="sectordelivery",
            name="state",
            field=models.CharField(choices=_STATES, default="received", max_length=8),
        ),
        migrations.CreateModel(
            name="SectorColumns",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField(db_collation="C", max_length=13)),
                ("agency_id", models.BigIntegerField()),
                ("detail", models.BinaryField()),
                ("key_id", models.CharField(max_length=40)),
                (
                    "delivery",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="record_linkage.sectordelivery",
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "unscoped"},
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        GuardTable("SectorColumns", Guard(TableClass.OWNED, owner_column="agency_id")),
        HangsOn("SectorColumns", "delivery_id", "SectorDelivery"),
    ]
