"""The village's data: families and persons over time, surveys, figures, and the files they came from."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class ImportRun(Guarded):
    """One file somebody sent, from arrival to what was stored."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    class Kind(models.TextChoices):
        FAMILIES = "families", "Keluarga dan anggota (templat Padu)"
        OPENSID = "opensid", "Penduduk OpenSID"
        FIGURES = "figures", "Angka desa"

    class State(models.TextChoices):
        RECEIVED = "received", "diterima"
        CHECKING = "checking", "sedang diperiksa"
        CHECKED = "checked", "sudah diperiksa, belum disimpan"
        REFUSED = "refused", "ditolak"
        STORED = "stored", "tersimpan"
        DISCARDED = "discarded", "dibatalkan"
        FAILED = "failed", "gagal"

    region_code = RegionCodeField()
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.BigIntegerField()
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    stored_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["region_code", "-created_at"], name="import_place_time"),
            models.Index(fields=["region_code", "file_sha256"], name="import_place_file"),
        ]


class KeptFile(Guarded):
    """The file as it was sent, encrypted on disk; purged after 90 days [assumption], the run's counts stay."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    path = models.CharField(max_length=200)
    key_id = models.CharField(max_length=40)
    purge_after = models.DateField()
    created_by = models.BigIntegerField()

    class Meta(Guarded.Meta):
        pass


class ImportIssue(Guarded):
    """One thing wrong with one cell. The value seen is masked and the whole detail encrypted."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    number = models.IntegerField()
    severity = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    # Header of the column as the file has it, without any of its cells, so that issues can be filtered.
    column = models.CharField(max_length=80, blank=True)
    detail = models.BinaryField()
    key_id = models.CharField(max_length=40)
    created_by = models.BigIntegerField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="issue_number_once")]


class Household(Guarded):
    """A household card (KK). Its number is ciphertext; only the first four digits stand in clear."""

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    kk_key_id = models.CharField(max_length=40)
    kk_ciphertext = models.BinaryField()
    kk_hash = models.BinaryField(max_length=32)
    kk_first4 = models.CharField(max_length=4)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "kk_hash"], name="kk_once_a_village")]


class Family(Guarded):
    """A family of the survey: not the KK household; one card can hold several families."""

    guard = Guard(TableClass.PERSON, case_column="id")

    region_code = RegionCodeField()
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    # What makes the same family the same in a file sent again: source and its number there.
    source = models.CharField(max_length=20)
    source_key = models.CharField(max_length=80)
    head_name = models.CharField(max_length=120)
    hamlet = models.CharField(max_length=80, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    welfare_decile = models.PositiveSmallIntegerField(null=True)
    welfare_source = models.CharField(max_length=60, blank=True)
    made_up = models.BooleanField(default=False)
    import_run_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "source", "source_key"], name="family_once_a_source"),
            models.CheckConstraint(
                condition=models.Q(welfare_decile__isnull=True) | models.Q(welfare_decile__range=(1, 10)),
                name="decile_1_to_10",
            ),
        ]
        indexes = [
            models.Index(fields=["region_code", "id"], name="family_place_id"),
            # The order of the village's list: by RW and RT.
            models.Index(fields=["region_code", "rw", "rt", "id"], name="family_place_rt"),
        ]


class Person(Guarded):
    """A member of a family. Codes are those of form PK21, block I; empty means not answered."""

    guard = Guard(TableClass.PERSON, case_column="family_id")

    region_code = RegionCodeField()
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="members", db_constraint=False)
    line = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    nik_key_id = models.CharField(max_length=40, blank=True)
    nik_ciphertext = models.BinaryField(null=True)
    nik_hash = models.BinaryField(null=True, max_length=32)
    nik_first4 = models.CharField(max_length=4, blank=True)
    nik_missing_reason = models.CharField(max_length=20, blank=True)
    sex = models.PositiveSmallIntegerField(null=True)
    birth_date = models.DateField(null=True)
    relation = models.PositiveSmallIntegerField(null=True)
    marital_status = models.PositiveSmallIntegerField(null=True)
    birth_certificate = models.PositiveSmallIntegerField(null=True)
    religion = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=40, blank=True)
    education = models.PositiveSmallIntegerField(null=True)
    insurance = models.PositiveSmallIntegerField(null=True)
    whereabouts = models.PositiveSmallIntegerField(null=True)
    mother_line = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["family", "line"], name="person_line_once"),
            # Among active members of one village a NIK stands once; across villages the system looks for pairs.
            models.UniqueConstraint(
                fields=["region_code", "nik_hash"],
                condition=models.Q(active=True, nik_hash__isnull=False),
                name="nik_once_a_village",
            ),
        ]
        indexes = [
            models.Index(fields=["region_code", "family"], name="person_place_family"),
            # The system looks for one NIK in two villages.
            models.Index(fields=["nik_hash"], name="person_nik_hash"),
        ]


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


class Figure(Guarded):
    """One figure of one place and period: the one figure table. Source and date always stand beside it."""

    guard = Guard(TableClass.AGGREGATE)

    class State(models.TextChoices):
        KNOWN = "known", "diketahui"
        UNKNOWN = "unknown", "belum diketahui"
        NOT_APPLICABLE = "not_applicable", "tidak berlaku"
        SUPPRESSED = "suppressed", "disamarkan"

    region_code = RegionCodeField()
    element = models.CharField(max_length=60)
    component = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    period = models.CharField(max_length=10)
    state = models.CharField(max_length=15, choices=State, default=State.KNOWN)
    value = models.FloatField(null=True)
    text = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=160)
    as_of = models.DateField(null=True)
    import_run_id = models.BigIntegerField(null=True)
    entered_by = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "element", "component", "sex", "period", "source"], name="figure_once_a_source"
            ),
        ]


class RumahDatakuStanding(Guarded):
    """Class of a kampung's Rumah DataKu from a day on; a row for each change, none while nothing changed.

    reached  "" below sederhana; missing: keys of the requirements between it and the next class
    """

    guard = Guard(TableClass.AGGREGATE)

    region_code = RegionCodeField()
    kampung_id = models.BigIntegerField()
    day = models.DateField()
    reached = models.CharField(max_length=10, blank=True)
    missing = models.JSONField(default=list)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["kampung_id", "day"], name="standing_once_a_day")]
        indexes = [models.Index(fields=["region_code", "kampung_id", "day"], name="standing_place_day")]
