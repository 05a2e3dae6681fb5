from django.db import migrations, models


class Migration(migrations.Migration):
    """A recovery code says whose hash it is, so that it can end with its key."""

    dependencies = [("accounts", "0007_invitations_and_factors")]

    operations = [
        migrations.AddField("recoverycode", "hash_key_id", models.CharField(blank=True, default="", max_length=40), preserve_default=False),
    ]
