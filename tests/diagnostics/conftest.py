"""A tiny network for everyone's tests: three sites in a row, two OLTs, a dozen lines, three weeks of counters."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from diagnostics.records import (
    Cells,
    Devices,
    Equipment,
    Lines,
    LineStatus,
    Odb,
    Onts,
    OntStates,
    OntStatus,
    Records,
    ServingCells,
    SimStatus,
    Subscriptions,
    Technology,
)
from diagnostics.store.grid import CounterGrid

START = int(datetime(2026, 11, 2, tzinfo=UTC).timestamp())  # a Monday
STEP, DAY, DAYS = 900, 96, 21
NOW = START + DAYS * DAY * STEP  # the last interval is just over
SITES = ((23.000, 72.500), (23.000, 72.520), (23.018, 72.510))  # about 2 km from each other
SECTORS = (0.0, 120.0, 240.0)

Samples = dict[str, NDArray[np.float32]]
Build = Callable[..., Records]


def cells() -> Cells:
    """Rows 0-8: LTE band 3, three sectors a site; row 9: NR band 78 of the first site. Sorted by id."""
    places = [(site, azimuth) for site in range(3) for azimuth in SECTORS] + [(0, 0.0)]
    latitude, longitude = np.array([SITES[site] for site, _ in places]).T
    nr = np.array([False] * 9 + [True])
    return Cells(
        id=np.array([f"404-45-1201-{100 + row}" for row in range(10)]),
        site=np.array([f"SITE-{site + 1}" for site, _ in places]),
        technology=np.where(nr, Technology.NR, Technology.LTE).astype("i2"),
        band=np.where(nr, 78, 3).astype("i2"),
        latitude=latitude,
        longitude=longitude,
        azimuth=np.array([azimuth for _, azimuth in places], "f4"),
        beamwidth=np.full(10, 65, "f4"),
        tilt=np.full(10, 6, "f4"),
        height=np.full(10, 30, "f4"),
        eirp=np.where(nr, 75, 63).astype("f4"),
        bandwidth=np.where(nr, 100, 20).astype("f4"),
    )


def samples(seed: int = 0) -> Samples:
    """A daily and weekly rhythm with noise, shape (10 cells, DAYS·DAY): quiet at 4, busiest at 20 (UTC), less at weekends."""
    draw = np.random.default_rng(seed)
    interval = np.arange(DAYS * DAY)
    hour, weekend = interval % DAY / 4, interval // DAY % 7 >= 5
    rhythm = (0.5 + 0.5 * np.cos((hour - 20) / 24 * 2 * np.pi)) * np.where(weekend, 0.8, 1.0)
    load = (10 + 45 * rhythm)[None, :] * draw.uniform(0.8, 1.2, (10, 1)) + draw.normal(0, 2, (10, DAYS * DAY))
    load = np.clip(load, 1, 100)
    columns = {
        "prb_utilisation": load,
        "connected_users": load * 2,
        "user_throughput": 40 * (1 - load / 120),
        "delay": 15 + load / 4,
        "traffic": load * 20,
        "availability": np.full_like(load, 100),
    }
    return {name: values.astype("f4") for name, values in columns.items()}


def lines() -> Lines:
    """Twelve lines at 200 m from the sites in turn; lines 0-7 have a device each, lines 0-7 an ONT, the others none."""
    place = np.array([SITES[line % 3] for line in range(12)])
    number = np.arange(12)
    return Lines(
        msisdn=919_800_000_000 + number,
        imsi=404_450_000_000_000 + number,
        latitude=place[:, 0] + 0.0018,
        longitude=place[:, 1],
        device=np.where(number < 8, number % 2, -1).astype("i4"),
        ont=np.where(number < 8, number, -1).astype("i4"),
    )


def onts() -> Onts:
    """Eight ONTs: OLT-1 with PON 1 and 2, OLT-2 with PON 1, of four, two and two."""
    pon = [*["OLT-1/1"] * 4, *["OLT-1/2"] * 2, *["OLT-2/1"] * 2]
    place = np.array([SITES[row % 3] for row in range(8)])
    return Onts(
        id=np.array([f"ONT-{row}" for row in range(8)]),
        pon=np.array(pon),
        olt=np.array([port.split("/")[0] for port in pon]),
        latitude=place[:, 0] + 0.0018,
        longitude=place[:, 1],
    )


def build(counters: Mapping[str, NDArray[Any]] | None = None, **tables: Any) -> Records:
    """The tiny network, all well; `counters` replaces samples by name, `tables` whole tables. `NOW` is its present."""
    number = np.arange(12, dtype="i4")
    since = np.full(12, START, "i8")
    everything = Records(
        counters=CounterGrid.in_memory({**samples(), **(counters or {})}, start=START, step=STEP),
        cells=cells(),
        devices=Devices(
            model=np.array(["All bands", "LTE only"]),
            bands=np.array(["GSM8 UMTS1 LTE3 LTE40 NR78", "GSM8 LTE3"]),
            volte=np.array([True, True]),
            wifi_calling=np.array([True, False]),
        ),
        onts=onts(),
        lines=lines(),
        serving_cells=ServingCells(number, since, (number % 3 * 3).astype("i4")),
        subscriptions=Subscriptions(
            line=number,
            at=np.full(12, NOW - 3600, "i8"),
            status=np.full(12, LineStatus.ACTIVE, "i2"),
            sim=np.full(12, SimStatus.ACTIVE, "i2"),
            equipment=np.full(12, Equipment.ALLOWED, "i2"),
            odb=np.zeros(12, "i2"),
            roaming_allowed=np.zeros(12, "?"),
            do_not_disturb=np.zeros(12, "?"),
            data_used=np.full(12, 10, "f4"),
            data_limit=np.full(12, 50, "f4"),
            throttled_to=np.full(12, np.nan, "f4"),
        ),
        ont_states=OntStates(
            np.arange(8, dtype="i4"),
            np.full(8, NOW - 600, "i8"),
            np.full(8, OntStatus.ONLINE, "i2"),
            np.full(8, -20, "f4"),
        ),
    )
    return replace(everything, **tables)


def write_feeds(records: Records, folder: Path) -> None:
    """The feed files that would bring a network: CSV, the counters as Parquet. Alarms, works and complaints are not written."""
    known = records.cells
    mcc, net, area, cell = np.array([name.split("-") for name in known.id.tolist()]).T
    names = {"site", "band", "azimuth", "beamwidth", "tilt", "height", "eirp", "bandwidth"}
    radio = [Technology(code).name for code in known.technology]
    place = {"lon": known.longitude, "lat": known.latitude}
    columns = {"radio": radio, "mcc": mcc, "net": net, "area": area, "cell": cell, "unit": [""] * len(known), **place}
    _write_csv(folder / "cells.csv", columns | {name: getattr(known, name) for name in sorted(names)})
    pointed = {"line": records.lines.msisdn, "cell": known.id, "ont": records.onts.id, "device": records.devices.model}
    enums = {"status": LineStatus, "sim": SimStatus, "equipment": Equipment}
    for feed in ("devices", "onts", "lines", "serving_cells", "subscriptions", "ont_states"):
        table = getattr(records, feed)
        columns = {name: getattr(table, name) for name in table.types()}
        for name, ids in pointed.items():
            if name in columns:
                columns[name] = np.append(ids.astype("U40"), "")[columns[name]]
        for name, kind in {**enums, **({"status": OntStatus} if feed == "ont_states" else {})}.items():
            if name in columns:
                columns[name] = [kind(code).name.lower() for code in columns[name]]
        if "odb" in columns:
            columns["odb"] = ["|".join(one.name.lower() for one in Odb(int(code))) for code in columns["odb"]]
        _write_csv(folder / f"{feed}.csv", columns)
    counters = records.counters
    count = len(counters)
    wide = {
        "cell": np.repeat(known.id, count),
        "at": np.tile(counters.start + np.arange(count) * counters.step, len(known)),
    }
    wide |= {name: counters.window(name, slice(None), 0, count).ravel() for name in counters.names}
    pq.write_table(
        pa.table({name: pa.array(values.tolist()) for name, values in wide.items()}), folder / "counters.parquet"
    )


def _write_csv(path: Path, columns: Mapping[str, Any]) -> None:
    def text(value: Any) -> str:
        return "" if value != value else str(value)  # NaN

    rows = zip(*(column.tolist() if hasattr(column, "tolist") else column for column in columns.values()), strict=True)
    lines = [",".join(map(text, row)) for row in rows]
    path.write_text("\n".join([",".join(columns), *lines]) + "\n")


@pytest.fixture(scope="session")
def tiny_feeds(tmp_path_factory: pytest.TempPathFactory, tiny: Records) -> Path:
    """A folder with the feed files of the tiny network; nobody writes to it."""
    folder = tmp_path_factory.mktemp("feeds")
    write_feeds(tiny, folder)
    return folder


@pytest.fixture
def feed_folder(tmp_path: Path, tiny_feeds: Path) -> Path:
    """A folder with the feed files of the tiny network, to be changed."""
    return Path(shutil.copytree(tiny_feeds, tmp_path / "feeds"))


@pytest.fixture
def build_network() -> Build:
    """`build_network(counters={…}, alarms=Alarms(…), …) -> Records`: see `build`."""
    return build


@pytest.fixture
def usual_samples() -> Samples:
    """The tiny network's counters, to be changed and given to `build_network(counters=…)`."""
    return samples()


@pytest.fixture
def start() -> int:
    """The first second of the tiny network's counters, a Monday 00:00 UTC."""
    return START


@pytest.fixture
def now() -> int:
    """The second at which the tiny network's last interval is just over."""
    return NOW


@pytest.fixture(scope="session")
def tiny() -> Records:
    """The tiny network, all well; nobody writes to it."""
    return build()
