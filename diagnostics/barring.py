"""Is this line or device kept off on purpose or by a limit? The account, the SIM, the phone, the cell, and what the core refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diagnostics import nas
from diagnostics.affected import last_of_each
from diagnostics.nas import LAYERS, Reject, Stops
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Kind, Reading
from diagnostics.records import (
    Equipment,
    Flags,
    Floats,
    LineStatus,
    Moments,
    Odb,
    Records,
    Rows,
    SimStatus,
    Subscriptions,
    last_at,
    span_of,
)

# The causes, the most decisive first: what leaves a line without any service, then what leaves it without some, then what slows it.
CAUSES = (
    "closed",
    "suspended_by_operator",
    "suspended_for_credit",
    "suspended_on_request",
    "sim_blocked",
    "sim_not_active",
    "equipment_blocked",
    "roaming_not_allowed",
    "cell_barred",
    "rejected",
    "odb",
    "data_limit_reached",
    "access_class_barred",
    "throttled",
    "do_not_disturb",
)

# How long the newest word of a feed counts. Account systems export once a night; two hours are left for a late one. What a cell
# broadcasts comes with its configuration, also nightly.
ACCOUNT_TTL = timedelta(hours=26)
CELL_TTL = timedelta(hours=26)
# A refusal that the phone holds on to counts for a day (it forgets forbidden areas after 12 to 24 hours, 3GPP TS 24.301 clause
# 5.3.2); one that passes counts for twice the 12 minutes after which the phone tries again (T3402, clause 10.2).
LASTING_REJECT = timedelta(hours=24)
PASSING_REJECT = timedelta(minutes=24)
HEARTBEAT = 900  # s: the newest word of a feed is remembered to this precision
DOUBT = 0.5  # confidence in a refusal from before the account was changed: the phone may still hold on to it
EMERGENCY_CLASS = 1  # bit of access class 10 (3GPP TS 22.011 clause 4.4.1)


@dataclass(frozen=True, slots=True)
class _Cause:
    """One thing that keeps the line off, with what decides it."""

    name: str
    reading: Reading
    since: int | None
    confidence: float = 1.0
    details: dict[str, str | float | tuple[str, ...]] = field(default_factory=dict)


class Barring:
    """Looks at one line and the cell it is in; `account_ttl` is how long the newest word of the account feed counts."""

    def __init__(self, records: Records, account_ttl: timedelta = ACCOUNT_TTL, cell_ttl: timedelta = CELL_TTL) -> None:
        self._records = records
        self._account_ttl, self._cell_ttl = account_ttl, cell_ttl

    def diagnose(self, line: int, cell: int, at: int, abroad: bool = False) -> Finding:
        """The most decisive cause of `CAUSES` for a row of Lines in a row of Cells (-1: not known) at a second.

        `details["also"]` names the other causes. `none` needs a fresh word about the line; without one it is `unknown`.
        """
        account = list(self._account(line, at, abroad))
        around = [*self._cell(cell, at), *self._refusal(line, at)]
        readings = [entry for entry in (*account, *around) if isinstance(entry, Reading)]
        causes = [entry for entry in (*account, *around) if isinstance(entry, _Cause)]
        causes.sort(key=lambda cause: CAUSES.index(cause.name))
        now = _moment(at)
        if not causes:
            return _nothing_found(tuple(readings), now)
        worst = causes[0]
        others = [reading for reading in readings if reading is not worst.reading]
        also = tuple(dict.fromkeys(cause.name for cause in causes[1:]))
        return Finding(
            Kind.BARRING,
            worst.name,
            worst.confidence,
            (worst.reading, *others),
            since=None if worst.since is None else _moment(worst.since),
            details={**worst.details, "also": also, "decided_by": (worst.reading.name,)},
        )

    def cells(self, at: int) -> tuple[Flags, Floats]:
        """Of each cell: is it barred, and which share of attempts it lets through (NaN: not known)."""
        restrictions = self._records.cell_restrictions
        entries = last_of_each(restrictions.cell, restrictions.at, at)
        cells = len(self._records.cells)
        barred, share = np.zeros(cells, "?"), np.full(cells, np.nan, "f4")
        rows = restrictions.cell[entries]
        barred[rows], share[rows] = restrictions.barred[entries], restrictions.barring_factor[entries]
        return barred, share

    def lines(self, at: int) -> Rows:
        """Rows of the lines that are without service because of their account, SIM or phone."""
        table = self._records.subscriptions
        entries = last_of_each(table.line, table.at, at)
        off = (
            (table.status[entries] > LineStatus.ACTIVE)
            | (table.sim[entries] > SimStatus.ACTIVE)
            | (table.equipment[entries] == Equipment.BLOCKED)
        )
        return np.asarray(table.line[entries][off])

    # The account, the SIM and the phone

    def _account(self, line: int, at: int, abroad: bool) -> Iterator[Reading | _Cause]:
        table = self._records.subscriptions
        subject = self._line_name(line)

        def read(name: str, value: float | str | bool | None, unit: str = "", reason: str = "") -> Reading:
            heard = _last_word(self._account_words, at)
            told = None if heard is None or value is None else _moment(max(heard, int(table.at[entry])))
            return Reading(Kind.BARRING, name, subject, value, unit, "account", told, self._account_ttl, reason=reason)

        entry = last_at(table.line, table.at, line, at) if line >= 0 else -1
        if entry < 0:
            reason = "no line was given" if line < 0 else "the account feed has said nothing about this line"
            yield read("account_status", None, reason=reason)
            return
        history = slice(span_of(table.line, line).start, entry + 1)
        yield from _standing(table, entry, history, read)
        yield from _barring_categories(table, entry, history, read, abroad)
        yield from _data(table, entry, history, read)
        if table.do_not_disturb[entry]:
            reading = read("do_not_disturb", True)
            yield from (reading, _Cause("do_not_disturb", reading, _since(table.at, history, table.do_not_disturb)))

    # The cell

    def _cell(self, cell: int, at: int) -> Iterator[Reading | _Cause]:
        table = self._records.cell_restrictions
        name = str(self._records.cells.id[cell]) if cell >= 0 else ""
        heard = _last_word(self._cell_words, at)
        entry = last_at(table.cell, table.at, cell, at) if cell >= 0 else -1

        def read(what: str, value: float | bool | None, unit: str = "", reason: str = "") -> Reading:
            told = None if value is None or heard is None else _moment(max(heard, int(table.at[entry])))
            return Reading(Kind.BARRING, what, name, value, unit, "cell broadcast", told, self._cell_ttl, reason=reason)

        if entry < 0:
            reason = "the serving cell is not known" if cell < 0 else "nothing is known of what this cell broadcasts"
            yield read("cell_barred", None, reason=reason)
            return
        history = slice(span_of(table.cell, cell).start, entry + 1)
        barred, share = bool(table.barred[entry]), float(table.barring_factor[entry])
        reading = read("cell_barred", barred)
        yield reading
        if barred:
            yield _Cause("cell_barred", reading, _since(table.at, history, table.barred), details={"cell": name})
        if np.isnan(share):
            yield read("share_let_through", None, "", "the cell's barring factor is not known")
            return
        emergency = bool(int(table.barred_classes[entry]) & EMERGENCY_CLASS)
        through = read("share_let_through", share)
        yield through
        if share < 1.0 or emergency:
            held = (table.barring_factor < 1.0) | (table.barred_classes.astype("i8") & EMERGENCY_CLASS > 0)
            details: dict[str, str | float | tuple[str, ...]] = {"cell": name, "share_let_through": share}
            details["emergency_calls_barred"] = "yes" if emergency else "no"
            yield _Cause("access_class_barred", through, _since(table.at, history, held), details=details)

    # What the core network refused

    def _refusal(self, line: int, at: int) -> Iterator[Reading | _Cause]:
        table = self._records.rejects
        entry = last_at(table.line, table.at, line, at) if line >= 0 else -1
        if entry < 0:
            return
        refused = int(table.at[entry])
        cause = nas.reject(int(table.layer[entry]), int(table.cause[entry]))
        ttl = LASTING_REJECT if cause.lasting else PASSING_REJECT
        if at - refused > ttl.total_seconds():
            return
        reading = Reading(
            Kind.BARRING, "reject", self._line_name(line), cause.code, "", "core network", _moment(refused), ttl
        )
        yield reading
        if cause.stops is Stops.NOTHING or self._served_since(line, refused, at, cause):
            return
        confidence = DOUBT if self._account_changed(line, refused, at) else 1.0
        yield _Cause("rejected", reading, self._first_of_run(entry), confidence, _told(cause))

    def _served_since(self, line: int, refused: int, at: int, cause: Reject) -> bool:
        """Whether the line was served again after a refused registration. A data session says nothing by being served."""
        if cause.layer not in (nas.EMM, nas.GMM5) or cause.stops is not Stops.SERVICE:
            return False
        served = self._records.serving_cells
        entry = last_at(served.line, served.at, line, at)
        return entry >= 0 and int(served.at[entry]) > refused

    def _account_changed(self, line: int, since: int, at: int) -> bool:
        table = self._records.subscriptions
        before, now = (last_at(table.line, table.at, line, moment) for moment in (since, at))
        if before < 0 or before == now:
            return False
        columns = (table.status, table.sim, table.equipment, table.odb, table.roaming_allowed)
        return any(column[before] != column[now] for column in columns)

    def _first_of_run(self, entry: int) -> int:
        """When the refusals of this kind began that have come without a longer pause since."""
        table = self._records.rejects
        same = span_of(table.line, int(table.line[entry]))
        first = entry
        while first > same.start and (table.cause[first - 1], table.layer[first - 1]) == (
            table.cause[entry],
            table.layer[entry],
        ):
            if int(table.at[first]) - int(table.at[first - 1]) > LASTING_REJECT.total_seconds():
                break
            first -= 1
        return int(table.at[first])

    def _line_name(self, line: int) -> str:
        return str(self._records.lines.msisdn[line]) if line >= 0 else ""

    @cached_property
    def _account_words(self) -> Moments:
        return _heartbeats(self._records.subscriptions.at)

    @cached_property
    def _cell_words(self) -> Moments:
        return _heartbeats(self._records.cell_restrictions.at)


_Read = Callable[..., Reading]

_OFF = {
    ("account_status", "suspended_for_credit"): "suspended_for_credit",
    ("account_status", "suspended_on_request"): "suspended_on_request",
    ("account_status", "suspended_by_operator"): "suspended_by_operator",
    ("account_status", "closed"): "closed",
    ("sim_status", "not_activated"): "sim_not_active",
    ("sim_status", "blocked"): "sim_blocked",
    ("equipment_status", "blocked"): "equipment_blocked",
}
# Barring of these keeps customers from what they use every day.
EVERYDAY = Odb.OUTGOING_CALLS | Odb.INCOMING_CALLS | Odb.PACKET_SERVICES | Odb.SHORT_MESSAGES


def _standing(table: Subscriptions, entry: int, history: slice, read: _Read) -> Iterator[Reading | _Cause]:
    """Whether the line, the SIM and the phone are in force."""
    states = (
        ("account_status", table.status, LineStatus),
        ("sim_status", table.sim, SimStatus),
        ("equipment_status", table.equipment, Equipment),
    )
    for name, column, members in states:
        code = int(column[entry])
        if code not in set(members):
            yield read(name, None, reason=f"the account feed does not say ({name})")
            continue
        state = members(code).name.lower()
        reading = read(name, state)
        yield reading
        cause = _OFF.get((name, state))
        if cause is not None:
            yield _Cause(cause, reading, _since(table.at, history, column == code))


def _barring_categories(
    table: Subscriptions, entry: int, history: slice, read: _Read, abroad: bool
) -> Iterator[Reading | _Cause]:
    """Operator-determined barring, and whether the line may roam where it is."""
    barred = Odb(max(0, int(table.odb[entry])))
    categories = tuple(member.name.lower() for member in Odb if member in barred and member.name)
    reading = read("barring_categories", "|".join(categories) or "none")
    yield reading
    at_home = barred & ~Odb.ROAMING
    if at_home:
        details = {"categories": categories, "everyday": "yes" if at_home & EVERYDAY else "no"}
        since = _since(table.at, history, table.odb == table.odb[entry])
        yield _Cause("odb", reading, since, details=details)  # type: ignore[arg-type]
    allowed = bool(table.roaming_allowed[entry]) and Odb.ROAMING not in barred
    roaming = read("roaming_allowed", allowed)
    yield roaming
    if abroad and not allowed:
        kept = ~table.roaming_allowed | (table.odb & Odb.ROAMING > 0)
        yield _Cause("roaming_not_allowed", roaming, _since(table.at, history, kept))


def _data(table: Subscriptions, entry: int, history: slice, read: _Read) -> Iterator[Reading | _Cause]:
    """Whether the data of the period is used up, and what that does."""
    used, limit, slowed = (float(column[entry]) for column in (table.data_used, table.data_limit, table.throttled_to))
    if np.isnan(used) or np.isnan(limit):
        return  # no limit, or an account without a count: nothing that could keep the line off
    share = used / limit if limit > 0 else 1.0
    reading = read("data_used", round(share, 4), "of the limit")
    yield reading
    if share < 1.0 or np.isnan(slowed):
        return
    beyond = (table.data_used >= table.data_limit) & ~np.isnan(table.throttled_to)
    details: dict[str, str | float | tuple[str, ...]] = {"data_used": round(used, 1), "data_limit": round(limit, 1)}
    if slowed > 0:
        details["throttled_to"] = slowed
    name = "throttled" if slowed > 0 else "data_limit_reached"
    yield _Cause(name, reading, _since(table.at, history, beyond), details=details)


def _told(cause: Reject) -> dict[str, str | float | tuple[str, ...]]:
    return {
        "layer": LAYERS[cause.layer],
        "cause": float(cause.number),
        "code": cause.code,
        "name": cause.name,
        "words": cause.words,
        "remedy": cause.remedy,
        "stops": cause.stops.value,
        "lasting": "yes" if cause.lasting else "no",
        "article": cause.article,
    }


def _nothing_found(readings: tuple[Reading, ...], now: datetime) -> Finding:
    """Nothing keeps the line off, if there is a fresh word that says so."""
    status = readings[0]
    freshness = status.freshness(now)
    if freshness != "fresh":
        reason = status.reason or f"the newest word of the account feed is older than {_hours(status.ttl)} hours"
        return Finding(Kind.BARRING, NOT_KNOWN, 0.0, readings, details={"reason": reason, "decided_by": (status.name,)})
    cell = any(reading.name == "cell_barred" and reading.freshness(now) == "fresh" for reading in readings)
    used = next((reading.value for reading in readings if reading.name == "data_used"), None)
    details: dict[str, str | float | tuple[str, ...]] = {"decided_by": (status.name,)}
    if isinstance(used, float):
        details["data_share"] = used
    return Finding(Kind.BARRING, NOTHING, 1.0 if cell else 0.9, readings, details=details)


def _since(at: Moments, history: slice, holds: NDArray[np.bool_]) -> int:
    """When what holds at the end of a history began to hold without a break."""
    broken = np.flatnonzero(~holds[history])
    return int(at[history.start + (int(broken[-1]) + 1 if len(broken) else 0)])


def _heartbeats(at: Moments) -> Moments:
    return np.unique(at // HEARTBEAT) * HEARTBEAT


def _last_word(words: Moments, at: int) -> int | None:
    """When a feed last said anything, at the latest at a moment."""
    entry = int(np.searchsorted(words, at, side="right")) - 1
    return int(words[entry]) if entry >= 0 else None


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:g}"


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
