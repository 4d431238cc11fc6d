"""The alarms and announced works of the sandbox: what faults raise, and the noise that a control room lives with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from diagnostics.records import STILL, Alarms, Onts, PlannedWorks, Severity
from diagnostics.sandbox.cells import Antennas
from diagnostics.sandbox.faults import Fault, Trouble
from diagnostics.sandbox.geography import DAY, Clock, Sites, random_of

_Alarm = tuple[int, int, Severity, str, str, str]  # raised, cleared, severity, probable cause, object, problem
_WARNINGS = (
    ("temperatureUnacceptable", "Cabinet temperature above 45 °C"),
    ("enclosureDoorOpen", "Cabinet door open"),
    ("thresholdCrossed", "Voltage standing wave ratio above 1.5"),
    ("bandwidthReduced", "Microwave link on a lower modulation for some seconds"),
    ("timingProblem", "Synchronisation source switched over"),
    ("fanFailure", "One of four fans stands still"),
)
_FAULT_ALARM = {  # of a site that is down, by variant
    "power": ("powerProblem", "Battery exhausted, base station without power"),
    "equipment": ("equipmentMalfunction", "Baseband unit failed, site out of service"),
    "link": ("communicationsSubsystemFailure", "Site unreachable, S1 and NG links down"),
}
MAINS_WITHOUT_EFFECT = 8  # mains failures that the battery carries, in a world of 21 days and 200 sites


def raise_alarms(
    clock: Clock, sites: Sites, antennas: Antennas, onts: Onts, troubles: tuple[Trouble, ...], seed: int
) -> Alarms:
    """All alarms, sorted by when they were raised."""
    dice = random_of(seed, "alarms")
    entries = [alarm for one in troubles for alarm in _of_fault(one, antennas, dice)]
    entries += _noise(clock, sites, antennas, onts, dice)
    entries = sorted(entry for entry in entries if clock.start <= entry[0] <= clock.end)
    raised, cleared, severity, cause, thing, problem = zip(*entries, strict=True)
    return Alarms(
        id=np.array([f"A{n:07d}" for n in range(1, len(entries) + 1)]),
        raised_at=np.array(raised, dtype=np.int64),
        cleared_at=np.array([STILL if end > clock.end else end for end in cleared], dtype=np.int64),
        severity=np.array(severity, dtype=np.int16),
        probable_cause=np.array(cause),
        object=np.array(thing),
        problem=np.array(problem),
    )


def announce(troubles: tuple[Trouble, ...], sites: Sites, clock: Clock, seed: int) -> PlannedWorks:
    """The works as announced: they begin some minutes late, and one in four takes longer than was said."""
    dice = random_of(seed, "works")
    works = [one for one in troubles if one.kind is Fault.PLANNED_WORK]
    late = dice.integers(60, 900, len(works))
    starts = np.array([one.start for one in works], dtype=np.int64) - late
    starts = np.array([int(start) // 900 * 900 for start in starts], dtype=np.int64)
    ends = np.array([one.end if one.end < STILL else clock.end + 7200 for one in works], dtype=np.int64)
    overruns = dice.random(len(works)) < 0.25
    ends = np.where(overruns, ends - 1800, ends + dice.integers(0, 2700, len(works))) // 900 * 900
    words = [
        "Splitter cabinet moved"
        if one.variant == "olt_port"
        else f"Software upgrade and antenna works, {sites.district[one.site]}"
        for one in works
    ]
    order = np.argsort(starts, kind="stable")
    return PlannedWorks(
        id=np.array([f"W{one.id[1:]}" for one in works])[order],
        start=starts[order],
        end=np.maximum(ends, starts + 1800)[order],
        objects=np.array([" ".join(one.objects) for one in works])[order],
        description=np.array(words)[order],
    )


def _of_fault(one: Trouble, antennas: Antennas, dice: np.random.Generator) -> Iterator[_Alarm]:
    """What a fault raises, if it raises anything."""
    raised = one.start + int(dice.integers(20, 240))
    cleared = one.end if one.end == STILL else one.end + int(dice.integers(30, 500))
    if one.kind is Fault.SITE_DOWN:
        if one.variant == "power":
            mains = one.start - int(dice.integers(600, 3600))
            yield mains, cleared, Severity.MINOR, "powerProblem", one.objects[0], "Mains failure, running on battery"
        if one.alarmed:
            yield raised, cleared, Severity.CRITICAL, *_about(one.objects[0], *_FAULT_ALARM[one.variant])
            for cell in one.cells[: len(one.cells) if one.variant == "equipment" else 0]:
                later = raised + int(dice.integers(5, 90))
                yield (
                    later,
                    cleared,
                    Severity.MAJOR,
                    *_about(str(antennas.id[cell]), "underlyingResourceUnavailable", "Cell out of service"),
                )
    elif one.kind is Fault.FIBRE_CUT and one.alarmed:
        for thing in one.objects:
            yield raised, cleared, Severity.CRITICAL, "lossOfSignal", thing, "Loss of signal on the PON port"
    elif one.kind is Fault.BACKHAUL_LIMIT and one.alarmed:
        yield raised, cleared, Severity.MINOR, "bandwidthReduced", one.objects[0], "Backhaul link at reduced capacity"
    elif one.kind is Fault.PLANNED_WORK:
        for cell in one.cells:
            later = raised + int(dice.integers(5, 90))
            yield (
                later,
                cleared,
                Severity.MAJOR,
                *_about(str(antennas.id[cell]), "underlyingResourceUnavailable", "Cell locked"),
            )
        if len(one.onts):
            yield raised, cleared, Severity.MAJOR, "lossOfSignal", one.objects[0], "Loss of signal on the PON port"
    elif one.kind is Fault.STADIUM_EVENT:
        for cell in one.cells[::3]:
            later = raised + int(dice.integers(600, 3000))
            yield (
                later,
                cleared,
                Severity.WARNING,
                "congestion",
                str(antennas.id[cell]),
                "Admission control is refusing connections",
            )


def _about(thing: str, cause: str, problem: str) -> tuple[str, str, str]:
    return cause, thing, problem


def _noise(clock: Clock, sites: Sites, antennas: Antennas, onts: Onts, dice: np.random.Generator) -> Iterator[_Alarm]:
    """Warnings without effect, flapping, and mains failures that the battery carries."""
    days = (clock.end - clock.start) / DAY
    for _ in range(dice.poisson(0.12 * len(sites) * days)):
        cause, problem = _WARNINGS[dice.integers(0, len(_WARNINGS))]
        start = int(dice.integers(clock.start, clock.end))
        severity = Severity.WARNING if dice.random() < 0.75 else Severity.MINOR
        yield start, start + int(dice.exponential(7000)) + 20, severity, cause, str(dice.choice(sites.id)), problem
    for _ in range(dice.poisson(0.004 * len(sites) * days) + 1):  # a link that comes and goes within seconds
        thing = str(dice.choice(antennas.id)) if dice.random() < 0.6 or not len(onts) else str(dice.choice(onts.id))
        moment = int(dice.integers(clock.start, clock.end))
        for _ in range(int(dice.integers(8, 40))):
            length = int(dice.integers(3, 40))
            yield (
                moment,
                moment + length,
                Severity.MINOR,
                "lossOfSignal",
                thing,
                "Optical receiver of the fronthaul flaps",
            )
            moment += length + int(dice.exponential(200)) + 5
    for _ in range(max(1, round(MAINS_WITHOUT_EFFECT * days * len(sites) / 4200))):
        start = int(dice.integers(clock.start, clock.end))
        length = int(dice.uniform(600, 9000))
        yield (
            start,
            start + length,
            Severity.MAJOR,
            "powerProblem",
            str(dice.choice(sites.id)),
            "Mains failure, running on battery",
        )
