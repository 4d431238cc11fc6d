"""`t2r eval orders`: orders through workers that are killed and ports that fail."""

from __future__ import annotations

import random
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from eval.edge import AsJson, at_the_edge
from eval.orders import judging, waiting
from eval.orders.postgresql import server
from eval.orders.running import Run, execute, mend, prepare
from eval.orders.unsteady import Failures, FarAccounts
from eval.output import finish
from eval.report import Report, Table
from eval.results import versions
from t2r.database import open_database
from t2r.orders.bench import order_bench

SHOWN = 10
MOST_WAITING, LEAST_WAITING = 600, 90


@at_the_edge
def orders(
    count: Annotated[int, typer.Option("--orders", min=1, help="Orders of five items each.")] = 200,
    fail: Annotated[float, typer.Option(min=0, max=0.9, help="Share of the calls to ports that fail.")] = 0.1,
    kills: Annotated[int, typer.Option(min=0, help="How often a worker is killed.")] = 4,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the orders and of the faults.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 2,
    database: Annotated[
        str | None,
        typer.Option(help="URL of an empty database; a PostgreSQL of its own, or SQLite, where none is named."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run orders through workers that are killed and ports that fail: is anything lost, repeated, or left waiting?"""
    result = evaluate(count, fail, kills, seed, workers, database)
    finish(result, as_json, None, lambda: report(result))


def evaluate(count: int, fail: float, kills: int, seed: int, workers: int, database: str | None) -> dict[str, Any]:
    """The numbers, and what is behind those that are not as they should be."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        where = database or stack.enter_context(server()) or str(folder / "orders.sqlite")
        run = Run(count, fail, kills, seed, workers, where, folder / "accounts.sqlite", waits=fail > 0 or kills > 0)
        if run.waits:
            FarAccounts(run.accounts, Failures(0.0, random.Random(seed))).prepare()
        bench = prepare(run)
        ran = execute(run, bench)
        with Session(bench.database) as session:
            ended = judging.ended(session)
        mended = mend(run, bench)
        with Session(bench.database) as session:
            left = judging.ended(session)
            why = judging.why_in_fallout(session)
            difference = judging.inventory_difference(session, run.accounts if run.waits else None)
            repeated = judging.repeated_effects(session, run.accounts if run.waits else None)
        lost, duplicates = judging.lost_events(bench)
        bench.database.dispose()
        simulated = order_bench(open_database(folder / "waiting.sqlite"))
        waited = waiting.simulate(simulated, max(LEAST_WAITING, min(MOST_WAITING, 3 * count)), seed)
        simulated.database.dispose()
    over = min(sum(many for state, many in each.items() if "not ended" not in state) for each in (ended, left))
    died = ran.died + mended.died
    return {
        "system": "orders",
        "metrics": {
            "ended": over / count,
            "inventory_difference": len(difference),
            "lost_events": lost,
            "repeated_effects": len(repeated),
            "orders_per_s": round(count / ran.seconds, 2),
            "wait_ratio_low_high": round(waited.ratio, 2),
            "beyond_ageing_bound": waited.beyond_bound,
            "duplicate_events": duplicates,
            "workers_killed": ran.killed,
            "fallouts": ended.get("fallout", 0),
            "fallouts_left": left.get("fallout", 0),
        },
        "states": dict(sorted(left.items())),
        "fallouts_left": dict(sorted(why.items())),
        "wait_minutes": {str(priority): round(each, 1) for priority, each in sorted(waited.minutes.items())},
        "problems": (difference + repeated + [f"{died} workers ended by themselves"] * bool(died))[:SHOWN],
        "config": {
            "orders": count,
            "fail": fail,
            "kills": kills,
            "seed": seed,
            "workers": workers,
            "database": "PostgreSQL" if "postgresql" in where else "SQLite",
            "versions": versions(),
        },
    }


def report(result: dict[str, Any]) -> Report:
    """The numbers for a reader."""
    config = result["config"]
    rows = list(result["metrics"].items())
    states = list(result["states"].items())
    left = list(result["fallouts_left"].items())
    problems = [(each,) for each in result["problems"]]
    return Report(
        title="Orders",
        subtitle=f"{config['orders']} orders, {config['workers']} workers, {config['database']}, seed {config['seed']}",
        figures=rows,
        tables=(
            Table("Measured", ("metric", "value"), rows),
            Table("What became of the orders", ("state", "orders"), states),
            Table("Still in fallout when all was mended", ("step", "orders"), left),
            Table("Problems", ("problem",), problems),
        ),
        config=[(name, str(value)) for name, value in config.items()],
    )
