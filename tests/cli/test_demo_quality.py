"""The demo's faults: something of each kind is found, handed on once, and a second loading changes nothing."""

from __future__ import annotations

import pytest
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.data_quality.models import CompletenessMonth, DataIssue, IssueStep
from padu.apps.programmes.services import load_reference
from padu.cli.demo.accounts import load_accounts
from padu.cli.demo.agencies import load_agencies
from padu.cli.demo.families import load_families
from padu.cli.demo.quality import load_quality
from padu.cli.demo.setting import DemoSetting, make_setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(places: None) -> DemoSetting:
    load_reference()
    made = make_setting(20, 2, timezone.localdate())
    for step in (load_agencies, load_accounts, load_families):
        step(made)
    return made


def state(setting: DemoSetting) -> tuple[list[tuple[str, str, int | None]], int, int]:
    with scoped(setting.actor(Verb.FAMILY_READ)):
        issues = DataIssue.objects.order_by("rule", "subject_key").values_list("rule", "state", "assigned_to")
        return list(issues), IssueStep.objects.count(), CompletenessMonth.objects.filter(part="").count()


def test_something_of_each_kind_and_twice_is_once(setting: DemoSetting) -> None:
    load_quality(setting)
    first = state(setting)
    rules = {rule for rule, *_rest in first[0]}
    assert rules >= {
        "family_without_members", "family_without_head", "family_several_heads", "family_without_kk", "survey_missing",
        "rt_missing", "older_than_mother", "mother_not_a_woman", "mother_unknown", "spouse_not_married", "sex_missing",
        "head_too_young", "married_too_young", "education_too_young", "nik_reason_missing", "nik_missing",
        "bkb_without_child", "couple_answer_misplaced",
    }  # fmt: skip
    with scoped(setting.actor(Verb.FAMILY_READ)):
        steps = list(IssueStep.objects.filter(step="hand_on").order_by("pk").values_list("by_name", "to_name"))
        late = DataIssue.objects.filter(due_on__lt=setting.today, state="open").count()
    assert [(one.split(" (")[0], to.split(" (")[0]) for one, to in steps] == [
        ("Kader", "Pokja 1"), ("Kader", "Pokja 1"), ("Pokja 1", "Penyuluh KB"),
    ]  # fmt: skip
    assert late > 0
    load_quality(setting)
    assert state(setting)[0] == first[0]
    assert state(setting)[1] == first[1]
