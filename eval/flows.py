"""Scores the flows on tickets about a simulated customer, whose every fault is known: `t2r eval flows`.

The engine sees the customer's words and the tools' answers. What happened is read off the simulated world: whether the goal holds,
which writes changed nothing, which should not have been made. No flow, and no engine, says of itself that it did well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from statistics import mean
from typing import Any

from eval.customer import choose
from eval.results import versions
from t2r.flows import Actor, Done, Engine, Flows, Outcome, Session, ToolKind
from t2r.flows.router import Router
from t2r.simulated import NOTICE, SimulatedCatalogue, World, catalogue
from t2r.simulated.tickets import Ticket, tickets
from t2r.simulated.truth import TRUTH, truth

Progress = Callable[[], None]
TICKETS = 560
ANYBODY = ("agent", "customer")
FINE = (Outcome.SOLVED, Outcome.NOTHING_WRONG)


@dataclass(slots=True)
class Answer:
    """A question that decided something: who answered it, and whether that was true."""

    automatic: bool
    right: bool | None  # None: the world knows nothing of it


@dataclass(slots=True)
class Run:
    """What came of one ticket."""

    ticket: Ticket
    world: World
    flow: str = ""
    routed: bool = True
    outcome: str = ""
    reason: str = ""
    steps: int = 0
    asked: list[str] = field(default_factory=list)
    needless_questions: int = 0
    answers: dict[str, list[Answer]] = field(default_factory=dict)  # by question
    trace: list[dict[str, Any]] = field(default_factory=list)

    def take(self, flow: str, ticket: Ticket, flows: Flows) -> None:
        """A flow is gone through: the right one, one that contains it, or a wrong one, which is judged by what was wanted."""
        contains = flow in flows and ticket.kind.flow in flows[flow].includes
        self.flow, self.routed = flow, contains or flow == ticket.kind.flow
        self.ticket = ticket.taken_as(flow) if contains else ticket
        self.world.goal = self.ticket.kind.goal

    @property
    def right(self) -> bool:
        """Does the goal hold, or was the case handed over, or linked to the outage, where that is the right end?"""
        holds = self.world.goal(self.world.state)
        if self.outcome in FINE:
            return holds
        return not holds and self.outcome == self.ticket.expected

    @property
    def needless(self) -> list[str]:
        """Writes that were not needed, and why."""
        return [f"{record.tool}: {record.needless}" for record in self.world.records if record.needless]

    @property
    def unsafe(self) -> list[str]:
        """Writes that should not have been made, and why."""
        return [f"{record.tool}: {reason}" for record in self.world.records for reason in record.unsafe]

    @property
    def beside_the_point(self) -> list[str]:
        """Writes that changed only what was not in the customer's way."""
        return [
            record.tool
            for record in self.world.records
            if record.kind in (ToolKind.WRITE, ToolKind.ORDER)
            and record.changed
            and not record.needless
            and not self.ticket.concerns(record.changed)
        ]

    def is_automatic(self, question: str) -> bool:
        """Was the question never put to a person?"""
        return all(answer.automatic for answer in self.answers[question])


