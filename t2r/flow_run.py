"""`t2r flow run`: lead one trouble through its flow, by tools, by a simulated customer, or by hand."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer

from t2r.flows import Actor, Call, Catalogue, Done, Engine, Flows, Policy, Session, Tool, ToolKind, ToolResult

if TYPE_CHECKING:
    from t2r.simulated.tickets import Ticket

SHIPPED = ("sandbox", "tau2_telecom")
P = ParamSpec("P")
Places = Annotated[
    list[Path] | None,
    typer.Option("--flows", help="Flow files, or folders of them, beside which no starter flows are loaded"),
]
Words = Annotated[
    list[Path] | None, typer.Option("--vocabulary", help="Vocabulary files; the vocabulary.yaml of the folders if none")
]
Bound = Annotated[str, typer.Option("--binding", help=f"A binding file, or one that ships: {', '.join(SHIPPED)}")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout")]


def at_the_edge(command: Callable[P, None]) -> Callable[P, None]:
    """Known failures become lines on stderr and exit status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (OSError, ValueError) as error:
            typer.echo(f"t2r: {error}", err=True)
            raise typer.Exit(1) from error

    return run


def load(places: list[Path] | None, words: list[Path] | None, binding: str | None) -> Flows:
    """The flows that the options name."""
    return Flows.load(*places, vocabulary=words, binding=binding) if places else Flows.starter(binding)


def tools_of(catalogue: str | None, binding: str) -> Mapping[str, Tool]:
    """The tools of a catalogue; those of the simulated operator for its binding."""
    if catalogue is not None:
        return _made(catalogue).tools()
    if binding == "sandbox":
        from t2r.simulated.catalogue import TOOLS

        return {name: one.tool for name, one in TOOLS.items()}
    return {}


def run(
    said: Annotated[str, typer.Argument(metavar="[WORDS]", help="What the customer says", show_default=False)] = "",
    flow: Annotated[str | None, typer.Option(help="Id of the flow; found from the words if none")] = None,
    slot: Annotated[list[str] | None, typer.Option(help="NAME=VALUE, what is known of the customer")] = None,
    simulated: Annotated[
        int | None, typer.Option(help="Lead the simulated customer of this seed, who answers by itself", min=0)
    ] = None,
    catalogue: Annotated[
        str | None, typer.Option(help="MODULE:NAME of what gives a catalogue that calls its tools")
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="Decision table (.dmn) of what may be done")] = None,
    places: Places = None,
    words: Words = None,
    binding: Bound = "sandbox",
    as_json: AsJson = False,
) -> None:
    """Lead one trouble through its flow. You carry the calls out and type what came of each, unless a customer is simulated
    or a catalogue is named."""
    flows = load(places, words, binding)
    slots = dict(_pair(each) for each in slot or [])
    clock: Callable[[], float] = time.time
    tools: Catalogue
    if simulated is not None:
        customer = _Simulated(simulated, flow)
        tools, clock = customer, customer.now
        said, slots = said or customer.ticket.words, {**customer.ticket.slots, **slots}
        typer.echo(f"SIMULATED customer: {said}", err=True)
    elif catalogue is not None:
        tools = _made(catalogue)
    else:
        tools = _ByHand(flows)
    engine = Engine(Policy.load(policy) if policy else None, clock=clock)
    session = engine.open(said, tools, flows, slots, {"ask": True, **({"flow": flow} if flow else {})})
    done = _lead(session, tools)
    if as_json:
        told = {"done": asdict(done), "trace": [event.to_json() for event in session.trace]}
        json.dump(told, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        typer.echo(f"{done.outcome}: {done.reason}" + (f" (handed over to {done.queue})" if done.queue else ""))


def _lead(session: Session, tools: Catalogue) -> Done:
    """Carry every call out, and tell of it on stderr."""
    while isinstance(call := session.next(), Call):
        typer.echo(f"[{call.actor}] {call.title} ({call.tool})", err=True)
        if call.kind != ToolKind.READ and call.why:
            typer.echo(f"    because {call.why}", err=True)
        if call.wording:
            typer.echo(f"    Say: {call.wording}", err=True)
        result = tools.call(call.tool, call.arguments, idempotency_key=call.id)
        answer = result.error or json.dumps(result.output, ensure_ascii=False)
        typer.echo(f"    → {answer[:SHOWN]}", err=True)
        session.observe(call, result.output, result.error)
    return call


SHOWN = 300  # characters of an answer


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"--slot: {text!r} is not NAME=VALUE")
    return name.strip(), value.strip()


def _made(name: str) -> Catalogue:
    """The catalogue that MODULE:NAME gives."""
    module, _, attribute = name.partition(":")
    try:
        made: Catalogue = getattr(import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        raise typer.BadParameter(f"--catalogue: {name}: {error}") from error
    return made


class _ByHand:
    """Every tool of the binding, carried out by whoever sits at the terminal."""

    def __init__(self, flows: Flows) -> None:
        binding = flows.binding
        read = {reading.tool: ToolKind.READ for reading in binding.readings}
        write = {action.tool: ToolKind.WRITE for action in binding.actions.values()}
        over = {binding.escalate.tool: ToolKind.ESCALATE} if binding.escalate else {}
        self._tools = {name: Tool(name, kind, Actor.AGENT) for name, kind in {**over, **write, **read}.items()}

    def tools(self) -> Mapping[str, Tool]:
        return self._tools

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:  # noqa: ARG002
        typer.echo(f"    {name} {json.dumps(dict(arguments), ensure_ascii=False)}", err=True)
        typer.echo("    What came of it? (text or JSON; nothing: not known; !text: an error) ", err=True, nl=False)
        line = sys.stdin.readline()
        if not line:
            raise ValueError("the input ended before the flow did")
        text = line.strip()
        return ToolResult(error=text[1:].strip() or "failed") if text.startswith("!") else ToolResult(text or None)


class _Simulated:
    """A simulated customer and the simulated operator's tools."""

    def __init__(self, seed: int, flow: str | None) -> None:
        from t2r.simulated import catalogue
        from t2r.simulated.tickets import FLOWS, tickets

        drawn = tickets(seed, len(FLOWS))
        fitting = [ticket for ticket in drawn if flow in (None, ticket.kind.flow)]
        if not fitting:
            raise typer.BadParameter(f"--flow: no simulated customer needs {flow}; there are {', '.join(FLOWS)}")
        self.ticket: Ticket = fitting[seed % len(fitting)]
        self._world = self.ticket.open()
        self._catalogue = catalogue(self._world)

    def now(self) -> float:
        """The clock of the simulated world."""
        return self._world.now.timestamp()

    def tools(self) -> Mapping[str, Tool]:
        return self._catalogue.tools()

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        if name in self._catalogue.tools():
            return self._catalogue.call(name, arguments, idempotency_key=idempotency_key)
        fact = arguments.get("fact")
        return ToolResult(self.ticket.answer(fact, self._world) if fact else "could not")
