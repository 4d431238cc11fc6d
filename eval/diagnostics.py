"""Scores the diagnoses on a sandbox operator, whose every fault is known: `t2r eval diagnostics`.

The diagnoses see the feeds as `Network.load` reads them, and are asked at the end of each interval, with nothing later known.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from diagnostics.barring import Barring
from diagnostics.congestion import Congestion, Load
from diagnostics.coverage import Coverage
from diagnostics.network import Network
from diagnostics.outage import Outages
from diagnostics.records import Records, row_of
from diagnostics.sandbox import NOTICE, build
from eval.episodes import (
    Reported,
    Score,
    score_episodes,
    score_grid,
    soften,
    touches,
    without_reason,
)
from eval.healthy import healthy_lines
from eval.line_answers import line_answers, line_score
from eval.results import versions
from eval.sandbox_truth import Fault, Truth, read_truth

Progress = Callable[[str], None]
OUTAGES = ("site_down", "sleeping_cell", "fibre_cut", "planned_work")
ALONE = ("ont_down",)  # one customer's own trouble, which the list of outages may name or not
EVENT_MARGIN = 2  # intervals around the edges of a fault in which cells may be either way
ANTENNAS_EVERY = 96  # intervals between looks at the antennas
HEALTHY_LINES = 1000
AFFECTED_LINES = 40
UNFELT = ("mis_tilted_antenna",)  # other cells serve most of its lines nearly as well


@dataclass
class Watched:
    """What the diagnoses said over time: outages by id, and the state of each cell at each moment."""

    outages: dict[str, dict[int, frozenset[str]]] = field(default_factory=lambda: defaultdict(dict))
    causes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    states: list[NDArray[np.int8]] = field(default_factory=list)
    barred: list[NDArray[np.bool_]] = field(default_factory=list)

    def reports(self) -> list[Reported]:
        """The outages, each with the cause that it had most of the time."""
        return [Reported(id, self.causes[id].most_common(1)[0][0], seen) for id, seen in self.outages.items()]


def evaluate(
    seed: int,
    size: str = "full",
    *,
    healthy: int = HEALTHY_LINES,
    folder: Path | None = None,
    progress: Progress = lambda _: None,
) -> dict[str, Any]:
    """Build the world of a seed (or take the one that lies in `folder`), load its feeds, ask the diagnoses, and score them.

    Raises InputError for a folder without a truth, ValueError for a seed or size that there is none of.
    """
    with tempfile.TemporaryDirectory(prefix="t2r-sandbox-") as scratch:
        world = folder or Path(scratch) / "world"
        if folder is None:
            build(world, seed, size, progress=progress)
        truth = read_truth(world)
        network = Network.open(Path(scratch) / "network")
        progress("loading the feeds")
        loaded = network.load(world / "feeds")
        bad = sum(report.bad for report in loaded.feeds.values())
        began = time.process_time()
        metrics = score(network, truth, world, healthy, progress)
        cells, lines = len(network.records.cells), len(network.records.lines)
    return {
        "metrics": metrics,
        "config": {
            "notice": NOTICE,
            "seed": truth.seed,
            "size": truth.size,
            "cells": cells,
            "lines": lines,
            "moments": len(truth.moments),
            "faults": dict(sorted(Counter(fault.kind for fault in truth.faults).items())),
            "bad_rows": bad,
            "cpu_seconds": round(time.process_time() - began, 1),
            "versions": versions(),
        },
    }


def score(network: Network, truth: Truth, world: Path, healthy: int, progress: Progress) -> dict[str, Any]:
    """All metrics of a loaded world: one entry for each kind of fault, and one for each diagnosis."""
    records = network.records
    watched = watch(records, truth, progress)
    progress("scoring outages and congestion")
    metrics = outage_scores(watched, truth) | congestion_scores(watched, truth, records)
    progress("asking about barring")
    metrics |= barring_scores(watched, truth, records)
    progress("predicting the measurements that were held out")
    metrics |= coverage_scores(truth, records, world)
    progress("asking about healthy lines")
    metrics |= healthy_scores(network, truth, healthy)
    metrics["badges_on_affected"] = affected_scores(network, truth)
    return metrics


def watch(records: Records, truth: Truth, progress: Progress) -> Watched:
    """Ask for outages, congestion and barred cells at every moment, in order of time."""
    outages, congestion, barring = Outages(records), Congestion(records), Barring(records)
    cells, onts = records.cells.id, records.onts.id
    watched = Watched()
    for nth, at in enumerate(truth.moments):
        if nth % 96 == 0:
            progress(f"watching day {nth // 96 + 1} of {-(-len(truth.moments) // 96)}")
        for outage in outages.at(at):
            members = frozenset((*cells[outage.cells].tolist(), *(onts[outage.onts].tolist() if len(onts) else ())))
            watched.outages[outage.id][at] = members
            watched.causes[outage.id][outage.cause] += 1
            watched.places.setdefault(outage.id, (float(outage.latitude), float(outage.longitude)))
        watched.states.append(congestion.states(at).state.astype(np.int8))
        watched.barred.append(barring.cells(at)[0])
    return watched


def outage_scores(watched: Watched, truth: Truth) -> dict[str, Any]:
    """Scores of the outages, by kind and all together."""
    step, moments = truth.step, truth.moments
    reports = [report for report in watched.reports() if report.cause not in ALONE]
    network = [fault.trouble for fault in truth.of(*OUTAGES)]
    limits = [fault.trouble for fault in truth.of("backhaul_limit")]
    felt = [fault for fault in truth.faults if fault.cells or fault.onts]
    of_words = [report for report in reports if report.cause == "complaints_only"]
    near = [report for report in of_words if _near_a_fault(watched, report, felt, step)]
    judged = [report for report in reports if report not in near]
    metrics: dict[str, Any] = {"outage": score_episodes(network, judged, moments, step, limits).to_json()}
    blamed = without_reason([*network, *limits], judged, step)
    metrics["outage"]["false"] = sorted(f"{report.cause} from {_iso(min(report.seen))}" for report in blamed)
    matched = [[report for report in judged if touches(report, trouble, step)] for trouble in network]
    metrics["outage"]["reports_per_trouble"] = round(float(np.mean([len(mine) for mine in matched if mine] or [0])), 3)
    for kind in OUTAGES:
        faults = truth.of(kind)
        causes = {cause for fault in faults for cause in fault.causes}
        mine = [report for report in judged if report.cause in causes]
        others = limits if kind == "site_down" else ()  # a link that is nearly gone may be called down
        metrics[kind] = score_episodes([fault.trouble for fault in faults], mine, moments, step, others).to_json()
    return metrics


def congestion_scores(watched: Watched, truth: Truth, records: Records) -> dict[str, Any]:
    """Scores of full cells, of events, and of thin links, by cell and interval."""
    states = np.stack(watched.states, axis=1)
    full = soften(truth.capacity_grid(records.cells.id), 1)
    full[_cells_of(truth.of("backhaul_limit"), truth, records, EVENT_MARGIN) > 0] = (
        1  # served from a thin link: either is right
    )
    said = states == Load.CONGESTED
    metrics = {"congestion": score_grid(full, said).to_json()}
    at_event = _cells_of(truth.of("stadium_event"), truth, records, EVENT_MARGIN) > 0
    metrics["stadium_event"] = score_grid(np.where(at_event, full, 1), said).to_json()
    thin = _cells_of(truth.of("backhaul_limit"), truth, records, EVENT_MARGIN)
    slow = states == Load.SLOW
    outages = [report for report in watched.reports() if report.cause in ("backhaul_down", "slow_backhaul")]
    down = _reported_cells(outages, truth, records)
    metrics["backhaul_limit"] = _limit_score(truth, records, thin, slow | (down & (thin > 0))).to_json()
    return metrics


def _limit_score(truth: Truth, records: Records, thin: NDArray[np.int8], said: NDArray[np.bool_]) -> Score:
    """A thin link is found when half of its site's cells are called slow; precision and overlap are those of cells and intervals."""
    grid = score_grid(thin, said)
    faults = truth.of("backhaul_limit")
    delays = []
    for fault in faults:
        rows = [row_of(records.cells.id, cell) for cell in fault.cells]
        share = said[rows].mean(axis=0)
        on = [n for n, at in enumerate(truth.moments) if fault.is_on(at) and share[n] >= 0.5]
        if on:
            delays.append((truth.moments[on[0]] - fault.start) / truth.step)
    return Score(
        recall=len(delays) / len(faults) if faults else None,
        precision=grid.precision,
        delay=float(np.mean(delays)) if delays else None,
        overlap=grid.overlap,
        troubles=len(faults),
        reports=grid.reports,
        worst_delay=max(delays, default=None),
    )


