"""A real PostgreSQL for tests: a throwaway cluster from the distribution's own binaries, on loopback, as nobody's user.

`running(folder)` gives its URL. Where the binaries are not installed the tests that ask for it say so and are skipped,
except in CI (`CI` is set), which must have them.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_PLACES = ("/usr/local/bin", *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True))


def binaries() -> Path | None:
    """The folder of initdb and postgres, or None."""
    found = shutil.which("postgres", path=os.pathsep.join([os.environ.get("PATH", ""), *_PLACES]))
    folder = Path(found).resolve().parent if found else None
    if folder and (folder / "initdb").exists():
        return folder
    return next((Path(place) for place in _PLACES if (Path(place) / "initdb").exists()), None)


@contextmanager
def running() -> Iterator[str]:
    """Starts a cluster and gives its SQLAlchemy URL; stops and removes it at the end. Skips where none is installed."""
    found = binaries()
    if found is None:
        if os.environ.get("CI"):
            raise RuntimeError("CI must have PostgreSQL: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed here (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="sendero-pg-"))
    who: dict[str, object] = {}
    if os.getuid() == 0:  # postgres refuses to run as root
        who = {"user": "nobody", "group": "nogroup"}
        shutil.chown(folder, "nobody", "nogroup")
    port = _free_port()
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder}
    subprocess.run(
        [found / "initdb", "-D", data, "-U", "sendero", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"],
        check=True, **quiet, **who,  # type: ignore[call-overload]
    )  # fmt: skip
    options = (
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "listen_addresses=127.0.0.1",
        "wal_recycle=off",
    )
    command = [found / "postgres", "-D", data, "-p", str(port), "-k", folder]
    for option in options:
        command += ["-c", option]
    server = subprocess.Popen(command, **quiet, **who)  # type: ignore[call-overload]
    try:
        _ready(port, server)
        yield f"postgresql+psycopg://sendero@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=sendero dbname=postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise RuntimeError("PostgreSQL did not start") from None
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("PostgreSQL did not answer within 30 seconds")
