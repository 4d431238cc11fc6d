"""Writes a simulated operator as the feed files that a real one would export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from diagnostics.records import (
    STILL,
    Equipment,
    LineStatus,
    Measurements,
    Odb,
    OntStatus,
    Protocol3gpp,
    Severity,
    SimStatus,
    Technology,
)
from diagnostics.sandbox.cells import LAYERS, MCC, MNC
from diagnostics.sandbox.geography import random_of
from diagnostics.sandbox.traffic import Stretch
from diagnostics.sandbox.world import World

LATE, TWICE = 0.004, 0.001  # shares of the rows of counters that come a day late, or a second time
JUMPS = 2  # counters a day that jump back and come out negative
TILE_ZOOM = 16  # of Ookla's open data
CHUNK = 4_000_000  # rows of a Parquet row group

Columns = Mapping[str, Any]


def write_feeds(world: World, folder: Path) -> None:
    """Write every feed of the world into an existing folder, named as `Network.load` reads them."""
    msisdn = world.people.lines.msisdn
    _csv(folder / "cells.csv", _cells(world))
    _csv(folder / "devices.csv", _devices(world))
    _csv(
        folder / "onts.csv",
        {name: getattr(world.people.onts, name) for name in ("id", "pon", "olt", "latitude", "longitude")},
    )
    _parquet(folder / "lines.parquet", _lines(world))
    ways = world.ways.serving
    _parquet(
        folder / "serving_cells.parquet", {"line": msisdn[ways.line], "at": ways.at, "cell": _ids(world, ways.cell)}
    )
    _parquet(folder / "subscriptions.parquet", _subscriptions(world))
    rejects = world.accounts.rejects
    layer = _names(Protocol3gpp, rejects.layer)
    _csv(
        folder / "rejects.csv",
        {"line": msisdn[rejects.line], "at": _iso(rejects.at), "layer": layer, "cause": rejects.cause},
    )
    _csv(folder / "cell_restrictions.csv", _restrictions(world))
    _parquet(folder / "ont_states.parquet", _ont_states(world))
    _csv(folder / "planned_works.csv", _works(world))
    _alarms(world, folder / "alarms.jsonl")
    _parquet(folder / "measurements.parquet", measurements(world, world.reports.shown))
    _parquet(folder / "tiles.parquet", _tiles(world))
    _csv(folder / "complaints.csv", _complaints(world))


def write_counters(world: World, stretch: Stretch, folder: Path, late: pa.Table | None) -> pa.Table:
    """Write one day of counters, with what came late from the day before; returns what of this day comes late."""
    dice = random_of(world.seed, f"delivery of {stretch.first}")
    count = stretch.load.shape[1]
    moments = world.clock.moments[stretch.first : stretch.first + count]
    cells = len(world.antennas)
    columns = {name: np.ascontiguousarray(values.T).reshape(-1) for name, values in stretch.counters.items()}
    rows = np.flatnonzero(~np.isnan(columns["availability"]))
    for row in dice.choice(rows, min(JUMPS, len(rows)), replace=False):
        columns["traffic"][row] = -columns["traffic"][row] - 1
    is_late = dice.random(len(rows)) < LATE
    again = rows[dice.random(len(rows)) < TWICE]

    def table(chosen: NDArray[Any]) -> pa.Table:
        names = pa.DictionaryArray.from_arrays(pa.array((chosen % cells).astype(np.int32)), pa.array(world.antennas.id))
        values = {name: pa.array(column[chosen], from_pandas=True) for name, column in columns.items()}
        return pa.table({"cell": names, "at": moments[chosen // cells], **values})

    parts = [table(rows[~is_late]), table(again)]
    if late is not None:
        parts.append(late)
    day = datetime.fromtimestamp(int(moments[0]), UTC).date().isoformat()
    _write(folder / f"counters-{day}.parquet", pa.concat_tables(parts).unify_dictionaries())
    return table(rows[is_late])


def measurements(world: World, table: Measurements) -> dict[str, Any]:
    """Columns of measurement reports."""
    told = pa.array(table.indoors == 1, mask=table.indoors < 0)
    names = ("latitude", "longitude", "rsrp", "rsrq", "sinr", "throughput")
    return {
        "at": table.at,
        "cell": _ids(world, table.cell),
        **{name: _known(getattr(table, name)) for name in names},
        "indoors": told,
    }


def write_table(path: Path, columns: Columns) -> None:
    """A Parquet file of these columns."""
    _parquet(path, columns)


def _cells(world: World) -> Columns:
    cells, antennas = world.cells, world.antennas
    count = len(cells)
    made = world.clock.start - 400 * 86_400
    samples = np.bincount(world.reports.shown.cell, minlength=count)
    return {
        "radio": [Technology(int(code)).name for code in cells.technology],
        "mcc": np.full(count, MCC), "net": np.full(count, MNC), "area": antennas.tac, "cell": antennas.number,
        "unit": antennas.number % 504, "lon": cells.longitude, "lat": cells.latitude,
        "range": np.where(np.array([layer.megahertz for layer in LAYERS])[antennas.layer] < 1000, 4000, 1500),
        "samples": samples, "changeable": np.zeros(count, int), "created": np.full(count, made),
        "updated": np.full(count, world.clock.start), "averageSignal": np.zeros(count, int),
        "site": cells.site, "band": cells.band, "azimuth": cells.azimuth, "beamwidth": cells.beamwidth, "tilt": cells.tilt,
        "height": cells.height, "eirp": cells.eirp, "bandwidth": np.round(cells.bandwidth.astype(float), 1),
    }  # fmt: skip


def _devices(world: World) -> Columns:
    devices = world.people.devices
    return {name: getattr(devices, name) for name in ("model", "bands", "volte", "wifi_calling")}


def _lines(world: World) -> Columns:
    lines, people = world.people.lines, world.people
    ont = pa.array(people.onts.id[lines.ont] if len(people.onts) else np.full(len(lines), ""), mask=lines.ont < 0)
    device = people.devices.model[lines.device]
    return {name: getattr(lines, name) for name in ("msisdn", "imsi", "latitude", "longitude")} | {
        "device": device,
        "ont": ont,
    }


def _subscriptions(world: World) -> Columns:
    table = world.accounts.subscriptions
    odb = {
        code: "|".join(one.name.lower() for one in Odb if one & int(code) and one.name) for code in np.unique(table.odb)
    }
    return {
        "line": world.people.lines.msisdn[table.line],
        "at": table.at,
        "status": _names(LineStatus, table.status),
        "sim": _names(SimStatus, table.sim),
        "equipment": _names(Equipment, table.equipment),
        "odb": _coded(table.odb, odb),
        "roaming_allowed": table.roaming_allowed,
        "do_not_disturb": table.do_not_disturb,
        **{name: _known(getattr(table, name)) for name in ("data_used", "data_limit", "throttled_to")},
    }


def _restrictions(world: World) -> Columns:
    table = world.cell_restrictions
    return {
        "cell": _ids(world, table.cell),
        "at": table.at,
        "barred": table.barred.astype(int),
        "barring_factor": table.barring_factor,
        "barred_classes": table.barred_classes,
    }


def _ont_states(world: World) -> Columns:
    table = world.ont_states
    onts = world.people.onts.id[table.ont] if len(table) else np.empty(0, "U1")
    return {"ont": onts, "at": table.at, "status": _names(OntStatus, table.status), "rx_power": _known(table.rx_power)}


def _works(world: World) -> Columns:
    works = world.works
    return {
        "id": works.id,
        "start": _iso(works.start),
        "end": _iso(works.end),
        "objects": works.objects,
        "description": works.description,
    }


def _complaints(world: World) -> Columns:
    table = world.complaints
    return {
        "at": _iso(table.at),
        "msisdn": pa.array(world.people.lines.msisdn[table.line], mask=table.line < 0),
        "latitude": _known(table.latitude),
        "longitude": _known(table.longitude),
        "words": table.words,
    }


def _tiles(world: World) -> Columns:
    """Speed tests of the measurement reports, in tiles of the web map by technology."""
    table, step = world.reports.shown, world.clock
    tested = np.flatnonzero(~np.isnan(table.throughput))
    technology = world.cells.technology[table.cell[tested]]
    keys = quadkeys(table.latitude[tested], table.longitude[tested], TILE_ZOOM)
    both = np.char.add(np.char.add(keys, "/"), technology.astype(str))
    tiles, tile, counts = np.unique(both, return_inverse=True, return_counts=True)
    tile = tile.reshape(-1)
    down = np.bincount(tile, table.throughput[tested].astype(float)) / counts * 1000
    latency = np.bincount(tile, np.where(technology == Technology.NR, 22.0, 38.0)) / counts
    parts = np.char.partition(tiles, "/")
    return {
        "quadkey": parts[:, 0],
        "technology": [Technology(int(code)).name for code in parts[:, 2]],
        "avg_d_kbps": np.round(down).astype(int),
        "avg_u_kbps": np.round(down * 0.18).astype(int),
        "avg_lat_ms": np.round(latency).astype(int),
        "tests": counts,
        "devices": counts,
        "at": np.full(len(tiles), step.end),
    }


def quadkeys(latitude: NDArray[Any], longitude: NDArray[Any], zoom: int) -> NDArray[np.str_]:
    """Quadkeys of the web map's tiles (Bing Maps tile system) that positions lie in."""
    side = 1 << zoom
    sine = np.sin(np.radians(latitude))
    x = ((longitude + 180) / 360 * side).astype(int)
    y = ((0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * side).astype(int)
    keys = np.full(len(x), "")
    for level in range(zoom - 1, -1, -1):
        keys = np.char.add(keys, ((x >> level & 1) + 2 * (y >> level & 1)).astype(str))
    return keys


def _alarms(world: World, path: Path) -> None:
    alarms = world.alarms
    raised, cleared = _iso(alarms.raised_at), _iso(np.where(alarms.cleared_at == STILL, 0, alarms.cleared_at))
    with path.open("w", encoding="utf-8") as file:
        for n in range(len(alarms)):
            over = alarms.cleared_at[n] != STILL
            alarm = {
                "id": str(alarms.id[n]),
                "alarmType": "equipmentAlarm",
                "alarmRaisedTime": raised[n],
                **({"alarmClearedTime": cleared[n]} if over else {}),
                "perceivedSeverity": Severity(int(alarms.severity[n])).name.lower(),
                "probableCause": str(alarms.probable_cause[n]),
                "specificProblem": str(alarms.problem[n]),
                "state": "cleared" if over else "raised",
                "alarmedObject": {"id": str(alarms.object[n])},
                "sourceSystemId": "t2r sandbox (simulated)",
            }
            file.write(json.dumps(alarm, separators=(",", ":")) + "\n")


def _ids(world: World, rows: NDArray[Any]) -> pa.Array:
    """Names of cells, as a dictionary; empty for -1."""
    indices = pa.array(np.maximum(rows, 0).astype(np.int32), mask=rows < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(world.antennas.id))


def _names(members: Any, codes: NDArray[Any]) -> pa.Array:
    """Members of an enumeration by their lower-case names."""
    return _coded(codes, {int(member): member.name.lower() for member in members})


def _coded(codes: NDArray[Any], names: Mapping[int, str]) -> pa.Array:
    keys = np.array(sorted(names), dtype=np.int64)
    indices = np.searchsorted(keys, codes).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array([names[int(key)] for key in keys], pa.string()))


def _known(values: NDArray[Any]) -> pa.Array:
    """NaN is written as nothing."""
    return pa.array(values, from_pandas=True)


def _iso(moments: NDArray[Any]) -> list[str]:
    return [datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for moment in moments]


def _csv(path: Path, columns: Columns) -> None:
    arrays = {name: _array(column) for name, column in columns.items()}
    plain = {
        name: array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
        for name, array in arrays.items()
    }
    pyarrow.csv.write_csv(pa.table(plain), path, pyarrow.csv.WriteOptions(quoting_style="needed"))


def _parquet(path: Path, columns: Columns) -> None:
    _write(path, pa.table({name: _array(column) for name, column in columns.items()}))


def _array(column: Any) -> pa.Array:
    return column if isinstance(column, pa.Array) else pa.array(column)


def _write(path: Path, table: pa.Table) -> None:
    pyarrow.parquet.write_table(table, path, compression="zstd", compression_level=1, row_group_size=CHUNK)
