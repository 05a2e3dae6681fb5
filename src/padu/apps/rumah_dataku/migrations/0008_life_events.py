import django.db.models.deletion
import django.db.models.manager
import padu.access.gate
from django.db import migrations, models

from padu.access.keeping import KeepHistory
from padu.access.policies import GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

_GUARD = Guard(TableClass.PERSON)


class Migration(migrations.Migration):

    dependencies = [
        ('rumah_dataku', '0007_standings'),
    ]

    operations = [
        migrations.CreateModel(
            name='FamilyArrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('hand_over_id', models.BigIntegerField(unique=True)),
                ('from_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('initials', models.CharField(max_length=20)),
                ('members', models.PositiveSmallIntegerField()),
                ('day', models.DateField()),
                ('state', models.CharField(choices=[('proposed', 'menunggu jawaban'), ('accepted', 'diterima'), ('refused', 'ditolak'), ('taken_back', 'ditarik kembali')], default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('new_family', models.BigIntegerField(null=True)),
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
            name='FamilyHandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('to_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('day', models.DateField()),
                ('paper_number', models.CharField(blank=True, max_length=60)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('proposed', 'menunggu jawaban'), ('accepted', 'diterima'), ('refused', 'ditolak'), ('taken_back', 'ditarik kembali')], default='proposed', max_length=10)),
                ('proposed_by', models.BigIntegerField(null=True)),
                ('proposed_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('new_family', models.BigIntegerField(null=True)),
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
            name='LifeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('other_family', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=12)),
                ('day', models.DateField()),
                ('paper', models.CharField(blank=True, max_length=20)),
                ('paper_number', models.CharField(blank=True, max_length=60)),
                ('place', models.CharField(blank=True, max_length=120)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('changes', models.JSONField(default=list)),
                ('token', models.UUIDField()),
                ('hand_over_id', models.BigIntegerField(null=True)),
                ('made_up', models.BooleanField(default=False)),
                ('recorded_by', models.BigIntegerField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.BigIntegerField(null=True)),
                ('undone_why', models.CharField(blank=True, max_length=200)),
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
            name='LifeEventPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', padu.access.gate.RegionCodeField(db_collation='C', max_length=13)),
                ('part', models.CharField(choices=[('subject', 'yang mengalami'), ('mother', 'ibu')], default='subject', max_length=8)),
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
            model_name='family',
            name='came_from',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='family',
            name='joined_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='family',
            name='joined_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='family',
            name='left_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='family',
            name='left_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='family',
            name='went_to',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='joined_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='joined_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='person',
            name='left_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='left_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='family',
            constraint=models.CheckConstraint(condition=models.Q(('left_reason', ''), ('active', False), _connector='OR'), name='family_left_not_active'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('left_reason', ''), ('active', False), _connector='OR'), name='person_left_not_active'),
        ),
        migrations.AddIndex(
            model_name='familyarrival',
            index=models.Index(fields=['region_code', 'state'], name='arrival_place_state'),
        ),
        migrations.AddField(
            model_name='familyhandover',
            name='family',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rumah_dataku.family'),
        ),
        migrations.AddField(
            model_name='lifeevent',
            name='family',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rumah_dataku.family'),
        ),
        migrations.AddField(
            model_name='lifeeventperson',
            name='event',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rumah_dataku.lifeevent'),
        ),
        migrations.AddField(
            model_name='lifeeventperson',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rumah_dataku.person'),
        ),
        migrations.AddIndex(
            model_name='familyhandover',
            index=models.Index(fields=['region_code', 'state'], name='hand_over_place_state'),
        ),
        migrations.AddConstraint(
            model_name='familyhandover',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('family',), name='hand_over_open_once'),
        ),
        migrations.AddIndex(
            model_name='lifeevent',
            index=models.Index(fields=['region_code', 'day', 'id'], name='life_event_place_day'),
        ),
        migrations.AddIndex(
            model_name='lifeevent',
            index=models.Index(fields=['region_code', 'family'], name='life_event_place_family'),
        ),
        migrations.AddConstraint(
            model_name='lifeevent',
            constraint=models.UniqueConstraint(fields=('region_code', 'token'), name='life_event_once'),
        ),
        migrations.AddIndex(
            model_name='lifeeventperson',
            index=models.Index(fields=['region_code', 'person'], name='life_event_place_person'),
        ),
        migrations.AddConstraint(
            model_name='lifeeventperson',
            constraint=models.UniqueConstraint(fields=('event', 'person', 'part'), name='life_event_person_once'),
        ),
        *(GuardTable(name, _GUARD) for name in ("LifeEvent", "LifeEventPerson", "FamilyHandOver", "FamilyArrival")),
        HangsOn("LifeEvent", "family_id", "Family"),
        HangsOn("LifeEventPerson", "event_id", "LifeEvent"),
        HangsOn("LifeEventPerson", "person_id", "Person"),
        HangsOn("FamilyHandOver", "family_id", "Family"),
        *(KeepHistory(name, _GUARD) for name in ("LifeEvent", "LifeEventPerson", "FamilyHandOver", "FamilyArrival")),
    ]
