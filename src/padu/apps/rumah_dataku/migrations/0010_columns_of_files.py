import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.keeping import KeepHistory
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

_MANAGERS = [
    ("objects", django.db.models.manager.Manager()),
    ("unscoped", django.db.models.manager.Manager()),
]
_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_KINDS = [
    ("families", "Keluarga dan anggota (templat Padu)"),
    ("opensid", "Penduduk OpenSID"),
    ("figures", "Angka desa"),
    ("siga", "Tabel SIGA"),
]
_STATES = [
    ("received", "diterima"),
    ("columns", "menunggu kolom dicocokkan"),
    ("checking", "sedang diperiksa"),
    ("checked", "sudah diperiksa, belum disimpan"),
    ("refused", "ditolak"),
    ("stored", "tersimpan"),
    ("discarded", "dibatalkan"),
    ("failed", "gagal"),
]
_RUN = models.OneToOneField(
    db_constraint=False,
    on_delete=django.db.models.deletion.CASCADE,
    related_name="+",
    to="rumah_dataku.importrun",
)


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0009_family_drafts"), ("access", "0006_forgetting")]

    operations = [
        migrations.AlterField("importrun", "kind", models.CharField(choices=_KINDS, max_length=12)),
        migrations.AlterField(
            "importrun", "state", models.CharField(choices=_STATES, default="received", max_length=12)
        ),
        migrations.CreateModel(
            name="ImportColumns",
            fields=[
                _ID,
                ("region_code", padu.access.gate.RegionCodeField()),
                ("headers_sha256", models.CharField(max_length=64)),
                ("detail", models.BinaryField()),
                ("key_id", models.CharField(max_length=40)),
                ("created_by", models.BigIntegerField()),
                ("run", _RUN),
            ],
            options={"abstract": False, "base_manager_name": "unscoped"},
            managers=_MANAGERS,
        ),
        migrations.CreateModel(
            name="RememberedColumns",
            fields=[
                _ID,
                ("region_code", padu.access.gate.RegionCodeField()),
                ("source", models.CharField(max_length=180)),
                ("headers_sha256", models.CharField(max_length=64)),
                ("columns", models.JSONField()),
                ("chosen_by", models.BigIntegerField()),
                ("chosen_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region_code", "source", "headers_sha256"), name="remembered_columns_once"
                    )
                ],
            },
            managers=_MANAGERS,
        ),
        migrations.CreateModel(
            name="NamedVillage",
            fields=[
                _ID,
                ("region_code", padu.access.gate.RegionCodeField()),
                ("key", models.CharField(max_length=240)),
                ("written", models.CharField(max_length=240)),
                ("village_code", padu.access.gate.RegionCodeField()),
                ("confirmed_by", models.BigIntegerField()),
                ("confirmed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "constraints": [models.UniqueConstraint(fields=("region_code", "key"), name="named_village_once")],
            },
            managers=_MANAGERS,
        ),
        GuardTable("ImportColumns", Guard(TableClass.SENT, user_column="created_by")),
        HangsOn("ImportColumns", "run_id", "ImportRun"),
        GuardTable("RememberedColumns", Guard(TableClass.PLACE)),
        GuardTable("NamedVillage", Guard(TableClass.PLACE)),
        KeepHistory("RememberedColumns", Guard(TableClass.PLACE)),
        KeepHistory("NamedVillage", Guard(TableClass.PLACE)),
    ]
