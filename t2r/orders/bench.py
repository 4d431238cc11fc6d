"""What orders are worked on with: the database, what can be ordered, its processes, conditions, priorities, ports, and a clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine as Database

from t2r.database import utc_now
from t2r.flows.tables import COLLECT, DecisionTable
from t2r.orders.catalogue import Catalogue, read_catalogue
from t2r.orders.composing import Composer
from t2r.orders.network import Sight
from t2r.orders.ports import Ports
from t2r.orders.ports.accounts import Accounts
from t2r.orders.ports.appointments import Appointments
from t2r.orders.ports.network import NetworkInventory
from t2r.orders.ports.notices import Notices
from t2r.orders.ports.stock import Shelf
from t2r.orders.ports.testing import LineTest, See
from t2r.orders.validating import Nothing, Surroundings
from t2r.processes.deployed import Deployments

SHIPPED = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Retrying:
    """How a step that failed is tried again: later and later, and at last not at all."""

    retries: int = 5  # where its task does not say
    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=15)
    asking: timedelta = timedelta(minutes=1)  # then a system that has it in hand is asked again
    lease: timedelta = timedelta(minutes=2)  # a call that was not recorded by then is made again

    def wait(self, attempts: int) -> timedelta:
        """How long to wait after so many failures."""
        return min(self.longest, self.first * float(2 ** min(attempts - 1, 20)))


@dataclass(frozen=True, slots=True)
class OrderBench:
    """`conditions` are what items have to meet, `priority` how urgent an order is, `around` what other systems know of it,
    `sight` the network where there is one.

    `careful`: a port on this database that fails leaves nothing half done. It costs a savepoint for each call; without it such a
    failure is a HalfDoneError, and whoever has the transaction does all of it again with care.
    """

    database: Database
    catalogue: Catalogue
    composer: Composer
    ports: Ports
    conditions: DecisionTable
    priority: DecisionTable
    around: Surroundings = field(default_factory=Nothing)
    sight: Sight | None = None
    retrying: Retrying = field(default_factory=Retrying)
    jeopardy: timedelta = timedelta(hours=4)  # before the promised date
    careful: bool = True
    now: Callable[[], datetime] = utc_now


def embedded(see: See | None = None) -> Ports:
    """The ports on tables of this database; `see` is what the diagnostics say of a line."""
    return Ports(
        {
            "device": Shelf("device", "device_id", "device_model"),
            "number": Shelf("number", "number", "number_model", "mobile"),
            "network": NetworkInventory(),
            "appointment": Appointments(),
            "account": Accounts(),
            "line": LineTest(see),
            "notice": Notices(),
        }
    )


def order_bench(
    database: Database,
    *,
    folder: Path | None = None,
    ports: Ports | None = None,
    around: Surroundings | None = None,
    now: Callable[[], datetime] = utc_now,
) -> OrderBench:
    """The bench with an operator's files (`catalogue.yaml`, `conditions.dmn`, `priority.dmn`), the shipped ones where there is none.

    Raises CatalogueError, TableError.
    """

    def file(name: str) -> Path:
        own = None if folder is None else folder / name
        return own if own is not None and own.is_file() else SHIPPED / name

    return OrderBench(
        database=database,
        catalogue=read_catalogue(file("catalogue.yaml")),
        composer=Composer(Deployments(database)),
        ports=ports or embedded(),
        conditions=DecisionTable(file("conditions.dmn"), hit_policy=COLLECT),
        priority=DecisionTable(file("priority.dmn")),
        around=around or Nothing(),
        now=now,
    )