def barring_scores(watched: Watched, truth: Truth, records: Records) -> dict[str, Any]:
    """Scores of lines that are kept off and of cells that are barred, and the share of answers that are exactly right."""
    asked = line_answers(truth, records)
    pairs = [(right, answer) for answers in asked.values() for _, right, answer in answers]
    exact = sum(right == answer for right, answer in pairs)
    wrong = Counter(f"{answer} instead of {right}" for right, answer in pairs if right != answer)
    barred = np.stack(watched.barred, axis=1)
    truly = _cells_of(truth.of("barred_cell"), truth, records, 0)
    cells_right = int((barred == (truly == 2)).sum())
    metrics: dict[str, Any] = {
        "barring": {
            "exact": exact / max(len(pairs), 1),
            "asked": len(pairs),
            "wrong": dict(wrong.most_common()),
            "cells_exact": cells_right / barred.size,
        },
        "barred_cell": score_grid(truly, barred).to_json(),
    }
    for kind in ("credit_barring", "cap_reached"):
        metrics[kind] = line_score(truth, kind, asked, pairs).to_json()
    return metrics


def coverage_scores(truth: Truth, records: Records, world: Path) -> dict[str, Any]:
    """How far predicted levels are from those that were measured and held out, and which antennas were found to have slipped."""
    table = pq.read_table(world / "held_out.parquet")
    told = {name: table[name].to_numpy(zero_copy_only=False) for name in ("latitude", "longitude", "rsrp")}
    cells = np.array([row_of(records.cells.id, name) for name in table["cell"].to_pylist()], dtype=np.int32)
    inside = np.array([-1 if value is None else int(value) for value in table["indoors"].to_pylist()], dtype=np.int16)
    coverage = Coverage(records)
    level, sigma = coverage.levels(cells, told["latitude"], told["longitude"], truth.end, inside)
    error = level - told["rsrp"]
    before = _before_a_slip(truth, table["cell"].to_pylist(), table["at"].to_pylist())
    outdoors = inside == 0
    outside = outdoors & ~before
    within = np.abs(error) <= sigma
    signal = coverage.signal(told["latitude"][outside], told["longitude"][outside], truth.end)
    best = signal.rsrp - told["rsrp"][outside]
    metrics: dict[str, Any] = {
        "coverage": {
            "rmse": _rms(error[outside]),
            "rmse_before_a_slip_too": _rms(error[outdoors]),
            "rmse_indoors": _rms(error[(inside == 1) & ~before]),
            "rmse_all": _rms(error[~before]),
            "rmse_best_server": _rms(best),
            "bias": round(float(np.nanmean(error[outside])), 3),
            "within_sigma": round(float(np.nanmean(within[outside])), 4),
            "held_out": int(outside.sum()),
            "before_a_slip": int((outdoors & before).sum()),
            "unpredicted": int(np.isnan(error).sum()),
        }
    }
    metrics["mis_tilted_antenna"] = _antenna_score(truth, records, coverage).to_json()
    return metrics


