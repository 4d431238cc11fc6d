"""Whatever both sides do, and whatever becomes of the way between them, in the end they say the same, and every note once."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from t2r.cases.status import FOLLOWING, Status
from t2r.cases.tables import Case
from t2r.database import writing

from .conftest import Wire
from .test_tickets import Ours, ours, texts  # noqa: F401

WORDS = ("Minor", "Major", "Critical")
STEPS = 25


@pytest.mark.parametrize("seed", range(2))
def test_in_the_end_both_say_the_same(
    ours: Ours,  # noqa: F811
    wire: Wire,
    opened: Callable[..., Case],
    seed: int,
) -> None:
    dice, written = random.Random(seed), list[str]()
    with writing(ours.database) as session:
        case = opened(session, opened_at=ours.clock(), updated_at=ours.clock()).id
    for step in range(STEPS):
        match dice.choice(("ours", "ours", "theirs", "theirs", "way", "round", "round", "killed")):
            case "ours":
                change_ours(ours, case, dice, step, written)
            case "theirs" if ours.copy_if_any(case):
                change_theirs(ours, case, dice, step, written)
            case "way":
                wire.cut, wire.loses = dice.random() < 0.5, dice.choice((0, 1, 3))
            case "killed":  # and what it had in hand is free after a while
                ours.clock.on(minutes=11)
            case _:
                ours.clock.on(seconds=dice.choice((1, 40)))
                ours.round()
    wire.cut, wire.loses = False, 0
    for _ in range(4):
        ours.clock.on(minutes=3)
        ours.round()
    told, theirs = ours.told(case), ours.theirs(case)
    assert texts(told) == texts(theirs) == sorted(written)
    for name in ("severity", "priority", "description"):
        assert told[name] == theirs[name], name
    assert told["status"] == theirs["status"] or ours.copy(case).conflict
    assert wire.count("POST") >= 1
    key = {"externalIdentifier.id": ours.copy(case).key}
    assert len(ours.operator.http.get("/troubleTicket/v5/troubleTicket", params=key).json()) == 1
    assert ours.standing().waiting == 0


def change_ours(ours: Ours, case: int, dice: random.Random, step: int, written: list[str]) -> None:  # noqa: F811
    told = ours.told(case)
    what = dice.choice(("note", "severity", "priority", "status"))
    if what == "note":
        written.append(f"ours {step}")
        ours.change(case, note=[*told.get("note", []), {"@type": "Note", "text": written[-1]}])
    elif what == "status":
        ahead = sorted(FOLLOWING[Status(told["status"])] - {Status.CLOSED, Status.REJECTED, Status.CANCELLED})
        if ahead:
            ours.become(case, dice.choice(ahead))
    else:
        ours.change(case, **{what: dice.choice(WORDS) if what == "severity" else dice.choice(("Low", "High"))})


def change_theirs(ours: Ours, case: int, dice: random.Random, step: int, written: list[str]) -> None:  # noqa: F811
    theirs = ours.theirs(case)
    what = dice.choice(("note", "severity", "status", "description"))
    if what == "note":
        written.append(f"theirs {step}")
        ours.they_note(case, written[-1])
    elif what == "status":
        ahead = sorted(FOLLOWING[Status(theirs["status"])] - {Status.CLOSED, Status.REJECTED, Status.CANCELLED})
        if ahead:
            ours.they_change(case, status=dice.choice(ahead).value)
    else:
        ours.they_change(case, **{what: dice.choice(WORDS)})
