"""Bring a checkout to the state in which it runs: virtual environment, locked packages, front end, system libraries.

Only the standard library, because nothing is installed yet. Each step leaves a stamp (a digest of what it was made
from) and is skipped while the stamp holds, so that `make run` can call this every time.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "padu-stamps"
NODE_MODULES = CHECKOUT / "node_modules"
BUILT = CHECKOUT / "src" / "padu" / "ui" / "static" / "build"
FRONT_END = CHECKOUT / "src" / "padu" / "ui" / "frontend"

MIN_PYTHON = (3, 11)
MIN_NODE = (20, 19)  # what package.json asks for
INTERPRETERS = ("python3.13", "python3.12", "python3.11", "python3")
# What WeasyPrint loads; their own needs follow by dependency.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NETWORK = (
    "Bila pesan di atas menyebut sambungan, alamat atau waktu habis: periksa internet (atau proxy), lalu jalankan lagi "
    "perintah yang sama. Yang sudah terpasang tetap ada."
)


class SetupFailed(Exception):
    """A step that cannot go on; the message says what to do."""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a script that talks to a person


def call(
    command: Sequence[str | Path], *, quiet: bool = False, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout; its output is shown unless `quiet`."""
    return subprocess.run(  # noqa: S603 - commands of this script
        [str(part) for part in command],
        check=False,
        cwd=CHECKOUT,
        text=True,
        capture_output=quiet,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(more or {})},
    )


