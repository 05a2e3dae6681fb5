"""Files as bad as they come, all the way through: the right answer, nothing lost, nothing doubled.

Each file is sent, its columns looked at, checked, and stored as far as it is good; then the tables are counted.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.rumah_dataku.models import Family, Household, ImportIssue, ImportRun, KeptFile, Person
from padu.apps.rumah_dataku.services import (
    StoreMode,
    import_check,
    import_look,
    import_order_store,
    import_receive,
    import_store,
)
from padu.apps.rumah_dataku.services.kept_files import clear_chunks
from tests.apps.rumah_dataku.files import FAMILY, HEAD, VILLAGE, families_file, table
from tests.files.conftest import xlsx_bytes
from tests.people import make_person

pytestmark = pytest.mark.django_db
EVERYTHING = system_actor("00", *Verb)
FOUR = (1, 2, 3, 4)
DISTRICT, NEXT_VILLAGE = "13.01.01", "13.01.01.2002"


def family(number: int, **cells: str) -> dict[str, str]:
    return {"No. keluarga": f"K-{number}", "No. KK": f"130101010112{number:04d}", **cells}


def head(number: int, **cells: str) -> dict[str, str]:
    return {"No. keluarga": f"K-{number}", "NIK": f"130101450397{number:04d}", **cells}


def file_of(count: int, **heads: dict[str, str]) -> bytes:
    """Families K-1 to K-count with their heads; heads: k3={...} lays cells over the head of K-3."""
    persons = [head(n, **heads.get(f"k{n}", {})) for n in range(1, count + 1)]
    return families_file([family(n) for n in range(1, count + 1)], persons)


def csv_zip(families: list[str], persons: list[str], encoding: str = "utf-8", name: str = "Keluarga.csv") -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "\n".join(families).encode(encoding))
        archive.writestr("Anggota.csv", "\n".join(persons).encode(encoding))
    return memory.getvalue()


FAMILY_HEAD, PERSON_HEAD = ";".join(FAMILY), ";".join(HEAD)


def lines(count: int) -> tuple[list[str], list[str]]:
    rows = range(1, count + 1)
    return (
        [FAMILY_HEAD, *(";".join({**FAMILY, **family(n)}.values()) for n in rows)],
        [PERSON_HEAD, *(";".join({**HEAD, **head(n)}.values()) for n in rows)],
    )


def with_encoding(encoding: str, mark: str = "") -> bytes:
    families, persons = lines(3)
    families[0], persons[0] = mark + families[0], mark + persons[0]
    persons[1] = persons[1].replace("Siti Aminah", "Siti Aminah Café")
    return csv_zip(families, persons, encoding)


def shifted() -> bytes:
    """A cell slipped in behind the second column: everything after it stands one column too far to the right."""
    heads = list(HEAD)
    rows = [
        [*list(cells.values())[:2], "x", *list(cells.values())[2:]]
        for cells in ({**HEAD, **head(n)} for n in range(1, 9))
    ]
    families = table([{**FAMILY, **family(n)} for n in range(1, 9)])
    return xlsx_bytes({"Keluarga": families, "Anggota": [heads, *rows]})


def thousand_columns() -> bytes:
    wide = {f"Kolom {n}": "x" for n in range(1_000)}
    return families_file([{**family(1), **wide}], [head(1)])


def zip_bomb() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Keluarga.csv", b"0" * (30 * 1024 * 1024))
    return memory.getvalue()


def double_headers() -> bytes:
    persons = [[*HEAD, "NIK"], [*{**HEAD, **head(1)}.values(), "1301014503970099"]]
    return xlsx_bytes({"Keluarga": table([{**FAMILY, **family(1)}]), "Anggota": persons})


def mixed_dates() -> bytes:
    """Day first, ISO, Indonesian words, and three that no calendar or order can settle."""
    days = ["05/03/1997", "1997-03-05", "5 Maret 1997", "31/02/1997", "13/13/1997", "kemarin"]
    return file_of(6, **{f"k{n}": {"Tanggal lahir": day} for n, day in enumerate(days, start=1)})


@dataclass(frozen=True)
class Hostile:
    """state: how the run ends; good: families in the tables; bad: families that are kept out; codes: issues told."""

    content: Callable[[], bytes]
    name: str
    state: str
    good: int = 0
    bad: int = 0
    codes: frozenset[str] = frozenset()
    words: str = ""


def says(*codes: str) -> frozenset[str]:
    return frozenset(codes)


FILES = {
    "good": Hostile(lambda: file_of(3), "baik.xlsx", "stored", 3),
    "one bad in 2,000": Hostile(
        lambda: csv_zip(*one_bad(2_000)), "satu-salah.zip", "stored", 1_999, 1, says("number_form")
    ),
    "all bad": Hostile(
        lambda: families_file([family(n, **{"Kode desa": "13.01.01.2999"}) for n in FOUR], [head(n) for n in FOUR]),
        "semua-salah.xlsx", "checked", 0, 4, says("village_unknown"),
    ),
    # A column without one good cell is asked about first: it may be another column.
    "a column all bad": Hostile(
        lambda: file_of(4, **{f"k{n}": {"NIK": "123"} for n in range(1, 5)}), "kolom-salah.xlsx", "columns"
    ),
    "wrong sheet": Hostile(lambda: xlsx_bytes({"Lembar1": [["a", "b"], [1, 2]]}), "lembar.xlsx", "columns"),
    "shifted column": Hostile(shifted, "bergeser.xlsx", "columns"),
    "double headers": Hostile(double_headers, "ganda.xlsx", "columns"),
    "mixed dates": Hostile(
        mixed_dates, "tanggal.xlsx", "stored", 3, 3, says("date_impossible", "date_form", "family_members_rejected")
    ),
    "formulas": Hostile(
        lambda: file_of(3, k1={"NIK": "\\=1+1"}, k2={"K.02 Nama": "=HYPERLINK(1)"}), "rumus.xlsx", "stored", 1, 2,
        says("formula_cell"),
    ),
    "zip bomb": Hostile(zip_bomb, "bom.zip", "refused"),
    "1,000 columns": Hostile(thousand_columns, "lebar.xlsx", "refused", words="kolom atau lebih; batasnya 500"),
    "empty": Hostile(lambda: b"", "kosong.csv", "refused", words="kosong"),
    "rubbish": Hostile(lambda: bytes(range(256)) * 64, "sampah.csv", "refused"),
    "rubbish in a workbook's name": Hostile(lambda: b"\x00\x01\x02" * 999, "sampah.xlsx", "refused"),
    "cut workbook": Hostile(lambda: halved(file_of(40)), "putus.xlsx", "refused"),
    "cut zip": Hostile(lambda: halved(csv_zip(*lines(400))), "putus.zip", "refused"),
    "cut gzip": Hostile(lambda: halved(gzip.compress("\n".join(lines(400)[0]).encode())), "putus.csv.gz", "refused"),
    "byte order mark": Hostile(lambda: with_encoding("utf-8", "\ufeff"), "bom.zip", "stored", 3),
    "utf-16": Hostile(lambda: with_encoding("utf-16"), "utf16.zip", "stored", 3),
    "latin-1": Hostile(lambda: with_encoding("latin-1"), "latin.zip", "refused", words="bukan teks UTF-8"),
    "a NIK twice": Hostile(
        lambda: file_of(3, k3={"NIK": "1301014503970001"}), "nik-ganda.xlsx", "stored", 2, 1, says("nik_duplicate")
    ),
    # Whose the members are cannot be told, so that neither of the two is taken.
    "a family twice": Hostile(
        lambda: families_file([family(1), family(1), family(2)], [head(1), head(2)]), "ganda.xlsx", "stored", 1, 1,
        says("family_duplicate"),
    ),
}  # fmt: skip


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_bad(count: int) -> tuple[list[str], list[str]]:
    families, persons = lines(count)
    persons[count // 2] = persons[count // 2].replace("130101450397", "12345")
    return families, persons


def send(actor: Actor, content: bytes, name: str, place: str = VILLAGE) -> ImportRun:
    """All the way, as the background job takes it; the good rows are stored where there are any."""
    receipt = import_receive(
        actor=actor, kind="families", chunks=[content], file_name=name, region_code=place, year=2026
    )
    run = receipt.run
    if not receipt.repeated:
        run = import_look(actor=actor, run_id=run.pk)
        run = run if run.state == ImportRun.State.COLUMNS else import_check(actor=actor, run_id=run.pk)
    if run.state == ImportRun.State.CHECKED and run.counts["families_good"]:
        import_order_store(actor=actor, run_id=run.pk, mode=StoreMode.GOOD)
        run = import_store(actor=actor, run_id=run.pk)
    return run


def counted() -> tuple[int, int, int]:
    with scoped(EVERYTHING):
        return Household.objects.count(), Family.objects.count(), Person.objects.count()


def told(run: ImportRun) -> set[str]:
    with scoped(EVERYTHING):
        return set(ImportIssue.objects.filter(run=run, severity="error").values_list("code", flat=True))


@pytest.mark.parametrize("what", FILES)
def test_the_right_answer_and_nothing_lost(pokja, what):
    hostile = FILES[what]
    content = hostile.content()
    run = send(pokja, content, hostile.name)
    assert run.state == hostile.state, (run.problem, run.counts)
    assert (run.counts.get("families_good", 0), run.counts.get("families_bad", 0)) == (hostile.good, hostile.bad)
    assert counted() == (hostile.good, hostile.good, hostile.good)
    assert hostile.codes <= told(run)
    if hostile.state == "stored":
        assert (run.counts["families_stored"], run.counts["persons_stored"]) == (hostile.good, hostile.good)
    if hostile.state == "refused":
        assert all(problem["todo"] and problem["kept"] for problem in run.problem)
    assert hostile.words in " ".join(problem["message"] for problem in run.problem or [])
    with scoped(pokja):
        kept = KeptFile.objects.get(run=run)
    assert b"".join(clear_chunks(kept.path, kept.key_id)) == content


@pytest.mark.parametrize("what", [what for what, hostile in FILES.items() if hostile.state == "stored"])
def test_sent_twice_nothing_is_doubled(pokja, what):
    hostile = FILES[what]
    content = hostile.content()
    first = send(pokja, content, hostile.name)
    before = counted()
    assert send(pokja, content, "nama-lain" + hostile.name).pk == first.pk
    assert counted() == before


def test_the_same_rows_in_another_format_are_the_same_families(pokja):
    send(pokja, csv_zip(*lines(3)), "a.zip")
    run = send(pokja, file_of(3), "a.xlsx")
    assert (run.counts["families_same"], run.counts["persons_same"], counted()) == (3, 3, (3, 3, 3))


def test_a_bad_file_after_a_good_one_takes_nothing_away(pokja):
    send(pokja, file_of(3), "baik.xlsx")
    for what in ("all bad", "shifted column", "cut workbook", "latin-1"):
        send(pokja, FILES[what].content(), FILES[what].name)
        assert counted() == (3, 3, 3), what
    # One member is wrong now: the family that stands stays as it was, with its member.
    run = send(pokja, file_of(3, k2={"NIK": "123"}), "satu.xlsx")
    assert (run.counts["families_bad"], counted()) == (1, (3, 3, 3))


def test_a_card_in_two_villages_is_two_households(people):
    officer = make_person("plkb", Role.PLKB, DISTRICT).actor
    same_card = family(2, **{"No. KK": "1301010101120001", "Kode desa": NEXT_VILLAGE})
    run = send(officer, families_file([family(1), same_card], [head(1), head(2)]), "dua-desa.xlsx", DISTRICT)
    assert (run.state, run.counts["families_stored"], counted()) == ("stored", 2, (2, 2, 2))
    with scoped(EVERYTHING):
        cards = Household.objects.values_list("region_code", "kk_hash")
        assert len({place for place, _ in cards}) == 2
        assert len({bytes(number) for _, number in cards}) == 1
