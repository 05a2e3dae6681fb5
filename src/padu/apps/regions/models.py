"""Places from the nation to the village: public reference data with vintage."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from padu.access.gate import RegionCodeField


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
    bps_code = models.CharField(max_length=10, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    vintage = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["folded_name", "level_order"], name="region_name"),
            # For words in the middle of a name.
            GinIndex(fields=["folded_name"], name="region_name_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name if self.kind == self.Kind.NATION else f"{self.kind_label} {self.name}"

    @property
    def kind_label(self) -> str:
        """What people there call such a place: Nagari, Gampong, Desa, ..."""
        return self.local_kind.title() if self.local_kind else str(self.get_kind_display())
