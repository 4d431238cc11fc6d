"""Part `flows`: how simulated tickets end and openings are routed, and what the engine, open sessions and a case's answers cost."""

from __future__ import annotations

import resource
import statistics
import time
from pathlib import Path
from typing import Any

from eval import flows as tickets_through_flows
from eval import routing
from eval.bench.common import Row, Sizes, at_least, at_most, say
from t2r.flows import Actor, Call, Done, Engine, Flows, Session, Tool, ToolKind, Tools
from t2r.flows.router import shared_router
from t2r.simulated import catalogue
from t2r.simulated.tickets import tickets

CHECKS = 18  # one verification before, one after, and these between: 20 reads, and the action that repairs
OVERHEAD, MEMORY, ANSWERED = at_most(2.0), at_most(200.0), at_most(150.0)
SEED, SEEDS = 7, (7001, 7002)
TICKETS = (  # a metric of `t2r eval flows`, in words, its unit and target
    ("solved", "solved or rightly handed over", "", at_least(0.99)),
    ("needless_writes", "needless writes", "", at_most(0)),
    ("unsafe_actions", "unsafe actions", "", at_most(0)),
    ("auto_answered", "questions answered automatically", "", at_least(0.7)),
    ("auto_answer_accuracy", "automatic answers that are true", "", at_least(0.99)),
)
RIGHT = (("en", "English", at_least(0.95)), ("hi-Latn", "romanised Hindi", at_least(0.9)))


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """What the tickets of two seeds, the openings of the suite, the engine, open sessions and the answers of cases come to."""
    return [
        *_costs(sizes, work),
        *tickets_ended(sizes.tickets),
        *openings_routed(),
    ]  # memory first: its peak only rises


def tickets_ended(count: int) -> list[Row]:
    """Held-out simulated tickets, with up to nine faults each, led from the customer's words to their end."""
    rows = []
    for seed in SEEDS:
        say(f"flows: {count} tickets of seed {seed}")
        metrics = tickets_through_flows.evaluate(seed, count)[0]["metrics"]
        rows += [
            Row(f"tickets of seed {seed}: {words}", metrics[name], unit, target, f"{count} simulated tickets")
            for name, words, unit, target in TICKETS
        ]
    return rows


def openings_routed() -> list[Row]:
    """The suite's openings, none of which the router has learned from."""
    flows = Flows.starter()
    path, openings = routing.read_openings("openings", flows)
    say(f"flows: {len(openings)} openings routed")
    slices = routing.evaluate(openings, path, flows)[0]["slices"]
    return [
        Row(f"openings in {words}: the right flow first", slices[language]["metrics"]["right"], "", target)
        for language, words, target in RIGHT
    ]


def _costs(sizes: Sizes, work: Path) -> list[Row]:
    """The engine's own time for a ladder of 20 calls, the memory of many open sessions, and the automatic answers of cases."""
    flows, tools = _ladder(work / "scratch" / "flows")
    say(f"flows: a ladder of {CHECKS + 2} reads, {sizes.sessions} open sessions, {sizes.tickets} cases")
    lead(flows, tools, to_the_end=True)
    spent = [lead(flows, tools, to_the_end=True)[0] for _ in range(sizes.queries)]
    before = _resident()
    held = [lead(flows, tools, to_the_end=False)[1] for _ in range(sizes.sessions)]
    memory = _resident() - before
    answered = _answered(sizes.tickets)
    return [
        Row(
            f"engine, a ladder of {CHECKS + 2} reads and an action",
            statistics.median(spent) * 1e3,
            "ms",
            OVERHEAD,
            "median",
        ),
        Row(f"memory of {len(held)} open sessions, at their last call", memory, "MB", MEMORY, "resident"),
        Row(
            "case opened → all automatic answers, p95",
            _p95(answered) * 1e3,
            "ms",
            ANSWERED,
            f"{len(answered)} sandbox cases",
        ),
    ]


def lead(flows: Flows, tools: Tools, *, to_the_end: bool) -> tuple[float, Session]:
    """Lead a session whose fault is found by the last check; the seconds that the engine took, and the session."""
    session = Engine().open("", tools, flows, {"line": "L1"}, {"flow": "ladder"})
    mended = False
    began = time.perf_counter()
    while isinstance(step := session.next(), Call):
        if mended and not to_the_end:
            break
        mended = mended or step.kind is ToolKind.WRITE
        session.observe(step, {"right": mended or step.tool not in ("works", f"read_{CHECKS}")})
    return time.perf_counter() - began, session


def _ladder(folder: Path) -> tuple[Flows, Tools]:
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"part_{number}" for number in range(1, CHECKS + 1)]
    checks = "".join(f"  {name}: {{question: 'Is {name} right?', fact: {{type: boolean}}}}\n" for name in names)
    (folder / "vocabulary.yaml").write_text(
        "slots:\n  line: {type: string}\nchecks:\n"
        "  works: {question: 'Does it work?', experience: true, fact: {type: boolean}}\n"
        f"{checks}actions:\n  mend: {{title: Mend it, risk: reversible, effect: {names[-1]}}}\n"
    )
    rungs = "".join(f"  - {{if: not {name}, do: mend}}\n" for name in names)
    (folder / "ladder.yaml").write_text(f"flow: ladder\ntitle: Ladder\ngoal: works\nverify: works\nrungs:\n{rungs}")
    reading = "  - {{tool: {tool}, arguments: {{line: line}}, read: {{{fact}: {{path: right}}}}}}\n"
    numbered = "".join(reading.format(tool=f"read_{number}", fact=name) for number, name in enumerate(names, 1))
    (folder / "binding.yaml").write_text(
        f"binding: bench\nreadings:\n{reading.format(tool='works', fact='works')}{numbered}actions: {{mend: mend}}\n"
    )
    listed = [Tool(name, ToolKind.READ) for name in ("works", *(f"read_{number}" for number in range(1, CHECKS + 1)))]
    return Flows.load(folder, binding=folder / "binding.yaml"), Tools([*listed, Tool("mend", ToolKind.WRITE)])


def _answered(count: int) -> list[float]:
    """For each simulated case, the seconds from its words to the first step that needs a person, or changes anything."""
    flows, router = Flows.starter(), shared_router()
    spent = []
    for ticket in tickets(SEED, count):
        world = ticket.open()
        tools = catalogue(world)
        engine = Engine(router=router, clock=lambda: world.now.timestamp())  # noqa: B023 called within this turn only
        began = time.perf_counter()
        session = engine.open(ticket.words, tools, flows, dict(ticket.slots), {"ask": True})
        while not isinstance(step := session.next(), Done) and _is_automatic(step):
            result = tools.call(step.tool, step.arguments, idempotency_key=step.id)
            session.observe(step, result.output, result.error)
        spent.append(time.perf_counter() - began)
    return spent[1:]  # the first one makes the router ready


def _is_automatic(step: Any) -> bool:
    return step.kind is ToolKind.READ and step.actor is Actor.SYSTEM


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
