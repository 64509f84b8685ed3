"""Sets up both environments, saying what it does: uv into .tools, the service (this Python), the engine (Python 3.10).

Runs on a bare Python 3.11 with only the standard library. Each missing prerequisite is named in one line with its remedy.
"""

from __future__ import annotations

import argparse
import glob
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
UV = TOOLS / "bin" / "uv"
NEEDED_GB = 4
ENGINE_PYTHON_HELP = (
    "The engine needs Python 3.10 and none was found (PATH, pyenv), nor could uv download one.\n"
    "  Remedy: install it (pyenv install 3.10), or set SENDERO_PYTHON310 to its path."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="also install what the tests need")
    options = parser.parse_args()
    os.chdir(ROOT)
    check_machine()
    install_uv()
    marker = "dev" if options.test else "run"
    sync("service", ROOT, sys.executable, ["--group", "dev"] if options.test else ["--no-dev"], marker)
    sync("engine", ROOT / "engine", None, [], "run")
    if options.test:
        install_test_tools()


def check_machine() -> None:
    """Python's version, venv, git and room on the disk."""
    if sys.version_info < (3, 11):
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Remedy: apt-get install python3.")
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode:
        stop("Python's venv module is missing. Remedy: apt-get install python3-venv.")
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < NEEDED_GB and not (ROOT / ".venv").exists():
        stop(f"Only {free:.1f} GB free on the disk; {NEEDED_GB} GB are needed. Remedy: free some room.")


def install_uv() -> None:
    if UV.exists():
        return
    step("Installing uv into .tools")
    run([sys.executable, "-m", "venv", str(TOOLS)])
    run([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv>=0.9,<1"])


def sync(name: str, folder: Path, python: str | None, extra: list[str], marker: str) -> None:
    """Makes an environment equal to its lock file; skipped when lock and marker are those of the last time."""
    stamp = folder / ".venv" / ".sendero-synced"
    wanted = f"{(folder / 'uv.lock').stat().st_mtime_ns} {marker}"
    done = stamp.read_text() if stamp.exists() else ""
    if done == wanted or done == wanted.replace(" run", " dev"):
        return
    step(f"Installing the {name}'s packages (the first time takes a minute or two)")
    python = python or engine_python()
    run([str(UV), "sync", "--quiet", "--frozen", "--compile-bytecode", "--python", python, *extra], folder)
    stamp.write_text(wanted)


def engine_python() -> str:
    """A Python 3.10: SENDERO_PYTHON310, PATH, pyenv's versions, or one that uv downloads."""
    candidates = [os.environ.get("SENDERO_PYTHON310", ""), shutil.which("python3.10") or ""]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    candidates += sorted(glob.glob(f"{pyenv}/versions/3.10.*/bin/python3.10"), reverse=True)
    for path in candidates:
        # pyenv's shim answers on PATH even where that version is inactive: ask each for its version.
        if path and version_of(path) == "3.10":
            return path
    step("Looking for a Python 3.10 to download")
    found = subprocess.run([str(UV), "python", "install", "3.10"], capture_output=True, text=True, check=False)
    if found.returncode:
        stop(ENGINE_PYTHON_HELP)
    return "3.10"


def version_of(path: str) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        return subprocess.run(
            [path, "-c", code], capture_output=True, text=True, timeout=20, check=False
        ).stdout.strip()
    except OSError:
        return ""


def install_test_tools() -> None:
    """Chromium for the browser tests and the widget's own tools, where they can be had; else those tests say why they skip."""
    if not Path("/usr/bin/chromium").exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        step("Installing Chromium for the browser tests")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    widget = ROOT / "web_widget"
    if shutil.which("npm") and not (widget / "node_modules").exists():
        step("Installing the widget's tools")
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=widget, check=False)


def run(command: list[str], folder: Path = ROOT) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    if done.returncode:
        stop(f"`{' '.join(command[:4])} …` failed (see above). Is the network there, and the disk not full?")


def step(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def stop(text: str) -> None:
    print(f"Cannot set up: {text}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
