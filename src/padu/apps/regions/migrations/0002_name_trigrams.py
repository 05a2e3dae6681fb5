import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Words in the middle of a place's name are found by an index of letter triples (pg_trgm is a trusted extension)."""

    dependencies = [("regions", "0001_initial")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="region",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded_name"], name="region_name_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
    ]
