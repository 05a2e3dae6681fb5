from django.db import migrations

from padu.access.keeping import KeepHistory
from padu.access.tables import Guard, TableClass

# What the ranking job computes anew; the people's own are agreed_rank, rank_reason, own_title and own_note.
COMPUTED = [
    "programme_no", "outcome", "outcome_reason", "value", "value_before", "reference", "reference_note", "worst",
    "numerator", "denominator", "coverage", "measure_unit", "reference_basis", "affected_units", "affected_families",
    "gap", "share", "severity", "trend", "change", "priority", "small_numbers", "computed_rank", "is_new", "source",
    "as_of", "delicate",
]



class Migration(migrations.Migration):
    dependencies = [("situation", "0003_problem_evidence"), ("access", "0006_forgetting")]

    operations = [
        KeepHistory("SituationAnalysis", Guard(TableClass.PLACE), quiet=["computed_at", "active_families"]),
        KeepHistory("Problem", Guard(TableClass.PLACE), quiet=COMPUTED),
    ]
