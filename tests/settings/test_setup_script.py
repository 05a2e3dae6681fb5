"""The script behind `make setup`: what it checks by itself, and that a second run has nothing to do."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def _loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"padu_script_{name}", CHECKOUT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def setup() -> ModuleType:
    return _loaded("setup")


def _program(folder: Path, name: str, says: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\necho {says}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(("version", "told"), [("v18.19.0", "yang ada: v18.19.0"), ("v20.18.3", "20.19"), ("", "PATH")])
def test_an_old_or_missing_node_is_refused(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, told: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if version:
        _program(tmp_path, "node", version)
        _program(tmp_path, "npm", "10")
    with pytest.raises(setup.SetupFailed, match=told):
        setup.check_node()


def test_a_node_without_npm_is_refused_and_with_it_taken(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _program(tmp_path, "node", "v22.12.0")
    with pytest.raises(setup.SetupFailed, match="npm tidak"):
        setup.check_node()
    _program(tmp_path, "npm", "10")
    setup.check_node()


def test_an_environment_made_elsewhere_is_made_again(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setup.venv_fits() is True
    monkeypatch.setattr(setup, "VENV", tmp_path)
    assert setup.venv_fits() is False
    (tmp_path / "pyvenv.cfg").write_text(f"command = /usr/bin/python3 -m venv --clear {tmp_path}\n")
    assert setup.venv_fits() is True
    (tmp_path / "pyvenv.cfg").write_text("command = /usr/bin/python3 -m venv /tempat/lama/.venv\n")
    assert setup.venv_fits() is False


def test_a_step_is_done_again_when_its_input_changes(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(setup, "CHECKOUT", tmp_path)
    source = tmp_path / "a.ts"
    source.write_text("satu")
    before = setup.digest([source])
    assert not setup.done("build", before)
    setup.mark("build", before)
    assert setup.done("build", before)
    source.write_text("dua")
    assert not setup.done("build", setup.digest([source]))


def test_an_unknown_option_is_refused(setup: ModuleType) -> None:
    asked = subprocess.run(["sh", CHECKOUT / "scripts" / "setup.sh", "--apa"], check=False, capture_output=True)
    assert asked.returncode == 2
    assert b"--apa" in asked.stdout


def test_without_any_python_the_package_is_named(tmp_path: Path) -> None:
    checkout = tmp_path / "co"
    (checkout / "scripts").mkdir(parents=True)
    script = checkout / "scripts" / "setup.sh"
    script.write_text((CHECKOUT / "scripts" / "setup.sh").read_text())
    _program(tmp_path, "id", "1000")
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    asked = subprocess.run(
        ["/bin/sh", script], check=False, capture_output=True, text=True, env={"PATH": str(tmp_path)}
    )
    assert asked.returncode == 1
    assert "apt-get install python3 python3-venv" in asked.stderr


def test_the_papers_name_only_files_and_tasks_that_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = _loaded("check_docs")
    monkeypatch.setattr(script, "CHECKOUT", tmp_path)
    paper = tmp_path / "README.md"
    paper.write_text("[ada](README.md#x) [tidak](docs/x.md) [luar](https://x.invalid)\n`make run` dan `make terbang`\n")
    assert list(script.complaints(paper, {"run"})) == [
        "README.md: no such file: docs/x.md",
        "README.md: no such task: make terbang",
    ]
