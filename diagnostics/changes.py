"""Antennas that changed: cells whose measurements speak, from some moment on, of another tilt or another level than before.

For every cell and every moment at which it was measured, the hypothesis "since then it is tilted by so many degrees more", or
"its level is off by so many dB", is weighed against "nothing changed". Two things tell them apart:

* levels. Kriging predicts each measurement from those of other cells and the earlier ones of its own. The errors of such a
  sequence are independent (Vecchia, J. R. Stat. Soc. B 50, 1988), so that their likelihoods multiply. A change shifts them by its
  effect at that vertical angle, less what measurements since then have already taught.
* places. A slipped antenna is reported from where it is still strong: the chance of a report follows the change of the level there,
  while all places of the cell's reports are as likely before as after if nothing changed. How many reports there are counts for
  nothing: campaigns, holidays and outages change that as well.

The likelihood ratio, averaged over moments and hypotheses, is a Bayes factor; with the rate at which antennas change it gives the
probability that this one did (Kass and Raftery, JASA 90, 1995). That the rate is small keeps thousands of cells from raising false
alarms (Efron, Statistical Science 23, 2008); and as the ratio is expected to be 1 at any time while nothing changed, looking again
every day does not raise them either (Ville's inequality). Nothing measured later than what is handed in is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp

from diagnostics.kriging import Neighbourhood, Samples
from diagnostics.radio import Links, Radio

Array = NDArray[Any]

TILTS = np.array(
    [-10.0, -8.0, -6.0, -4.0, 4.0, 6.0, 8.0, 10.0]
)  # degrees; smaller ones drown in tilts that are listed inexactly
STEPS = np.array([-15.0, -10.0, -6.0, 6.0, 10.0, 15.0])  # dB
MOST = 20.0  # dB that a tilt takes or gives at most: the depth of the side lobes
FOLLOWS = 0.1  # by how much the logarithm of the chance of a report grows with a dB of level
BEFORE, AFTER = 15, 3  # measurements that there must be on both sides
RATE = 1e-3  # of cells that change within the time looked back on
BELIEVED = 0.9  # probability from which on a change counts
SUSPECT, DULLED = (
    3.0,
    2.0,
)  # log-likelihood ratio at a first look, which takes measurements as independent but so much noisier
LATEST = 2000  # measurements of one cell that are looked at
OUTLIER = 3.5  # deviations that an error counts for at most
SAMPLED = 1000  # measurements that tell how honest predicted deviations are


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What changed, by cell."""

    since: NDArray[np.int64]  # second; -1: nothing did
    tilt: NDArray[np.float64]  # degrees further down
    step: NDArray[np.float64]  # dB
    confidence: NDArray[np.float64]  # probability that it changed; 0 where a first look showed nothing


def find_changes(radio: Radio, links: Links, at: Array, samples: Samples, beamwidth: Array) -> Changes:
    """Which cells changed, by measurements (`links`, `samples`) at moments `at`; `beamwidth` is vertical, in degrees, by cell."""
    cells = len(radio.cells)
    found = Changes(np.full(cells, -1, dtype=np.int64), *(np.zeros(cells) for _ in range(3)))
    if not cells or not len(at):
        return found
    order = np.lexsort((at, links.cell))
    count = np.bincount(links.cell, minlength=cells)
    left = np.cumsum(count)[links.cell[order]] - np.arange(len(order))  # measurements of the cell from this one on
    order = order[(count[links.cell[order]] >= BEFORE + AFTER) & (left <= LATEST)]
    if not len(order):
        return found
    mine = links.take(order)
    first = np.flatnonzero(np.r_[True, np.diff(mine.cell) > 0])
    effects = _effects(radio, mine, beamwidth)
    suspects = np.flatnonzero(_suspects(samples, order, first, effects))
    honest = _honesty(samples, at) if len(suspects) else 1.0
    for group in suspects:
        span = slice(first[group], first[group + 1] if group + 1 < len(first) else len(order))
        cell, rows = int(mine.cell[span.start]), order[span]
        ratio = _ratios(samples, rows, at, effects[:, span], honest)
        confidence = found.confidence[cell] = _probability(ratio)
        if confidence >= BELIEVED:
            moment, found.tilt[cell], found.step[cell] = _likeliest(ratio)
            found.since[cell] = at[rows[moment]]
    return found


def _effects(radio: Radio, links: Links, beamwidth: Array) -> NDArray[np.float64]:
    """By how many dB each hypothesis changes each link's level, shape (hypotheses, links): all tilts, then all steps."""
    width = beamwidth[links.cell]
    listed = radio.level(links, width)
    tilts = [np.clip(radio.level(links, width, tilt) - listed, -MOST, MOST) for tilt in TILTS]
    return np.array([*tilts, *(np.full(len(width), step) for step in STEPS)])


