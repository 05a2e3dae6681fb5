"""Who may do what: one table of roles and verbs. A page shows it as it stands here."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Verb(StrEnum):
    """What an actor may do in a place. The value is stable: it stands in audit rows."""

    FIGURE_READ = "figure.read"
    PLACE_READ = "place.read"
    FAMILY_READ = "family.read"
    FAMILY_WRITE = "family.write"
    FAMILY_FIND = "family.find"
    SPECIFIC_READ = "family.read_specific"
    SPECIFIC_WRITE = "family.write_specific"
    FAMILY_MERGE = "family.merge"
    SECTOR_SEND = "sector.send"
    CASE_REFER = "case.refer"
    QUALITY_JUDGE = "quality.judge"
    FIGURE_IMPORT = "figure.import"
    FIGURE_SEND = "figure.send"
    SITUATION_EDIT = "situation.edit"
    SUPPLY_READ_ALL = "supply.read_all"
    SUPPLY_EDIT = "supply.edit"
    PLAN_RUN = "plan.run"
    PLAN_ANSWER = "plan.answer"
    MEETING_RECORD = "meeting.record"
    DECISION_CLOSE = "decision.close"
    DECISION_VERIFY = "decision.verify"
    REALISATION_REPORT = "realisation.report"
    REALISATION_JOIN = "realisation.join"
    INSTITUTION_EDIT = "institution.edit"
    TEAM_EDIT = "team.edit"
    FIELD_EDIT = "field.edit"
    REGISTER_EDIT = "register.edit"
    REGISTER_DECLARE = "register.declare"
    REGION_EDIT = "region.edit"
    FINDING_WRITE = "finding.write"
    FINDING_ANSWER = "finding.answer"
    ACCOUNT_ADMIN = "account.admin"
    AUDIT_READ = "audit.read"
    PRIVACY_SERVE = "privacy.serve"
    PRIVACY_ADMIN = "privacy.admin"


class Role(StrEnum):
    """One kind of hat. The value is stable: it stands in the rows of hats."""

    KADER = "kader"
    KAMPUNG = "kampung"
    PLKB = "plkb"
    AGENCY = "agency"
    REGENCY = "regency"
    DISTRICT = "district"
    PROVINCE = "province"
    NATION = "nation"
    SECTOR = "sector"
    INSPECTOR = "inspector"
    PRIVACY = "privacy"


# Roles that are worn for an agency and name it.
AGENCY_ROLES: Final = frozenset({Role.AGENCY, Role.SECTOR})

ROLE_LABELS: dict[Role, str] = {
    Role.KADER: "Kader",
    Role.KAMPUNG: "Pokja kampung",
    Role.PLKB: "PKB/PLKB",
    Role.AGENCY: "Petugas OPD",
    Role.REGENCY: "Tim koordinasi kabupaten/kota",
    Role.DISTRICT: "Petugas kecamatan",
    Role.PROVINCE: "Tim koordinasi provinsi",
    Role.NATION: "Tim koordinasi pusat",
    Role.SECTOR: "Kementerian/lembaga dan dinas provinsi",
    Role.INSPECTOR: "Pengawas (tim monev, Inspektorat)",
    Role.PRIVACY: "Petugas pelindungan data pribadi",
}

VERB_LABELS: dict[Verb, str] = {
    Verb.FIGURE_READ: "Melihat angka wilayah (tanpa orang)",
    Verb.PLACE_READ: "Melihat rencana, kampung, dan lembaga di wilayahnya",
    Verb.FAMILY_READ: "Melihat data keluarga",
    Verb.FAMILY_WRITE: "Mengisi dan mengimpor data keluarga",
    Verb.FAMILY_FIND: "Mencari keluarga dengan NIK atau No. KK lengkap",
    Verb.SPECIFIC_READ: "Melihat jawaban khusus (konflik, sakit, kontrasepsi, gizi)",
    Verb.SPECIFIC_WRITE: "Mengisi jawaban khusus",
    Verb.FAMILY_MERGE: "Memeriksa data ganda dan daftar sektor, menyatukan keluarga atau orang yang sama",
    Verb.SECTOR_SEND: "Mengirim daftar sektor OPD-nya untuk disambungkan dengan keluarga",
    Verb.CASE_REFER: "Membuka data satu keluarga bagi OPD yang dirujuk",
    Verb.QUALITY_JUDGE: "Memeriksa perbaikan data keluarga dan menutup catatan mutunya",
    Verb.FIGURE_IMPORT: "Mengimpor angka desa",
    Verb.FIGURE_SEND: "Mengirim tabel SIGA untuk desa di wilayahnya",
    Verb.SITUATION_EDIT: "Menyusun urutan masalah dan mengirimnya",
    Verb.SUPPLY_READ_ALL: "Melihat penawaran semua OPD",
    Verb.SUPPLY_EDIT: "Mengisi penawaran dan dana OPD-nya",
    Verb.PLAN_RUN: "Menjalankan perencana",
    Verb.PLAN_ANSWER: "Menyanggupi, memotong, atau menolak baris usulan OPD-nya",
    Verb.MEETING_RECORD: "Mencatat rapat dan keputusan",
    Verb.DECISION_CLOSE: "Menyatakan keputusan selesai dengan bukti",
    Verb.DECISION_VERIFY: "Memeriksa keputusan yang dinyatakan selesai orang lain",
    Verb.REALISATION_REPORT: "Melaporkan kegiatan yang terlaksana",
    Verb.REALISATION_JOIN: "Menyambungkan kegiatan di luar rencana dengan komitmen",
    Verb.INSTITUTION_EDIT: "Mengurus daftar instansi",
    Verb.TEAM_EDIT: "Mengurus tim, pokja, dan surat keputusannya",
    Verb.FIELD_EDIT: "Mengurus petugas lapangan dan wilayah kerjanya",
    Verb.REGISTER_EDIT: "Mengurus daftar kampung dan rencana pembentukan",
    Verb.REGISTER_DECLARE: "Mengisi keadaan kampungnya (kelompok, sarana, mekanisme)",
    Verb.REGION_EDIT: "Memasukkan perubahan kode wilayah",
    Verb.FINDING_WRITE: "Mencatat temuan pengawasan",
    Verb.FINDING_ANSWER: "Menjawab temuan pengawasan",
    Verb.ACCOUNT_ADMIN: "Mengundang orang dan mengelola akun",
    Verb.AUDIT_READ: "Melihat jejak siapa melihat dan mengubah apa",
    Verb.PRIVACY_SERVE: "Melayani hak warga atas datanya (laporan akses, salinan data, persetujuan)",
    Verb.PRIVACY_ADMIN: "Mengurus daftar pemrosesan, insiden, dan masa simpan data",
}

_EVERYWHERE = frozenset({Verb.FIGURE_READ, Verb.PLACE_READ})
_COORDINATION = _EVERYWHERE | {
    Verb.INSTITUTION_EDIT, Verb.TEAM_EDIT, Verb.FINDING_ANSWER, Verb.ACCOUNT_ADMIN,
    Verb.MEETING_RECORD, Verb.DECISION_CLOSE, Verb.DECISION_VERIFY,
}  # fmt: skip

ROLE_VERBS: dict[Role, frozenset[Verb]] = {
    # A cadre visits families of the village and writes what they say; a list by RT is a view, not a wall [assumption].
    Role.KADER: _EVERYWHERE
    | {Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_WRITE, Verb.REALISATION_REPORT},
    # A village pokja works without the conflict answers (identity_and_privacy.md, rule 2) [assumption]:
    # it writes what families said and does not read it back.
    Role.KAMPUNG: _EVERYWHERE
    | {
        Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.FAMILY_FIND, Verb.SPECIFIC_WRITE, Verb.CASE_REFER,
        Verb.QUALITY_JUDGE,
        Verb.FIGURE_IMPORT, Verb.FIGURE_SEND, Verb.SITUATION_EDIT, Verb.REALISATION_REPORT, Verb.REALISATION_JOIN,
        Verb.TEAM_EDIT, Verb.REGISTER_DECLARE, Verb.FINDING_ANSWER, Verb.ACCOUNT_ADMIN, Verb.PRIVACY_SERVE,
        Verb.FAMILY_MERGE,
    },
    # The field officer has the case duty: supervises cadres and checks what they wrote [assumption].
    Role.PLKB: _EVERYWHERE
    | {
        Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.FAMILY_FIND, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE,
        Verb.CASE_REFER, Verb.QUALITY_JUDGE, Verb.REALISATION_REPORT, Verb.REALISATION_JOIN, Verb.REGISTER_DECLARE,
        Verb.PRIVACY_SERVE, Verb.FAMILY_MERGE,
    },
    Role.AGENCY: _EVERYWHERE
    | {
        Verb.SUPPLY_EDIT, Verb.PLAN_ANSWER, Verb.REALISATION_REPORT, Verb.DECISION_CLOSE, Verb.FINDING_ANSWER,
        Verb.SECTOR_SEND,
    },
    Role.REGENCY: _COORDINATION
    | {
        Verb.FIGURE_IMPORT, Verb.FIGURE_SEND, Verb.SUPPLY_READ_ALL, Verb.PLAN_RUN, Verb.REALISATION_REPORT,
        Verb.REALISATION_JOIN, Verb.FIELD_EDIT, Verb.REGISTER_EDIT,
    },
    Role.DISTRICT: _EVERYWHERE | {Verb.FIGURE_SEND, Verb.TEAM_EDIT, Verb.REALISATION_REPORT, Verb.FINDING_ANSWER},
    Role.PROVINCE: _COORDINATION | {Verb.FIGURE_SEND, Verb.SUPPLY_READ_ALL},
    Role.NATION: _COORDINATION | {Verb.REGION_EDIT},
    Role.SECTOR: frozenset({Verb.FIGURE_READ}),
    Role.INSPECTOR: _EVERYWHERE | {Verb.SUPPLY_READ_ALL, Verb.FINDING_WRITE},
    Role.PRIVACY: frozenset({Verb.FIGURE_READ, Verb.AUDIT_READ, Verb.PRIVACY_SERVE, Verb.PRIVACY_ADMIN}),
}  # fmt: skip

# Whom a holder of ACCOUNT_ADMIN may invite, and whose hats may be given or ended: the level below, in the own place.
ROLE_GRANTS: dict[Role, frozenset[Role]] = {
    Role.NATION: frozenset({Role.NATION, Role.PROVINCE, Role.SECTOR, Role.INSPECTOR, Role.PRIVACY}),
    Role.PROVINCE: frozenset({Role.PROVINCE, Role.REGENCY, Role.SECTOR, Role.INSPECTOR, Role.PRIVACY}),
    Role.REGENCY: frozenset(
        {Role.REGENCY, Role.DISTRICT, Role.AGENCY, Role.PLKB, Role.KAMPUNG, Role.INSPECTOR, Role.PRIVACY, Role.KADER}
    ),
    Role.KAMPUNG: frozenset({Role.KADER}),
}
