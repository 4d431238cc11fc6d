"""What came of a load: how much was taken in, and every row that was not, with its line and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from diagnostics.store.grid import Stored

LISTED = 1000  # problems of a feed that are listed one by one; all are counted by reason


@dataclass(frozen=True, slots=True)
class Problem:
    """A row, or a whole file (line 0), that was left out, or `kept` without what was wrong in it."""

    file: str
    line: int
    reason: str
    kept: bool = False

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.reason}{' (the row was kept without it)' if self.kept else ''}"


@dataclass(slots=True)
class FeedReport:
    """One feed of a load. Rows are counted, of counters samples; what is wrong is counted in rows.

    Of the rows read, `accepted` are new, `duplicates` the same again, `corrected` another value for a known key (the last
    one wins); `late` ones of the new are older than the newest that was known. `bad` rows were left out, `flagged` kept
    without a value that made no sense.
    """

    feed: str
    files: int = 0
    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    corrected: int = 0
    late: int = 0
    bad: int = 0
    flagged: int = 0
    problems: list[Problem] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def stored(self, stored: Stored) -> None:
        """Count what became of rows."""
        self.accepted += stored.accepted
        self.duplicates += stored.duplicates
        self.corrected += stored.corrected
        self.late += stored.late

    def problem(self, file: str, line: int, reason: str, *, kept: bool = False, kind: str = "") -> None:
        """Note what is wrong; `kind` is the reason without the value, under which it is counted."""
        if kept:
            self.flagged += 1
        else:
            self.bad += 1
        self.reasons[kind or reason] += 1
        if len(self.problems) < LISTED:
            self.problems.append(Problem(file, line, reason, kept))

    def many(self, file: str, kind: str, places: Iterable[tuple[int, str]], count: int, *, kept: bool = False) -> None:
        """Note rows that are wrong for one reason: (line, reason with the value), `count` of them in all."""
        if not count:
            return
        if kept:
            self.flagged += count
        else:
            self.bad += count
        self.reasons[kind] += count
        for line, reason in places:
            if len(self.problems) >= LISTED:
                return
            self.problems.append(Problem(file, line, reason, kept))


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a load, feed by feed; `ignored` are the files of its folders that are of no feed."""

    feeds: Mapping[str, FeedReport]
    seconds: float = 0.0
    ignored: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong, the first `LISTED` of each feed."""
        return tuple(problem for feed in self.feeds.values() for problem in feed.problems)

    def total(self, name: str) -> int:
        """Sum of one of a feed report's counts over all feeds."""
        return sum(getattr(feed, name) for feed in self.feeds.values())

    def to_json(self) -> dict[str, Any]:
        """As plain values, the problems as texts."""
        counts = ("files", "rows", "accepted", "duplicates", "corrected", "late", "bad", "flagged")
        feeds = {
            name: {count: getattr(feed, count) for count in counts}
            | {"reasons": dict(feed.reasons.most_common()), "problems": [str(problem) for problem in feed.problems]}
            for name, feed in self.feeds.items()
        }
        return {"feeds": feeds, "ignored": list(self.ignored), "seconds": round(self.seconds, 3)}
