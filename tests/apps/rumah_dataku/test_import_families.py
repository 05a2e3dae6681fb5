"""A file of families from arrival to the tables, and what keeps it out."""

from __future__ import annotations

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Household, ImportRun, Person
from tests.apps.rumah_dataku.files import families_file, store

pytestmark = pytest.mark.django_db
ALL = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)


def counted() -> dict[str, int]:
    with scoped(system_actor("00", *ALL)):
        models = (Household, Family, Person, FamilySurvey, FamilySurveySpecific)
        return {model.__name__: model.objects.count() for model in models}


def test_a_good_file_is_stored_with_counts_read_back(pokja):
    run = store(pokja, families_file())
    assert run.state == ImportRun.State.STORED, run.problem
    assert {key: run.counts[key] for key in ("families_good", "families_bad", "persons_good", "persons_bad")} == {
        "families_good": 1, "families_bad": 0, "persons_good": 2, "persons_bad": 0,
    }  # fmt: skip
    assert (run.counts["families_stored"], run.counts["persons_stored"], run.counts["surveys_stored"]) == (1, 2, 1)
    assert counted() == {"Household": 1, "Family": 1, "Person": 2, "FamilySurvey": 1, "FamilySurveySpecific": 1}
