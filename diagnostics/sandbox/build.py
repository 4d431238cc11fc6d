"""Builds a simulated operator in a folder: its feeds, its past cases, and apart from them the truth that scores a diagnosis."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from diagnostics.sandbox.files import measurements, write_counters, write_feeds, write_table
from diagnostics.sandbox.geography import UNTIL
from diagnostics.sandbox.resolutions import resolutions
from diagnostics.sandbox.truth import Capacity, lines, truth
from diagnostics.sandbox.world import NOTICE, World, create

FEEDS, TRUTH, TRUE_LINES, HELD_OUT, RESOLUTIONS, README = (
    "feeds",
    "truth.json",
    "truth_lines.parquet",
    "held_out.parquet",
    "resolutions.jsonl",
    "SIMULATED.txt",
)


@dataclass(frozen=True, slots=True)
class Built:
    """Where a world lies, and how large it came out."""

    folder: Path
    cells: int
    lines: int
    onts: int
    intervals: int
    faults: int
    complaints: int
    measurements: int
    resolutions: int

    @property
    def feeds(self) -> Path:
        """What `Network.load` reads."""
        return self.folder / FEEDS

    @property
    def truth(self) -> Path:
        """What no diagnosis may read."""
        return self.folder / TRUTH


def build(
    folder: Path, seed: int, size: str = "full", until: int = UNTIL, progress: Callable[[str], None] = lambda _: None
) -> Built:
    """Build the world of a seed in `folder`; what a former build left there is replaced.

    Raises FileExistsError where the folder holds anything but a former build, ValueError for a wrong seed or size.
    """
    _make_room(folder)
    progress("drawing the world")
    world = create(seed, size, until)
    (folder / README).write_text(f"{NOTICE}\nseed {seed}, size {size}\n", encoding="utf-8")
    feeds = folder / FEEDS
    feeds.mkdir()
    progress("writing feeds")
    write_feeds(world, feeds)
    capacity = _write_all_counters(world, feeds, progress)
    write_table(folder / HELD_OUT, measurements(world, world.reports.held_out))
    write_table(folder / TRUE_LINES, lines(world))
    cases = resolutions(world)
    written = (json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    (folder / RESOLUTIONS).write_text("".join(written), encoding="utf-8")
    told = truth(world, capacity.spans())
    (folder / TRUTH).write_text(json.dumps(told, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")
    return Built(
        folder=folder,
        cells=len(world.antennas),
        lines=len(world.people),
        onts=len(world.people.onts),
        intervals=world.clock.intervals,
        faults=len(world.troubles),
        complaints=len(world.complaints),
        measurements=len(world.reports.shown),
        resolutions=len(cases),
    )


def _write_all_counters(world: World, feeds: Path, progress: Callable[[str], None]) -> Capacity:
    capacity = Capacity(world)
    late: pa.Table | None = None
    for stretch in world.counters():
        progress(f"writing counters, interval {stretch.first} of {world.clock.intervals}")
        late = write_counters(world, stretch, feeds, late)
        capacity.see(stretch)
    return capacity


def _make_room(folder: Path) -> None:
    if folder.exists():
        if not folder.is_dir():
            raise FileExistsError(f"{folder} is a file")
        if any(folder.iterdir()) and not (folder / README).exists():
            raise FileExistsError(f"{folder} is not empty and holds no simulated operator: name another folder")
        for name in (TRUTH, TRUE_LINES, HELD_OUT, RESOLUTIONS, README):
            (folder / name).unlink(missing_ok=True)
        if (folder / FEEDS).exists():
            shutil.rmtree(folder / FEEDS)
    folder.mkdir(parents=True, exist_ok=True)
