import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass


class Migration(migrations.Migration):

    dependencies = [
        ('rumah_dataku', '0010_columns_of_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='undone_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='state',
            field=models.CharField(choices=[('received', 'diterima'), ('columns', 'menunggu kolom dicocokkan'), ('checking', 'sedang diperiksa'), ('checked', 'sudah diperiksa, belum disimpan'), ('refused', 'ditolak'), ('stored', 'tersimpan'), ('undone', 'ditarik kembali'), ('discarded', 'dibatalkan'), ('failed', 'gagal')], default='received', max_length=12),
        ),
        migrations.CreateModel(
            name='ImportChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('number', models.IntegerField()),
                ('kind', models.CharField(choices=[('new', 'baru'), ('changed', 'berubah'), ('missing', 'tidak ada di berkas')], max_length=8)),
                ('village', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('subject', models.CharField(blank=True, max_length=80)),
                ('rw', models.CharField(blank=True, max_length=5)),
                ('rt', models.CharField(blank=True, max_length=5)),
                ('row', models.IntegerField(null=True)),
                ('members', models.PositiveSmallIntegerField()),
                ('family_id', models.BigIntegerField(null=True)),
                ('detail', models.BinaryField(default=b'')),
                ('key_id', models.CharField(blank=True, max_length=40)),
                ('created_by', models.BigIntegerField()),
                ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rumah_dataku.importrun')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['run', 'kind', 'number'], name='change_run_kind')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='change_number_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ImportChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('village', padu.access.gate.RegionCodeField(blank=True, db_collation='C', max_length=13)),
                ('attempt', models.PositiveSmallIntegerField()),
                ('transaction', models.BigIntegerField()),
                ('counts', models.JSONField(default=dict)),
                ('households', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('families', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('persons', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('surveys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('specifics', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('figures', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('created_by', models.BigIntegerField()),
                ('stored_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rumah_dataku.importrun')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('run', 'attempt', 'village'), name='chunk_once_an_attempt')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        GuardTable("ImportChunk", Guard(TableClass.SENT, user_column="created_by")),
        GuardTable("ImportChange", Guard(TableClass.SENT, user_column="created_by")),
        HangsOn("ImportChunk", "run_id", "ImportRun"),
        HangsOn("ImportChange", "run_id", "ImportRun"),
    ]
