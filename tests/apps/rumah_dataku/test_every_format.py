"""Every kind of file in every format of a spreadsheet: the same rows are found in XLSX, ODS and the old XLS."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from padu.access.gate import scoped
from padu.apps.institutions.models import FieldWorker
from padu.apps.kampung.models import RegisterImport
from padu.apps.programmes.services import load_reference
from padu.apps.regions.change_rows import read_changes
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.services import import_check
from padu.domain.register_file import TEMPLATE_HEAD
from tests.apps.rumah_dataku.files import CHILD, FAMILY, HEAD, VILLAGE, receive, table
from tests.sheet_files import FORMATS
from tests.siga_tables import INDERAPURA, PLACE_HEADS

pytestmark = pytest.mark.django_db

RESIDENTS = table(
    [
        {"nama": "Siti Aminah", "no_kk": "1301010101120001", "nik": "1301014503970001", "sex": 2,
         "tanggallahir": "1997-03-05", "kk_level": 1, "pendidikan_kk_id": 5, "status_dasar": 1},
        {"nama": "Rahmat", "no_kk": "1301010101120001", "nik": "1301011006180001", "sex": 1,
         "tanggallahir": "2018-06-10", "kk_level": 4, "pendidikan_kk_id": 3, "status_dasar": 1},
    ]
)  # fmt: skip
REGENCY, DISTRICT, CODE, NAME = INDERAPURA
FILES = {
    "families": {"Keluarga": table([FAMILY]), "Anggota": table([HEAD, CHILD])},
    "opensid": {"Data Penduduk": RESIDENTS},
    "figures": {"Data desa": [["Kode desa", "idm", "Status IDM"], [VILLAGE, 0.75, "maju"]]},
    "siga": {
        "Export": [
            [*PLACE_HEADS, "PUS", "PUS HAMIL", "BULAN"],
            [1, "SUMATERA BARAT", REGENCY, DISTRICT, 2001.0, NAME, 40, 12, "MEI"],
        ]
    },
}
GOOD = {
    "families": ("families_good", 1), "opensid": ("persons_good", 2), "figures": ("figures_good", 2),
    "siga": ("figures_good", 2),
}  # fmt: skip


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("kind", FILES)
def test_imports(pokja, kind, extension):
    content = FORMATS[extension](FILES[kind])
    run = receive(pokja, content, f"kirim.{extension}", kind=kind, source="Kemendesa" if kind == "figures" else "")
    run = import_check(actor=pokja, run_id=run.pk)
    assert run.state == ImportRun.State.CHECKED, run.problem
    key, count = GOOD[kind]
    assert (run.counts[key], run.counts["errors"]) == (count, 0)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_list_of_field_workers(people, client_of, extension):
    load_reference()
    rows = [["Nama", "Jenis petugas", "Bertugas sejak", "Kode desa"], ["Rahmi (buatan)", "PLKB", "01/02/2026", VILLAGE]]
    sent = SimpleUploadedFile(f"petugas.{extension}", FORMATS[extension]({"Petugas": rows}))
    answer = client_of(people.tim_kab).post("/petugas/unggah/?wilayah=13.01", {"file": sent})
    assert answer.status_code == 200
    assert answer.context["outcome"].new == 1, answer.context["problems"]
    with scoped(people.tim_kab.actor):
        assert not FieldWorker.objects.exists()


@pytest.mark.parametrize("extension", FORMATS)
def test_a_register_of_kampung(people, client_of, extension):
    rows = [list(TEMPLATE_HEAD), [VILLAGE, "Kampung KB Melati", "20/05/2019", "12/2019", "02/05/2019"]]
    sent = SimpleUploadedFile(f"daftar.{extension}", FORMATS[extension]({"Daftar": rows}))
    answer = client_of(people.tim_kab).post("/daftar-kampung/impor/", {"file": sent})
    assert answer.status_code == 302, answer.content.decode()
    with scoped(people.tim_kab.actor):
        run = RegisterImport.objects.get()
    assert (len(run.rows), run.issues) == (1, [])


@pytest.mark.parametrize("extension", FORMATS)
def test_a_table_of_older_names(tmp_path, extension):
    path = tmp_path / f"nama.{extension}"
    path.write_bytes(FORMATS[extension]({"Daftar": [["Kode", "Nama"], [VILLAGE, "Inderapura Lama"]]}))
    found = read_changes(path, path.name, "older_list")
    assert (len(found.rows), found.issues) == (1, [])
