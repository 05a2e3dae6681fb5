"""Check the papers: every relative link leads to a file, every `make TASK` named is a task of the Makefile."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_TASK = re.compile(r"(?:`|^)make ([a-z][a-z-]*)", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z]+:|#")


def papers() -> list[Path]:
    return [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]


def complaints(paper: Path, tasks: set[str]) -> Iterator[str]:
    text = paper.read_text(encoding="utf-8")
    name = paper.relative_to(CHECKOUT)
    for target in _LINK.findall(text):
        path = target.partition("#")[0]
        if not _ELSEWHERE.match(target) and not (paper.parent / path).exists():
            yield f"{name}: no such file: {target}"
    for task in _TASK.findall(text):
        if task not in tasks:
            yield f"{name}: no such task: make {task}"


def main() -> int:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    tasks = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    found = [line for paper in papers() for line in complaints(paper, tasks)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
