"""What a family answered in one data year."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models.families import Family


class FamilySurvey(Guarded):
    """One family in one data year: 15 indicators and the answers of block III.

    An indicator is 1 met, 0 not met, -1 not applicable, null not answered.

    The other two indicators, conflict and illness, stand in FamilySurveySpecific behind their own verb.
    """

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="surveys", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    surveyed_on = models.DateField()
    religious_practice = models.SmallIntegerField(null=True)
    marriage_certificate = models.SmallIntegerField(null=True)
    child_birth_certificate = models.SmallIntegerField(null=True)
    health_insurance = models.SmallIntegerField(null=True)
    no_live_divorce = models.SmallIntegerField(null=True)
    income_source = models.SmallIntegerField(null=True)
    diverse_food = models.SmallIntegerField(null=True)
    decent_housing = models.SmallIntegerField(null=True)
    savings = models.SmallIntegerField(null=True)
    no_school_dropout = models.SmallIntegerField(null=True)
    online_media_access = models.SmallIntegerField(null=True)
    daily_interaction = models.SmallIntegerField(null=True)
    shared_parenting = models.SmallIntegerField(null=True)
    family_recreation = models.SmallIntegerField(null=True)
    community_participation = models.SmallIntegerField(null=True)
    # Block III answers by field of FamilyAnswers ({"p13": "ya", "p23": 3}); an absent field was not answered.
    answers = models.JSONField(default=dict)
    import_run_id = models.BigIntegerField(null=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["family", "year"], name="survey_once_a_year")]
        indexes = [models.Index(fields=["region_code", "year"], name="survey_place_year")]


class FamilySurveySpecific(Guarded):
    """The answers that are specific personal data: conflict, illness, contraception. Same value codes.

    answers  {"p03a": "tidak", ..., "p07": "ya", "couple": "iat"}; "couple" is a Method or a ReasonForNone
    """

    guard = Guard(TableClass.SPECIFIC)

    region_code = RegionCodeField()
    family_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    no_family_conflict = models.SmallIntegerField(null=True)
    no_illness_or_disability = models.SmallIntegerField(null=True)
    answers = models.JSONField(default=dict)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["family_id", "year"], name="specific_once_a_year")]
        indexes = [models.Index(fields=["region_code", "year"], name="specific_place_year")]
