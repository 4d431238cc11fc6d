from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from diagnostics.records import STILL, Alarms, Cells, Devices, Lines, Measurements, Records, ServingCells, Severity
from diagnostics.store import Store, Stored, StoreError
from diagnostics.store.tables import merge

START, STEP = 1_793_577_600, 900


@pytest.fixture
def store(tmp_path: Path, tiny: Records) -> Store:
    """A store with the tiny network's cells and lines, one serving cell, and a sample each of its first and last cell."""
    store = Store(tmp_path)
    with store.writing() as draft:
        draft.merge("cells", tiny.cells)
        draft.merge("lines", tiny.lines)
        draft.merge("serving_cells", ServingCells(np.array([3], "i4"), np.array([START]), np.array([9], "i4")))
        draft.put(np.array([9, 0]), np.array([START, START]), {"traffic": np.array([90.0, 10.0])})
    return store


def test_what_was_written_is_read_again(store: Store, tiny: Records):
    records = store.read().records
    for name in Cells.types():
        assert np.array_equal(
            getattr(records.cells, name), getattr(tiny.cells, name), equal_nan=name not in ("id", "site")
        )
    assert records.lines.msisdn.tolist() == tiny.lines.msisdn.tolist()
    assert (records.counters.start, len(records.counters), records.counters.names) == (START, 1, ("traffic",))
    assert records.counters.window("traffic", np.array([0, 9, 5]), 0, 1)[:2, 0].tolist() == [10, 90]


def test_new_cells_move_rows_but_neither_counters_nor_pointers(store: Store, tiny: Records):
    new = tiny.cells.take(np.array([0]))
    new = type(new)(**{name: getattr(new, name) for name in new.types()} | {"id": np.array(["100-1-1-1"])})
    with store.writing() as draft:
        draft.merge("cells", new)
        draft.put(np.array([0]), np.array([START]), {"traffic": np.array([7.0])})
    records = store.read().records
    assert str(records.cells.id[0]) == "100-1-1-1"
    assert records.counters.window("traffic", np.array([0, 1, 10]), 0, 1)[:, 0].tolist() == [7, 10, 90]
    assert str(records.cells.id[records.serving_cells.cell[0]]) == str(tiny.cells.id[9])


def test_a_draft_that_fails_changes_nothing(store: Store):
    def fail() -> None:
        with store.writing() as draft:
            draft.put(np.array([0]), np.array([START]), {"traffic": np.array([1.0])})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.read().records.counters.window("traffic", np.array([0]), 0, 1).tolist() == [[10]]


def test_a_reader_keeps_its_state_while_another_is_written(store: Store):
    before = store.read().records.counters
    with store.writing() as draft:
        draft.put(np.array([0, 0]), np.array([START, START + STEP]), {"traffic": np.array([1.0, 2.0])})
    assert before.window("traffic", np.array([0]), 0, 2)[0, 0] == 10
    assert len(before) == 1
    assert store.read().records.counters.window("traffic", np.array([0]), 0, 2).tolist() == [[1, 2]]


KILLED = """
import sys, time
import numpy as np
from pathlib import Path
from diagnostics.store import Store
with Store(Path(sys.argv[1])).writing() as draft:
    draft.put(np.arange(10), np.full(10, int(sys.argv[2])), {"traffic": np.full(10, 5.0), "delay": np.full(10, 5.0)})
    draft._grid.flush()
    print("written", flush=True)
    time.sleep(60)
"""


def test_a_killed_load_leaves_the_last_complete_state_and_blocks_nobody(store: Store, tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), str(START)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    records = store.read().records
    assert records.counters.names == ("traffic",)
    assert records.counters.window("traffic", np.array([0, 9]), 0, 1)[:, 0].tolist() == [10, 90]
    with store.writing() as draft:
        draft.put(np.array([0]), np.array([START]), {"delay": np.array([3.0])})
    delays = store.read().records.counters.window("delay", np.arange(10), 0, 1)[:, 0]
    assert delays[0] == 3
    assert np.isnan(delays[1:]).all()  # nothing of the killed load


