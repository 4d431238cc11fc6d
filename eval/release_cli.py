"""`t2r eval gate`: may this version be released?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.edge import AsJson, Html, at_the_edge
from eval.keeping import Keep
from eval.output import finish
from eval.past_cli import AsOf


@at_the_edge
def gate(
    part: Annotated[list[str] | None, typer.Option(help="Only this part; may be repeated.")] = None,
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another gate file; baselines lie beside it.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Make what comes out the new baselines.")] = False,
    as_of: AsOf = None,
    keep: Keep = False,
    data_dir: Annotated[Path | None, typer.Option(help="Data folder to keep it in.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit's XML here.")] = None,
    html: Html = None,
    as_json: AsJson = False,
) -> None:
    """Run the evaluations again and judge them against the committed baselines; exit with 1 where one is worse."""
    from eval import keeping, release
    from t2r.evaluations import NAME

    if accept and as_of is not None:
        raise typer.BadParameter("a baseline is of today's knowledge", param_hint="--as-of")
    path = file or release.SHIPPED
    parts = release.read(path)
    for name in part or ():
        if name not in parts:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(parts)}", param_hint="--part")
    if keep and (odd := [name for name in part or parts if not NAME.fullmatch(name)]):
        raise typer.BadParameter(f"a part that is kept is named as {NAME.pattern}, not {odd[0]!r}", param_hint="--keep")
    runs = []
    for name in part or parts:
        typer.echo(f"gate: {name}", err=True)
        runs.append(release.run(name, parts[name], path.parent, accept, release.by_command, as_of))
        if keep:
            kept = keeping.of_part(runs[-1], parts[name], release.back_to(parts[name], as_of))
            keeping.keep(kept, data_dir)
    if junit is not None:
        release.write_junit(runs, junit)
    finish(release.as_result(runs), as_json, html, lambda: release.gate_report(runs))
    if not release.passed(runs):
        raise typer.Exit(1)
