"""Checks of the machine: programs, libraries, disk, key file. None of them needs the database."""

from __future__ import annotations

import ctypes
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from padu.cli.doctor.context import Check, Context, Finding, Level
from padu.settings.keys import KeyFileError, read_keyring

MIN_PYTHON = (3, 11)
MIN_NODE = (20, 19)  # package.json
FREE_BYTES_WANTED = 2 * 10**9
FREE_BYTES_NEEDED = 2 * 10**8
_GIGABYTE = 10**9
# What WeasyPrint loads (scripts/setup.py installs them)
_PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def check_python(_context: Context) -> Iterator[Finding]:
    level: Level = "ok" if sys.version_info[:2] >= MIN_PYTHON else "salah"
    yield Finding(level, f"Python {platform.python_version()}")


def check_front_end(context: Context) -> Iterator[Finding]:
    if any((context.checkout / "src/padu/ui/static/build").glob("*.css")):
        yield Finding("ok", "Antarmuka sudah dibangun.")
    else:
        yield Finding("salah", "Antarmuka belum dibangun: halaman akan tampil tanpa gaya.", "make setup")
    node = shutil.which("node")
    said = _output([node, "--version"]) if node else ""
    numbers = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    if numbers >= MIN_NODE:
        yield Finding("ok", f"Node {said}")
    else:
        wanted = ".".join(map(str, MIN_NODE))
        yield Finding("peringatan", f"Node {wanted} atau yang lebih baru tidak ada (untuk membangun antarmuka saja).")


def _output(command: list[str]) -> str:
    found = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - fixed commands
    return found.stdout.strip()


def check_libraries(_context: Context) -> Iterator[Finding]:
    missing = [name for name in _PDF_LIBRARIES if sys.platform == "linux" and not _loads(name)]
    if missing:
        yield Finding("salah", f"Pustaka untuk PDF tidak ada: {', '.join(missing)}", "make setup menyebut perintahnya")
    else:
        yield Finding("ok", "Pustaka Pango untuk PDF ada.")
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser:
        yield Finding("ok", f"Chromium untuk tes: {browser}")
    else:
        yield Finding(
            "peringatan", "Chromium tidak ada: tes peramban tidak dapat dijalankan (pemakaian tidak terganggu)."
        )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_disk(context: Context) -> Iterator[Finding]:
    place = next(step for step in (context.environment.var, *context.environment.var.parents) if step.exists())
    free = shutil.disk_usage(place).free
    text = f"Ruang disk di {place}: {free / _GIGABYTE:.1f} GB bebas"
    if free < FREE_BYTES_NEEDED:
        yield Finding("salah", text, "kosongkan ruang sebelum menyimpan data lagi")
    else:
        yield Finding("ok" if free >= FREE_BYTES_WANTED else "peringatan", text)


def check_keys(context: Context) -> Iterator[Finding]:
    path = context.environment.var / "keys.json"
    try:
        context.keyring = read_keyring(path)
    except KeyFileError as error:
        if path.exists():
            yield Finding("salah", str(error))
        else:
            yield Finding("peringatan", f"Berkas kunci {path} belum ada.", "dibuat pada start pertama (make run)")
        return
    yield Finding("ok", f"Berkas kunci {path} ada dan tertutup bagi orang lain. Simpan salinannya di tempat terpisah.")


MACHINE_CHECKS: tuple[Check, ...] = (check_python, check_front_end, check_libraries, check_disk, check_keys)
