"""Who may do what: one table of roles and verbs. A page shows it as it stands here."""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    """What an actor may do in a place. The value is stable: it stands in audit rows."""

    PLACE_READ = "place.read"
    FAMILY_READ = "family.read"
    FAMILY_WRITE = "family.write"
    SPECIFIC_READ = "family.read_specific"
    SPECIFIC_WRITE = "family.write_specific"
    FIGURE_IMPORT = "figure.import"
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
    ACCOUNT_ADMIN = "account.admin"


class Role(StrEnum):
    KAMPUNG = "kampung"
    AGENCY = "agency"
    REGENCY = "regency"


ROLE_LABELS: dict[Role, str] = {
    Role.KAMPUNG: "Pokja kampung",
    Role.AGENCY: "Petugas OPD",
    Role.REGENCY: "Tim koordinasi kabupaten/kota",
}

VERB_LABELS: dict[Verb, str] = {
    Verb.PLACE_READ: "Melihat angka dan rencana wilayahnya",
    Verb.FAMILY_READ: "Melihat data keluarga",
    Verb.FAMILY_WRITE: "Mengisi dan mengimpor data keluarga",
    Verb.SPECIFIC_READ: "Melihat jawaban khusus (konflik, sakit, kontrasepsi, gizi)",
    Verb.SPECIFIC_WRITE: "Mengisi jawaban khusus",
    Verb.FIGURE_IMPORT: "Mengimpor angka desa",
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
    Verb.ACCOUNT_ADMIN: "Mengelola akun",
}

ROLE_VERBS: dict[Role, frozenset[Verb]] = {
    # A village pokja works without the conflict answers (identity_and_privacy.md, rule 2) [assumption]:
    # it writes what families said and does not read it back.
    Role.KAMPUNG: frozenset(
        {
            Verb.PLACE_READ,
            Verb.FAMILY_READ,
            Verb.FAMILY_WRITE,
            Verb.SPECIFIC_WRITE,
            Verb.FIGURE_IMPORT,
            Verb.SITUATION_EDIT,
            Verb.REALISATION_REPORT,
            Verb.REALISATION_JOIN,
        }
    ),
    Role.AGENCY: frozenset(
        {
            Verb.PLACE_READ,
            Verb.SUPPLY_EDIT,
            Verb.PLAN_ANSWER,
            Verb.REALISATION_REPORT,
            Verb.DECISION_CLOSE,
        }
    ),
    Role.REGENCY: frozenset(
        {
            Verb.PLACE_READ,
            Verb.FIGURE_IMPORT,
            Verb.SUPPLY_READ_ALL,
            Verb.PLAN_RUN,
            Verb.MEETING_RECORD,
            Verb.DECISION_CLOSE,
            Verb.DECISION_VERIFY,
            Verb.REALISATION_REPORT,
            Verb.REALISATION_JOIN,
            Verb.ACCOUNT_ADMIN,
        }
    ),
}
