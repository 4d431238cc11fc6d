"""`t2r eval cases`: score recorded cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from eval.edge import AsJson, Html, at_the_edge
from eval.inputs import InputError
from eval.output import finish, warn
from eval.results import inputs, versions


@at_the_edge
def cases(
    traces: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Traces (JSON Lines), or an event log: .xes, OCEL 2.0.")
    ],
    names: Annotated[
        Path | None, typer.Option("--map", exists=True, dir_okay=False, help="YAML: another system's names → steps.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="YAML of rules, instead of the shipped ones.")
    ] = None,
    case_type: Annotated[str | None, typer.Option(help="OCEL: the type of object that is a case.")] = None,
    html: Html = None,
    as_json: AsJson = False,
) -> None:
    """Score recorded cases, ours or another system's: the rules they keep, how they fit the process, time, answers."""
    from eval.etom.framework import shipped as framework
    from eval.traces import rules as keeping
    from eval.traces.report import cases_report
    from eval.traces.scoring import score
    from eval.traces.steps import read_map

    recording = _read(traces, case_type)
    held_to = keeping.load(rules) if rules else keeping.shipped()
    result: dict[str, Any] = score(recording, held_to, framework(), read_map(names) if names else None)
    warn(f"{traces.name}, line {one.line}: {one.problem}" for one in recording.refused)
    if not recording.traces:
        raise InputError("no case could be scored", traces)
    files = inputs(traces=traces, map=names, rules=rules)
    result["config"] = {"inputs": files, "versions": versions()}
    finish(result, as_json, html, lambda: cases_report(result))


def _read(path: Path, case_type: str | None) -> Any:
    from eval.traces.events import read
    from eval.traces.imports import is_log, read_log

    return read_log(path, case_type) if is_log(path) else read(path)
