from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="importissue", name="column", field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="figure",
            name="state",
            field=models.CharField(
                choices=[
                    ("known", "diketahui"),
                    ("unknown", "belum diketahui"),
                    ("not_applicable", "tidak berlaku"),
                    ("suppressed", "disamarkan"),
                ],
                default="known",
                max_length=15,
            ),
        ),
        migrations.AddIndex(
            model_name="family",
            index=models.Index(fields=["region_code", "rw", "rt", "id"], name="family_place_rt"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["nik_hash"], name="person_nik_hash"),
        ),
    ]
