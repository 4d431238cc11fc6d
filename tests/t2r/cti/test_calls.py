"""What single events make of a call."""

from __future__ import annotations

from typing import Any

import pytest

from t2r.cti.calls import Call, Standing, follow
from t2r.cti.events import CallType, Event
from t2r.cti.lines import line_of

A, B = {"ThisDN": "7001", "AgentID": "asha"}, {"ThisDN": "7002", "AgentID": "ravi"}


def told(*events: tuple[Any, ...], **everywhere: Any) -> Call:
    """The call of these events, a second apart: a name without its prefix, who, and more."""
    read = [
        Event.model_validate(
            {
                "Event": f"Event{name}",
                "ConnID": "1",
                "Time": float(second),
                **everywhere,
                **who,
                **(more[0] if more else {}),
            }
        )
        for second, (name, who, *more) in enumerate(events)
    ]
    call = follow(read)
    assert call is not None
    return call


@pytest.mark.parametrize(
    ("events", "standing", "agent", "is_over"),
    [
        ([("Ringing", A)], "ringing", "asha", False),
        ([("Ringing", A), ("Established", A)], "talking", "asha", False),
        ([("Ringing", A), ("Established", A), ("Held", A)], "held", "asha", False),
        ([("Established", A), ("Held", A), ("Retrieved", A)], "talking", "asha", False),
        ([("Established", A), ("Ringing", A)], "talking", "asha", False),  # it rings only until it is answered
        ([("Ringing", A), ("Released", A)], "left", "asha", True),
        ([("Released", A), ("Established", A)], "left", "asha", True),  # late or wrong: it is over
        ([("Released", A), ("Held", A)], "left", "asha", True),
        ([("Ringing", A), ("Abandoned", A)], "left", "asha", True),
        ([("Established", A), ("Released", A, {"CallState": "Transferred"})], "left", "asha", False),
        ([("Released", A, {"CallState": "Redirected"}), ("Ringing", B)], "ringing", "ravi", False),
        ([("Established", A), ("Established", B)], "talking", "ravi", False),  # how it was passed on was lost
    ],
)
def test_what_a_call_is_after_these_events(events: Any, standing: str, agent: str, is_over: bool) -> None:
    call = told(*events)
    holder = call.holder
    assert holder is not None
    assert (holder.standing, holder.agent, call.ended_at is not None) == (Standing(standing), agent, is_over)


def test_in_a_conference_it_is_over_when_the_last_agent_or_the_customer_leaves() -> None:
    joined = [("Established", A), ("PartyAdded", A, {"OtherDN": "7002", "CallState": "Conferenced"})]
    assert [leg.party for leg in told(*joined, ANI="+91").active] == ["7001", "7002"]
    assert told(*joined, ("Released", A), ANI="+91").ended_at is None
    assert told(*joined, ("Released", A), ("Released", B), ANI="+91").ended_at
    assert told(*joined, ("PartyDeleted", A, {"OtherDN": "+91"}), ANI="+91").ended_at


def test_nobody_answers_a_call_that_is_abandoned() -> None:
    assert told(("Ringing", A), ("Abandoned", A)).abandoned
    assert not told(("Ringing", A), ("Released", A)).abandoned  # whether it was answered is not known
    assert not told(("Established", A), ("Abandoned", A)).abandoned


@pytest.mark.parametrize(
    ("ani", "attached", "line"),
    [
        ("+91 98000 00001", {}, "919800000001"),
        ("9800000001", {}, "919800000001"),
        ("sip:+919800000001@sbc.example;user=phone", {}, "919800000001"),
        ("<tel:+919800000001>", {}, "919800000001"),
        ("anonymous", {}, None),
        ("sip:anonymous@anonymous.invalid", {"line": "09800000003"}, "919800000003"),
        ("4711", {"line": "+919800000003"}, "919800000003"),
        ("+919800000001", {"line": "+919800000003"}, "919800000001"),
        (None, {"line": "not a number"}, None),
    ],
)
def test_the_line_is_the_number_that_calls_or_the_one_attached(
    ani: str | None, attached: dict[str, str], line: str | None
) -> None:
    given = {} if ani is None else {"ANI": ani}
    assert line_of(told(("Ringing", A), **given, UserData=attached)) == line


def test_an_outbound_call_is_about_the_number_that_was_dialled() -> None:
    call = told(("Established", A), ANI="1800111", DNIS="+919800000001", CallType="Outbound")
    assert (call.kind, line_of(call)) == (CallType.OUTBOUND, "919800000001")


def test_numbers_of_one_source_count_more_than_a_clock_that_was_set() -> None:
    first = {"Event": "EventReleased", "ConnID": "1", "Time": 5.0, "EventSequenceNumber": 2, "Server": "s", **A}
    second = {"Event": "EventRinging", "ConnID": "1", "Time": 9.0, "EventSequenceNumber": 1, "Server": "s", **A}
    call = follow([Event.model_validate(first), Event.model_validate(second)])
    assert call is not None
    assert call.ended_at is not None
