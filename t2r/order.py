"""`t2r order`: work on orders, and look at one (docs/orders.md)."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from t2r.database import open_database
from t2r.flow_run import AsJson, at_the_edge
from t2r.orders import looking, serving, working
from t2r.orders.bench import OrderBench
from t2r.orders.errors import NoSuchOrderError
from t2r.orders.wiring import close_orders, open_orders
from t2r.settings import Settings

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Orders: workers that fulfil them, and what has become of one.",
)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Folder of the database [T2R_DATA_DIR]")]
Files = Annotated[
    Path | None,
    typer.Option(help="Folder with catalogue.yaml, conditions.dmn, priority.dmn [T2R_ORDERS]", show_default=False),
]


@app.command()
@at_the_edge
def work(
    data_dir: DataDir = None,
    files: Files = None,
    once: Annotated[bool, typer.Option("--once", help="Until nothing is ready any more, then end")] = False,
) -> None:
    """Work on orders until stopped, as the server does. Any number may do it, on any machines with the same PostgreSQL."""
    settings = _settings(data_dir) if files is None else _settings(data_dir).model_copy(update={"orders": files})
    engine = open_database(settings.database)
    try:
        bench = open_orders(settings, engine)
        if once:
            typer.echo(f"{_all(bench)} orders worked on")
        else:
            _until_told(bench)
        close_orders(bench)
    finally:
        engine.dispose()


def _all(bench: OrderBench) -> int:
    """Work until nothing is ready; how often an order was worked on."""
    serving.tend_in_turn(bench)
    done = 0
    while (taken := working.work_on(bench)) or working.wake(bench, bench.now()):
        done += taken
    return done


def _until_told(bench: OrderBench) -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    beside = threading.Thread(target=serving.look_after, args=(bench, stop), name="orders")
    beside.start()
    serving.work(bench, stop)
    beside.join()


@app.command()
@at_the_edge
def show(id: Annotated[int, typer.Argument(min=1)], data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """What has happened to an order, in the order of time."""
    engine = open_database(_settings(data_dir).database)
    try:
        with Session(engine) as session:
            order = looking.look(session, id)
            told = looking.timeline(session, id)
            state = order.state.value
    except NoSuchOrderError as error:
        typer.echo(f"t2r order: {error}", err=True)
        raise typer.Exit(1) from error
    finally:
        engine.dispose()
    if as_json:
        typer.echo(json.dumps({"id": id, "state": state, "timeline": told}, indent=2, ensure_ascii=False))
        return
    typer.echo(f"order {id}: {state}")
    for each in told:
        what = each.get("node") or each["what"]
        item = f" item {each['item']}" if each["item"] else ""
        reason = f": {each['reason']}" if each["reason"] else ""
        typer.echo(f"{each['at']}{item} {what} {each['state']}{reason}")


def _settings(data_dir: Path | None) -> Settings:
    return Settings() if data_dir is None else Settings(data_dir=data_dir)
