from django.db import migrations, models


class Migration(migrations.Migration):
    """The regencies of the nation are found without reading every village."""

    dependencies = [("regions", "0005_written_by_loading_only")]

    operations = [
        migrations.AddIndex(model_name="region", index=models.Index(fields=["level", "code"], name="region_level")),
    ]
