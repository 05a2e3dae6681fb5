"""Lists of codes as people fill them in: a number, the label, both, or a usual word for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from padu.domain import contraception, pk21, stunting_risk
from padu.domain.identity import NikMissingReason
from padu.domain.tabular import NO_WORDS, NOT_APPLICABLE_WORDS, YES_WORDS, CellError, fold, nearest

_NUMBER: Final = re.compile(r"0*(\d+)(?:[.,]0+)?")
_LONG_LIST: Final = 6


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: what it means, its Indonesian label, the number people write (if any), other words for it (folded)."""

    value: object
    number: int | None
    label: str
    words: tuple[str, ...] = ()

    @property
    def choice(self) -> str:
        """As in a drop-down list: `1 - Laki-laki`."""
        return self.label if self.number is None else f"{self.number} - {self.label}"


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes under a key; `title` is its Indonesian heading, `unknown` the issue code of any other entry."""

    key: str
    title: str
    codes: tuple[Code, ...]
    unknown: str = "code_unknown"
    _by_text: dict[str, object] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_text: dict[str, object] = {}
        for code in self.codes:
            number = () if code.number is None else (str(code.number),)
            for text in (*number, fold(code.label), fold(code.choice), *code.words):
                by_text.setdefault(text, code.value)
        object.__setattr__(self, "_by_text", by_text)

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(code.choice for code in self.codes)

    @property
    def expected(self) -> str:
        """What may stand in a cell; long lists are named by their place."""
        if len(self.codes) <= _LONG_LIST:
            return ", ".join(code.choice.replace(" - ", " ", 1) for code in self.codes)
        first, last = self.codes[0].number, self.codes[-1].number
        span = "pilihan" if first is None else f"kode {first} sampai {last}"
        return f"{span} (lihat lembar Kode, {self.title})"

    def read(self, text: str) -> object:
        """Meaning of a cell. Raises CellError, naming the nearest label of a long list."""
        number = _NUMBER.fullmatch(text)
        # A minus is no separator here: -1 must not be read as 1.
        found = self._by_text.get(number[1] if number else text if text.startswith("-") else fold(text))
        if found is None:
            near = nearest(text, (code.label for code in self.codes)) if len(self.codes) > _LONG_LIST else None
            raise CellError(self.unknown, f"{self.expected}; mungkin “{near}”" if near else self.expected)
        return found


def _numbered(
    values: Sequence[Enum], labels: Sequence[str], words: dict[Enum, tuple[str, ...]] | None = None
) -> tuple[Code, ...]:
    """Codes from 1 on, in the order of `values`."""
    pairs = zip(values, labels, strict=True)
    return tuple(
        Code(value, at, label, (words or {}).get(value, ())) for at, (value, label) in enumerate(pairs, start=1)
    )


def _list(key: str, title: str, values: Sequence[Enum], *labels: str, **words: tuple[str, ...]) -> CodeList:
    named = {value: words[value.name] for value in values if value.name in words}
    return CodeList(key, title, _numbered(values, labels, named))


_YES: Final = Code(pk21.Answer.YES, 1, "Ya", tuple(sorted(YES_WORDS - {"1"})))
_NO: Final = Code(pk21.Answer.NO, 2, "Tidak", tuple(sorted(NO_WORDS - {"2"})))
_DOES_NOT_APPLY: Final = Code(pk21.Answer.NOT_APPLICABLE, 3, "Tidak berlaku", ("-1", *sorted(NOT_APPLICABLE_WORDS)))

YES_NO: Final = CodeList("yes_no", "Ya/Tidak", (_YES, _NO))
YES_NO_NA: Final = CodeList("yes_no_na", "Ya/Tidak/Tidak berlaku", (_YES, _NO, _DOES_NOT_APPLY))
SEX: Final = _list(
    "sex", "Jenis kelamin", list(pk21.Sex), "Laki-laki", "Perempuan",
    MALE=("l", "lk", "lakilaki", "pria", "male", "m"), FEMALE=("p", "pr", "wanita", "female", "f"),
)  # fmt: skip
RELATION: Final = _list(
    "relation", "Hubungan dengan kepala keluarga", list(pk21.Relation),
    "Kepala keluarga", "Istri/suami", "Anak", "Lainnya",
    HEAD=("kk", "kepala", "head"), SPOUSE=("istri", "suami", "isteri", "pasangan", "suamiistri"),
    CHILD=("anakkandung", "child"),
    OTHER=("famililain", "lain", "anggotalain", "cucu", "menantu", "orangtua", "mertua", "pembantu", "saudara"),
)  # fmt: skip
MARITAL: Final = _list(
    "marital", "Status perkawinan", list(pk21.MaritalStatus), "Belum kawin", "Kawin", "Cerai hidup", "Cerai mati",
    NEVER_MARRIED=("belummenikah", "lajang"), MARRIED=("menikah",), WIDOWED=("jandamati", "dudamati"),
)  # fmt: skip
CERTIFICATE: Final = _list(
    "certificate", "Akta kelahiran", list(pk21.BirthCertificate), "Ya", "Tidak",
    YES=tuple(sorted(YES_WORDS - {"1"})), NO=tuple(sorted(NO_WORDS - {"2"})),
)  # fmt: skip
EDUCATION: Final = _list(
    "education", "Pendidikan", list(pk21.Education),
    "Tidak/belum sekolah", "Tidak tamat SD/sederajat", "Masih SD/sederajat", "Tamat SD/sederajat",
    "Masih SLTP/sederajat", "Tamat SLTP/sederajat", "Masih SLTA/sederajat", "Tamat SLTA/sederajat",
    "Masih perguruan tinggi", "Tamat perguruan tinggi",
    NEVER=("tidaksekolah", "belumsekolah", "tidakpernahsekolah"), PRIMARY_UNFINISHED=("tidaktamatsd",),
    IN_PRIMARY=("masihsd",), PRIMARY_DONE=("tamatsd",), IN_LOWER_SECONDARY=("masihsltp", "masihsmp"),
    LOWER_SECONDARY_DONE=("tamatsltp", "tamatsmp"), IN_UPPER_SECONDARY=("masihslta", "masihsma"),
    UPPER_SECONDARY_DONE=("tamatslta", "tamatsma"), IN_HIGHER=("masihpt",), HIGHER_DONE=("tamatpt",),
)  # fmt: skip
OCCUPATION: Final = _list(
    "occupation", "Pekerjaan", list(pk21.Occupation),
    "Tidak/belum bekerja", "Petani", "Nelayan", "Pedagang", "Pejabat negara", "PNS/TNI/Polri", "Pegawai swasta",
    "Wiraswasta", "Pensiunan", "Pekerja lepas",
    NONE=("tidakbekerja", "belumbekerja"), CIVIL_SERVANT=("pns", "tni", "polri", "asn"), EMPLOYEE=("karyawanswasta",),
    CASUAL_WORKER=("buruhharianlepas", "buruhlepas"),
)  # fmt: skip
RELIGION: Final = _list(
    "religion", "Agama", list(pk21.Religion),
    "Islam", "Kristen", "Katolik", "Hindu", "Buddha", "Konghucu", "Kepercayaan", "Lainnya",
    PROTESTANT=("kristenprotestan", "protestan"), CATHOLIC=("katholik",), BUDDHIST=("budha",), CONFUCIAN=("khonghucu",),
    BELIEF=("penghayatkepercayaan",),
)  # fmt: skip
INSURANCE: Final = _list(
    "insurance", "Jaminan kesehatan", list(pk21.Insurance),
    "BPJS PBI/Jamkesmas/Jamkesda", "BPJS non-PBI", "Swasta", "Tidak punya",
    PBI=("bpjspbi", "pbi", "kis", "jamkesmas", "jamkesda"), BPJS_NON_PBI=("bpjs", "nonpbi"), NONE=("tidakada", "tidak"),
)  # fmt: skip
WHEREABOUTS: Final = _list(
    "whereabouts", "Keberadaan", list(pk21.Whereabouts), "Di rumah", "Di luar rumah (dalam negeri)", "Di luar negeri",
    HOME=("dalamrumah", "ada"), ELSEWHERE=("diluarrumah", "rantau", "merantau"), ABROAD=("luarnegeri",),
)  # fmt: skip
ROOF: Final = _list(
    "roof", "Atap", list(pk21.Roof), "Beton", "Genteng", "Asbes/seng", "Kayu/sirap", "Bambu", "Jerami/ijuk/rumbia/daun",
    ASBESTOS_OR_ZINC=("asbes", "seng"), WOOD_OR_SHINGLE=("kayu", "sirap"), THATCH=("jerami", "ijuk", "rumbia", "daun"),
)  # fmt: skip
WALL: Final = _list(
    "wall", "Dinding", list(pk21.Wall), "Tembok", "Kayu/papan", "Bambu", "Lainnya", WOOD=("kayu", "papan")
)
FLOOR: Final = _list(
    "floor", "Lantai", list(pk21.Floor),
    "Keramik/marmer/granit", "Ubin/tegel/teraso", "Semen/bata merah", "Kayu/papan", "Bambu", "Tanah", "Lainnya",
    CERAMIC=("keramik", "marmer", "granit"), TILE=("ubin", "tegel"), CEMENT=("semen",), WOOD=("kayu", "papan"),
)  # fmt: skip
LIGHTING: Final = _list(
    "lighting", "Penerangan", list(pk21.Lighting), "Listrik PLN", "Listrik non-PLN", "Bukan listrik",
    GRID=("pln", "listrik"), OTHER_ELECTRICITY=("nonpln", "genset", "tenagasurya"),
)  # fmt: skip
WATER: Final = _list(
    "water", "Sumber air minum", list(pk21.Water),
    "Air kemasan/isi ulang", "Ledeng/PAM", "Sumur bor/pompa", "Sumur terlindung", "Sumur tak terlindung",
    "Mata air terlindung", "Mata air tak terlindung", "Air permukaan (sungai, danau)", "Air hujan", "Lainnya",
    BOTTLED=("airkemasan", "isiulang"), PIPED=("ledeng", "pam", "pdam"), BOREHOLE=("sumurbor", "pompa"),
    SURFACE=("sungai", "danau", "airsungai"),
)  # fmt: skip
TOILET: Final = _list(
    "toilet", "Jamban", list(pk21.Toilet),
    "Milik sendiri, leher angsa dan tangki septik/IPAL", "MCK komunal, leher angsa dan tangki septik/IPAL", "Lainnya",
    "Tidak ada",
    OWN_SEPTIC=("miliksendiri", "sendiri"), SHARED_SEPTIC=("mckkomunal", "mck", "komunal"), NONE=("tidakpunya",),
)  # fmt: skip
FUEL: Final = _list(
    "fuel", "Bahan bakar memasak", list(pk21.Fuel),
    "Listrik", "Gas/elpiji", "Minyak tanah", "Arang", "Kayu bakar", "Lainnya",
    GAS=("gas", "elpiji", "lpg"), WOOD=("kayu",),
)  # fmt: skip
TENURE: Final = _list(
    "tenure", "Kepemilikan rumah", list(pk21.Tenure),
    "Milik sendiri", "Kontrak/sewa", "Bebas sewa", "Rumah dinas", "Lainnya",
    OWN=("sendiri",), RENTED=("kontrak", "sewa"), RENT_FREE=("menumpang",), OFFICIAL=("dinas",),
)  # fmt: skip
NIK_REASON: Final = _list(
    "nik_reason", "Alasan NIK kosong", list(NikMissingReason),
    "Bayi baru lahir", "Belum terdaftar", "Warga negara asing", "Tidak ditunjukkan", "Belum ditanyakan",
    NEWBORN=("bayi", "barulahir"), UNREGISTERED=("belumpunya", "belumada"), FOREIGNER=("wna",),
    NOT_SHOWN=("lupa", "hilang"),
)  # fmt: skip
KB_METHOD: Final = _list(
    "kb_method", "Metode KB yang dipakai", list(contraception.Method),
    "IUD/spiral", "MOW/steril perempuan", "MOP/steril laki-laki", "Implan/susuk", "Suntik", "Pil", "Kondom",
    "Cara modern lain (MAL dan lainnya)", "Cara tradisional",
    IUD=("iud", "spiral", "akdr"), MOW=("mow", "tubektomi"), MOP=("mop", "vasektomi"),
    IMPLANT=("implan", "implant", "susuk", "susukkb"), OTHER_MODERN=("mal",), TRADITIONAL=("tradisional",),
)  # fmt: skip
KB_REASON: Final = _list(
    "kb_reason", "Alasan tidak ber-KB", list(contraception.ReasonForNone),
    "Hamil", "Ingin anak segera (IAS)", "Ingin anak ditunda (IAT)", "Tidak ingin anak lagi (TIAL)",
    PREGNANT=("sedanghamil",), WANTS_CHILD_SOON=("ias",), IAT=("iat",), TIAL=("tial",),
)  # fmt: skip

STUNTING_RISK: Final = _list(
    "stunting_risk", "Status risiko stunting menurut daftar", list(stunting_risk.RiskStatus),
    "Berisiko stunting (KRS)", "Sasaran, tidak berisiko", "Bukan keluarga sasaran",
    AT_RISK=("krs", "berisiko"), NOT_AT_RISK=("nonkrs", "tidakberisiko"), NOT_TARGET=("bukansasaran",),
)  # fmt: skip

ALL_LISTS: Final = (
    YES_NO, YES_NO_NA, SEX, RELATION, MARITAL, CERTIFICATE, EDUCATION, OCCUPATION, RELIGION, INSURANCE, WHEREABOUTS,
    ROOF, WALL, FLOOR, LIGHTING, WATER, TOILET, FUEL, TENURE, NIK_REASON, KB_METHOD, KB_REASON, STUNTING_RISK,
)  # fmt: skip
"""Every list, in the order of the sheet Kode."""