def _before_a_slip(truth: Truth, cells: list[str], moments: list[int]) -> NDArray[np.bool_]:
    """Which measurements are of an antenna before it slipped: levels are asked for as they are when the world ends."""
    since = {cell: fault.start for fault in truth.of("mis_tilted_antenna") for cell in fault.cells if fault.end is None}
    return np.array([at < since.get(cell, at) for cell, at in zip(cells, moments, strict=True)], dtype=bool)


def healthy_scores(network: Network, truth: Truth, count: int) -> dict[str, Any]:
    """How many healthy lines get a badge that says otherwise."""
    chosen = sorted(
        healthy_lines(truth, network.records, count), key=lambda one: one[1]
    )  # what was learnt is kept for a while
    causes: Counter[str] = Counter()
    false, milliseconds = 0, []
    for msisdn, at in chosen:
        began = time.perf_counter()
        diagnosis = network.diagnose(line=msisdn, at=datetime.fromtimestamp(at, UTC))
        milliseconds.append((time.perf_counter() - began) * 1000)
        false += bool(diagnosis.troubles)
        causes.update(f"{badge.kind}: {badge.cause}" for badge in diagnosis.troubles)
    rate = round(1000 * false / len(chosen), 3) if chosen else None
    return {"false_badges_per_1000": rate, "healthy_lines": len(chosen), "false_badges": dict(causes.most_common())}


