import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import padu.access.gate
from padu.access.policies import GuardAgain, GuardTable, HangsOn
from padu.access.tables import Guard, TableClass

# The owner is under row-level security as well: the whole nation, for the rest of this transaction.
EVERYWHERE = "select " + ", ".join(
    f"set_config('padu.{lane}_from', '0', true), set_config('padu.{lane}_to', ':', true)"
    for lane in ("place_read", "place_write", "person_read", "person_write")
)
NOWHERE = "select " + ", ".join(
    f"set_config('padu.{lane}_from', '', true), set_config('padu.{lane}_to', '', true)"
    for lane in ("place_read", "place_write", "person_read", "person_write")
)
HIDDEN = (
    "value", "value_before", "numerator", "denominator", "coverage", "affected_units", "affected_families", "gap",
    "share", "trend", "change",
)
APART = f"""
insert into situation_delicatefigures (problem_id, region_code, figures)
select p.id, p.region_code, jsonb_build_object({", ".join(f"'{name}', p.{name}" for name in HIDDEN)})
  from situation_problem p join programmes_problemtype t on t.key = p.problem_type
 where t.sensitive <> '' and (p.affected_families < 10 or p.affected_units < 10 or p.denominator < 10);
update situation_problem set delicate = true, {", ".join(f"{name} = null" for name in HIDDEN)}
 where id in (select problem_id from situation_delicatefigures);
set constraints all immediate
"""
TOGETHER = f"""
update situation_problem p
   set {", ".join(f"{name} = (d.figures ->> '{name}')::double precision" for name in HIDDEN)}
  from situation_delicatefigures d where d.problem_id = p.id;
set constraints all immediate
"""


class Migration(migrations.Migration):
    """Few families behind a sensitive problem: their figures leave the row that the whole regency reads."""

    dependencies = [
        ("situation", "0004_history"),
        ("programmes", "0001_initial"),
        ("access", "0005_guard_cases"),
    ]

    operations = [
        migrations.AddField("problem", "delicate", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="DelicateFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", padu.access.gate.RegionCodeField(db_collation="C", max_length=13)),
                ("figures", models.JSONField()),
                (
                    "problem",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="situation.problem",
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "unscoped"},
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        GuardTable("DelicateFigures", Guard(TableClass.PERSON)),
        HangsOn("DelicateFigures", "problem_id", "Problem"),
        migrations.RunSQL(EVERYWHERE, EVERYWHERE),
        migrations.RunSQL(APART, TOGETHER),
        migrations.RunSQL(NOWHERE, NOWHERE),
        # What every figure of a village was measured from: read by the system and by who has the duty for families.
        GuardAgain("ProblemMeasure", Guard(TableClass.PERSON)),
    ]
