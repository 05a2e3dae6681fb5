"""Old rows as models: who changed a row, when, on which way, why, and what it was before.

The tables are made by `padu.access.keeping.KeepHistory`; their models live in a registry of their own, so that Django
makes no migrations for them. Every table of the project either keeps history or stands in WITHOUT_HISTORY.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from django.apps import apps
from django.apps.registry import Apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.keeping import HIDDEN, history_guard, history_table
from padu.access.tables import Guard, TableClass

_OWN_RECORD = "hanya bertambah: barisnya sendiri sudah catatan"
_DATED = "tautan sekali pakai: dibuat, dipakai, dan dicabut bertanggal di barisnya sendiri"
_KEPT_OFF = "rahasia orangnya: yang lama tidak boleh tersisa; pemasangan dan pelepasan tercatat di jejak"
_COMPUTED = "dihitung ulang oleh sistem dari baris yang punya riwayat"
_RUN = "jalannya satu pekerjaan: ditulis sistem dengan waktunya sendiri"
_KEPT = "berkas kiriman: ditulis sekali, dibuang menurut masa simpan"
_FRAME = "milik kerangka, bukan isian orang"
_OFFICIAL = "daftar resmi: hanya ditulis pemilik basis data lewat perintah, sejarahnya di repositori"

# Table, or its beginning with `*` -> why no old rows are kept of it.
WITHOUT_HISTORY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "access_auditentry": _OWN_RECORD,
        "situation_rankchange": _OWN_RECORD,
        "accounts_invitation": _DATED,
        "accounts_resetlink": _DATED,
        "accounts_totpsecret": _KEPT_OFF,
        "accounts_passkey": _KEPT_OFF,
        "accounts_recoverycode": _KEPT_OFF,
        "accounts_outsideidentity": _KEPT_OFF,
        "accounts_device": "sesi yang sedang berjalan; masuk dan keluar tercatat di jejak",
        "accounts_signinfailure": "hash bertumpuk kunci, dibuang setelah satu jam",
        "measurement_*": _COMPUTED,
        "rumah_dataku_rumahdatakustanding": "setiap baris sudah berupa keadaan bertanggal yang dihitung",
        "situation_problemmeasure": _COMPUTED,
        "situation_delicatefigures": _COMPUTED,
        "convergence_plannerrun": _RUN,
        "data_quality_issuestep": _OWN_RECORD,
        "data_quality_qualityrun": _RUN,
        "data_quality_completenessmonth": _COMPUTED,
        "data_quality_figureoutlier": _COMPUTED,
        "kampung_registerimport": _RUN,
        "regions_changefile": _RUN,
        "rumah_dataku_importrun": _RUN,
        "rumah_dataku_importissue": _RUN,
        "rumah_dataku_importcolumns": _RUN,
        "rumah_dataku_importchunk": _RUN,
        "rumah_dataku_importchange": _RUN,
        "rumah_dataku_keptfile": _KEPT,
        "rumah_dataku_familypapercode": "kode dibuat sekali dan tidak diubah; setiap cetakan tercatat di jejak",
        "rumah_dataku_paperbatch": _RUN,
        "rumah_dataku_refusedlist": _KEPT,
        "rumah_dataku_familydraft": "isian yang belum jadi; dikosongkan saat disimpan, keluarganya punya riwayat",
        "supply_supplyfile": _KEPT,
        "record_linkage_sectorcolumns": _RUN,
        "record_linkage_sectordelivery": _KEPT,
        "openrosa_phonedevice": _KEPT_OFF,
        "openrosa_familyentity": _COMPUTED,
        "openrosa_submission": "kiriman: isinya tidak berubah; keputusan atasnya bertanggal dan tercatat di jejak",
        "openrosa_attachment": _KEPT,
        "programmes_*": _OFFICIAL,
        "django_*": _FRAME,
        "auth_*": _FRAME,
        "procrastinate_*": _FRAME,
    }
)


def without_history(table: str) -> str | None:
    """Why no old rows of this table are kept; None for a table that keeps them."""
    for name, why in WITHOUT_HISTORY.items():
        if table == name or (name.endswith("*") and table.startswith(name[:-1])):
            return why
    return None


class OldRow(Guarded):
    """One row as it was until somebody changed or deleted it.

    changed  names of the columns that the update changed; empty for a delete
    before   the old row by column, but for quiet ones; {} once forgotten
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    action = models.CharField(max_length=6, choices=[("update", "diubah"), ("delete", "dihapus")])
    row_id = models.CharField(max_length=64)
    region_code = RegionCodeField()
    owner_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    system = models.BooleanField()
    path = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    changed = ArrayField(models.TextField())
    before = models.JSONField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        abstract = True


# A table without a guard is public to who has signed in, and so are its old rows.
_REFERENCE_GUARD = Guard(TableClass.AGGREGATE)
_registry = Apps()


@cache
def history_of(model: type[models.Model]) -> type[OldRow]:
    """Model of the old rows of `model`. Raises LookupError for a table that keeps none."""
    table = model._meta.db_table
    if without_history(table) is not None:
        raise LookupError(table)
    guard = history_guard(getattr(model, "guard", _REFERENCE_GUARD))
    options = type(
        "Meta",
        (OldRow.Meta,),
        {
            "abstract": False,
            "managed": False,
            "apps": _registry,
            "app_label": model._meta.app_label,
            "db_table": history_table(table),
        },
    )
    made: type[OldRow] = type(
        f"{model.__name__}OldRow", (OldRow,), {"__module__": __name__, "Meta": options, "guard": guard}
    )
    return made


def history_models() -> dict[type[models.Model], type[OldRow]]:
    """Every model that keeps history -> model of its old rows."""
    kept = (m for m in apps.get_models() if m._meta.managed and without_history(m._meta.db_table) is None)
    return {model: history_of(model) for model in kept}


def forget_history(model: type[models.Model], row_ids: Iterable[object]) -> int:
    """Empty the old rows of these rows: contents and reason go, who and when stay. Gives how many.

    Runs as a system actor that may read the table there, after the rows themselves were made anonymous (changing them
    keeps their last state in history too).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select padu_forget_history(%s, %s)",
            [history_of(model)._meta.db_table, [str(row_id) for row_id in row_ids]],
        )
        forgotten: int = cursor.fetchone()[0]
    return forgotten


__all__ = ["HIDDEN", "WITHOUT_HISTORY", "OldRow", "forget_history", "history_models", "history_of", "without_history"]
