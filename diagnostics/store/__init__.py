"""Where a network is kept: tables as Parquet, counters as memory-mapped grids, one small file that says what is current."""

from diagnostics.store.errors import StoreError, StoreMovedError
from diagnostics.store.folder import Draft, Snapshot, Store
from diagnostics.store.grid import CounterGrid, Stored

__all__ = ["CounterGrid", "Draft", "Snapshot", "Store", "StoreError", "StoreMovedError", "Stored"]