def affected_scores(network: Network, truth: Truth) -> dict[str, float]:
    """Of lines that a fault reaches when the world ends, the share with a badge of a right cause, by kind of fault: a diagnosis that
    says nothing has no false badges either."""
    now = datetime.fromtimestamp(truth.end, UTC)
    shares = {}
    for fault in truth.faults:
        asked = [line for line in fault.lines if line not in truth.accounts][:AFFECTED_LINES]
        if fault.end is None and asked and fault.kind not in UNFELT:
            badges = [network.diagnose(line=line, at=now).troubles for line in asked]
            right = sum(any(badge.cause in fault.causes for badge in shown) for shown in badges)
            shares[fault.kind] = round(right / len(asked), 4)
    return dict(sorted(shares.items()))


def _antenna_score(truth: Truth, records: Records, coverage: Coverage) -> Score:
    """Antennas whose level was found to have changed, looked at once a day."""
    seen: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    moments = truth.moments[::-ANTENNAS_EVERY][::-1]
    for at in moments:
        for antenna in coverage.antennas(at):
            if antenna.changed_at >= 0:
                name = str(records.cells.id[antenna.cell])
                seen[name][at] = frozenset((name,))
    reports = [Reported(name, "antenna", looks) for name, looks in seen.items()]
    troubles = [fault.trouble for fault in truth.of("mis_tilted_antenna")]
    return score_episodes(troubles, reports, moments, truth.step)


def _cells_of(faults: Iterable[Fault], truth: Truth, records: Records, margin: int) -> NDArray[np.int8]:
    """Cells of faults on the grid of cells and moments: 2 while one goes on, 1 within `margin` moments of its edges."""
    grid = np.zeros((len(records.cells), len(truth.moments)), dtype=np.int8)
    moments = np.array(truth.moments)
    slack = margin * truth.step
    for fault in faults:
        rows = [row_of(records.cells.id, cell) for cell in fault.cells]
        end = truth.end + truth.step if fault.end is None else fault.end
        wide = (moments >= fault.start - slack) & (moments < end + slack)
        sure = (moments >= fault.start + slack) & (moments < end - (0 if fault.end is None else slack))
        grid[rows] = np.maximum(grid[rows], wide.astype(np.int8) + sure)
    return grid


def _reported_cells(reports: Iterable[Reported], truth: Truth, records: Records) -> NDArray[np.bool_]:
    grid = np.zeros((len(records.cells), len(truth.moments)), dtype=bool)
    column = {at: n for n, at in enumerate(truth.moments)}
    for report in reports:
        for at, members in report.seen.items():
            rows = [row for name in members if (row := row_of(records.cells.id, name)) >= 0]
            grid[rows, column[at]] = True
    return grid


def _near_a_fault(watched: Watched, report: Reported, faults: Iterable[Fault], step: int) -> bool:
    """Whether many complained near a place where something was truly wrong."""
    latitude, longitude = watched.places[report.id]
    return any(
        np.hypot(fault.latitude - latitude, (fault.longitude - longitude) * np.cos(np.radians(latitude))) * 111.2 < 5.0
        and any(fault.is_on(at, after=4 * step) for at in report.seen)
        for fault in faults
    )


def _rms(error: NDArray[Any]) -> float | None:
    known = error[~np.isnan(error)]
    return round(float(np.sqrt(np.mean(known.astype(float) ** 2))), 3) if len(known) else None


def _iso(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()
