"""The accounts of the simulated lines: packs, suspensions, barrings, used-up data, and the rejections that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diagnostics.records import (
    STILL,
    CellRestrictions,
    Equipment,
    LineStatus,
    Odb,
    Protocol3gpp,
    Rejects,
    SimStatus,
    Subscriptions,
)
from diagnostics.sandbox.faults import Fault, Trouble
from diagnostics.sandbox.geography import DAY, Array, Clock, Size, random_of

_LASTING = {  # what lines have from the beginning, and their share
    "suspended_on_request": 0.002,
    "suspended_by_operator": 0.002,
    "closed": 0.001,
    "sim_not_active": 0.001,
    "sim_blocked": 0.0015,
    "equipment_blocked": 0.0015,
    "odb": 0.002,
    "do_not_disturb": 0.05,
}
_STATUS = {
    "suspended_on_request": LineStatus.SUSPENDED_ON_REQUEST,
    "suspended_by_operator": LineStatus.SUSPENDED_BY_OPERATOR,
    "closed": LineStatus.CLOSED,
}


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """The feed, and the truth beside it: `condition` is what each line has from the beginning ("" for nothing)."""

    subscriptions: Subscriptions
    rejects: Rejects
    condition: Array


def keep_accounts(size: Size, clock: Clock, lines: int, troubles: tuple[Trouble, ...], seed: int) -> Accounts:
    """Draw the accounts and their history: a nightly export of all, and every change when it happens."""
    dice = random_of(seed, "accounts")
    faulty = np.concatenate([np.empty(0, int), *(one.lines for one in troubles)])
    condition = dice.choice(["", *_LASTING], lines, p=[1 - sum(_LASTING.values()), *_LASTING.values()])
    condition[faulty] = ""
    # A pack of 1.5 or 2 GB a day, one of 30 to 100 GB a month, or no limit
    pack = dice.choice(3, lines, p=[0.62, 0.23, 0.15])
    capped = np.concatenate([np.empty(0, int), *(one.lines for one in troubles if one.kind is Fault.CAP_REACHED)])
    pack[capped] = 0
    limit = np.where(
        pack == 0, dice.choice([1.5, 2.0], lines), np.where(pack == 1, dice.choice([30.0, 60, 100], lines), np.nan)
    )
    share = dice.beta(1.6, 2.4, lines) * 0.88  # of the pack, used at its end
    entries = [_export(night, clock, pack, limit, share, dice) for night in _nights(size, clock)]
    entries += [_change(one, pack, limit, share, moment, clock) for one in troubles for moment in _moments(one, clock)]
    line, at, used, status, throttled = (np.concatenate(columns) for columns in zip(*entries, strict=True))
    status, throttled, used = _while_it_lasts(line, at, used, status, throttled, limit, troubles)
    status = np.where(np.isin(condition[line], list(_STATUS)), _status_of(condition)[line], status)
    order = np.lexsort((at, line))
    sim = np.full(lines, SimStatus.ACTIVE)
    sim[condition == "sim_not_active"], sim[condition == "sim_blocked"] = SimStatus.NOT_ACTIVATED, SimStatus.BLOCKED
    equipment = np.where(condition == "equipment_blocked", Equipment.BLOCKED, Equipment.ALLOWED)
    odb = np.where(
        condition == "odb",
        dice.choice(
            [int(Odb.PREMIUM_RATE_CALLS), int(Odb.OUTGOING_INTERNATIONAL_CALLS), int(Odb.OUTGOING_CALLS)], lines
        ),
        0,
    )
    roams = dice.random(lines) < 0.2
    line, at = line[order], at[order]
    subscriptions = Subscriptions(
        line=line.astype(np.int32),
        at=at,
        status=status[order].astype(np.int16),
        sim=sim[line].astype(np.int16),
        equipment=equipment[line].astype(np.int16),
        odb=odb[line].astype(np.int16),
        roaming_allowed=roams[line],
        do_not_disturb=(condition == "do_not_disturb")[line],
        data_used=np.round(used[order], 3).astype(np.float32),
        data_limit=limit[line].astype(np.float32),
        throttled_to=throttled[order].astype(np.float32),
    )
    return Accounts(subscriptions, _rejects(clock, condition, troubles, dice), condition)


def restrictions(size: Size, clock: Clock, cells: int, troubles: tuple[Trouble, ...]) -> CellRestrictions:
    """What the cells broadcast: exported every night, and at once where it changes."""
    barred = [one for one in troubles if one.kind is Fault.BARRED_CELL]
    nights = [clock.start, *clock.nights(3.0)] if size.nightly else [clock.start, clock.nights(3.0)[-1]]
    row = np.concatenate([np.tile(np.arange(cells), len(nights)), *(one.cells for one in barred for _ in range(2))])
    moments = [np.repeat(np.array(nights, dtype=np.int64), cells)]
    moments += [np.array([moment], dtype=np.int64) for one in barred for moment in (one.start, one.end)]
    at = np.concatenate(moments)
    known = at <= clock.end
    row, at = row[known], at[known]
    off = np.zeros(len(row), dtype=bool)
    for one in barred:
        off |= np.isin(row, one.cells) & (at >= one.start) & (at < one.end)
    order = np.lexsort((at, row))
    return CellRestrictions(
        cell=row[order].astype(np.int32),
        at=at[order],
        barred=off[order],
        barring_factor=np.ones(len(row), dtype=np.float32),
        barred_classes=np.zeros(len(row), dtype=np.int16),
    )


_Entry = tuple[Array, Array, Array, Array, Array]  # line, at, used, status, throttled


def _nights(size: Size, clock: Clock) -> list[int]:
    every = clock.nights(0.5)
    return [clock.start, *(every if size.nightly else every[-1:])]


def _export(night: int, clock: Clock, pack: Array, limit: Array, share: Array, dice: np.random.Generator) -> _Entry:
    """Half an hour after midnight: packs of a day are nearly unused, those of a month used up to the day."""
    lines = len(pack)
    used = _used(pack, limit, share, night, clock) * dice.uniform(0.9, 1.0, lines)
    return np.arange(lines), np.full(lines, night), used, np.full(lines, LineStatus.ACTIVE), np.full(lines, np.nan)


def _used(pack: Array, limit: Array, share: Array, at: int, clock: Clock) -> Array:
    day = (at - clock.nights(0.5)[0]) % DAY / DAY
    month = (at - clock.start) / (clock.end - clock.start)
    return np.where(np.isnan(limit), 40 * month * share, np.where(pack == 0, day, month) * share * np.nan_to_num(limit))


def _moments(one: Trouble, clock: Clock) -> list[int]:
    if one.kind not in (Fault.CREDIT_BARRING, Fault.CAP_REACHED):
        return []
    ends = [one.end] if one.kind is Fault.CREDIT_BARRING and one.end < STILL else []
    return [moment for moment in (one.start, *ends) if moment <= clock.end]


def _change(one: Trouble, pack: Array, limit: Array, share: Array, at: int, clock: Clock) -> _Entry:
    rows = one.lines
    used = _used(pack[rows], limit[rows], share[rows], at, clock)
    return rows, np.full(len(rows), at), used, np.full(len(rows), LineStatus.ACTIVE), np.full(len(rows), np.nan)


def _while_it_lasts(
    line: Array, at: Array, used: Array, status: Array, throttled: Array, limit: Array, troubles: tuple[Trouble, ...]
) -> tuple[Array, Array, Array]:
    """What entries of a faulty line say during its fault."""
    for one in troubles:
        if one.kind not in (Fault.CREDIT_BARRING, Fault.CAP_REACHED):
            continue
        during = np.flatnonzero(np.isin(line, one.lines) & (at >= one.start) & (at < one.end))
        if one.kind is Fault.CREDIT_BARRING:
            status[during] = LineStatus.SUSPENDED_FOR_CREDIT
        else:
            used[during], throttled[during] = limit[line[during]], one.strength
    return status, throttled, used


def _status_of(condition: Array) -> Array:
    status = np.full(len(condition), LineStatus.ACTIVE)
    for name, member in _STATUS.items():
        status[condition == name] = member
    return status


def _rejects(clock: Clock, condition: Array, troubles: tuple[Trouble, ...], dice: np.random.Generator) -> Rejects:
    """Phones that the account keeps off are refused when they try: some times a day."""
    causes = {  # 3GPP TS 24.301 clause 9.9.3.9
        "equipment_blocked": 6,  # illegal ME
        "sim_blocked": 3,  # illegal UE
        "sim_not_active": 8,  # EPS services and non-EPS services not allowed
        "closed": 2,  # IMSI unknown in HSS
    }
    entries: list[tuple[int, int, int, int]] = []
    for name, cause in causes.items():
        for line in np.flatnonzero(condition == name):
            moments = dice.integers(clock.start, clock.end, 12).tolist()
            entries += [(int(line), moment, int(Protocol3gpp.EMM), cause) for moment in moments]
    for one in troubles:
        if one.kind is Fault.CREDIT_BARRING:
            end = min(one.end, clock.end)
            # ESM 29: user authentication or authorization failed
            moments = dice.integers(one.start, end, 4).tolist()
            entries += [(int(one.lines[0]), moment, int(Protocol3gpp.ESM), 29) for moment in moments]
    entries.sort()
    if not entries:
        return Rejects.empty()
    columns = np.array(entries, dtype=np.int64).T
    return Rejects(columns[0].astype(np.int32), columns[1], columns[2].astype(np.int16), columns[3].astype(np.int16))