def _suspects(samples: Samples, order: Array, first: Array, effects: Array) -> NDArray[np.bool_]:
    """Whether a first look leaves room for a change, by cell: `first` of its measurements in `order`."""
    count = np.diff(np.r_[first, len(order)])
    group, rank = np.repeat(np.arange(len(first)), count), np.arange(len(order)) - np.repeat(first, count)
    inner = (rank >= BEFORE) & (count[group] - rank >= AFTER)
    noise = DULLED * (samples.likeness.sill + samples.noise[order] + samples.walls[order] ** 2)
    best, always = np.full(len(first), -np.inf), np.zeros(len(first))
    for effect in effects:
        follow = np.exp(FOLLOWS * effect)
        usual = np.log(np.add.reduceat(follow, first) / count)[group]
        levels = _from_each(effect * (samples.residual[order] - effect / 2.0) / noise, first, group)
        places = _from_each(FOLLOWS * effect - usual, first, group)
        always = np.maximum(always, levels[first])
        best = np.maximum(best, np.maximum.reduceat(np.where(inner, levels + places, -np.inf), first))
    return np.asarray(best - always > SUSPECT)


def _from_each(values: Array, first: Array, group: Array) -> NDArray[np.float64]:
    """Sums from each value to the end of its group."""
    ahead = np.r_[0.0, np.cumsum(values)]
    end = np.r_[first[1:], len(values)]
    return np.asarray(ahead[end][group] - ahead[:-1])


def _honesty(samples: Samples, at: Array) -> float:
    """By what the predicted variance has to be multiplied, so that it is that of the errors."""
    rows = np.random.default_rng(0).choice(len(at), min(SAMPLED, len(at)), replace=False)
    error, variance, _ = _innovations(samples, rows, at)
    return float(1.4826 * np.median(np.abs(error) / np.sqrt(variance))) ** 2


def _innovations(samples: Samples, rows: Array, at: Array) -> tuple[Array, Array, Neighbourhood]:
    """With which error the samples before each of `rows` predict it, dB, and its variance, dB²."""
    before, cell, walls = samples.before(rows, at), samples.cell[rows], samples.walls[rows]
    error = samples.residual[rows] - before.expect(cell[:, None])[:, 0] - before.behind(walls)
    return error, before.variance(cell, walls) - samples.likeness.nugget + samples.noise[rows], before


def _ratios(samples: Samples, rows: Array, at: Array, effects: Array, honest: float) -> NDArray[np.float64]:
    """Log-likelihood ratio of each hypothesis from each of one cell's measurements on, shape (hypotheses, rows)."""
    error, variance, before = _innovations(samples, rows, at)
    variance = honest * variance
    error = np.clip(error, -OUTLIER * np.sqrt(variance), OUTLIER * np.sqrt(variance))
    taught = _among(rows, before.near, before.weights(samples.cell[rows], samples.walls[rows]))
    levels = np.empty(effects.shape)
    for row, effect in enumerate(effects):
        since_each = np.cumsum((taught * effect)[:, ::-1], axis=1)[:, ::-1]
        shift = np.tril(effect[:, None] - since_each)  # of each error, by the measurement with which the change began
        levels[row] = (error / variance) @ shift - (shift**2 / variance[:, None]).sum(axis=0) / 2.0
    # The mean over all of the cell's reports, those since the change with them, understates the ratio (Maclaurin's inequality).
    follow = FOLLOWS * effects
    follow -= logsumexp(follow, axis=1, keepdims=True) - np.log(len(rows))
    places = np.cumsum(follow[:, ::-1], axis=1)[:, ::-1]
    # What a tilt or a level that always was other than listed explains as well is no change.
    ratio: NDArray[np.float64] = levels - max(0.0, levels[:, 0].max()) + places
    ratio[:, :BEFORE] = ratio[:, len(rows) - AFTER + 1 :] = -np.inf
    return ratio


def _among(rows: Array, near: Array, weight: Array) -> NDArray[np.float64]:
    """By how much each of `rows` moves what is expected of the later ones, shape (rows, rows)."""
    ranked = np.argsort(rows)
    place = ranked[np.minimum(np.searchsorted(rows, near, sorter=ranked), len(rows) - 1)]
    own = (rows[place] == near) & (weight != 0.0)
    moved = np.zeros((len(rows), len(rows)))
    moved[np.nonzero(own)[0], place[own]] = weight[own]
    return moved


def _probability(ratio: Array) -> float:
    """How probable any change is, all hypotheses and moments being equally likely beforehand."""
    factor = logsumexp(ratio) - np.log(np.isfinite(ratio).sum())
    return float(expit(factor + np.log(RATE / (1.0 - RATE))))


def _likeliest(ratio: Array) -> tuple[int, float, float]:
    """The likeliest first measurement of the change, and its degrees of tilt or dB of level: the mean of those of its sort."""
    best, moment = np.unravel_index(int(np.argmax(ratio)), ratio.shape)
    share = np.exp(logsumexp(ratio, axis=1) - ratio.max())
    tilts, steps = np.split(share, [len(TILTS)])
    if best < len(TILTS):
        return int(moment), float(tilts @ TILTS / tilts.sum()), 0.0
    return int(moment), 0.0, float(steps @ STEPS / steps.sum())
