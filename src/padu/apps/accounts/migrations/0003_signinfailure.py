from django.db import migrations, models


class Migration(migrations.Migration):
    """Failed sign-ins, counted by keyed hash so that guessing can be slowed down."""

    dependencies = [("accounts", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("pair_hash", models.BinaryField(max_length=32)),
                ("address_hash", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["pair_hash", "at"], name="failure_pair"),
                    models.Index(fields=["address_hash", "at"], name="failure_address"),
                ],
            },
        ),
    ]
