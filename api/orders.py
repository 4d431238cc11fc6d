"""What orders are worked on with, as the settings say, and the workers beside the requests."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

from sqlalchemy import Engine as Database

from api.desk import Desk, Subject
from api.problems import Invalid, NotFound, Unavailable
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Place
from t2r.orders import working
from t2r.orders.bench import OrderBench, embedded, order_bench
from t2r.orders.network import Diagnose, NetworkAround, line_works
from t2r.settings import Settings
from t2r.tmf.orders import cancel_due

log = logging.getLogger("t2r.orders")

AGAIN_SECONDS = 5.0  # after a fault of the database, say


def open_orders(settings: Settings, database: Database, desk: Desk) -> OrderBench:
    """The bench of these settings. Raises CatalogueError or TableError, which name the file and what is wrong in it."""
    diagnose = _looking(desk)
    bench = order_bench(database, folder=settings.orders, ports=embedded(line_works(diagnose)))
    radio = {name for name, product in bench.catalogue.products.items() if product.radio}
    return replace(bench, around=NetworkAround(diagnose, radio))


def _looking(desk: Desk) -> Diagnose:
    """The network as the agents see it; None where there is none, or where it does not know the line."""

    def diagnose(line: str | None, place: Place | None) -> Diagnosis | None:
        if not desk.is_there or (line is None and place is None):
            return None
        try:
            return desk.show(Subject(line, place))
        except (NotFound, Invalid, Unavailable):
            return None

    return diagnose


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
