"""Places from the nation to the village: public reference data with vintage."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.domain.regions import NATION


class Region(models.Model):
    """One place of the official code list. Public: names of places are no secret, what happens there may be."""

    class Level(models.TextChoices):
        NATION = "nation", "Nasional"
        PROVINCE = "province", "Provinsi"
        REGENCY = "regency", "Kabupaten/Kota"
        DISTRICT = "district", "Kecamatan"
        VILLAGE = "village", "Desa/Kelurahan"

    class Kind(models.TextChoices):
        NATION = "nation", "Negara"
        PROVINCE = "province", "Provinsi"
        KABUPATEN = "kabupaten", "Kabupaten"
        KOTA = "kota", "Kota"
        DISTRICT = "district", "Kecamatan"
        DESA = "desa", "Desa"
        KELURAHAN = "kelurahan", "Kelurahan"
        DESA_ADAT = "desa_adat", "Desa adat"

    code = RegionCodeField(primary_key=True)
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=12, choices=Kind)
    local_kind = models.CharField(max_length=40, blank=True, help_text="sebutan setempat: nagari, gampong, pekon, ...")
    name = models.CharField(max_length=120)
    folded_name = models.CharField(max_length=120, db_collation="C")
    level_order = models.PositiveSmallIntegerField()
    parent_code = RegionCodeField(blank=True, db_index=True)
    bps_code = models.CharField(max_length=10, blank=True, help_text="kosong: belum diketahui")
    # Both days included; no date means no known bound.
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    vintage = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["folded_name", "level_order"], name="region_name"),
            # For words in the middle of a name.
            GinIndex(fields=["folded_name"], name="region_name_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["bps_code"], name="region_bps_code", condition=~models.Q(bps_code="")),
            # The 38 provinces and 514 regencies among 91,600 places.
            models.Index(fields=["level", "code"], name="region_level"),
            # Almost every place has no end; those that have are looked for by it.
            models.Index(fields=["valid_to"], name="region_ended", condition=models.Q(valid_to__isnull=False)),
            models.Index(fields=["valid_from"], name="region_begun", condition=models.Q(valid_from__isnull=False)),
        ]

    # The day that a page asks for; None is today. Set by `get_region(code, on=...)`.
    as_of: dt.date | None = None

    def __str__(self) -> str:
        return self.name if self.kind == self.Kind.NATION else f"{self.kind_label} {self.name}"

    @property
    def kind_label(self) -> str:
        """What people there call such a place: Nagari, Gampong, Desa, ..."""
        return self.local_kind.title() if self.local_kind else str(self.get_kind_display())


class RegionName(models.Model):
    """An earlier name of a place that kept its code. The next later name, or the place's own, follows it."""

    code = RegionCodeField()
    name = models.CharField(max_length=120)
    folded_name = models.CharField(max_length=120, db_collation="C")
    valid_to = models.DateField(help_text="hari terakhir nama ini berlaku")
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_to"], name="region_name_once_a_day")]


class RegionSuccession(models.Model):
    """From a day on, a part of an old place belongs to a new one. Public, as the places are."""

    class Kind(models.TextChoices):
        SPLIT = "split", "Pemekaran"
        MERGE = "merge", "Penggabungan"
        RENAME = "rename", "Ganti nama"
        NEW_CODE = "new_code", "Kode baru"
        NEW_PROVINCE = "new_province", "Provinsi baru"
        DISSOLVED = "dissolved", "Pembubaran"
        BOUNDARY = "boundary", "Perubahan batas"

    from_code = RegionCodeField()
    to_code = RegionCodeField(blank=True, db_index=True, help_text="kosong: berakhir tanpa pengganti")
    effective_on = models.DateField()
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, help_text="kosong: belum diketahui")
    kind = models.CharField(max_length=12, choices=Kind)
    families = models.BooleanField(null=True, help_text="data keluarga ikut; kosong: hanya bila bagiannya 1")
    source = models.CharField(max_length=200)
    change_file_id = models.BigIntegerField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_code", "to_code", "effective_on"], name="succession_once"),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gt=0, share__lte=1), name="succession_share"
            ),
        ]


class ChangeFile(Guarded):
    """A file of changes as it was sent: what it holds, what is wrong with it, what became of it. Of the nation."""

    guard = Guard(TableClass.PLACE)

    class Kind(models.TextChoices):
        SUCCESSIONS = "successions", "Perubahan wilayah"
        OLDER_LIST = "older_list", "Daftar kode lama"
        BPS_CODES = "bps_codes", "Kode BPS"

    class State(models.TextChoices):
        REFUSED = "refused", "ada yang salah"
        CHECKED = "checked", "siap disimpan"
        STORED = "stored", "tersimpan"

    region_code = RegionCodeField(default=NATION)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    file_name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=60, blank=True)
    effective_on = models.DateField(null=True)
    rows = models.BinaryField(help_text="baris yang terbaca: JSON, gzip")
    counts = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    sent_by = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField()
    stored_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["-sent_at"], name="change_file_newest")]
