"""`padu doctor`: what is configured, what is reachable, what is wrong; exit 1 when something is wrong.

A list of small checks over one context. Django is asked last and only for what it alone knows, so that the rest is
still said when Django cannot start.
"""

from __future__ import annotations

from padu.cli.doctor.context import Check, Context, Finding
from padu.cli.doctor.database import DATABASE_CHECKS
from padu.cli.doctor.framework import FRAMEWORK_CHECKS
from padu.cli.doctor.machine import MACHINE_CHECKS
from padu.settings.environment import CHECKOUT, OddSetting, read_environment

CHECKS: tuple[Check, ...] = (*MACHINE_CHECKS, *DATABASE_CHECKS, *FRAMEWORK_CHECKS)


def doctor() -> None:
    """Periksa setelan, basis data, kunci dan perangkat; keluar dengan status 1 bila ada yang salah."""
    try:
        environment = read_environment()
    except (OddSetting, OSError) as error:
        _print(Finding("salah", f"Setelan tidak dapat dibaca: {error}"))
        raise SystemExit(1) from error
    findings = examine(Context(environment, CHECKOUT))
    wrong = sum(finding.level == "salah" for finding in findings)
    doubtful = sum(finding.level == "peringatan" for finding in findings)
    print(f"\n{wrong} salah, {doubtful} peringatan.")
    if wrong:
        raise SystemExit(1)


def examine(context: Context) -> list[Finding]:
    """Run all checks, print each finding as it comes, and put the server back as it was found."""
    findings = []
    with context:
        for check in CHECKS:
            for finding in check(context):
                _print(finding)
                findings.append(finding)
    return findings


def _print(finding: Finding) -> None:
    print(f"{finding.level:<12}{finding.text}", flush=True)
    if finding.advice:
        print(f"{'':<12}-> {finding.advice}", flush=True)
