"""What orders are worked on with, as the settings say: the same for the server and for workers that run by themselves."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine as Database

from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Kind, Place
from diagnostics.rules import SHIPPED, Rules
from t2r.database import utc_now
from t2r.orders.bench import OrderBench, embedded, order_bench
from t2r.orders.network import NetworkAround, Sight, line_works
from t2r.orders.ports.outside import WatchedPort, open_outside
from t2r.settings import Settings

if TYPE_CHECKING:
    from diagnostics.network import Network

log = logging.getLogger("t2r.orders")


def open_orders(settings: Settings, database: Database, sight: Sight | None = None) -> OrderBench:
    """The bench of these settings; `sight` is the network as it is looked at, opened here where none is given.

    Raises CatalogueError, TableError or ValueError, which name the file or setting and what is wrong in it.
    """
    sight = sight or OpenedNetwork(settings)
    outside = open_outside(settings, database, utc_now)
    ports = replace(embedded(line_works(sight.diagnose)), outside=outside)
    bench = order_bench(database, folder=settings.orders, ports=ports)
    radio = {name for name, product in bench.catalogue.products.items() if product.radio}
    return replace(bench, around=NetworkAround(sight.diagnose, radio), sight=sight)


def close_orders(bench: OrderBench) -> None:
    """Close what the bench keeps open to other systems."""
    for port in bench.ports.outside.values():
        if isinstance(port, WatchedPort):
            port.close()


class OpenedNetwork:
    """The network of the settings' data folder, opened when it is first asked; one that is loaded later is found then."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._opening = settings, threading.Lock()
        self._network: Network | None = None

    def diagnose(self, line: str | None, place: Place | None) -> Diagnosis | None:
        """As Sight has it."""
        network = self._open()
        if network is None or (line is None and place is None):
            return None
        from diagnostics.network import NoSuchLineError, StoreError

        try:
            return network.diagnose(line, place, self._now(network))
        except NoSuchLineError:
            return None
        except (StoreError, OSError) as error:
            log.warning("the network cannot be asked", exc_info=error)
            return None

    def affected(self) -> Collection[str]:
        """As Sight has it."""
        network = self._open()
        if network is None:
            return ()
        from diagnostics.network import StoreError

        try:
            return network.affected(Kind.OUTAGE, self._now(network))
        except (StoreError, OSError) as error:
            log.warning("the network cannot be asked", exc_info=error)
            return ()

    def _open(self) -> Network | None:
        if not self._settings.network_path.is_dir():
            return None
        with self._opening:
            if self._network is None:
                from diagnostics.network import Network, StoreError  # SciPy and Arrow: only where there is a network

                try:
                    rules = Rules.load(self._settings.badge_rules or SHIPPED)
                    self._network = Network.open(self._settings.network_path, rules=rules)
                except (StoreError, OSError) as error:
                    log.warning("the network cannot be read", exc_info=error)
            return self._network

    def _now(self, network: Network) -> datetime | None:
        return network.newest if self._settings.network_clock == "newest" else None
