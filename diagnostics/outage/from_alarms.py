"""Evidence of an outage from alarms: which things are said to be out of service, since when, and by what cause.

Probable causes are those of ITU-T X.733 and X.736 as TMF642 spells them, sorted here into four classes. A critical or major alarm of
power, link or equipment claims an outage; everything else (thresholds, temperature, quality) claims none. A site that runs on its
battery is still in service: that names the cause once the site is down, and claims nothing before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.records import Alarms, Flags, Moments, Severity
from diagnostics.topology import Numbers, Thing, Topology, encode


class AlarmClass(IntEnum):
    """What an alarm is about; of several alarms of a thing the largest is the cause, the smaller its effects."""

    OTHER = 0
    EQUIPMENT = 1
    LINK = 2
    POWER = 3


_POWER = re.compile(r"power|battery|mains|rectifier|dyinggasp|acfail")
_LINK = re.compile(
    r"lossof(signal|frame|pointer|multiframe|link)|linkfail|linkdown|transmission|transmitfail|receivefail|transmitterfail|"
    r"receiverfail|communicationssubsystem|communicationsprotocol|connectionestablishment|lanerror|framingerror|s1fail|ngfail|"
    r"backhaul|fibre|fiber|unreachable"
)
_EQUIPMENT = re.compile(
    r"equipment|processor|software|outofservice|unavailable|celldown|sitedown|iodevice|underlyingresource|corruptdata|multiplexer"
)
_MILD = re.compile(r"degrad|threshold|temperature|humidity|congestion|quality|bandwidth|door|excessive|fan")
_AT_RISK = re.compile(r"onbattery|batteryoperat|onups|mainsfail|acfail|redundancy|standby")
_IN_EARNEST = re.compile(r"exhausted|outofservice|withoutpower|down")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an alarm is about, and whether it only says that something is at risk."""

    about: AlarmClass
    at_risk: bool = False


def meaning_of(probable_cause: str, problem: str = "") -> Meaning:
    """The meaning of a probable cause, or of the specific problem's words where the cause says nothing."""
    cause, words = (re.sub(r"[^a-z0-9]", "", text.lower()) for text in (probable_cause, problem))
    if _MILD.search(cause):
        return Meaning(AlarmClass.OTHER)
    at_risk = bool(_AT_RISK.search(words)) and not _IN_EARNEST.search(words)
    for text in (cause, words):
        if _MILD.search(text):
            break
        for pattern, about in (
            (_POWER, AlarmClass.POWER),
            (_LINK, AlarmClass.LINK),
            (_EQUIPMENT, AlarmClass.EQUIPMENT),
        ):
            if pattern.search(text):
                return Meaning(about, at_risk)
    return Meaning(AlarmClass.OTHER)


@dataclass(frozen=True, slots=True, eq=False)
class AlarmBook:
    """Alarms prepared once: what each is about and which thing it names, so that a moment costs only comparisons."""

    alarms: Alarms
    thing: NDArray[np.int8]
    number: Numbers
    about: NDArray[np.int8]
    claims: Flags  # serious enough to say that the thing is out of service
    warns: Flags  # only of a risk


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """What alarms say of things of one kind at a moment, by their number."""

    since: Moments  # the first alarm that is active; 0: none claims an outage
    about: NDArray[np.int8]  # AlarmClass; also of a warning where no outage is claimed
    severity: NDArray[np.int8]  # the worst
    alarm: Numbers  # row of the alarm that tells the cause; -1: none
    cleared: Moments  # where no claim is active: when the last one was cleared; 0: none


def alarm_book(alarms: Alarms, topology: Topology) -> AlarmBook:
    """Name and sort every alarm; distinct texts are looked at once, so a million alarms of few objects cost little."""
    if not len(alarms):
        nothing = np.empty(0, "i1")
        return AlarmBook(alarms, nothing, np.empty(0, np.intp), nothing, np.empty(0, "?"), np.empty(0, "?"))
    objects, names = encode(alarms.object)
    things, numbers = topology.find(np.array(names))
    told = np.where(objects >= 0, things[objects], Thing.UNKNOWN).astype("i1")
    causes, cause_texts = encode(alarms.probable_cause)
    problems, problem_texts = encode(alarms.problem)
    pairs, pair = np.unique(np.stack([causes, problems]), axis=1, return_inverse=True)
    cause_texts, problem_texts = (*cause_texts, ""), (*problem_texts, "")  # -1 is the last
    meanings = [meaning_of(cause_texts[cause], problem_texts[problem]) for cause, problem in pairs.T]
    about = np.array([meaning.about for meaning in meanings], "i1")[pair.reshape(-1)]
    at_risk = np.array([meaning.at_risk for meaning in meanings])[pair.reshape(-1)]
    counts = (about > AlarmClass.OTHER) & (told > Thing.UNKNOWN)
    serious = (alarms.severity > 0) & (alarms.severity <= Severity.MAJOR)
    return AlarmBook(alarms, told, numbers[objects], about, counts & serious & ~at_risk, counts & at_risk)


def claims(book: AlarmBook, topology: Topology, at: int) -> dict[Thing, Claims]:
    """What the alarms that were known at a moment say, by kind of thing."""
    alarms = book.alarms
    end = int(np.searchsorted(alarms.raised_at, at, side="right"))
    active = alarms.cleared_at[:end] > at
    claiming, warning = np.flatnonzero(book.claims[:end] & active), np.flatnonzero(book.warns[:end] & active)
    over = np.flatnonzero(book.claims[:end] & ~active)
    return {thing: _of(book, thing, topology.count(thing), claiming, warning, over) for thing in Thing if thing}


def _of(book: AlarmBook, thing: Thing, count: int, claiming: Numbers, warning: Numbers, over: Numbers) -> Claims:
    alarms = book.alarms
    claiming, warning, over = (rows[book.thing[rows] == thing] for rows in (claiming, warning, over))
    since, cleared = np.zeros(count, "i8"), np.zeros(count, "i8")
    about, alarm = np.zeros(count, "i1"), np.full(count, -1, np.intp)
    severity = np.full(count, Severity.INDETERMINATE, "i1")
    late_first = claiming[::-1]  # of entries for one place NumPy keeps the last: here the earliest alarm
    since[book.number[late_first]] = alarms.raised_at[late_first]
    for rows in (warning, claiming):
        weak_first = _by(rows[::-1], book.about)
        about[book.number[weak_first]] = book.about[weak_first]
        alarm[book.number[weak_first]] = weak_first
    mild_first = _by(claiming, -alarms.severity)
    severity[book.number[mild_first]] = alarms.severity[mild_first]
    early_first = _by(over, alarms.cleared_at)
    cleared[book.number[early_first]] = alarms.cleared_at[early_first]
    cleared[since > 0] = 0
    return Claims(since, about, severity, alarm, cleared)


def _by(rows: Numbers, key: NDArray[Any]) -> Numbers:
    return rows[np.argsort(key[rows], kind="stable")]


def usual_durations(book: AlarmBook, at: int) -> dict[AlarmClass, Moments]:
    """How long alarms of each class that claimed an outage have lasted, those that were over at a moment: sorted, seconds.

    Those of seconds are flapping and no measure of a repair.
    """
    alarms = book.alarms
    end = int(np.searchsorted(alarms.raised_at, at, side="right"))
    over = np.flatnonzero(book.claims[:end] & (alarms.cleared_at[:end] <= at))
    lasted = alarms.cleared_at[over] - alarms.raised_at[over]
    over, lasted = over[lasted >= 600], lasted[lasted >= 600]
    return {about: np.sort(lasted[book.about[over] == about]) for about in AlarmClass}
