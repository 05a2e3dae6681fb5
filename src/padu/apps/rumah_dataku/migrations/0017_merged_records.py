import django.contrib.postgres.fields
from django.db import migrations, models

_FIELDS = django.contrib.postgres.fields.ArrayField(models.CharField(max_length=30), null=True)


def _living_or_merged(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(("merged_into__isnull", True), ("active", False), _connector="OR"), name=name
    )


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0016_refused_lists")]

    operations = [
        migrations.AddField("family", "merged_into", models.BigIntegerField(null=True)),
        migrations.AddField("family", "merged_fields", _FIELDS),
        migrations.AddField("person", "merged_into", models.BigIntegerField(null=True)),
        migrations.AddField("person", "merged_fields", _FIELDS.clone()),
        migrations.AddField("person", "former_lines", models.JSONField(null=True)),
        migrations.AddConstraint("family", _living_or_merged("family_merged_not_active")),
        migrations.AddConstraint("person", _living_or_merged("person_merged_not_active")),
        migrations.AddIndex(
            "family",
            models.Index(
                fields=["region_code", "merged_into"],
                name="family_merged",
                condition=models.Q(("merged_into__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["merged_into"],
                name="person_merged",
                condition=models.Q(("merged_into__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["region_code", "family"],
                name="person_merged_place",
                condition=models.Q(("merged_into__isnull", False)),
            ),
        ),
        migrations.AlterField(
            "importchange",
            "kind",
            models.CharField(
                choices=[
                    ("new", "baru"),
                    ("changed", "berubah"),
                    ("missing", "tidak ada di berkas"),
                    ("merged", "sudah disatukan"),
                ],
                max_length=8,
            ),
        ),
    ]
