"""What orders are worked on with, as the settings say; the workers beside the requests, and `t2r orders work` for other machines."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine as Database

from api.background import in_background
from api.desk import Desk, Subject
from api.logs import FIELDS, configure
from api.problems import Invalid, NotFound, Unavailable
from diagnostics.readings import NOT_KNOWN, NOTHING, Kind
from t2r.database import open_database
from t2r.orders import working
from t2r.orders.bench import OrderBench, embedded, order_bench
from t2r.orders.ports import Call
from t2r.orders.tables import Item, Order
from t2r.settings import Settings
from t2r.tmf.orders import cancel_due

log = logging.getLogger("t2r.orders")

AGAIN_SECONDS = 5.0  # after a fault of the database, say
TEND_SECONDS = 60.0


def open_orders(settings: Settings, database: Database, desk: Desk) -> OrderBench:
    """The bench of these settings. Raises CatalogueError or TableError, which name the file and what is wrong in it."""
    network = NetworkSeen(desk)
    return order_bench(database, folder=settings.orders, ports=embedded(network.works), around=network)


class NetworkSeen:
    """What the diagnostics know of an order's line; what they do not know is not said."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def works(self, call: Call) -> bool | None:
        """Whether nothing is broken where the line is. Barring is left to the inventory, which is newer after a change."""
        cause = self._cause(call.line, Kind.OUTAGE)
        return None if cause is None else cause == NOTHING

    def look(self, order: Order, item: Item) -> Mapping[str, Any]:
        """`covered`: whether the line is where the network reaches it. What a fixed line carries, nothing here knows."""
        cause = self._cause(item.characteristics.get("line") or order.line, Kind.COVERAGE)
        return {} if cause is None else {"covered": cause == NOTHING}

    def _cause(self, line: Any, kind: Kind) -> str | None:
        if line is None or not self._desk.is_there:
            return None
        try:
            found = self._desk.show(Subject(str(line)))
        except (NotFound, Invalid, Unavailable):
            return None
        causes = (finding.cause for finding in found.findings if finding.kind is kind)
        return next((cause for cause in causes if cause != NOT_KNOWN), None)


def work_on_orders(bench: OrderBench, stop: threading.Event) -> None:
    """Work until told to stop, whatever goes wrong meanwhile."""
    while not stop.is_set():
        try:
            working.run(bench, stop)
        except Exception as error:  # the edge: what was begun is undone, and the order is still ready
            log.exception("error", exc_info=error)
            stop.wait(AGAIN_SECONDS)


def tend_orders(bench: OrderBench) -> None:
    """One round of what time asks for."""
    working.tend(bench)
    cancel_due(bench)


commands = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Orders: workers on them beside those of the server.",
)


@commands.callback()
def _orders() -> None:
    """A group, however few commands it has."""


@commands.command()
def work(
    workers: Annotated[int, typer.Option(min=1, max=32, help="Workers in this process")] = 1,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Folder of the database [T2R_DATA_DIR]", show_default=False)
    ] = None,
) -> None:
    """Work on orders until interrupted; on any machine that reaches the database (T2R_DATABASE_URL)."""
    configure("INFO")
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    database = open_database(settings.database)
    bench, stop = open_orders(settings, database, Desk(settings)), threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    with ExitStack() as running:
        for worker in range(workers):
            running.enter_context(in_background(f"order worker {worker}", lambda told: work_on_orders(bench, told)))
        log.info("working on orders", extra={FIELDS: {"workers": workers}})
        while not stop.wait(TEND_SECONDS):
            tend_orders(bench)
    database.dispose()
