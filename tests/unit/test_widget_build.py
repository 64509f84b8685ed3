"""The committed widget: small, equal to its sources, speaking the service's own wire types; its own unit tests pass."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot import messages
from bot.api import answers, chat
from bot.settings import PROJECT
from bot.sites.shell import DIST

WIDGET = PROJECT / "web_widget"
LOADER_BUDGET, WHOLE_BUDGET = 4 * 1024, 35 * 1024
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (WIDGET / "node_modules" / "esbuild").exists(),
    reason="node, or the widget's packages (npm ci in web_widget), are not here",
)


def sizes() -> tuple[int, int]:
    """The loader's bytes and those of all the rest, gzipped."""
    manifest = json.loads((DIST / "manifest.json").read_text())
    loader, *rest = (len(gzip.compress((DIST / part["file"]).read_bytes(), 9)) for part in manifest.values())
    return loader, sum(rest)


def test_widget_stays_within_its_budget() -> None:
    loader, rest = sizes()
    assert loader <= LOADER_BUDGET, f"the loader has {loader} bytes gzipped"
    assert loader + rest <= WHOLE_BUDGET, f"the widget has {loader + rest} bytes gzipped"


@needs_node
def test_committed_widget_equals_a_fresh_build_of_its_sources(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=WIDGET, check=True, capture_output=True, timeout=120)
    fresh, kept = ({path.name for path in folder.iterdir()} for folder in (tmp_path, DIST))
    assert fresh == kept, "run `npm run build` in web_widget and commit dist/"
    for name in sorted(kept):
        if name.endswith(".br"):  # zlib versions compress differently; what comes out must be the file
            unpack = f"process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync('{name}')))"
            body = subprocess.run(["node", "-e", unpack], cwd=DIST, check=True, capture_output=True, timeout=60).stdout
            assert body == (DIST / name.removesuffix(".br")).read_bytes(), name
        else:
            assert (tmp_path / name).read_bytes() == (DIST / name).read_bytes(), f"{name} is not its sources' build"


@needs_node
@pytest.mark.parametrize("script", ["check", "test"])
def test_widget_passes_its_own_checks(script: str) -> None:
    done = subprocess.run(["npm", "run", "--silent", script], cwd=WIDGET, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_widget_packages_name_no_registry(name: str) -> None:
    text = (WIDGET / name).read_text()
    assert '"resolved"' not in text
    assert "registry." not in text


def fields_of(interface: str) -> tuple[set[str], set[str]]:
    """The required and the optional fields of an interface of wire.ts."""
    source = re.sub(r"/\*\*.*?\*/", "", (WIDGET / "src" / "wire.ts").read_text(), flags=re.S)
    found = re.search(rf"export interface {interface}(?: extends \w+)? {{(.*?)\n}}", source, re.S)
    assert found, interface
    names = re.findall(r"^\s*(\w+)(\??):", found[1], re.M)
    return {name for name, mark in names if not mark}, {name for name, mark in names if mark}


@pytest.mark.parametrize(
    ("interface", "model"),
    [
        ("Choice", messages.Choice), ("Source", messages.Source), ("Card", messages.Card), ("Reply", messages.Reply),
        ("Understanding", messages.Understanding), ("Notice", chat.Notice), ("Started", chat.Opened),
        ("Answered", chat.Answer), ("Entry", chat.Entry), ("Noted", answers.Noted),
    ],
)  # fmt: skip
def test_widget_wire_types_equal_the_service(interface: str, model: type[BaseModel]) -> None:
    required, optional = fields_of(interface)
    served = set(model.model_fields)
    assert required <= served <= required | optional
