"""Issues of a family go with its identity: notes may name people. Who took which step when stays in the trail."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.history import forget_history
from padu.access.verbs import Verb
from padu.apps.data_quality.models import DataIssue
from padu.apps.rumah_dataku.models import Person
from padu.domain.regions import NATION


def issues_forget(*, family_ids: Sequence[int]) -> int:
    """Delete the issues of families that were made anonymous, and empty their old rows. Returns how many went."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        # Also of members who came from another family, under whose number the issue was found.
        members = Person.objects.filter(family_id__in=family_ids).values("pk")
        about = Q(family_id__in=family_ids) | Q(person_id__in=members)
        gone = list(DataIssue.objects.filter(about).values_list("pk", flat=True))
        DataIssue.objects.filter(pk__in=gone).delete()
        forget_history(DataIssue, gone)
    return len(gone)