def test_files_of_older_states_go_once_nobody_can_still_read_them(store: Store, tmp_path: Path):
    old = [*tmp_path.glob("tables/lines*.parquet"), *tmp_path.glob("counters/*/*.f32")]
    for path in old:
        os.utime(path, (time.time() - 3600,) * 2)
    with store.writing() as draft:
        draft.merge("lines", Lines.empty())
        draft.put(np.array([0]), np.array([START]), {"traffic": np.array([1.0])})
    assert [path.exists() for path in old] == [True, False]  # the lines are still current


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99, "chunks": {}}', '{"format": 1}'])
def test_a_broken_state_is_named(tmp_path: Path, content: str):
    (tmp_path / "state.json").write_text(content)
    with pytest.raises(StoreError, match=r"state\.json"):
        Store(tmp_path).read()


def test_a_missing_or_broken_table_is_named(store: Store, tmp_path: Path):
    (table,) = tmp_path.glob("tables/lines-*.parquet")
    table.write_bytes(b"PAR1")
    with pytest.raises(StoreError, match="lines-1"):
        store.read()
    table.unlink()
    with pytest.raises(StoreError, match=r"lines-1\.parquet is missing"):
        store.read()


def alarm(id_: str, raised: int, cleared: int = STILL, severity: int = Severity.CRITICAL) -> Alarms:
    columns = ([id_], [raised], [cleared], [severity], ["powerProblem"], ["SITE-1"], [""])
    return Alarms(
        *(
            np.array(values, dtype=kind if kind != "U1" else str)
            for values, kind in zip(columns, Alarms.types().values(), strict=True)
        )
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_alarm_is_over_in_whatever_order_raise_and_clearance_come(order: tuple[int, int]):
    deliveries = (alarm("a", 100), alarm("a", 100, 200, Severity.INDETERMINATE))
    table = Alarms.empty()
    for place in order:
        table = merge("alarms", table, deliveries[place]).table
    assert (table.cleared_at.tolist(), len(table)) == ([200], 1)
    assert table.severity.tolist() == [Severity.CRITICAL]


def test_an_alarm_raised_again_is_active_again():
    table = merge("alarms", alarm("a", 100, 200), alarm("a", 300)).table
    assert (table.raised_at.tolist(), table.cleared_at.tolist()) == ([300], [STILL])


def test_rows_are_counted_as_new_late_known_or_corrected():
    def serving(*rows: tuple[int, int, int]) -> ServingCells:
        line, at, cell = zip(*rows, strict=True)
        return ServingCells(np.array(line, "i4"), np.array(at, "i8"), np.array(cell, "i4"))

    old = serving((0, 100, 1), (1, 100, 1))
    merged = merge("serving_cells", old, serving((1, 100, 1), (0, 100, 2), (0, 50, 3), (2, 200, 4), (2, 200, 4)))
    assert merged.stored == Stored(accepted=2, duplicates=2, corrected=1, late=1)
    table = merged.table
    assert [*zip(table.line.tolist(), table.at.tolist(), table.cell.tolist(), strict=True)] == [
        (0, 50, 3),
        (0, 100, 2),
        (1, 100, 1),
        (2, 200, 4),
    ]
    assert merged.rows.tolist() == [1, 2]


def test_what_is_not_known_twice_is_the_same():
    one = Measurements(
        np.array([START]),
        np.array([23.0]),
        np.array([72.5]),
        np.array([-1], "i4"),
        *([np.array([np.nan], "f4")] * 4),
        np.array([-1], "i2"),
    )
    assert merge("measurements", one, one).stored == Stored(duplicates=1)


def test_devices_keep_their_rows():
    def devices(*models: str) -> Devices:
        flags = np.zeros(len(models), "?")
        return Devices(np.array(models), np.array(["LTE3"] * len(models)), flags, flags)

    merged = merge("devices", devices("Z", "B"), devices("A", "B"))
    assert merged.table.model.tolist() == ["Z", "B", "A"]
    assert merged.rows.tolist() == [0, 1]
