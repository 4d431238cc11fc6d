"""A running system to try: a fresh one made by its own commands, reached over HTTP like any other client reaches it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from eval.inputs import InputError
from t2r.database import open_database, utc_now, writing
from t2r.problems import life

COMMAND = (sys.executable, "-c", "from t2r.cli import main; main()")
SCOPES = (
    "answers:read", "knowledge:read", "knowledge:write", "feedback:write", "diagnostics:read", "affected:read",
    "cases:read", "cases:write", "problems:write", "metrics:read", "tickets:read", "tickets:write", "customers:read",
    "customers:write", "customers:master", "messages:read", "messages:write", "network:read", "network:write", "events:subscribe", "events:publish",
    "orders:read", "orders:write",
)  # fmt: skip
AGENT = "conformance"
START_SECONDS, CALL_SECONDS = 180.0, 60.0
SEED = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300


class Client(Protocol):
    """Sends requests to the system."""

    def send(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request, signed in unless `headers` say otherwise."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """What is known of the simulated operator behind the system: lines (digits) that an outage hits now, and others."""

    hit: tuple[str, ...] = ()
    fine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """A system, its simulated operator, and a way to let time pass for its cases."""

    client: Client
    database: Path | str
    world: World = World()

    def let_pass(self, case: int, **span: float) -> None:
        """Have the process of a case go on as if so much time had passed: its timers fire, and nothing else."""
        engine = open_database(self.database)
        try:
            with writing(engine) as session:
                life.follow(session, case, utc_now() + timedelta(**span))
        finally:
            engine.dispose()


class HttpClient:
    """A client over HTTP."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token

    def send(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request."""
        data = None if body is None else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", **(headers or {})}
        url = self._url + urllib.parse.quote(path, safe="/?&=%:+,")
        request = urllib.request.Request(url, data, given, method=method)  # noqa: S310 - the URL is the server's own
        try:
            with urllib.request.urlopen(request, timeout=CALL_SECONDS) as response:  # noqa: S310
                return Answer(response.status, _parsed(response.read()), dict(response.headers))
        except urllib.error.HTTPError as error:
            return Answer(error.code, _parsed(error.read()), dict(error.headers))


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text.decode("utf-8", "replace")


@contextmanager
def fresh(folder: Path, say: Callable[[str], None], prepared: Path | None = None) -> Iterator[Instance]:
    """A fresh system in `folder`: starter library, a small simulated operator with its network and its customers.

    `prepared` is where what takes a minute to make is kept for the next time. Raises InputError where a command fails.
    """
    base = prepared or folder / "prepared"
    if not (base / "done").exists():
        _prepare(base, say)
    data = folder / "data"
    shutil.copytree(base / "data", data)
    token = _command("token", "create", "--name", AGENT, "--data-dir", str(data), *_scopes(), "--json")["token"]
    say("starting the server")
    log = (folder / "server.log").open("wb")
    with (
        log,
        subprocess.Popen(  # noqa: S603 - our own command
            [*COMMAND, "serve", "--port", "0", "--json", "--data-dir", str(data)],
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as server,
    ):
        try:
            assert server.stdout is not None
            told = server.stdout.readline()
            if not told:
                raise InputError("the server did not start", folder / "server.log")
            yield Instance(
                HttpClient(json.loads(told)["url"], token), data / "t2r.sqlite", _world(base / "sandbox/truth.json")
            )
        finally:
            server.terminate()


def _prepare(base: Path, say: Callable[[str], None]) -> None:
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    data = str(base / "data")
    say("making a small simulated operator")
    _command("sandbox", "build", "--size", "small", "--seed", str(SEED), "--out", str(base / "sandbox"))
    say("loading its network")
    _command("network", "load", str(base / "sandbox/feeds"), "--data-dir", data)
    say("adding the starter library")
    _command("ingest", "--starter", "--data-dir", data)
    (base / "done").touch()


def _scopes() -> Iterator[str]:
    for scope in SCOPES:
        yield from ("--scope", scope)


def _environment() -> dict[str, str]:
    given = {
        "T2R_NETWORK_CLOCK": "newest",  # stories are played faster than a program works
        "T2R_RATE_LIMIT_MACHINE": "0",
        "T2R_CATALOGUE": "t2r.simulated.customers:tools_of",
        "T2R_CUSTOMERS": "t2r.simulated.directory:open_directory",
        "T2R_CALLBACK_HOSTS": "127.0.0.1",
    }
    return {**os.environ, **given}


def _command(*arguments: str) -> dict[str, Any]:
    """Run one of the product's own commands; what it prints as JSON, if anything."""
    done = subprocess.run([*COMMAND, *arguments], env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip() or "it says nothing").splitlines()[-1]
        raise InputError(f"`t2r {' '.join(arguments[:2])}` failed: {last}", Path(arguments[-1]))
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        return {}


def _world(truth: Path) -> World:
    """Which lines an outage hits at the world's end, where the simulated network stands still; and which no fault hits then."""
    faults = json.loads(truth.read_text(encoding="utf-8"))["faults"]
    lasting = [fault for fault in faults if fault["end"] is None]
    hit = [line for fault in lasting if fault["kind"] == "site_down" for line in fault["lines"]]
    troubled = {line for fault in lasting for line in fault["lines"]}
    fine = sorted({line for fault in faults for line in fault["lines"]} - troubled)
    return World(tuple(map(str, hit)), tuple(map(str, fine)))
