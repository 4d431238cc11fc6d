"""Scores of what was reported over time against what truly happened: which troubles were found, how soon, how exactly, and what was
reported without a cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Members = frozenset[str]

ENOUGH = 0.5  # share of a trouble's members that a report must name before the trouble counts as found
GRACE = 4  # intervals for which a report may outlive its trouble


@dataclass(frozen=True, slots=True)
class Trouble:
    """What truly happened: to whom, from when (seconds) to when (None: to the end of the time that is scored)."""

    id: str
    kind: str
    start: int
    end: int | None
    members: Members


@dataclass(frozen=True, slots=True)
class Reported:
    """One report as it was over time: `seen` are the moments of looking at which it stood, and whom it named then."""

    id: str
    cause: str
    seen: Mapping[int, Members]


@dataclass(frozen=True, slots=True)
class Score:
    """Of one kind of trouble. `delay` is in intervals, from the beginning to the first sight, mean over those found; `overlap` is
    the intersection over the union of who and when. None where there was nothing to measure."""

    recall: float | None
    precision: float | None
    delay: float | None
    overlap: float | None
    troubles: int = 0
    reports: int = 0
    worst_delay: float | None = None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of recall and precision."""
        if self.recall is None or self.precision is None:
            return None
        return (
            2 * self.recall * self.precision / (self.recall + self.precision) if self.recall + self.precision else 0.0
        )

    def to_json(self) -> dict[str, float | int | None]:
        """Rounded, by name."""
        names = ("recall", "precision", "f1", "delay", "overlap", "worst_delay")
        values = {name: getattr(self, name) for name in names}
        rounded = {name: None if value is None else round(float(value), 4) for name, value in values.items()}
        return rounded | {"troubles": self.troubles, "reports": self.reports}


def score_episodes(
    troubles: Sequence[Trouble],
    reports: Sequence[Reported],
    moments: Sequence[int],
    step: int,
    others: Sequence[Trouble] = (),
) -> Score:
    """Score `reports` against `troubles`, looked for at these `moments`.

    A trouble is found when reports that stood while it went on name at least ENOUGH of its members. A report is right when it
    names a member of a trouble, or of one of `others` (which need not be found), that was going on or over for at most GRACE intervals.
    """
    found: list[float] = []
    overlaps: list[float] = []
    for trouble in troubles:
        mine = [report for report in reports if touches(report, trouble, step)]
        first = _first_found(trouble, mine)
        overlaps.append(_overlap(trouble, mine, moments))
        if first is not None:
            found.append((first - trouble.start) / step)
    right = [any(touches(report, trouble, step) for trouble in (*troubles, *others)) for report in reports]
    return Score(
        recall=len(found) / len(troubles) if troubles else None,
        precision=sum(right) / len(right) if right else None,
        delay=_mean(found),
        overlap=_mean(overlaps),
        troubles=len(troubles),
        reports=len(reports),
        worst_delay=max(found, default=None),
    )


def touches(report: Reported, trouble: Trouble, step: int) -> bool:
    """Whether a report named one of a trouble's members while it went on, or shortly after."""
    end = None if trouble.end is None else trouble.end + GRACE * step
    return any(
        trouble.start <= moment and (end is None or moment <= end) and not trouble.members.isdisjoint(members)
        for moment, members in report.seen.items()
    )


def without_reason(troubles: Sequence[Trouble], reports: Sequence[Reported], step: int) -> list[Reported]:
    """The reports that no trouble explains."""
    return [report for report in reports if not any(touches(report, trouble, step) for trouble in troubles)]


def score_grid(truth: NDArray[Any], said: Flags) -> Score:
    """Score flags of cells and intervals, both of shape (cells, intervals), against a truth of 0 (no), 1 (on the border: either
    is right) and 2 (yes). `delay` is how long each run of yes went unflagged, `overlap` the intersection over the union."""
    counted = truth != 1
    yes, hit = truth == 2, said & counted
    both, any_ = int((yes & hit).sum()), int((yes | hit).sum())
    delays = [waiting for row in np.flatnonzero(yes.any(axis=1)) for waiting in _waits(yes[row], said[row])]
    return Score(
        recall=both / int(yes.sum()) if yes.any() else None,
        precision=both / int(hit.sum()) if hit.any() else None,
        delay=_mean(delays),
        overlap=both / any_ if any_ else None,
        troubles=int(yes.sum()),
        reports=int(hit.sum()),
        worst_delay=max(delays, default=None),
    )


def soften(truth: NDArray[Any], margin: int) -> NDArray[np.int8]:
    """The same truth, with `margin` intervals on both sides of every change from no to yes on the border."""
    result = np.array(truth, dtype=np.int8)
    for shift in range(1, margin + 1):
        for one, other in ((truth[:, shift:], result[:, :-shift]), (truth[:, :-shift], result[:, shift:])):
            other[((one == 2) & (other == 0)) | ((one == 0) & (other == 2))] = 1
    return result


def score_answers(pairs: Iterable[tuple[str, str]], causes: Iterable[str]) -> tuple[float | None, float | None]:
    """Recall and precision of one kind among pairs of the right and the given cause."""
    wanted, right, given = set(causes), 0, 0
    asked = 0
    for truth, answer in pairs:
        asked += truth in wanted
        given += answer in wanted
        right += truth in wanted and truth == answer
    return (right / asked if asked else None), (right / given if given else None)


def _first_found(trouble: Trouble, reports: Sequence[Reported]) -> int | None:
    moments = sorted({moment for report in reports for moment in report.seen})
    for moment in moments:
        if moment < trouble.start or (trouble.end is not None and moment > trouble.end):
            continue
        named = frozenset().union(*(report.seen.get(moment, frozenset()) for report in reports))
        if len(named & trouble.members) >= ENOUGH * len(trouble.members):
            return moment
    return None


def _overlap(trouble: Trouble, reports: Sequence[Reported], moments: Sequence[int]) -> float:
    """Intersection over union of (member, moment)."""
    both = union = 0
    for moment in moments:
        going_on = trouble.start <= moment and (trouble.end is None or moment < trouble.end)
        truth = trouble.members if going_on else frozenset()
        named = frozenset().union(*(report.seen.get(moment, frozenset()) for report in reports))
        both += len(truth & named)
        union += len(truth | named)
    return both / union if union else 0.0


def _waits(yes: Flags, said: Flags) -> list[float]:
    """Of each run of yes that was flagged at all: how many intervals passed before."""
    edges = np.flatnonzero(np.diff(yes.astype(np.int8), prepend=0, append=0))
    waits = []
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        flagged = np.flatnonzero(said[first:end])
        if len(flagged):
            waits.append(float(flagged[0]))
    return waits


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
