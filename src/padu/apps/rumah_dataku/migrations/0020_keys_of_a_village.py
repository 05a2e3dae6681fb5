from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0019_orders_of_the_list")]

    operations = [
        migrations.AddIndex(
            "household", models.Index(fields=["region_code", "kk_key_id"], name="household_place_key")
        ),
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["region_code", "nik_key_id"],
                name="person_place_key",
                condition=models.Q(nik_ciphertext__isnull=False),
            ),
        ),
    ]
