"""Makes files in the shape of SIGA's exports: semicolons, upper case, months by name, villages by name, odd cells."""

from __future__ import annotations

from collections.abc import Sequence

PLACE_HEADS = ("", "PROVINSI", "KABUPATEN", "KECAMATAN", "KODE", "KELURAHAN")
KRS = (
    "JUMLAH KELUARGA", "KELUARGA SASARAN", "KESEJAHTERAAN 1", "KESEJAHTERAAN > 4", "JUMLAH KRS", "TIDAK BERESIKO",
    "PUNYA BADUTA", "PUS", "PUS HAMIL", "AIR MINUM TIDAK LAYAK", "JAMBAN TIDAK LAYAK", "TERLALU MUDA", "PUS 4T",
    "BUKAN PESERTA KB MODERN",
)  # fmt: skip
METHODS = (
    "PA", "SUNTIK", "PIL", "KONDOM", "IMPLANT", "IUD", "VASEKTOMI", "TUBEKTOMI", "MAL", "KB MODERN", "KB TRADISIONAL",
)  # fmt: skip

Village = tuple[str, str, str, str]
"""Regency, district, code as written, village."""

INDERAPURA: Village = ("PESISIR SELATAN", "PANCUNG SOAL", "2001.0", "INDERAPURA")
MUARO: Village = ("PESISIR SELATAN", "PANCUNG SOAL", "2002.0", "MUARO SAKAI INDERAPURA")
MISSPELT: Village = ("PESISIR SELATAN", "PANCUNG SOAL", "2003.0", "TIGA SEPAKAT INDRAPURA")
PELANGAI: Village = ("PESISIR SELATAN", "RANAH PESISIR", "2001.0", "PELANGAI")
ABROAD: Village = ("SOLOK", "PANTAI CERMIN", "2001.0", "LOLO")


def siga_csv(heads: Sequence[str], rows: Sequence[tuple[Village, Sequence[object]]]) -> bytes:
    """One table; each row is a village and its cells below `heads`. The first column has no header and numbers rows."""
    lines = [";".join((*PLACE_HEADS, *heads))]
    for number, ((regency, district, code, village), cells) in enumerate(rows, start=1):
        place = (str(number), "SUMATERA BARAT", regency, district, code, village)
        lines.append(";".join((*place, *map(str, cells))))
    return "\r\n".join(lines).encode() + b"\r\n"
