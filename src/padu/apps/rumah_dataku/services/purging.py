"""Kept files go after 90 days, and so does what their issues show of cells; the run's counts stay."""

from __future__ import annotations

import datetime as dt

from padu.access.actor import system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import ImportColumns, ImportIssue, KeptFile, RefusedList
from padu.apps.rumah_dataku.services.import_changes import changes_forget
from padu.apps.rumah_dataku.services.kept_files import forget
from padu.domain.regions import NATION


def kept_files_purge(*, today: dt.date) -> int:
    """Take away kept files whose time is over, with what their runs show of cells. Returns how many files."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)) as actor:
        over = list(KeptFile.objects.filter(purge_after__lte=today))
        for kept in over:
            ImportIssue.objects.filter(run_id=kept.run_id).delete()
            ImportColumns.objects.filter(run_id=kept.run_id).delete()
            record_change(actor, "import.purge", kept.region_code, f"import:{kept.run_id}")
        changes_forget([kept.run_id for kept in over])
        KeptFile.objects.filter(pk__in=[kept.pk for kept in over]).delete()
        refused = list(RefusedList.objects.filter(purge_after__lte=today))
        for row in refused:
            record_change(actor, "list.purge", row.region_code, f"refused_list:{row.pk}")
        RefusedList.objects.filter(pk__in=[row.pk for row in refused]).delete()
    # After the commit: a file without a row is swept later, a row without a file would be a promise broken.
    for path in [row.path for row in (*over, *refused)]:
        forget(path)
    return len(over) + len(refused)
