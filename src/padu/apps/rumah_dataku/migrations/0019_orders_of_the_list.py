from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0018_missing_families")]

    operations = [
        migrations.AddIndex(
            "family",
            models.Index("region_code", "rw", "rt", Lower("head_name"), "id", name="family_place_rt_head"),
        ),
        migrations.AddIndex("family", models.Index("region_code", Lower("head_name"), "id", name="family_place_head")),
        # The longer one serves whatever asked for RW and RT.
        migrations.RemoveIndex("family", "family_place_rt"),
    ]
