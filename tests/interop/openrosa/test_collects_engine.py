"""The family form in JavaRosa, the engine of ODK Collect: what it asks whom, refuses, counts and writes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import pyxform

from padu.interop.openrosa.building import compiled

# ODK Validate holds the engine.
ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
SOURCE = Path(__file__).parent / "javarosa" / "FillForm.java"
FAMILY = "7c1f5f0e-8a57-4a1f-9d0e-5f4b6a7c8d9e"
LISTS = {
    "keluarga": f"name,label,__version,head_name,hamlet,rw,rt\n{FAMILY},Siti RT 002 RW 001,3,Siti,Pasar,001,002\n",
    "anggota": f"name,label,keluarga\n{FAMILY}_1,1. Siti,{FAMILY}\n{FAMILY}_2,2. Budi,{FAMILY}\n",
    "desa": "name,label\n13.01.01.2001,Inderapura\n",
}
NEW = {
    "cara": "2", "village_code": "13.01.01.2001", "rt": "002", "rw": "001", "name": "Siti|Budi|Bayi",
    "birth_date": "1997-03-05|1990-01-01|2024-01-01", "nik_reason": "2|2|1", "marital_status": "2|2|",
}  # fmt: skip
KNOWN = {"cara": "1", "keluarga": FAMILY, "ubah_anggota": "2"}


@dataclass(frozen=True, slots=True)
class Filled:
    """Lines of what happened, by kind."""

    lines: tuple[tuple[str, str, str], ...]

    def of(self, kind: str) -> list[tuple[str, str]]:
        return [(name, text) for what, name, text in self.lines if what == kind]

    def asked(self, repeat: int | None = None) -> list[str]:
        return [name for name, at in self.of("asked") if repeat is None or at == str(repeat)]

    @property
    def values(self) -> dict[str, str]:
        """By the last part of the path; of what repeats the last one."""
        return {name.rpartition("/")[2]: text for name, text in self.of("value")}


Fill = Callable[..., Filled]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("javac") is None and not os.environ.get("CI"):
        pytest.skip("no Java compiler here: the engine of Collect is not driven")
    made = tmp_path_factory.mktemp("javarosa")
    subprocess.run(["javac", "-cp", str(ENGINE), "-d", str(made), str(SOURCE)], check=True, timeout=120)
    return made


@pytest.fixture
def fill(engine: Path, tmp_path: Path) -> Fill:
    def run(answers: Mapping[str, str], members: int = 1) -> Filled:
        (tmp_path / "form.xml").write_text(compiled("keluarga"))
        for name, text in LISTS.items():
            (tmp_path / f"{name}.csv").write_text(text)
        (tmp_path / "answers.txt").write_text("\n".join(f"{name}={text}" for name, text in answers.items()))
        command = ["java", "-cp", f"{ENGINE}:{engine}", "FillForm", str(tmp_path), str(members)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
        parts = [line.split("\t") for line in done.stdout.splitlines()]
        return Filled(tuple((one[0], one[1], one[2]) for one in parts if len(one) == 3))

    return run


def test_a_young_family_is_asked_what_applies_and_no_more(fill: Fill) -> None:
    screened = {"ber_kb": "1", "kb_method": "5", "krs": "1", "krs_source": "PK 2025", "welfare_decile": "2"}
    filled = fill(NEW | screened | {"ada": "3 6", "p01": "1", "p14": "1"}, members=3)
    assert not filled.of("refused")
    assert not filled.of("missing")
    # Of the child of two neither marriage nor school nor work.
    assert {"marital_status", "education", "occupation"} <= set(filled.asked(1))
    assert not {"marital_status", "education", "occupation"} & set(filled.asked(2))
    assert {"p02", "p03b", "p10", "p13", "p14", "kb_method", "krs_as_of", "tpk_support", "welfare_as_of"} <= set(
        filled.asked()
    )
    assert not {"p15", "p16", "p17", "kb_reason", "keluarga", "siapa", "head_name"} & set(filled.asked())
    ((_, words),) = filled.of("note")
    # 34 questions without P.15 to P.17 and the two that are answered; two values have no day, one no source.
    assert words.startswith("3 anggota, 32 pertanyaan belum dijawab. P.02; P.03a;")
    assert words.endswith("P.28; Sumber desil; Tanggal desil; Tanggal status KRS; ")
    assert filled.values["instanceName"] == "Keluarga Siti"
    assert filled.values["label"] == "Siti RT 002 RW 001"


def test_a_known_family_of_the_elderly_is_a_short_visit(fill: Fill) -> None:
    filled = fill(KNOWN | {"ada": "5", "p06": "1", "p17": "2"})
    assert not filled.of("refused")
    assert "name" not in filled.asked()
    assert not {"p02", "p03b", "p10", "p13", "p14", "p15", "p16", "ber_kb", "krs", "tpk_support"} & set(filled.asked())
    ((name, words),) = filled.of("note")
    # 34 without those seven and the two answers.
    assert (name, words[:24]) == ("jumlah_perbarui", "25 pertanyaan tidak dija")
    assert {key: filled.values[key] for key in ("head_name", "rt", "rw", "label")} == {
        "head_name": "Siti", "rt": "002", "rw": "001", "label": "Siti RT 002 RW 001",
    }  # fmt: skip


def test_limits_hold_on_the_phone(fill: Fill) -> None:
    wrong = {
        "ada": "7 1", "no_kk": "123", "surveyed_on": "2099-12-31", "welfare_decile": "11", "krs_as_of": "2099-12-31",
    }  # fmt: skip
    # The day of the list is asked, too: a tick list that was refused hides nothing.
    assert dict(fill(KNOWN | {"krs": "1"} | wrong).of("refused")) == wrong


def test_who_is_new_needs_a_name_and_a_known_member_does_not(fill: Fill) -> None:
    assert fill({"cara": "2", "village_code": "13.01.01.2001"}).of("missing") == [("name", "0")]
    known = fill(KNOWN | {"ubah_anggota": "1", "siapa": f"{FAMILY}_2", "whereabouts": "3"})
    assert known.of("missing") == []
    assert (known.values["siapa"], known.values["whereabouts"]) == (f"{FAMILY}_2", "3")
