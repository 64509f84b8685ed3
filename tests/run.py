"""`make test`: every check and test, each named with how long it took; the first failure does not hide the others."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS: list[tuple[str, list[str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("imports", [str(BIN / "lint-imports")]),
    ("rasa data", [sys.executable, "-m", "tests.validate_rasa"]),
]
# Playwright keeps an event loop running in its process, which other asynchronous tests cannot share.
SUITES = [["tests", "--ignore=tests/browser"], ["tests/browser"]]


def main() -> int:
    failed = []
    for name, command in CHECKS:
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(
            f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name:<10} {time.monotonic() - started:5.1f} s", flush=True
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout[-6000:], done.stderr[-3000:], sep="\n")
    for suite in SUITES:
        if subprocess.run([sys.executable, "-m", "pytest", "-rs", *suite], cwd=ROOT, check=False).returncode:
            failed.append(suite[0])
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
