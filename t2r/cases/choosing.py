"""Which flow a case takes: the one the words lead to, the answer to the question that parts those in doubt, or an agent's choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from t2r.cases.errors import RefusedError
from t2r.flows import Flows
from t2r.flows.router import Route
from t2r.flows.routing.questions import Ask


class Routes(Protocol):
    """Finds the flow for what a customer says: `t2r.flows.router.Router`, or anything of that shape."""

    def route(
        self, words: str, flows: Flows, *, badges: Sequence[Any] | None = None, slots: Mapping[str, Any] | None = None
    ) -> Route:
        """The flow for an opening."""

    def answered(self, route: Route, answer: str, flows: Flows) -> Route:
        """The route once the customer has answered its question."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The flow and the slots that are known, or what is in doubt: a question and the flows that each answer leaves."""

    flow: str | None
    slots: Mapping[str, Any]
    doubt: dict[str, Any] | None = None


def choose(router: Routes, flows: Flows, words: str, badges: Sequence[Any], slots: Mapping[str, Any]) -> Choice:
    """The flow that the words and the badges lead to."""
    return _choice(router.route(words, flows, badges=badges, slots=slots), flows)


def narrowed(router: Routes, flows: Flows, doubt: Mapping[str, Any] | None, answer: str) -> Choice:
    """The choice after an answer to the question of a doubt, or the id of a flow. Raises RefusedError for neither."""
    slots: dict[str, Any] = dict(doubt["slots"]) if doubt else {}
    if answer in flows:
        return Choice(answer, slots)
    if doubt is None or answer not in doubt["answers"]:
        known = [*(doubt["answers"] if doubt else ()), *sorted(flows)]
        raise RefusedError("answers.flow", f"{answer!r} is none of {', '.join(known)}")
    left = tuple(flow for flow in doubt["answers"][answer] if flow in flows)
    if len(left) == 1:
        return Choice(left[0], slots)
    ask = Ask(doubt["question"], dict(doubt["answers"]))
    route = Route(None, 0.0, slots, ask, doubt["candidates"], asked=tuple(doubt.get("asked", ())))
    return _choice(router.answered(route, answer, flows), flows)


def _choice(route: Route, flows: Flows) -> Choice:
    if route.flow is not None and route.ask is None:
        return Choice(route.flow, route.slots)
    told = {flow.title: (id,) for id, flow in flows.items() if flow.symptoms}  # others are only called from these
    ask = route.ask or Ask("Which of these is it?", told)
    doubt = {
        "question": ask.question,
        "answers": {answer: list(left) for answer, left in ask.answers.items()},
        "candidates": dict(route.candidates),
        "slots": dict(route.slots),
        "asked": list(route.asked),
    }
    return Choice(None, route.slots, doubt)
