"""Lines of a sandbox operator that nothing is wrong with, by the truth: a badge that says otherwise is false."""

from __future__ import annotations

import numpy as np

from diagnostics.records import Records, Technology, last_at, row_of
from diagnostics.serving import WEAK
from eval.sandbox_truth import Fault, Truth

GOOD = 10.0  # dB indoors above what is weak for the technology that serves: levels of GSM are of a whole carrier, others of one subcarrier
MARGIN = 3600  # seconds around a fault in which a line is neither ill nor healthy
NEAR = 1500.0  # metres from a fault's site within which a line is neither
QUIET = 8  # intervals around a full one in which a cell is neither
LOOKS, LINES_A_LOOK = 24, 10  # moments at which lines are looked at, at most and no more than one for so many lines
TRIES = 20  # draws for each healthy line that is wanted
INFORMATION = ("do_not_disturb",)  # conditions that keep nobody off


def healthy_lines(truth: Truth, records: Records, count: int) -> list[tuple[int, int]]:
    """MSISDN and moment of up to `count` draws of a line at one of some moments, at which it is healthy: its account in force, its phone of
    all bands, its home well served, the cell that serves it and the one at home with room and without fault, its fixed access too."""
    draw = np.random.default_rng([truth.seed, 1])
    fit = _fit_lines(truth, records)
    if not len(fit):
        return []
    capacity = _near_full(truth, records)
    looks = draw.choice(np.array(truth.moments), max(1, min(LOOKS, count // LINES_A_LOOK))).tolist()
    found: list[tuple[int, int]] = []
    for _ in range(TRIES * count):
        if len(found) == count:
            break
        row, at = int(draw.choice(fit)), int(draw.choice(looks))
        if _is_healthy(row, at, truth, records, capacity):
            found.append((int(truth.lines.msisdn[row]), at))
    return found


def _fit_lines(truth: Truth, records: Records) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Rows of the lines that can be healthy at all."""
    lines = truth.lines
    ill = [msisdn for msisdn, cause in truth.accounts.items() if cause not in INFORMATION]
    weak = np.array([WEAK[Technology(kind)] for kind in records.cells.technology.tolist()])
    home = np.array([row_of(records.cells.id, str(cell)) for cell in lines.cell])
    good = (home >= 0) & (lines.rsrp >= weak[home] + GOOD)
    return np.flatnonzero(good & lines.any_band & ~np.isin(lines.msisdn, ill))


def _is_healthy(
    row: int, at: int, truth: Truth, records: Records, near_full: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> bool:
    msisdn = int(truth.lines.msisdn[row])
    line = row_of(records.lines.msisdn, msisdn)
    serving = records.serving_cells
    entry = last_at(serving.line, serving.at, line, at)
    if entry < 0:
        return False
    ont = int(records.lines.ont[line])
    terminal = str(records.onts.id[ont]) if ont >= 0 else ""
    served = int(serving.cell[entry])
    cells = {str(records.cells.id[served]), str(truth.lines.cell[row])}
    column = (at - truth.moments[0]) // truth.step
    if any(near_full[row_of(records.cells.id, cell), column] for cell in cells):
        return False
    if any(
        one.start - MARGIN <= at and (one.end or at) + MARGIN >= at and terminal in one.members
        for one in truth.terminals
    ):
        return False
    home = float(records.lines.latitude[line]), float(records.lines.longitude[line])
    return not any(_reaches(fault, msisdn, cells, terminal, home, at) for fault in truth.faults)


def _reaches(fault: Fault, msisdn: int, cells: set[str], terminal: str, home: tuple[float, float], at: int) -> bool:
    """Whether a fault may be felt by a line, or whether that is hard to say."""
    after = 26 * 3600 if fault.kind == "credit_barring" else MARGIN  # a phone may hold on to a refusal for a day
    if not fault.is_on(at, before=MARGIN, after=after):
        return False
    if msisdn in fault.lines or msisdn in fault.moved or terminal in fault.onts or not cells.isdisjoint(fault.cells):
        return True
    if not fault.cells:
        return False
    north = (fault.latitude - home[0]) * 111_200
    east = (fault.longitude - home[1]) * 111_200 * np.cos(np.radians(home[0]))
    return bool(np.hypot(north, east) < NEAR)


def _near_full(truth: Truth, records: Records) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which cells were full, or nearly, within some intervals of each moment: (cells, moments)."""
    busy = truth.capacity_grid(records.cells.id) > 0
    near = busy.copy()
    for shift in range(1, QUIET + 1):
        near[:, shift:] |= busy[:, :-shift]
        near[:, :-shift] |= busy[:, shift:]
    return near
