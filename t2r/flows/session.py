"""A session: one customer's trouble being led through a flow, one call at a time, by whoever carries the calls out."""

from __future__ import annotations

from typing import Any

from t2r.flows.actions import Actions
from t2r.flows.answers import Answers
from t2r.flows.catalogue import Actor
from t2r.flows.core import Core, Needs
from t2r.flows.expressions import UNKNOWN
from t2r.flows.ladder import Ladder
from t2r.flows.language import Outcome
from t2r.flows.state import Call, Done, Frame, Pending
from t2r.flows.trace import MANUAL, Event, plain

MAX_CALLS = 200  # calls of one session; then a person has to look at it
MAX_STEPS = 20_000  # steps between two calls; no ladder has as many


class Session:
    """One trouble on its way to its resolution.

    `next` says what is to be done; the host does it and tells with `observe` what came of it. Nothing that a tool or a
    person answers makes either of them raise.
    """

    __slots__ = ("_actions", "_answers", "_core", "_ladder")

    def __init__(self, core: Core) -> None:
        self._core = core
        self._answers = Answers(core)
        self._actions = Actions(core, self._answers)
        self._ladder = Ladder(core, self._answers, self._actions)

    @property
    def id(self) -> str:
        """The id of the session; every idempotency key begins with it."""
        return self._core.state.id

    @property
    def flow(self) -> str:
        """The id of the flow it goes through."""
        return self._core.state.flow

    @property
    def state(self) -> dict[str, Any]:
        """Everything about the session as JSON: store it, and take it up again with `Engine.resume`."""
        return {**self._core.state.to_json(), "trace": [event.to_json() for event in self._core.trace]}

    @property
    def trace(self) -> list[Event]:
        """What happened, step by step."""
        return list(self._core.trace)

    @property
    def done(self) -> Done | None:
        """How it ended, where it has."""
        return self._core.state.done

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Every question that has an answer: value, source, age, confidence, and whether it may still decide anything."""
        now, vocabulary = self._core.clock(), self._core.flows.vocabulary
        return [
            {
                "check": vocabulary.check_of[name],
                "fact": name,
                **fact.to_json(),
                "age_s": round(now - fact.measured_at, 3),
                "fresh": fact.is_fresh(now),
            }
            for name, fact in self._core.state.facts.known.items()
            if name in vocabulary.check_of
        ]

    def next(self) -> Call | Done:
        """What is to be done next; the same call until it was observed."""
        state = self._core.state
        if state.pending is not None:
            return state.pending.call
        for _ in range(MAX_STEPS):
            if state.done is not None:
                return state.done
            try:
                if state.ending is not None:
                    self._actions.hand_over(state.ending)
                elif state.choice is not None:
                    self._answers.ask_which(state.choice)
                    self._begin(None)
                else:
                    self._ladder.step()
            except Needs as needed:
                if state.calls < MAX_CALLS or needed.pending.what == "hand_over":
                    return self._give_out(needed.pending)
                self._actions.end(Outcome.ESCALATED, f"no end after {MAX_CALLS} calls", "technical support")
        ending = self._actions.end(Outcome.ESCALATED, "the flow does not come to an end", "technical support")
        self._actions.finish(ending)
        return ending

    def _give_out(self, pending: Pending) -> Call:
        state = self._core.state
        state.calls += 1
        state.pending = pending
        if pending.what in ("route", "ask", "tell"):
            call = pending.call
            self._core.note("ask", call.question or call.action or pending.names[0], tool=call.tool,
                            value=call.wording or call.arguments.get("question"), who=MANUAL, etom=call.etom)  # fmt: skip
        return pending.call

    def observe(self, call: Call | str, output: Any = None, error: str | None = None) -> None:
        """Tell what came of a call. One that is not the call given out last is ignored: it was observed before."""
        state = self._core.state
        pending = state.pending
        given = call if isinstance(call, str) else getattr(call, "id", None)
        if pending is None or pending.call.id != given:
            self._core.note("note", str(given), value="this call was observed before, or is not waited for")
            return
        state.pending = None
        if error is not None and not isinstance(error, str):
            error = str(error)
        match pending.what:
            case "route":
                self._begin(output if error is None else None)
            case "read":
                self._answers.observe_read(pending, output, error)
            case "ask":
                self._answers.observe_ask(pending, output, error)
            case "do" | "tell":
                self._actions.observe(pending, output, error)
            case "hand_over":
                self._actions.observe_hand_over(pending, error)

    def _begin(self, answer: Any) -> None:
        """Enter the flow that an answer tells, or else the likeliest one."""
        state, flows = self._core.state, self._core.flows
        choice, state.choice = state.choice, None
        said = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
        told = {name.casefold(): flow for name, flow in choice.flows.items()} if choice else {}
        state.flow = told.get(str(said).strip().casefold(), state.flow)
        self._core.note("route", state.flow, value=plain(self._core.masked(said)), who=MANUAL, flow=state.flow)
        if state.flow in flows:
            state.frames = [Frame(state.flow, flows.digests[state.flow])]
        else:
            self._actions.end(Outcome.ESCALATED, "no flow fits what the customer said", "first line")

    def skip(self, call: Call | str, reason: str = "skipped by the agent") -> None:
        """Do without a call: nobody carries it out. What it would have told stays unknown; what it would have done, undone."""
        pending = self._core.state.pending
        if pending is None or pending.call.id != (call if isinstance(call, str) else call.id):
            return
        self._core.state.pending = None
        if pending.what == "read" and pending.reading is not None:
            self._answers.give_up(pending.reading)
        elif pending.what == "ask":
            self._answers.observe_ask(pending, None, None)
        elif pending.what == "route":
            self._begin(None)
        elif pending.what in ("do", "tell"):
            self._actions.leave_out(reason)
        else:
            self._actions.observe_hand_over(pending, reason)

    def answer(self, fact: str, value: Any, by: str = "agent") -> bool:
        """Take an answer or a correction of a slot or fact from a person; False where it is none of the allowed.

        It stands against any tool until something is done that changes it. What waits for that answer waits no longer.
        """
        state = self._core.state
        if state.done is not None or not self._answers.take(fact, value, Actor(by).value):
            return False
        pending = state.pending
        if pending is not None and pending.what in ("read", "ask"):
            state.pending = None
            state.loops.clear()
        if pending is None or fact not in pending.names:
            for frame in state.frames:  # it may change what was decided on an earlier rung
                frame.moved = True
        return True

    def abandon(self, reason: str) -> Done:
        """End it: the customer hung up, or somebody else takes over by another way."""
        if self._core.state.done is None:
            self._actions.finish(self._actions.end(Outcome.ABANDONED, reason))
        return self._core.state.done or self._actions.end(Outcome.ABANDONED, reason)

    def recover(self) -> None:
        """After a crash: a call that was given out may have been carried out, and nobody knows.

        An action is done again only where a fresh reading shows that it did not happen, and then under the same key.
        """
        state = self._core.state
        pending = state.pending
        if pending is None or pending.what != "do" or not state.frames or not state.frames[-1].queue:
            return
        task = state.frames[-1].queue[0]
        if task.id == pending.call.id:
            state.pending = None
            self._actions.recover(task)

    def shown(self, name: str) -> Any:
        """A slot or fact as it is known at this moment, for whoever looks at the session."""
        value = self._core.value(name, {})
        return plain(value) if value is not UNKNOWN else None
