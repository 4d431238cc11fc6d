"""`t2r flow`: list, check, show, export and run troubleshooting flows, and find the flow for what customers say."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from t2r.flow_route import route
from t2r.flow_run import SHIPPED, AsJson, Bound, Places, Words, at_the_edge, load, run, tools_of
from t2r.flows import Flow, FlowError, Flows, Policy
from t2r.flows.files import Mistake, unknown_name
from t2r.flows.language import Rung

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Troubleshooting flows: ladders of checks and actions, from the trouble to its resolution.",
)

FlowId = Annotated[str, typer.Argument(metavar="FLOW", help="Id of a flow")]


@app.command(name="list")
@at_the_edge
def list_flows(places: Places = None, words: Words = None, binding: Bound = "sandbox", as_json: AsJson = False) -> None:
    """List the flows."""
    flows = load(places, words, binding)
    if as_json:
        _print_json({"flows": [_summary(flow) for flow in flows.values()]})
        return
    for flow in flows.values():
        typer.echo(f"{flow.flow:<18} v{flow.version:<3} {len(flow.rungs):>2} rungs  {flow.title}")


@app.command()
@at_the_edge
def check(
    places: Annotated[
        list[Path] | None, typer.Argument(help="Flow files or folders; the starter flows if none", show_default=False)
    ] = None,
    words: Words = None,
    binding: Annotated[str | None, typer.Option(help="Check this binding too; every one that ships if none")] = None,
    policy: Annotated[Path | None, typer.Option(help="Check this decision table too (.dmn)")] = None,
    as_json: AsJson = False,
) -> None:
    """Report every mistake of flow files, vocabulary, binding and policy with file and line."""
    bindings: list[str | None] = [binding] if binding or places else [*SHIPPED]
    mistakes: list[Mistake] = []
    asked: dict[str, list[str]] = {}
    for each in bindings:
        try:
            asked[each or "none"] = _unanswered(load(places, words, each))
        except FlowError as error:
            mistakes += [mistake for mistake in error.mistakes if mistake not in mistakes]
    _ = Policy.load(policy) if policy else Policy.default()
    if as_json:
        told = [{"path": mistake.path, "line": mistake.line, "text": mistake.text} for mistake in mistakes]
        _print_json({"ok": not mistakes, "mistakes": told, "asked_of_people": asked})
    else:
        for mistake in mistakes:
            typer.echo(str(mistake), err=True)
        for name, checks in asked.items():
            people = f"; asked of people: {', '.join(checks)}" if checks else ""
            typer.echo(f"binding {name}: no mistakes{people}")
    if mistakes:
        raise typer.Exit(1)


@app.command()
@at_the_edge
def show(
    flow: FlowId, places: Places = None, words: Words = None, binding: Bound = "sandbox", as_json: AsJson = False
) -> None:
    """Show a flow as a list of what is checked and done."""
    flows = load(places, words, binding)
    found = _find(flows, flow)
    if as_json:
        _print_json(found.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        return
    typer.echo(f"{found.title} ({found.flow}, version {found.version})\nGoal: {found.goal}")
    for index, rung in enumerate(found.rungs, 1):
        typer.echo(f"{index:>2}. {_in_words(rung, flows)}")
    typer.echo(f"    Otherwise: hand over to {found.escalate}")


@app.command()
@at_the_edge
def export(
    flow: Annotated[str | None, typer.Argument(metavar="FLOW", help="Id of a flow; every flow if none")] = None,
    out: Annotated[Path | None, typer.Option(help="File, or folder for every flow; stdout if none")] = None,
    places: Places = None,
    words: Words = None,
    binding: Bound = "sandbox",
    catalogue: Annotated[
        str | None, typer.Option(help="MODULE:NAME of the tools, which say what a system and what a person does")
    ] = None,
) -> None:
    """Write a flow as BPMN 2.0 with its diagram."""
    from t2r.flows.bpmn import to_bpmn

    flows = load(places, words, binding)
    tools = tools_of(catalogue, binding)
    if flow is not None:
        document = to_bpmn(_find(flows, flow), flows, tools)
        if out is None:
            sys.stdout.buffer.write(document + b"\n")
        else:
            out.write_bytes(document + b"\n")
        return
    if out is None:
        raise typer.BadParameter("--out: name a folder for the files of all flows")
    out.mkdir(parents=True, exist_ok=True)
    for name, each in flows.items():
        (out / f"{name}.bpmn").write_bytes(to_bpmn(each, flows, tools) + b"\n")


app.command(name="run")(at_the_edge(run))
app.command(name="route")(at_the_edge(route))


def _summary(flow: Flow) -> dict[str, Any]:
    return {
        "flow": flow.flow,
        "version": flow.version,
        "title": flow.title,
        "goal": str(flow.goal),
        "rungs": len(flow.rungs),
        "symptoms": len(flow.symptoms),
        "includes": list(flow.includes),
        "etom": flow.etom,
    }


def _unanswered(flows: Flows) -> list[str]:
    """Checks that some flow needs and no tool answers: they are asked of a person."""
    vocabulary = flows.vocabulary
    spoken = {name for flow in flows.values() for each in flow.expressions for name in each.names}
    facts = {fact for fact in spoken if fact in vocabulary.facts and fact not in flows.wiring.of}
    return sorted({vocabulary.check_of[fact] for fact in facts})


def _find(flows: Flows, name: str) -> Flow:
    if name not in flows:
        raise typer.BadParameter(unknown_name(name, flows, "flow"))
    return flows[name]


def _in_words(rung: Rung, flows: Flows) -> str:
    """A rung as a line."""
    parts = [
        f"{word} {each}" for word, each in (("when", rung.when), ("unless", rung.unless), ("if", rung.if_)) if each
    ]
    if rung.foreach:
        parts.append(f"for each {rung.foreach.item} in {rung.foreach.of}")
    if rung.guard:
        parts.append(f"only where {rung.guard} (otherwise {rung.otherwise})")
    actions = [flows.vocabulary.actions[do.action].title for do in rung.do]
    deeds = [*actions, *(f"flow {rung.call}" for _ in [1] if rung.call), *filter(None, (rung.end,))]
    if rung.escalate:
        deeds.append(f"hand over to {rung.escalate}")
    deeds = deeds or [f"look at {', '.join(rung.check)}"]
    return f"{rung.title + ': ' if rung.title else ''}{', '.join(parts)}{' → ' if parts else ''}{', then '.join(deeds)}"


def _print_json(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