def digest(paths: Iterable[Path], *words: str) -> str:
    """Of the names and contents of files, and some words."""
    total = hashlib.sha256(repr(words).encode())
    for path in sorted(paths):
        total.update(f"{path.relative_to(CHECKOUT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def done(name: str, value: str) -> bool:
    """Whether the step `name` was done for this very input."""
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text(encoding="utf-8") == value


def mark(name: str, value: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(value, encoding="utf-8")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """`make run` and `make test` may start together; the lock lies on this file and is gone with the process."""
    with Path(__file__).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Menunggu penyiapan lain yang sedang berjalan ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def can_install() -> bool:
    """Whether packages of the system are installed here without asking: root on Debian and its kin."""
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def apt_install(packages: Sequence[str]) -> bool:
    say(f"Memasang paket sistem: {' '.join(packages)} ...")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if call(["apt-get", "update", "-qq"], more=quiet).returncode != 0:
        say("apt-get update gagal; tetap dicoba dengan daftar paket yang ada.")
    options = ["-y", "-qq", "--no-install-recommends"]
    return call(["apt-get", "install", *options, *packages], more=quiet).returncode == 0


def version_of(command: str | Path, needs: str) -> tuple[int, ...]:
    """Version of a Python for which the statement `needs` works; empty when it does not, or nothing runs."""
    code = f"import sys; {needs}; print(*sys.version_info[:2])"
    try:
        found = call([command, "-c", code], quiet=True)
    except OSError:
        return ()
    return tuple(int(part) for part in found.stdout.split()) if found.returncode == 0 else ()


def ensure_venv() -> None:
    """A virtual environment of this place, made by a Python that is new enough and has venv and pip."""
    if venv_fits():
        return
    python = interpreter()
    if python is None and can_install() and apt_install(["python3-venv"]):
        python = interpreter()
    if python is None:
        raise SetupFailed(
            "Python yang ada tidak dapat membuat lingkungan virtual (modul venv atau ensurepip tidak ada).\n"
            "Debian/Ubuntu: sudo apt-get install python3-venv\nSesudah itu jalankan lagi perintah yang sama."
        )
    say(f"Membuat .venv dengan {python} ...")
    if call([python, "-m", "venv", "--clear", VENV]).returncode != 0:
        raise SetupFailed(f"Membuat {VENV} gagal; pesan di atas menyebut sebabnya.")


def venv_fits() -> bool:
    """Made here (its programs carry the full path) and still running a Python that is new enough."""
    try:
        facts = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    made_at = re.search(r"^command = .* -m venv (?:--\S+ )*(.+)$", facts, re.MULTILINE)
    if made_at and Path(made_at[1]).resolve() != VENV.resolve():
        say("Folder proyek telah berpindah; .venv dibuat ulang.")
        return False
    return version_of(PYTHON, "import pip") >= MIN_PYTHON


def interpreter() -> str | None:
    for name in INTERPRETERS:
        path = shutil.which(name)
        if path and version_of(path, "import venv, ensurepip; ensurepip.version()") >= MIN_PYTHON:
            return path
    return None


def ensure_packages() -> None:
    """The locked packages, each checked against its hash."""
    tools, locked = CHECKOUT / "scripts" / "requirements-setup.txt", CHECKOUT / "requirements-dev.txt"
    wanted = digest([tools, locked], *map(str, version_of(PYTHON, "import pip")))
    if done("packages", wanted):
        return
    say("Memasang paket Python yang terkunci (beberapa menit pada kali pertama) ...")
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    first = call([*pip, "-r", tools], quiet=True)
    if first.returncode != 0:
        raise SetupFailed(f"Paket Python tidak dapat dipasang.\n{first.stderr.strip()}\n{NETWORK}")
    fast = call(
        [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", locked],
        quiet=True,
    )
    if fast.returncode != 0:
        say("uv tidak berhasil; dicoba dengan pip (lebih lambat) ...")
        if call([*pip, "-r", locked]).returncode != 0:
            raise SetupFailed(f"Paket Python tidak dapat dipasang.\n{fast.stderr.strip()}\n{NETWORK}")
    mark("packages", wanted)


def ensure_project() -> None:
    """Padu itself, so that `.venv/bin/padu` runs the files of this checkout."""
    wanted = digest([CHECKOUT / "pyproject.toml"], str(CHECKOUT))
    if done("project", wanted) and (VENV / "bin" / "padu").exists():
        return
    say("Memasang padu ke dalam .venv ...")
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--editable"]
    if call([PYTHON, "-m", "pip", "install", *options, "."]).returncode != 0:
        raise SetupFailed("Padu tidak dapat dipasang ke dalam .venv; pesan di atas menyebut sebabnya.")
    mark("project", wanted)


def ensure_front_end() -> None:
    """Packages of the front end by package-lock.json, and the build when a source changed."""
    lock = CHECKOUT / "package-lock.json"
    check_node()
    packages = digest([lock, CHECKOUT / ".npmrc"])
    if not done("node-modules", packages) or not (NODE_MODULES / ".package-lock.json").exists():
        say("Memasang paket antarmuka (npm ci) ...")
        installed = call(["npm", "ci", "--ignore-scripts", "--loglevel=error"], quiet=True)
        if installed.returncode != 0:
            raise SetupFailed(f"Paket antarmuka tidak dapat dipasang.\n{installed.stderr.strip()}\n{NETWORK}")
        mark("node-modules", packages)
    sources = [path for path in FRONT_END.rglob("*") if path.is_file()]
    sources += [CHECKOUT / "package.json", *CHECKOUT.glob("vite.config.*"), *CHECKOUT.glob("tsconfig*.json")]
    build = digest(sources, packages)
    if done("build", build) and any(BUILT.glob("*")):
        return
    say("Membangun antarmuka (npm run build) ...")
    built = call(["npm", "run", "--silent", "build"], quiet=True)
    if built.returncode != 0:
        raise SetupFailed(f"Antarmuka tidak dapat dibangun:\n{built.stdout}{built.stderr}")
    mark("build", build)


def check_node() -> None:
    node = shutil.which("node")
    said = call([node, "--version"], quiet=True).stdout.strip() if node else ""
    numbers = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    if numbers >= MIN_NODE and shutil.which("npm"):
        return
    found = f"yang ada: {said}" if numbers else "tidak ditemukan di PATH"
    if numbers >= MIN_NODE:
        found = f"node {said} ada, tetapi npm tidak; Debian/Ubuntu: sudo apt-get install npm"
    raise SetupFailed(
        f"Padu memerlukan Node.js {MIN_NODE[0]}.{MIN_NODE[1]} atau yang lebih baru, dengan npm ({found}).\n"
        "Pasang versi LTS dari paket sistem Anda atau dari situs resmi Node.js, lalu jalankan lagi perintah yang sama."
    )


def ensure_libraries(*, tests: bool) -> None:
    """What no Python or npm package brings: Pango for PDF, and for tests a browser. Missing ones stop nothing."""
    missing = [package for library, package in LIBRARIES.items() if sys.platform == "linux" and not loads(library)]
    if tests and not any(map(shutil.which, BROWSERS)):
        missing.append("chromium")
    if tests and shutil.which("javac") is None:
        # ODK Validate, which checks the forms for the phone, and the engine of Collect, which fills them in.
        missing.append("default-jdk-headless")
    if not missing or (can_install() and apt_install(missing)):
        return
    needing = "PDF, tes peramban, dan formulir ponsel" if tests else "PDF"
    say(f"PERINGATAN: belum ada {', '.join(missing)} ({needing} memerlukannya).")
    say(f"  Debian/Ubuntu: sudo apt-get install --no-install-recommends {' '.join(missing)}")
    say(f"  Fedora: sudo dnf install pango harfbuzz{' chromium' if 'chromium' in missing else ''}")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def main(arguments: Sequence[str]) -> int:
    unknown = [word for word in arguments if word != "--tests"]
    if unknown:
        say(f"Pilihan tidak dikenal: {' '.join(unknown)} (yang ada: --tests)")
        return 2
    try:
        with one_at_a_time():
            ensure_venv()
            ensure_packages()
            ensure_project()
            ensure_front_end()
            ensure_libraries(tests="--tests" in arguments)
    except SetupFailed as failure:
        say(f"\nPenyiapan berhenti.\n{failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
