"""A flow as a list of questions: what each was answered with, by whom, how long ago, and which comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from t2r.flows import Call, Done, Flows, Session
from t2r.flows.vocabulary import FactType, allowed, facts_of


class Standing(StrEnum):
    """How far a question has come."""

    NEXT = "next"
    ANSWERED = "answered"
    STALE = "stale"  # answered, but it may decide nothing any more
    UNKNOWN = "unknown"  # looked for in vain
    OPEN = "open"  # not needed so far


@dataclass(frozen=True, slots=True)
class Blank:
    """A value to be filled in: the fact or slot, its type, and what is allowed."""

    fact: str
    type: str
    allowed: Sequence[Any] | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it is known."""

    blank: Blank
    value: Any
    source: str
    by: str
    measured_at: str
    age_s: float
    fresh: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a flow, with what answers it."""

    check: str
    flow: str
    question: str
    wording: str | None
    etom: str | None
    standing: Standing
    known: tuple[Known, ...]
    blanks: tuple[Blank, ...]


def questions(session: Session, flows: Flows, step: Call | Done | None) -> list[Asked]:
    """Every question of the session's flow and of those called from it, in the order in which they come up."""
    answers: dict[str, list[Mapping[str, Any]]] = {}
    for answer in session.answers:
        answers.setdefault(answer["check"], []).append(answer)
    facts = session.state["facts"]
    in_vain = {
        *facts["asked"],
        *(name for name, tried in facts["tried"].items() if len(tried) >= len(flows.wiring.of[name])),
    }
    awaited = step.question if isinstance(step, Call) else None
    return [
        _asked(flows, flow, check, answers.get(check, []), in_vain, awaited)
        for flow, check in _checks(flows, session.flow)
    ]


def blanks(flows: Flows, call: Call) -> list[Blank]:
    """What a person may answer to a call: the fact or slot it asks for, or all that its check gives."""
    vocabulary = flows.vocabulary
    asked = call.arguments.get("fact")
    if asked is not None:
        return [Blank(str(asked), str(call.arguments["type"]), call.arguments["allowed"], None)]
    check = vocabulary.checks.get(call.question or "")
    return [] if check is None else [_blank(name, kind) for name, kind in facts_of(call.question or "", check).items()]


def _asked(
    flows: Flows, flow: str, check: str, answers: Sequence[Mapping[str, Any]], in_vain: set[str], awaited: str | None
) -> Asked:
    question = flows.vocabulary.checks[check]
    kinds = facts_of(check, question)
    known = tuple(_known(answer, kinds[answer["fact"]]) for answer in answers if answer["value"] is not None)
    if check == awaited:
        standing = Standing.NEXT
    elif known:
        standing = Standing.ANSWERED if all(each.fresh for each in known) else Standing.STALE
    else:
        standing = Standing.UNKNOWN if in_vain & kinds.keys() else Standing.OPEN
    blanks = tuple(_blank(name, kind) for name, kind in kinds.items())
    return Asked(check, flow, question.question, question.ask, question.etom, standing, known, blanks)


def _checks(flows: Flows, flow: str) -> Iterator[tuple[str, str]]:
    """(flow, check), each check once: what verifies the goal, then rung by rung, a called flow where it is called."""
    seen: set[str] = set()

    def walk(id: str, way: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        ladder = flows[id]
        yield from ((id, check) for check in ladder.verify)
        for rung in ladder.rungs:
            yield from ((id, check) for check in rung.check)
            spoken = [each for each in (rung.when, rung.unless, rung.if_, rung.guard) if each is not None]
            names = [name for each in spoken for name in each.names]
            yield from ((id, flows.vocabulary.check_of[name]) for name in names if name in flows.vocabulary.check_of)
            if rung.call and rung.call not in way:
                yield from walk(rung.call, (*way, rung.call))

    if flow in flows:
        for where, check in walk(flow, (flow,)):
            if check not in seen:
                seen.add(check)
                yield where, check


def _known(answer: Mapping[str, Any], kind: FactType) -> Known:
    return Known(
        blank=_blank(answer["fact"], kind),
        value=answer["value"],
        source=answer["source"],
        by=answer["by"],
        measured_at=answer["measured_at"],
        age_s=answer["age_s"],
        fresh=answer["fresh"],
        confidence=answer["confidence"],
    )


def _blank(name: str, kind: FactType) -> Blank:
    return Blank(name, kind.type.value, allowed(kind), kind.unit)
