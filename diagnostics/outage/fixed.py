"""Which PONs and OLTs are out now, by their terminals, alarms and works together: one symptom for each PON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.outage.from_alarms import AlarmBook, AlarmClass, Claims
from diagnostics.outage.from_onts import TOGETHER, Group, OntNow, groups
from diagnostics.outage.symptom import Symptom
from diagnostics.outage.works import Works
from diagnostics.records import Onts, OntStates, OntStatus, Severity
from diagnostics.topology import Thing, Topology, middle

MOST = 0.5  # share of the terminals of a PON, or of the PONs of an OLT, that makes it the fault of the whole
_WORDS = {
    OntStatus.LOSS_OF_SIGNAL: "without light (loss of signal)",
    OntStatus.DYING_GASP: "lost their power (dying gasp)",
    OntStatus.OFFLINE: "offline",
}


def fixed_symptoms(
    onts: Onts,
    states: OntStates,
    now: OntNow,
    topology: Topology,
    said: dict[Thing, Claims],
    book: AlarmBook,
    works: Works,
    at: int,
) -> list[Symptom]:
    """One symptom for each PON: what its terminals show, and what alarms claim that they do not refute."""
    found = []
    alarmed = _alarmed(topology, said)
    seen = set()
    for group in groups(states, now, topology, at):
        seen.add(group.pon)
        found.append(_of_group(onts, now, topology, group, alarmed, book, works))
    for pon in np.flatnonzero(alarmed.since > 0).tolist():
        if pon not in seen:
            found += _of_claim(onts, now, topology, pon, alarmed, book, works, at)
    return found


def _alarmed(topology: Topology, said: dict[Thing, Claims]) -> Claims:
    """What alarms of PONs and of their OLTs say, by PON."""
    pon, olt = said[Thing.PON], said[Thing.OLT]
    if not topology.pons or not topology.olts:
        return pon
    above = np.full(len(topology.pons), -1, np.intp)
    known = topology.pon >= 0
    above[topology.pon[known]] = topology.olt[known]
    there = above >= 0
    since = np.where(there, olt.since[above], 0)
    first = np.where((pon.since > 0) & (since > 0), np.minimum(pon.since, since), np.maximum(pon.since, since))
    higher = there & (since > 0)
    return Claims(
        first,
        np.where(higher, np.maximum(pon.about, olt.about[above]), pon.about),
        np.where(there, np.minimum(pon.severity, olt.severity[above]), pon.severity),
        np.where(higher, olt.alarm[above], pon.alarm),
        pon.cleared,
    )


def _of_group(
    onts: Onts, now: OntNow, topology: Topology, group: Group, alarmed: Claims, book: AlarmBook, works: Works
) -> Symptom:
    rows, pon = group.onts, group.pon
    total = len(topology.members(Thing.PON, pon)[1])
    claimed = bool(alarmed.since[pon])
    start = group.start
    if claimed and abs(int(alarmed.since[pon]) - start) <= TOGETHER:
        start = min(start, int(alarmed.since[pon]))
    reasons, counts = np.unique(now.reason[rows], return_counts=True)
    said = {int(reason): int(count) for reason, count in zip(reasons, counts, strict=True)}
    words = [f"{len(rows)} of {total} terminals of PON {topology.pons[pon]} went at once"]
    words += [f"{count} of them {_WORDS[OntStatus(reason)]}" for reason, count in said.items() if reason > 0]
    cause = "pon_down"
    if 2 * said.get(OntStatus.DYING_GASP, 0) > len(rows):
        cause = "power_failure"
    elif 2 * said.get(OntStatus.LOSS_OF_SIGNAL, 0) > len(rows):
        cause = "fibre_cut"
    sure = 0.95 if group.share >= MOST else 0.85
    return _symptom(onts, topology, pon, rows, start, cause, words, 0.99 if claimed else sure, alarmed, book, works)


def _of_claim(
    onts: Onts, now: OntNow, topology: Topology, pon: int, alarmed: Claims, book: AlarmBook, works: Works, at: int
) -> list[Symptom]:
    """A PON that only alarms say is down: until its terminals refute it, which are polled within minutes."""
    rows = topology.members(Thing.PON, pon)[1]
    since = int(alarmed.since[pon])
    told = now.status[rows] >= 0
    refuted = now.fresh and bool(told.any()) and now.online[rows].mean() > MOST and at >= since + TOGETHER
    pending = now.fresh and bool(told.any())
    planned = works.explains(int(works.ont[rows[0]]), since)
    if refuted or (pending and alarmed.severity[pon] != Severity.CRITICAL and not planned):
        return []
    cause = {AlarmClass.POWER: "power_failure", AlarmClass.LINK: "fibre_cut"}.get(
        AlarmClass(int(alarmed.about[pon])), "pon_down"
    )
    words = ["its terminals have not been polled since" if pending else "nothing is known of its terminals"]
    found = _symptom(onts, topology, pon, rows, since, cause, words, 0.65 if pending else 0.7, alarmed, book, works)
    return [replace(found, measured=False)]


def _symptom(
    onts: Onts,
    topology: Topology,
    pon: int,
    rows: NDArray[Any],
    start: int,
    cause: str,
    words: list[str],
    confidence: float,
    alarmed: Claims,
    book: AlarmBook,
    works: Works,
) -> Symptom:
    work = int(works.ont[rows[0]])
    work = work if works.explains(work, start) else -1
    if alarmed.alarm[pon] >= 0 and alarmed.since[pon]:
        alarm = int(alarmed.alarm[pon])
        words = [
            *words,
            f"alarm of {book.alarms.object[alarm]}: {book.alarms.problem[alarm] or book.alarms.probable_cause[alarm]}",
        ]
    if work >= 0:
        cause = "planned_work"
        words = [f"planned work {works.planned.id[work]}: {works.planned.description[work]}", *words]
    return Symptom(
        cause,
        topology.pons[pon],
        start,
        confidence,
        tuple(words),
        *middle(onts.latitude[rows], onts.longitude[rows]),
        onts=np.sort(rows).astype("i4"),
        work=work,
        olt=int(topology.olt[rows[0]]),
        power=cause == "power_failure",
    )
