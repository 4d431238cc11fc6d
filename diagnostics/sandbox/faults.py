"""What goes wrong in the sandbox, when and where: the ground truth that everything else is made to show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from diagnostics.records import STILL
from diagnostics.sandbox.cells import Antennas
from diagnostics.sandbox.geography import DAY, Area, Array, Clock, Sites, Size, city_radius, random_of
from diagnostics.sandbox.people import People

HOUR = 3600


class Fault(StrEnum):
    """The kinds of trouble that are injected."""

    SITE_DOWN = "site_down"
    SLEEPING_CELL = "sleeping_cell"
    BACKHAUL_LIMIT = "backhaul_limit"
    STADIUM_EVENT = "stadium_event"
    FIBRE_CUT = "fibre_cut"
    MIS_TILTED_ANTENNA = "mis_tilted_antenna"
    BARRED_CELL = "barred_cell"
    CREDIT_BARRING = "credit_barring"
    CAP_REACHED = "cap_reached"
    PLANNED_WORK = "planned_work"


COUNTS = {  # in a world of the full size
    Fault.SITE_DOWN: 8,
    Fault.SLEEPING_CELL: 8,
    Fault.BACKHAUL_LIMIT: 6,
    Fault.STADIUM_EVENT: 4,
    Fault.FIBRE_CUT: 8,
    Fault.MIS_TILTED_ANTENNA: 6,
    Fault.BARRED_CELL: 6,
    Fault.PLANNED_WORK: 6,
    Fault.CREDIT_BARRING: 80,
    Fault.CAP_REACHED: 80,
}
OF_LINES = (Fault.CREDIT_BARRING, Fault.CAP_REACHED)
_STARTS = {  # local hours between which a fault begins
    Fault.SITE_DOWN: (0, 24),
    Fault.SLEEPING_CELL: (7, 20),  # where an absence of traffic can be told from a quiet night
    Fault.BACKHAUL_LIMIT: (8, 20),
    Fault.STADIUM_EVENT: (17.5, 19.5),
    Fault.FIBRE_CUT: (0, 24),
    Fault.MIS_TILTED_ANTENNA: (9, 18),
    Fault.BARRED_CELL: (6, 22),
    Fault.PLANNED_WORK: (0, 4),
    Fault.CREDIT_BARRING: (0, 24),
    Fault.CAP_REACHED: (12, 23),
}
_HOURS = {  # shortest and longest duration; the middle is the geometric mean
    Fault.SITE_DOWN: (1.0, 9.0),
    Fault.SLEEPING_CELL: (3.0, 30.0),
    Fault.BACKHAUL_LIMIT: (3.0, 24.0),
    Fault.STADIUM_EVENT: (3.0, 4.5),
    Fault.FIBRE_CUT: (2.0, 12.0),
    Fault.BARRED_CELL: (4.0, 48.0),
    Fault.PLANNED_WORK: (1.5, 5.0),
    Fault.CREDIT_BARRING: (6.0, 96.0),
}
LIVE = {  # how many hours before the world's end the last fault of a kind begins, which then goes on beyond it
    Fault.SITE_DOWN: 1.4,
    Fault.SLEEPING_CELL: 4.0,
    Fault.BACKHAUL_LIMIT: 5.0,
    Fault.STADIUM_EVENT: 1.7,
    Fault.FIBRE_CUT: 2.1,
    Fault.BARRED_CELL: 9.0,
    Fault.PLANNED_WORK: 0.8,
    Fault.CREDIT_BARRING: 12.0,
    Fault.CAP_REACHED: 3.0,
}


@dataclass(frozen=True, slots=True, eq=False)
class Trouble:
    """One fault; rows point into the antennas, terminals and lines of the world.

    `strength` is the share of capacity left behind a backhaul limit, the demand that an event adds by capacity, the degrees of a slipped
    tilt, the Mbit/s of a throttle. `variant` tells how a fault of its kind came about, and `alarmed` whether an alarm says so.
    """

    id: str
    kind: Fault
    start: int
    end: int  # STILL: it goes on beyond the world's end
    site: int = -1  # row of Sites
    cells: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    onts: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    lines: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    objects: tuple[str, ...] = ()
    strength: float = 0.0
    variant: str = ""
    alarmed: bool = True

    @property
    def silences(self) -> bool:
        """Whether its cells carry no traffic."""
        return self.kind in (Fault.SITE_DOWN, Fault.SLEEPING_CELL, Fault.PLANNED_WORK)


def inject(
    size: Size, clock: Clock, sites: Sites, antennas: Antennas, people: People, seed: int
) -> tuple[Trouble, ...]:
    """Draw all faults of a seed, each on a site, PON or line of its own, in order of their start."""
    dice = random_of(seed, "faults")
    places = _Places(size, sites, antennas, people, dice)
    troubles: list[Trouble] = []
    for kind, count in COUNTS.items():
        number = max(1, round(count * size.faults))
        for nth in range(number):
            trouble = Trouble("", kind, *_times(kind, clock, size, dice, nth, number))
            troubles.append(places.put(trouble, nth))
    troubles.sort(key=lambda one: (one.start, one.kind, one.site))
    return tuple(replace(one, id=f"F{n:04d}") for n, one in enumerate(troubles, 1))


def _times(kind: Fault, clock: Clock, size: Size, dice: np.random.Generator, nth: int, number: int) -> tuple[int, int]:
    """When a fault begins and ends; the last of a kind is going on when the world ends."""
    if nth == number - 1 and kind in LIVE:
        return clock.end - round(LIVE[kind] * HOUR) - int(dice.integers(0, 300)), STILL
    first_day, days = size.quiet, size.days - size.quiet - 1
    if kind is Fault.MIS_TILTED_ANTENNA:
        days = max(days // 2, 1)  # so that enough is measured afterwards
    earliest, latest = _STARTS[kind]
    day = int(dice.integers(0, days))
    if kind is Fault.STADIUM_EVENT:
        day = nth * days // number  # never two on one evening
    midnight = clock.nights(0.0)[first_day] + day * DAY
    start = midnight + int(dice.uniform(earliest, latest) * HOUR)
    if kind is Fault.MIS_TILTED_ANTENNA:
        return start, STILL
    if kind is Fault.CAP_REACHED:
        return start, midnight + DAY + 30 * 60  # packs of a day begin anew half an hour after midnight
    shortest, longest = _HOURS[kind]
    middle, spread = np.sqrt(shortest * longest), np.log(longest / shortest) / 4
    hours = float(np.clip(middle * np.exp(dice.normal(0, spread)), shortest, longest))
    return start, min(start + round(hours * HOUR), clock.end - HOUR)


class _Places:
    """Hands out sites, PONs and lines, none of them twice."""

    def __init__(self, size: Size, sites: Sites, antennas: Antennas, people: People, dice: np.random.Generator) -> None:
        self.sites, self.antennas, self.people, self.dice = sites, antennas, people, dice
        self.stadium = stadium(size, sites)
        around = np.hypot(sites.x - sites.x[self.stadium], sites.y - sites.y[self.stadium])
        self.event = np.flatnonzero(around <= max(900.0, float(np.sort(around)[1]) * 1.01))
        free = np.setdiff1d(np.arange(len(sites)), self.event)
        self.free = dice.permutation(free).tolist()
        self.pons = dice.permutation(np.unique(people.onts.pon)).tolist()
        self.lines = dice.permutation(len(people)).tolist()

    def put(self, trouble: Trouble, nth: int) -> Trouble:
        """The same fault, at its place."""
        match trouble.kind:
            case Fault.CREDIT_BARRING:
                return replace(trouble, lines=np.array([self.lines.pop()]))
            case Fault.CAP_REACHED:
                throttle = 0.064 if nth % 2 == 0 else 0.0
                variant = "throttled" if throttle else "stopped"
                return replace(trouble, lines=np.array([self.lines.pop()]), strength=throttle, variant=variant)
            case Fault.FIBRE_CUT:
                return self._cut(trouble, nth)
            case Fault.PLANNED_WORK if nth % 3 == 2:
                return replace(self._on_pons([self.pons.pop()], trouble), variant="olt_port")
            case _:
                return self._on_site(trouble, nth)

    def _on_site(self, trouble: Trouble, nth: int) -> Trouble:
        kind, dice = trouble.kind, self.dice
        if kind is Fault.STADIUM_EVENT:
            cells = np.flatnonzero(np.isin(self.antennas.site, self.event) & (self.antennas.layer > 0))
            return replace(trouble, site=self.stadium, cells=cells, strength=float(dice.uniform(1.2, 1.9)))
        if kind is Fault.MIS_TILTED_ANTENNA:
            return self._tilted(trouble)
        site = self._site(in_town=kind in (Fault.SLEEPING_CELL, Fault.BARRED_CELL))
        cells = np.flatnonzero(self.antennas.site == site)
        trouble = replace(trouble, site=site, cells=cells, objects=(str(self.sites.id[site]),))
        match kind:
            case Fault.SITE_DOWN:
                variant = ("power", "equipment", "link")[nth % 3]
                return replace(trouble, variant=variant, alarmed=bool(variant == "link" or dice.random() < 0.8))
            case Fault.BACKHAUL_LIMIT:
                return replace(trouble, strength=float(dice.uniform(0.03, 0.07)), alarmed=bool(dice.random() < 0.5))
            case Fault.SLEEPING_CELL:
                return self._on_cell(trouble, bands=(1, 2, 3, 4, 5))
            case Fault.BARRED_CELL:
                return self._on_cell(trouble, bands=(1, 2, 3))
            case _:
                return trouble

    def _tilted(self, trouble: Trouble) -> Trouble:
        """An antenna of LTE that many use: nobody would measure the change of another one."""
        cells = np.flatnonzero(np.isin(self.antennas.layer, (1, 2)) & np.isin(self.antennas.site, self.free))
        ranked = cells[np.argsort(-self._used()[cells], kind="stable")]
        cell = int(ranked[self.dice.integers(0, max(3, len(ranked) // 12))])
        site = int(self.antennas.site[cell])
        self.free.remove(site)
        return replace(
            trouble,
            site=site,
            cells=np.array([cell]),
            objects=(str(self.antennas.id[cell]),),
            strength=float(self.dice.uniform(7, 10)),
        )

    def _used(self) -> Array:
        """How many lines each cell serves at home."""
        return np.bincount(self.people.home[self.people.home >= 0], minlength=len(self.antennas))

    def _on_cell(self, trouble: Trouble, bands: tuple[int, ...]) -> Trouble:
        """One cell of the site that some lines use."""
        cells = trouble.cells[np.isin(self.antennas.layer[trouble.cells], bands)]
        used = self._used()[cells]
        ranked = cells[np.argsort(-used, kind="stable")]
        cell = int(ranked[self.dice.integers(0, min(3, len(ranked)))])
        return replace(trouble, cells=np.array([cell]), objects=(str(self.antennas.id[cell]),))

    def _cut(self, trouble: Trouble, nth: int) -> Trouble:
        """A whole PON, one branch behind its splitter, or the feeder cable of an OLT's neighbouring PONs."""
        variant = ("pon", "branch", "feeder")[nth % 3]
        pon = self.pons.pop()
        pons = [pon]
        if variant == "feeder":
            siblings = [one for one in self.pons if one.startswith(pon.split("-")[0] + "-")][:3]
            for one in siblings:
                self.pons.remove(one)
            pons += siblings
        trouble = replace(self._on_pons(pons, trouble), variant=variant, alarmed=bool(self.dice.random() < 0.75))
        if variant == "branch":
            count = max(4, len(trouble.onts) // 3)
            return replace(trouble, onts=trouble.onts[:count], alarmed=False)
        return trouble

    def _on_pons(self, pons: list[str], trouble: Trouble) -> Trouble:
        return replace(trouble, onts=np.flatnonzero(np.isin(self.people.onts.pon, pons)), objects=tuple(pons))

    def _site(self, in_town: bool) -> int:
        for n in range(len(self.free) - 1, -1, -1):
            site = int(self.free[n])
            if not in_town or self.sites.area[site] != Area.RURAL:
                return int(self.free.pop(n))
        raise ValueError("a world of this size has no site left for a fault: lower `faults` or raise `sites`")


def stadium(size: Size, sites: Sites) -> int:
    """Row of the site at the stadium, south-west of the centre."""
    radius = city_radius(size)
    return int(np.argmin(np.hypot(sites.x + 0.35 * radius, sites.y + 0.3 * radius)))


def silent(troubles: tuple[Trouble, ...], cell: Array, at: Array) -> Array:
    """Which cells (points, k) were off the air, or asleep, at the moments `at` (points,)."""
    off = np.zeros(cell.shape, dtype=bool)
    for one in troubles:
        if one.silences and len(one.cells):
            during = np.flatnonzero((at >= one.start) & (at < one.end))
            off[during] |= np.isin(cell[during], one.cells)
    return off
