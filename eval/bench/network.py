"""Part `network`: a large simulated network loaded, then lines diagnosed: counters a second, milliseconds a look, memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from diagnostics.detectors import NoveltyDetector, SeasonalDetector
from diagnostics.network import Network
from eval.bench.common import Row, Sizes, at_least, at_most, say

LOOKS = 2_000
SECTORS, STEP, DAY = 6, 900, 96  # cells of a site, seconds of an interval, intervals of a day
START = int(datetime(2026, 11, 2, tzinfo=UTC).timestamp())
COUNTERS = ("prb_utilisation", "connected_users", "user_throughput", "delay", "traffic", "availability")
SERIES = 500  # that a streaming detector follows
RATE, STREAMED, LOOK, MEMORY = at_least(200_000), at_least(50_000), at_most(10), at_most(2_000)


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """A network written as feeds, then loaded and asked in a process of its own, whose memory is that of the network."""
    folder = work / "scratch" / "network"
    folder.mkdir(parents=True)
    say(f"network: {sizes.cells} cells, {sizes.lines} lines, {sizes.days} days of counters")
    write_feeds(folder, sizes)
    command = [sys.executable, "-m", "eval.bench.network", str(folder)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    note = f"{sizes.cells} cells, {sizes.lines} lines, {sizes.days} days; simulated"
    looks = f"{LOOKS} lines at random, the moment prepared; {note}"
    return [
        Row(
            "counters in from Parquet, by processor time", found["samples"] / found["load_cpu"], "samples/s", RATE, note
        ),
        Row("counters in from Parquet, by the clock", found["samples"] / found["load_wall"], "samples/s", None, note),
        Row("diagnose one line, p50", found["wall"][0], "ms", None, looks),
        Row("diagnose one line, p99", found["wall"][1], "ms", LOOK, looks),
        Row("diagnose one line, processor, p99", found["cpu"][1], "ms", None, looks),
        Row(
            "prepare a moment, processor",
            found["prepare_cpu"],
            "s",
            None,
            "once an interval and process, coverage included",
        ),
        Row("resident while diagnosing", found["resident"], "MB", MEMORY, note),
        Row("resident at most, loading included", found["most_resident"], "MB", None, note),
        *streamed(),
    ]


def streamed() -> list[Row]:
    """Samples a second of processor time through `update` of the detectors, two weeks of history learnt."""
    rows = []
    samples = np.random.default_rng(0).gamma(4, 5, (14 * DAY, SERIES)).astype(np.float32)
    for detector in (SeasonalDetector(DAY), NoveltyDetector(DAY, history=14 * DAY)):
        detector.fit(samples)
        cpu = time.process_time()
        for row in samples[:DAY]:
            detector.update(row)
        name, rate = type(detector).__name__, DAY * SERIES / (time.process_time() - cpu)
        rows.append(Row(f"counters through {name}", rate, "samples/s", STREAMED, f"{SERIES} series at once"))
    return rows


def write_feeds(folder: Path, sizes: Sizes) -> None:
    """Feeds of a simulated network: half of its sites in fifty towns, each line at home near a site."""
    draw = np.random.default_rng(7)
    sites = -(-sizes.cells // SECTORS)
    towns = np.stack([draw.uniform(20, 28, 50), draw.uniform(70, 80, 50)], axis=1)
    place = np.where(
        (np.arange(sites) % 2 == 0)[:, None],
        towns[draw.integers(0, 50, sites)] + draw.normal(0, 0.08, (sites, 2)),
        np.stack([draw.uniform(20, 28, sites), draw.uniform(70, 80, sites)], axis=1),
    )
    cell = np.arange(sizes.cells)
    site, sector = cell // SECTORS, cell % SECTORS
    lte = sector < 3
    area, number = 1000 + site // 100, site * 256 + sector
    columns = {
        "radio": np.where(lte, "LTE", "NR"), "mcc": np.full(len(cell), 404), "net": np.full(len(cell), 45), "area": area,
        "cell": number, "lon": place[site, 1], "lat": place[site, 0], "site": np.char.add("S", site.astype(str)),
        "band": np.where(lte, 3, 78), "azimuth": sector % 3 * 120.0, "tilt": np.full(len(cell), 6.0),
        "height": np.full(len(cell), 30.0), "eirp": np.where(lte, 63.0, 75.0), "bandwidth": np.where(lte, 20.0, 100.0),
    }  # fmt: skip
    _write(folder / "cells.parquet", columns)
    names = pa.array([f"404-45-{a}-{n}" for a, n in zip(area.tolist(), number.tolist(), strict=True)])
    _write_lines(folder, sizes, place, names, draw)
    busy = draw.uniform(10, 60, len(cell)).astype("f4")
    for day in range(sizes.days):
        _write_day(folder / f"counters-{day}.parquet", day, names.dictionary_encode(), busy, draw)


def _write_lines(folder: Path, sizes: Sizes, place: NDArray[Any], names: pa.Array, draw: np.random.Generator) -> None:
    now = START + sizes.days * DAY * STEP
    count = sizes.lines
    line, site = 919_000_000_000 + np.arange(count), draw.integers(0, len(place), count)
    home = place[site] + draw.normal(0, 0.01, (count, 2))
    _write(folder / "lines.parquet", {"msisdn": line, "latitude": home[:, 0], "longitude": home[:, 1]})
    serving = np.minimum(site * SECTORS + draw.integers(0, SECTORS, count), len(names) - 1)
    seen = now - draw.integers(0, 80_000, count)
    _write(folder / "serving_cells.parquet", {"line": line, "at": seen, "cell": names.take(pa.array(serving))})
    state = {
        "line": line,
        "at": np.full(count, now - 3600),
        "status": ["active"] * count,
        "roaming_allowed": np.ones(count, "?"),
    }
    _write(folder / "subscriptions.parquet", state)
    reports = count // 4
    where = home[:reports] + draw.normal(0, 0.005, (reports, 2))
    measured = {"at": now - draw.integers(0, 86_400, reports), "latitude": where[:, 0], "longitude": where[:, 1]}
    measured |= {"cell": names.take(pa.array(serving[:reports])), "rsrp": draw.normal(-95, 10, reports)}
    _write(folder / "measurements.parquet", measured)


def _write_day(path: Path, day: int, names: pa.Array, busy: NDArray[Any], draw: np.random.Generator) -> None:
    schema = pa.schema([("cell", names.type), ("at", pa.int64()), *((name, pa.float32()) for name in COUNTERS)])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for interval in range(day * DAY, (day + 1) * DAY):
            rhythm = 0.5 + 0.5 * np.cos((interval % DAY / 4 - 20) / 12 * np.pi)
            load = np.clip(busy * rhythm + draw.normal(0, 2, len(busy)), 1, 100).astype("f4")
            values = (load, load * 2, 40 * (1 - load / 120), 15 + load / 4, load * 20, np.full_like(load, 100))
            moments = np.full(len(busy), START + interval * STEP)
            writer.write_table(pa.table([names, moments, *values], schema=schema))


def _write(path: Path, columns: Mapping[str, Any]) -> None:
    pq.write_table(pa.table(columns), path)


def load_and_look(folder: Path) -> dict[str, object]:
    """What is measured, in this process."""
    network = Network.open(folder / "store")
    counters = sorted(folder.glob("counters-*.parquet"))
    network.load(*(path for path in folder.glob("*.parquet") if path not in counters))
    wall, cpu = time.perf_counter(), time.process_time()
    samples = network.load(*counters).feeds["counters"].accepted
    load_wall, load_cpu = time.perf_counter() - wall, time.process_time() - cpu
    at, cpu = network.newest, time.process_time()
    network.prepare(at)
    prepare_cpu = time.process_time() - cpu
    lines = network.records.lines.msisdn
    looks = np.empty((LOOKS, 2))
    for look, row in enumerate(np.random.default_rng(5).integers(0, len(lines), LOOKS).tolist()):
        wall, cpu = time.perf_counter(), time.process_time()
        network.diagnose(int(lines[row]), at=at)
        looks[look] = time.perf_counter() - wall, time.process_time() - cpu
    percentiles = np.percentile(looks * 1000, [50, 99], axis=0)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return {
        "samples": samples, "load_wall": load_wall, "load_cpu": load_cpu, "prepare_cpu": prepare_cpu,
        "wall": percentiles[:, 0].tolist(), "cpu": percentiles[:, 1].tolist(),
        "resident": int(status.partition("VmRSS:")[2].split()[0]) / 1000,
        "most_resident": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(load_and_look(Path(sys.argv[1]))))
