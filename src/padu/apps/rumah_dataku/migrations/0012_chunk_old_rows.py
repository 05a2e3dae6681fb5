from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0011_import_chunks")]

    operations = [migrations.AddField("importchunk", "old_rows", models.JSONField(default=dict))]
