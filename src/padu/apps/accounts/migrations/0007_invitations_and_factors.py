import django.db.models.manager
import padu.access.gate
from django.db import migrations, models

from padu.access.policies import GuardTable
from padu.access.tables import Guard, TableClass

MINE = Guard(TableClass.OWN, user_column="user_id")


class Migration(migrations.Migration):
    """Links handed over once, second factors, outside identities and devices."""

    dependencies = [
        ('accounts', '0006_history'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField(db_index=True)),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', default='', max_length=13)),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('label', models.CharField(max_length=60)),
                ('address', models.CharField(max_length=40)),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('last_seen', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('full_name', models.CharField(max_length=120)),
                ('role', models.CharField(choices=[('kader', 'kader'), ('kampung', 'kampung'), ('plkb', 'plkb'), ('agency', 'agency'), ('regency', 'regency'), ('district', 'district'), ('province', 'province'), ('nation', 'nation'), ('sector', 'sector'), ('inspector', 'inspector'), ('privacy', 'privacy')], max_length=20)),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('agency_id', models.BigIntegerField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('invited_by', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('used_by', models.BigIntegerField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='OutsideIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', default='', max_length=13)),
                ('issuer', models.CharField(max_length=300)),
                ('subject', models.CharField(max_length=255)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField(db_index=True)),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', default='', max_length=13)),
                ('credential_id', models.BinaryField(max_length=1023, unique=True)),
                ('public_key', models.BinaryField(max_length=2048)),
                ('sign_count', models.BigIntegerField(default=0)),
                ('label', models.CharField(max_length=60)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('last_used_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', default='', max_length=13)),
                ('code_hash', models.BinaryField(max_length=32)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ResetLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('drops_second_step', models.BooleanField(default=False)),
                ('made_by', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='TotpSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField(unique=True)),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', default='', max_length=13)),
                ('key_id', models.CharField(max_length=20)),
                ('sealed', models.BinaryField(max_length=128)),
                ('last_step', models.BigIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='closed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='hatrecord',
            index=models.Index(fields=['region_code', 'role'], name='hat_place_role'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['region_code', 'username'], name='user_place_name'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['region_code', '-created_at'], name='invitation_place'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['invited_by', 'created_at'], name='invitation_by'),
        ),
        migrations.AddConstraint(
            model_name='outsideidentity',
            constraint=models.UniqueConstraint(fields=('issuer', 'subject'), name='identity_of_one_account'),
        ),
        migrations.AddConstraint(
            model_name='outsideidentity',
            constraint=models.UniqueConstraint(fields=('user_id', 'issuer'), name='identity_once_per_issuer'),
        ),
        migrations.AddConstraint(
            model_name='recoverycode',
            constraint=models.UniqueConstraint(fields=('user_id', 'code_hash'), name='recovery_code_once'),
        ),
        migrations.AddIndex(
            model_name='resetlink',
            index=models.Index(fields=['user_id'], name='reset_user'),
        ),
        GuardTable("Invitation", Guard(TableClass.OWN, user_column="invited_by")),
        GuardTable("ResetLink", MINE),
        GuardTable("TotpSecret", MINE),
        GuardTable("Passkey", MINE),
        GuardTable("RecoveryCode", MINE),
        GuardTable("OutsideIdentity", MINE),
        GuardTable("Device", MINE),
    ]
