"""The codes of the family survey form F/I/PK/21.

Source: domain facts, `ibangga.md` sections 2 and 4. Codes that a source numbers are IntEnum with that number; where the
source gives no order the label itself is the value (StrEnum) [assumption].
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Answer(StrEnum):
    """Answer of a question of Block III."""

    YES = "ya"
    NO = "tidak"
    NOT_APPLICABLE = "tidak_berlaku"


class Sex(IntEnum):
    """K.03."""

    MALE = 1
    FEMALE = 2


class MaritalStatus(IntEnum):
    """K.07."""

    NEVER_MARRIED = 1
    MARRIED = 2
    DIVORCED = 3
    WIDOWED = 4


class BirthCertificate(IntEnum):
    """K.09."""

    YES = 1
    NO = 2


class Relation(IntEnum):
    """K.10. Labels from 3 on are likely, all further codes of the form are kept as OTHER [assumption]."""

    HEAD = 1
    SPOUSE = 2
    CHILD = 3
    OTHER = 4


class Religion(StrEnum):
    """K.12, eight values; order not known [assumption]."""

    ISLAM = "islam"
    PROTESTANT = "kristen"
    CATHOLIC = "katolik"
    HINDU = "hindu"
    BUDDHIST = "buddha"
    CONFUCIAN = "konghucu"
    BELIEF = "kepercayaan"
    OTHER = "lainnya"


class Occupation(StrEnum):
    """K.13, ten values; order and wording not known [assumption]."""

    NONE = "tidak_bekerja"
    FARMER = "petani"
    FISHER = "nelayan"
    TRADER = "pedagang"
    STATE_OFFICIAL = "pejabat_negara"
    CIVIL_SERVANT = "pns_tni_polri"
    EMPLOYEE = "pegawai_swasta"
    SELF_EMPLOYED = "wiraswasta"
    PENSIONER = "pensiunan"
    CASUAL_WORKER = "pekerja_lepas"


class Education(IntEnum):
    """K.14."""

    NEVER = 1
    PRIMARY_UNFINISHED = 2
    IN_PRIMARY = 3
    PRIMARY_DONE = 4
    IN_LOWER_SECONDARY = 5
    LOWER_SECONDARY_DONE = 6
    IN_UPPER_SECONDARY = 7
    UPPER_SECONDARY_DONE = 8
    IN_HIGHER = 9
    HIGHER_DONE = 10


class Insurance(IntEnum):
    """K.15. Code 1 contains Jamkesmas and Jamkesda."""

    PBI = 1
    BPJS_NON_PBI = 2
    PRIVATE = 3
    NONE = 4


class Whereabouts(IntEnum):
    """K.16."""

    HOME = 1
    ELSEWHERE = 2
    ABROAD = 3


class Roof(IntEnum):
    """P.19."""

    CONCRETE = 1
    TILE = 2
    ASBESTOS_OR_ZINC = 3
    WOOD_OR_SHINGLE = 4
    BAMBOO = 5
    THATCH = 6


class Wall(StrEnum):
    """P.20; order not known [assumption]."""

    MASONRY = "tembok"
    WOOD = "kayu_papan"
    BAMBOO = "bambu"
    OTHER = "lainnya"


class Floor(StrEnum):
    """P.21; order not known [assumption]."""

    CERAMIC = "keramik_marmer_granit"
    TILE = "ubin_tegel_teraso"
    CEMENT = "semen_bata"
    WOOD = "kayu_papan"
    BAMBOO = "bambu"
    EARTH = "tanah"
    OTHER = "lainnya"


class Lighting(StrEnum):
    """P.22; order not known [assumption]."""

    GRID = "listrik_pln"
    OTHER_ELECTRICITY = "listrik_non_pln"
    NONE = "bukan_listrik"


class Water(IntEnum):
    """P.23."""

    BOTTLED = 1
    PIPED = 2
    BOREHOLE = 3
    PROTECTED_WELL = 4
    UNPROTECTED_WELL = 5
    PROTECTED_SPRING = 6
    UNPROTECTED_SPRING = 7
    SURFACE = 8
    RAIN = 9
    OTHER = 10


class Toilet(IntEnum):
    """P.24."""

    OWN_SEPTIC = 1
    SHARED_SEPTIC = 2
    OTHER = 3
    NONE = 4


class Fuel(StrEnum):
    """P.27 cooking fuel; not part of the index; order not known [assumption]."""

    ELECTRICITY = "listrik"
    GAS = "gas"
    KEROSENE = "minyak_tanah"
    CHARCOAL = "arang"
    WOOD = "kayu_bakar"
    OTHER = "lainnya"


class Tenure(StrEnum):
    """P.28 tenure of the house; not part of the index; order not known [assumption]."""

    OWN = "milik_sendiri"
    RENTED = "kontrak_sewa"
    RENT_FREE = "bebas_sewa"
    OFFICIAL = "rumah_dinas"
    OTHER = "lainnya"
