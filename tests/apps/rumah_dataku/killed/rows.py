"""Four made-up villages' families as the template has them: five families of two persons in each village."""

from __future__ import annotations

from tests.apps.rumah_dataku.files import families_file
from tests.factories import PLACES as ALL_PLACES

DISTRICT = "13.01.01"
PLACES = ALL_PLACES | {"13.01.01.2004": ("desa", "Simpang Lama Inderapura")}
VILLAGES = tuple(code for code in PLACES if code.startswith(f"{DISTRICT}."))
FAMILIES = 5


def content_of_four_villages() -> bytes:
    """One warning stands in every village: the birth date of its first head differs from that in the NIK."""
    families, persons = [], []
    for village, code in enumerate(VILLAGES):
        for number in range(1, FAMILIES + 1):
            key, serial = f"{village}-{number}", f"{village}{number:03d}"
            birth = "05/03/1997" if number > 1 else "06/03/1997"
            families.append({"No. keluarga": key, "Kode desa": code, "No. KK": f"130101010112{serial}"})
            persons.append({"No. keluarga": key, "NIK": f"130101450397{serial}", "Tanggal lahir": birth})
            persons.append(
                {
                    "No. keluarga": key,
                    "NIK": f"130101100618{serial}",
                    "K.02 Nama": "Anak",
                    "K.03 Jenis kelamin": "1",
                    "Tanggal lahir": "10/06/2018",
                    "K.10 Hubungan dengan kepala keluarga": "3",
                    "K.07 Status perkawinan": "1",
                }
            )
    return families_file(families, persons)