def evaluate(
    seed: int,
    count: int = TICKETS,
    *,
    routed: bool = True,
    careless: float = 0.0,
    progress: Progress = lambda: None,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Lead the tickets of a seed through the flows: the result, and the failed tickets with their traces."""
    flows = Flows.starter("sandbox")
    router = Router() if routed else None
    runs = []
    for ticket in tickets(seed, count, careless):
        runs.append(lead(ticket, flows, router))
        progress()
    result = {
        "metrics": metrics(runs),
        "config": {
            "notice": NOTICE,
            "seed": seed,
            "tickets": count,
            "routed": routed,
            "careless": careless,
            "expected": dict(sorted(Counter(run.ticket.expected for run in runs).items())),
            "versions": versions(),
        },
    }
    return result, [as_failure(run) for run in runs if is_failure(run)]


def lead(ticket: Ticket, flows: Flows, router: Router | None) -> Run:
    """One ticket, from the customer's words to the end of its session; without a router in the flow that is right."""
    world = ticket.open()
    tools = catalogue(world)
    engine = Engine(router=router, clock=lambda: world.now.timestamp())
    context = {"ask": list(ANYBODY)} | ({} if router else {"flow": ticket.kind.flow})
    session = engine.open(ticket.words, tools, flows, slots=dict(ticket.slots), context=context)
    run = Run(ticket, world)
    judge = Judge(run, session, tools, flows)
    while True:
        step = session.next()
        judge.look()
        if session.flow != run.flow:  # known from the start, or from the answer to the first question
            run.take(session.flow, ticket, flows)
        if isinstance(step, Done):
            break
        run.steps += 1
        if step.tool in tools.tools():
            result = tools.call(step.tool, step.arguments, idempotency_key=step.id)
            session.observe(step, result.output, result.error)
        else:
            session.observe(step, judge.asked(step.arguments))
    run.outcome, run.reason = step.outcome, step.reason
    run.trace = [event.to_json() for event in session.trace]
    return run


class Judge:
    """Looks on while a session is led, answers for the customer, and compares what decisions rest on with what is true."""

    def __init__(self, run: Run, session: Session, tools: SimulatedCatalogue, flows: Flows) -> None:
        self._run, self._session, self._vocabulary = run, session, flows.vocabulary
        self._systems = {name for name, tool in tools.tools().items() if tool.actor is Actor.SYSTEM}
        self._titles = {name: flow.title for name, flow in flows.items()}
        self._seen = 0

    def asked(self, arguments: Mapping[str, Any]) -> Any:
        """What the customer says to a question; to ask again, or for what was said, is needless."""
        run, name = self._run, arguments.get("fact")
        if name is None:
            return "could not"
        if name == "flow":
            run.asked.append(name)
            title = self._titles[run.ticket.kind.flow]
            return choose(run.ticket, run.world, str(arguments["question"]), arguments["allowed"], title)
        if name in run.ticket.said or name in run.asked:
            run.needless_questions += 1
        run.asked.append(name)
        if self._is_question(name):
            run.answers.setdefault(self._question(name), []).append(Answer(automatic=False, right=None))
        return run.ticket.answer(name, run.world)

    def look(self) -> None:
        """Judge the facts that the decisions since the last look rest on."""
        events = self._session.trace[self._seen :]
        self._seen += len(events)
        used = {name for event in events if event.what == "decision" for name in event.why}
        known = {answer["fact"]: answer for answer in self._session.answers} if used else {}
        for name in sorted(used):
            answer = known.get(name)
            if answer is not None and answer["fresh"]:
                by_system = answer["by"] == "system" and answer["source"] in {*self._systems, "context"}
                self._judge(name, answer["value"], by_system)
            elif answer is None and self._is_question(name):
                self._judge(name, self._session.shown(name), name not in self._run.asked)

    def _judge(self, name: str, value: Any, automatic: bool) -> None:
        if value is None:
            return
        right = is_true(value, truth(self._run.world.state, name)) if name in TRUTH else None
        self._run.answers.setdefault(self._question(name), []).append(Answer(automatic, right))

    def _question(self, name: str) -> str:
        return self._vocabulary.check_of.get(name, name)

    def _is_question(self, name: str) -> bool:
        """A consent, a number or a go-ahead is no question about the trouble."""
        slot = self._vocabulary.slots.get(name)
        return name in self._vocabulary.check_of or (slot is not None and not slot.consent and not slot.personal)


def is_true(said: Any, true: Any) -> bool:
    """Whether a value is what is true; numbers may be rounded, lists may be in another order."""
    if isinstance(true, float) and isinstance(said, int | float) and not isinstance(said, bool):
        return isclose(said, true, rel_tol=0.01, abs_tol=0.05)
    if isinstance(true, list) and isinstance(said, list):
        return sorted(map(str, said)) == sorted(map(str, true))
    return bool(said == true)


def metrics(runs: Sequence[Run]) -> dict[str, Any]:
    """All metrics, with the tickets of each number of faults and of each flow beside."""
    overall = _scores(runs)
    faults = sorted({len(run.ticket.faults) for run in runs})
    flows = sorted({run.ticket.kind.flow for run in runs})
    return {
        **overall,
        "by_faults": {str(n): _scores([run for run in runs if len(run.ticket.faults) == n]) for n in faults},
        "by_flow": {flow: _scores([run for run in runs if run.ticket.kind.flow == flow]) for flow in flows},
    }


def _scores(runs: Sequence[Run]) -> dict[str, Any]:
    automatic = [run.is_automatic(question) for run in runs for question in run.answers]
    judged = [
        answer.right
        for run in runs
        for answers in run.answers.values()
        for answer in answers
        if answer.automatic and answer.right is not None
    ]
    return {
        "tickets": len(runs),
        "solved": _share(run.right for run in runs),
        "needless_writes": sum(len(run.needless) for run in runs),
        "unsafe_actions": sum(len(run.unsafe) for run in runs),
        "auto_answered": _share(automatic),
        "auto_answer_accuracy": _share(judged),
        "needless_questions": sum(run.needless_questions for run in runs),
        "questions_to_people": round(mean(len(run.asked) for run in runs), 2),
        "steps": round(mean(run.steps for run in runs), 2),
        "changes_beside_the_point": sum(len(run.beside_the_point) for run in runs),
        "routed": _share(run.routed for run in runs),
    }


def _share(hits: Iterable[bool | None]) -> float | None:
    every = list(hits)
    return round(mean(bool(hit) for hit in every), 4) if every else None


def is_failure(run: Run) -> bool:
    """Is there anything about the run that a flow should do better?"""
    return not run.right or bool(run.needless or run.unsafe or run.needless_questions) or _wrong(run)


def _wrong(run: Run) -> bool:
    return any(answer.automatic and answer.right is False for answers in run.answers.values() for answer in answers)


def as_failure(run: Run) -> dict[str, Any]:
    """Everything that is needed to see what went wrong."""
    ticket = run.ticket
    return {
        "id": ticket.id,
        "words": ticket.words,
        "faults": list(ticket.faults),
        "distractors": list(ticket.distractors),
        "expected": ticket.expected,
        "flow": {"right": ticket.kind.flow, "taken": run.flow},
        "mind": dict(ticket.mind),
        "outcome": run.outcome,
        "reason": run.reason,
        "right": run.right,
        "goal_holds": run.world.goal(run.world.state),
        "needless": run.needless,
        "unsafe": run.unsafe,
        "beside_the_point": run.beside_the_point,
        "needless_questions": run.needless_questions,
        "wrong_answers": sorted(
            question
            for question, answers in run.answers.items()
            if any(answer.automatic and answer.right is False for answer in answers)
        ),
        "calls": [_call(record) for record in run.world.records],
        "trace": run.trace,
    }


def _call(record: Any) -> Mapping[str, Any]:
    told = {"tool": record.tool, "output": record.output, "error": record.error, "changed": list(record.changed)}
    return {name: value for name, value in told.items() if value}
