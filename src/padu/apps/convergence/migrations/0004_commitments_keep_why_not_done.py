from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("convergence", "0003_runs_hold_offers")]

    operations = [
        migrations.AddField("commitment", "not_done_reason", models.CharField(max_length=300, blank=True, default="")),
        migrations.AddField("commitment", "not_done_noted_at", models.DateTimeField(null=True)),
    ]
