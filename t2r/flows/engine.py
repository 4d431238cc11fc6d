"""The engine: opens sessions, takes them up again, and runs them where the catalogue can call its tools."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol
from uuid import uuid4

from t2r.flows.catalogue import Actor, Catalogue, Tool, ToolResult
from t2r.flows.collection import Flows
from t2r.flows.core import Clock, Core
from t2r.flows.expressions import UNKNOWN
from t2r.flows.facts import Fact, Facts, seconds
from t2r.flows.files import unknown_name
from t2r.flows.language import Outcome
from t2r.flows.policy import Policy
from t2r.flows.readers import coerced
from t2r.flows.session import Session
from t2r.flows.slots import slots_of
from t2r.flows.state import Call, Choice, Done, Frame, State
from t2r.flows.trace import Event

TIMEOUT = 30.0  # seconds a tool may take
# What a tool of a host may raise instead of answering with an error.
FAILURES = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, AssertionError)

Save = Callable[[dict[str, Any]], None]
NO_CONTEXT: Mapping[str, Any] = {}


class Routed(Protocol):
    """What a router says: the flow (None: none fits), by how much it is ahead, and the slots in the words."""

    @property
    def flow(self) -> str | None: ...
    @property
    def margin(self) -> float: ...
    @property
    def slots(self) -> Mapping[str, Any]: ...
    @property
    def ask(self) -> Question | None: ...


class Question(Protocol):
    """The question that tells apart the flows in doubt, and its answers."""

    @property
    def question(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...


class Routes(Protocol):
    """Finds the flow for what a customer says, and again with the answer to the question that it asked."""

    def route(self, words: str, flows: Flows, *, badges: Any, slots: Mapping[str, Any]) -> Any: ...
    def answered(self, route: Any, answer: str, flows: Flows) -> Any: ...


class Engine:
    """Runs flows. One engine serves any number of sessions; it holds nothing of any of them."""

    def __init__(
        self,
        policy: Policy | None = None,
        router: Routes | None = None,
        clock: Clock = time.time,
        timeout: float = TIMEOUT,
    ) -> None:
        self._policy, self._router, self._clock, self._timeout = policy or Policy.default(), router, clock, timeout

    def open(
        self,
        words: str,
        catalogue: Catalogue,
        flows: Flows,
        slots: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> Session:
        """A session for what a customer said.

        `context` may hold: `flow` (its id, instead of finding it from the words), `badges` (for the router), `facts` (name →
        value, or {value, source, measured_at, ttl, confidence}), `ask` (who may be asked: "agent", "customer", both, or
        True), `now` (ISO 8601: what `today` is), `outage` ({id, eta}: a known outage that explains the trouble), `id` (of
        the session). Raises ValueError where there is no flow of that id; where none fits the words, the session is
        handed over at once.
        """
        context = context or NO_CONTEXT
        found = dict(slots or {})
        ask = _askable(context.get("ask"), flows, catalogue.tools())
        margin, choice = None, None
        if context.get("flow"):
            flow, found = str(context["flow"]), {**slots_of(words), **found}
            if flow not in flows:
                raise ValueError(unknown_name(flow, flows, "flow"))
        else:
            routes = self._routes()
            routed: Routed = routes.route(words, flows, badges=context.get("badges"), slots=found)
            flow, found, margin = routed.flow or "", {**routed.slots, **found}, routed.margin
            choice = _choice(routes, routed, flows) if ask else None
        now = str(context.get("now") or "")
        state = State(
            id=str(context.get("id") or uuid4().hex),
            flow=flow,
            binding=flows.wiring.digest,
            slots=_slots(found, flows),
            ask=ask,
            today=now[:10] or None,
            facts=_facts(context.get("facts"), flows, self._clock()),
            choice=choice,
            frames=[Frame(flow, flows.digests[flow])] if flow and choice is None else [],
        )
        trace: list[Event] = []
        core = Core(state, flows, catalogue.tools(), self._policy, self._clock, trace)
        core.note("route", flow, value=margin, why=core.values(state.slots), flow=flow)
        if outage := context.get("outage"):
            state.ending = _linked(flow, outage)
        elif not flow and choice is None:
            state.ending = Done(Outcome.ESCALATED, "", "no flow fits what the customer said", "first line")
        return Session(core)

    def resume(self, state: Mapping[str, Any], catalogue: Catalogue, flows: Flows) -> Session:
        """Take a session up again where it was left, be it after a week, on another machine or with newer flows.

        A flow that has changed since is begun anew with all that is known: nothing is asked or done twice. Raises
        ValueError where the state is damaged or of another format.
        """
        taken = State.from_json(state)
        trace = [Event.from_json(event) for event in state.get("trace", ())]
        core = Core(taken, flows, catalogue.tools(), self._policy, self._clock, trace)
        _adapt(core)
        return Session(core)

    def run(self, session: Session, catalogue: Catalogue, save: Save | None = None) -> Done:
        """Carry all the calls of a session out; `save` is given its state before and after each of them.

        A call that was given out before, and whose answer nobody has, is not made blindly again: see `Session.recover`.
        """
        session.recover()
        with _Worker(catalogue, self._timeout) as worker:
            while isinstance(call := session.next(), Call):
                if save is not None:
                    save(session.state)
                result = worker.call(call)
                session.observe(call, result.output, result.error)
            if save is not None:
                save(session.state)
        return call

    def _routes(self) -> Routes:
        if self._router is None:
            from t2r.flows.router import shared_router

            self._router = shared_router()
        return self._router


def _choice(routes: Routes, routed: Routed, flows: Flows) -> Choice | None:
    """The question to begin with, where the words leave it open which flow it is."""
    if routed.ask is None:
        return None
    found = {answer: routes.answered(routed, answer, flows).flow for answer in routed.ask.answers}
    return Choice(routed.ask.question, {answer: flow for answer, flow in found.items() if flow in flows})


def _slots(given: Mapping[str, Any], flows: Flows) -> dict[str, Any]:
    """The slots of the vocabulary, each as its type says; what is none is left out."""
    known = flows.vocabulary.slots
    values = {name: coerced(known[name], value) for name, value in given.items() if name in known}
    return {name: value for name, value in values.items() if value is not UNKNOWN}


def _facts(given: Any, flows: Flows, now: float) -> Facts:
    """Readings that were there before the first step, such as those behind the badges."""
    facts = Facts()
    for name, each in given.items() if isinstance(given, Mapping) else ():
        kind = flows.vocabulary.facts.get(name)
        told = each if isinstance(each, Mapping) and "value" in each else {"value": each}
        value = UNKNOWN if kind is None else coerced(kind, told["value"])
        if value is not UNKNOWN:
            at, ttl, confidence = (told.get(key) for key in ("measured_at", "ttl", "confidence"))
            fact = Fact(
                value,
                source=str(told.get("source", "context")),
                measured_at=now if at is None else seconds(str(at)),
                ttl=float(ttl) if isinstance(ttl, (int, float)) else flows.vocabulary.ttl(name),
                confidence=float(confidence) if isinstance(confidence, (int, float)) else 1.0,
            )
            facts.put(name, fact)
    return facts


def _askable(given: Any, flows: Flows, tools: Mapping[str, Tool]) -> list[str]:
    """Who may be asked, the customer first: whom the context names, or the catalogue has a tool for."""
    names = {Actor.AGENT.value: flows.binding.ask_agent, Actor.CUSTOMER.value: flows.binding.ask_customer}
    if given is True:
        return [Actor.CUSTOMER.value, Actor.AGENT.value]
    wanted = [given] if isinstance(given, str) else list(given or ())
    return [
        who
        for who in (Actor.CUSTOMER.value, Actor.AGENT.value)
        if who in wanted or names[who] in tools or f"ask_{who}" in tools
    ]


def _linked(flow: str, outage: Any) -> Done:
    """A known outage explains the trouble: no step of the flow would help."""
    told = outage if isinstance(outage, Mapping) else {"id": outage}
    evidence = tuple(f"outage {name}: {value}" for name, value in told.items())
    return Done(Outcome.LINKED_TO_OUTAGE, flow, f"a known outage: {told.get('id', '')}", evidence=evidence)


def _adapt(core: Core) -> None:
    """Fit a state to the flows and the binding of today."""
    state, flows = core.state, core.flows
    if state.binding != flows.wiring.digest:
        state.binding = flows.wiring.digest
        state.loops.clear()
        state.errors.clear()
        state.facts.tried.clear()
        if state.pending is not None and state.pending.what == "read":
            state.pending = None
    if state.done is not None:
        return
    for index, frame in enumerate(state.frames):
        if flows.digests.get(frame.flow) != frame.digest:
            _begin_anew(core, index)
            return


def _begin_anew(core: Core, index: int) -> None:
    """A flow was changed or removed: go back to its first rung, or to the one that called it; what must follow still follows."""
    state, flows = core.state, core.flows
    known = flows.vocabulary.actions
    owed = [
        task
        for frame in state.frames[index:]
        for task in (*frame.queue, *frame.follow)
        if task.follows and task.action in known
    ]
    acted = any(frame.acted for frame in state.frames[index:])
    waits = state.pending
    first = state.frames[-1].queue[0] if state.frames[-1].queue else None
    if waits is not None and waits.what == "do" and first is not None and first.action in known:
        owed = [
            first,
            *(task for task in owed if task is not first),
        ]  # it may have been carried out: that is seen to first
    elif waits is not None and waits.what != "hand_over":
        state.pending = None
    while index >= 0 and state.frames[index].flow not in flows:
        index -= 1
    if index < 0:
        state.pending = None
        state.ending = Done(Outcome.ESCALATED, state.flow, "the flow was taken out of use", "technical support")
        return
    for name, fact in list(state.facts.known.items()):
        if (kind := flows.vocabulary.facts.get(name)) is not None and coerced(kind, fact.value) is UNKNOWN:
            del state.facts.known[name]
    frame = Frame(state.frames[index].flow, flows.digests[state.frames[index].flow], acted=acted)
    if owed:
        frame.stage, frame.rung, frame.queue, frame.touched = "act", -1, owed, True
    state.frames[index:] = [frame]
    core.note("note", frame.flow, value="the flow has changed: it is begun anew with all that is known")


class _Worker:
    """Calls the tools in a thread of its own, so that one that hangs does not hang the session."""

    def __init__(self, catalogue: Catalogue, timeout: float) -> None:
        self._catalogue, self._timeout = catalogue, timeout
        self._start()

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._calls.put(None)

    def _start(self) -> None:
        self._calls: SimpleQueue[Call | None] = SimpleQueue()
        self._results: SimpleQueue[ToolResult] = SimpleQueue()
        Thread(target=self._work, args=(self._calls, self._results), daemon=True).start()

    def _work(self, calls: SimpleQueue[Call | None], results: SimpleQueue[ToolResult]) -> None:
        while (call := calls.get()) is not None:
            try:
                results.put(self._catalogue.call(call.tool, call.arguments, idempotency_key=call.id))
            except FAILURES as error:
                results.put(ToolResult(error=f"{call.tool}: {type(error).__name__}: {error}"))

    def call(self, call: Call) -> ToolResult:
        self._calls.put(call)
        try:
            result = self._results.get(timeout=self._timeout)
        except Empty:
            self._start()  # the old thread is left to its tool
            return ToolResult(error=f"{call.tool}: no answer within {self._timeout:g} s")
        return result if isinstance(result, ToolResult) else ToolResult(output=result)
