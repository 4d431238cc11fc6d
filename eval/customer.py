"""The evaluation's customer: answers the question that parts two flows by what is true in the simulated world."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from t2r.simulated import World, fixed, mobile
from t2r.simulated.tickets import Ticket

Says = Callable[[Ticket, World], str]
AT_HOME = ("broadband-down", "broadband-slow", "wifi")
SLOW = ("slow-data", "broadband-slow")


def _place(ticket: Ticket, _: World) -> str:
    return "at home or" if ticket.kind.flow in AT_HOME else "on the phone"


def _cable(_: Ticket, world: World) -> str:
    return "only over" if fixed.broadband_works(world.state) else "on the cable"


def _speed(ticket: Ticket, world: World) -> str:
    works = fixed.broadband_works if ticket.kind.flow in AT_HOME else mobile.has_data
    return "slow" if works(world.state) else "nothing opens"


def _bars(_: Ticket, world: World) -> str:
    return "there are bars" if mobile.has_service(world.state) else "no bars"


def _which(ticket: Ticket, world: World) -> str:
    if not mobile.has_service(world.state):
        return "neither"
    return "calls" if ticket.kind.flow in ("calls", "barred-line") else "the internet"


def _dial(_: Ticket, world: World) -> str:
    heard = mobile.call_result(world.state, "outgoing")
    return {"barred": "announcement", "no_service": "no signal"}.get(heard, "fails or drops")


def _is(flow: str, yes: str, no: str) -> Says:
    return lambda ticket, _: yes if ticket.kind.flow == flow else no


# A part of the question → what begins or names the customer's answer.
SAYS: tuple[tuple[str, Says], ...] = (
    ("through the SIM", _place),
    ("computer on a cable", _cable),
    ("nothing open at all", _speed),
    ("signal bars", _bars),
    ("calls, or the internet", _which),
    ("When you dial", _dial),
    ("new or replaced SIM", _is("sim-esim", "new or replaced", "worked before")),
    ("messages with pictures", _is("mms", "pictures", "plain texts")),
    ("lost or stolen", _is("lost-phone", "lost or stolen", "another reason")),
    ("recharge or a pack", _is("recharge-cap", "recharge or pack", "a bill")),
    ("outside the country", lambda _, world: "abroad" if world.state.place.abroad else "at home"),
)


def choose(ticket: Ticket, world: World, question: str, allowed: Sequence[str], title: str) -> str | None:
    """The answer to a question that parts flows; `title` is that of the flow that the customer would pick from a list."""
    if title in allowed:
        return title
    said = next((says(ticket, world) for part, says in SAYS if part in question), None)
    return next((answer for answer in allowed if said is not None and said in answer), None)
