"""Work that goes on beside the requests."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

PATIENCE_SECONDS = 2.0  # with work that is told to stop: what has not ended by then ends with the process


@contextmanager
def in_background(name: str, work: Callable[[threading.Event], None], *, nice: int = 0) -> Iterator[None]:
    """Meanwhile do the work in a thread, as `nice` as is said; the event it is given tells it to stop."""
    stop = threading.Event()

    def begin() -> None:
        # Linux gives each thread a priority of its own; elsewhere the work has that of all.
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), nice)
        work(stop)

    thread = threading.Thread(target=begin, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE_SECONDS)
