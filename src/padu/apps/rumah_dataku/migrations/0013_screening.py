from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rumah_dataku", "0012_chunk_old_rows")]

    operations = [migrations.AddField("family", "welfare_as_of", models.DateField(null=True))]
