"""`t2r` as its users run it: commands in processes of their own, a server with a token, clients that ask it."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from eval.bench.common import say

T2R = (sys.executable, "-c", "from t2r.cli import main; main()")
READY_WITHIN = 120
SETTLING = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where, and what to present."""

    address: str
    token: str
    process: int

    def memory_mb(self) -> float:
        """Its resident memory now (VmRSS of /proc)."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024

    def settle(self, share: float, seconds: float) -> None:
        """Wait until it takes less than that share of a core by itself. Raises RuntimeError where it does not in time."""
        until = time.monotonic() + seconds
        before = self._processor()
        while time.monotonic() < until:
            time.sleep(SETTLING)
            now = self._processor()
            if now - before < share * SETTLING:
                return
            before = now
        raise RuntimeError(f"the server is still busy by itself after {seconds:.0f} s")

    def _processor(self) -> float:
        """Seconds of processor time that it has had."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def client(self) -> Client:
        """A new connection."""
        return Client(self.address, self.token)


class Client:
    """One kept-alive connection."""

    def __init__(self, address: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def get(self, address: str) -> tuple[int, Any]:
        """Get, read the whole answer; its status and what it holds."""
        status, _, content = self._get(address)
        return status, content

    def next(self, address: str) -> str:
        """The address of the page behind that one. Raises RuntimeError where there is none."""
        link = self._get(address)[1] or ""
        found = [part.partition(">")[0].strip(" <") for part in link.split(",") if 'rel="next"' in part]
        if not found:
            raise RuntimeError(f"there is no page behind {address}")
        return found[0]

    def _get(self, address: str) -> tuple[int, str | None, Any]:
        self._connection.request("GET", address, headers=self._headers)
        response = self._connection.getresponse()
        return response.status, response.getheader("link"), json.loads(response.read())

    def ask(self, question: str) -> int:
        """Ask, read the whole answer, return the status."""
        self._connection.request("POST", "/v1/answers", json.dumps({"question": question}), self._headers)
        response = self._connection.getresponse()
        response.read()
        return response.status

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Load:
    """What clients that ask without pause got: milliseconds of each answer, other statuses, seconds in all."""

    wall_ms: tuple[float, ...]
    refused: int
    seconds: float


def command(*arguments: str, **given: str) -> str:
    """Run a `t2r` command with these settings; its stdout. Raises RuntimeError with its last words when it fails."""
    done = subprocess.run(  # noqa: S603 - our own command
        [*T2R, *arguments], capture_output=True, text=True, check=False, env={**os.environ, **given}
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise RuntimeError(f"t2r {arguments[0]} failed: {said[-1]}")
    return done.stdout


def starter_data(work: Path) -> Path:
    """A data folder with the starter library in it, made once for all parts of a run."""
    folder = work / "scratch" / "data"
    if not folder.exists():
        say("filling a data folder with the starter library")
        command("ingest", "--starter", "--json", "--data-dir", str(folder))
    return folder


def operator_data(folder: Path, size: str) -> Path:
    """A data folder with the starter library and the network of a simulated operator; its feeds lie beside it."""
    say("filling a data folder with a simulated operator")
    data, sandbox = folder / "data", folder / "sandbox"
    command("sandbox", "build", "--size", size, "--out", str(sandbox))
    command("network", "load", str(sandbox / "feeds"), "--data-dir", str(data))
    command("ingest", "--starter", "--json", "--data-dir", str(data))
    return data


@contextmanager
def serving(data: Path, log: Path, scope: str = "answers:read", **given: str) -> Iterator[Server]:
    """`t2r serve` with these settings on a free port of loopback, stopped afterwards; its log goes to a file."""
    options = ("--data-dir", str(data), "--json")
    created = command("token", "create", "--name", f"bench-{time.time_ns()}", "--scope", scope, *options, **given)
    token: str = json.loads(created)["token"]
    with log.open("w") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*T2R, "serve", "--port", "0", *options],
            env={**os.environ, "T2R_RATE_LIMIT_MACHINE": "0", **given},  # it is asked as fast as it can answer
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            assert process.stdout is not None
            late = threading.Timer(READY_WITHIN, process.kill)
            late.start()
            line = process.stdout.readline()
            late.cancel()
            if not line:
                raise RuntimeError(f"t2r serve did not get ready within {READY_WITHIN} s, see {log}")
            yield Server(urlsplit(json.loads(line)["url"]).netloc, token, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)


def load(server: Server, questions: Sequence[str], clients: int, seconds: float) -> Load:
    """So many clients, each with a connection and a place in the questions of its own, for so many seconds."""
    taken: list[list[float]] = [[] for _ in range(clients)]
    refused = [0] * clients
    started = time.perf_counter()

    def ask(number: int) -> None:
        client = server.client()
        place = number * len(questions) // clients
        while time.perf_counter() - started < seconds:
            before = time.perf_counter()
            if client.ask(questions[place % len(questions)]) == 200:
                taken[number].append((time.perf_counter() - before) * 1000)
            else:
                refused[number] += 1
            place += 1
        client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = tuple(one for each in taken for one in each)
    return Load(every, sum(refused), time.perf_counter() - started)
