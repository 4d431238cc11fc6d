"""Ports that fail: some calls do not come through, and of some that do the answer is lost."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from t2r.orders.bench import OrderBench, Retrying
from t2r.orders.ports import Call, InsidePort, Outcome, OutsidePort, Ports, PortUnavailableError

WAIT = Retrying(retries=5, first=timedelta(milliseconds=200), longest=timedelta(seconds=2), lease=timedelta(seconds=3))


@dataclass(frozen=True, slots=True)
class Failures:
    """One call in so many fails: half of them before it has an effect, half of them after."""

    share: float
    chance: random.Random

    def before(self) -> None:
        """Raises PortUnavailableError."""
        if self.chance.random() < self.share / 2:
            raise PortUnavailableError("injected: not reached")

    def after(self) -> None:
        """Raises PortUnavailableError."""
        if self.chance.random() < self.share / 2:
            raise PortUnavailableError("injected: the answer was lost")


@dataclass(frozen=True, slots=True)
class UnsteadyInside:
    """A port on this database that fails."""

    port: InsidePort
    failures: Failures

    def do(self, session: Session, call: Call) -> Outcome:
        """As InsidePort has it."""
        self.failures.before()
        outcome = self.port.do(session, call)
        self.failures.after()
        return outcome


@dataclass(frozen=True, slots=True)
class FarAccounts:
    """Accounts in a system of its own, which commits by itself and knows its calls by their keys."""

    path: Path
    failures: Failures

    def call(self, call: Call) -> Outcome:
        """As OutsidePort has it."""
        self.failures.before()
        amount = float(call.data.get("price") or 0) * (-1 if call.undo else 1)
        with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
            connection.execute("PRAGMA synchronous=OFF")  # workers are killed, the machine is not
            connection.execute("INSERT INTO called (key) VALUES (?)", (call.key,))
            if call.verb == "charge":
                connection.execute(
                    "INSERT OR IGNORE INTO charge (key, amount) VALUES (?, ?)",
                    (call.key, amount),
                )
        self.failures.after()
        return Outcome({"account_ok": True, "amount_due": 0.0} if call.verb == "check" else {"charged": amount})

    def prepare(self) -> None:
        """Make its tables."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE called (key TEXT)")
            connection.execute("CREATE TABLE charge (key TEXT PRIMARY KEY, amount REAL)")


def unsteady(bench: OrderBench, share: float, seed: int, accounts: Path) -> OrderBench:
    """The bench with ports that fail, and its accounts outside."""
    failures = Failures(share, random.Random(seed))
    inside: Mapping[str, InsidePort] = {
        name: UnsteadyInside(port, failures) for name, port in bench.ports.inside.items()
    }
    outside: Mapping[str, OutsidePort] = {"account": FarAccounts(accounts, failures)}
    return replace(bench, ports=Ports(inside, outside), retrying=WAIT)
