"""What cases are worked on with, as the settings say: flows, policy, codes, the host's tools, and the network as it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from sqlalchemy import Engine as Database

from api.desk import Desk
from api.desk import Subject as Asked
from api.problems import Invalid, NotFound, Unavailable
from diagnostics.readings import Kind, Place
from knowledge.embedding import OnnxEmbedder
from t2r.cases.codes import SHIPPED, Codes
from t2r.cases.network import Seen, seen
from t2r.cases.progress import subject_of
from t2r.cases.tables import Case
from t2r.cases.workbench import Subject, Workbench
from t2r.flows import Catalogue, Engine, Flows, Policy, Tools
from t2r.flows.router import Router
from t2r.journeys.forms import PACKAGE, Journeys
from t2r.settings import Settings

PLANNED = "planned_work"  # is announced, and no failure
MOST_OUTAGES = 50  # that are reported before anybody calls, the largest

Look = Callable[[], Seen | None]
ToolsOf = Callable[[Case, Look], Catalogue]


def open_bench(settings: Settings, database: Database, desk: Desk) -> Workbench:
    """The workbench of these settings. Raises FlowError, PolicyError or ValueError that name file and line of a mistake."""
    look, flows = _looking(desk), _flows(settings.flows, settings.binding)
    return Workbench(
        database=database,
        flows=flows,
        engine=Engine(Policy.load(settings.policy) if settings.policy else None),
        router=_router(settings.model_dir),
        tools=_tools_of(settings.catalogue, look),
        codes=Codes.load(settings.case_codes or SHIPPED),
        look=look,
        outages=_outages(desk, settings.outage_report_lines),
        journeys=_journeys(settings.journeys, flows),
    )


def prepare(bench: Workbench) -> None:
    """Make the router ready: it takes some seconds, and the first case would wait for it."""
    if isinstance(bench.router, Router):
        bench.router.prepare(bench.flows)


@cache
def embedder(model_dir: Path | None) -> OnnxEmbedder:
    """The model, once in a process."""
    return OnnxEmbedder.load(model_dir=model_dir)


@cache
def _flows(folder: Path | None, binding: str) -> Flows:
    return Flows.starter(binding) if folder is None else Flows.load(folder, binding=binding)


def _journeys(folder: Path | None, flows: Flows) -> Journeys:
    return Journeys.load(PACKAGE, *([folder] if folder else []), facts=flows.vocabulary.check_of)


@cache
def _router(model_dir: Path | None) -> Router:
    return Router(embedder(model_dir))


def _tools_of(name: str | None, look: Callable[[Subject], Seen | None]) -> Callable[[Case], Catalogue]:
    """What MODULE:NAME gives for a case: the tools of its customer. Without a name there are none, and people are asked."""
    if name is None:
        return lambda _: Tools([])
    module, _, attribute = name.partition(":")
    try:
        found: ToolsOf = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"catalogue: {name} is nothing that can be imported as MODULE:NAME ({error})") from error
    return lambda case: found(case, lambda: look(subject_of(case)))


def _outages(desk: Desk, least: int) -> Callable[[], Mapping[str, Place]]:
    """The outages of at least so many lines, with a place to look at each; none where `least` is 0, or there is no network."""

    def outages() -> Mapping[str, Place]:
        if not least or not desk.is_there:
            return {}
        try:
            shown = desk.outages()
        except Unavailable:
            return {}
        large = [one for one in shown if one.lines_affected >= least and one.cause != PLANNED and one.is_placed]
        return {f"{Kind.OUTAGE}:{one.id}": Place(one.latitude, one.longitude) for one in large[:MOST_OUTAGES]}

    return outages


def _looking(desk: Desk) -> Callable[[Subject], Seen | None]:
    """The network as the agents see it; nothing where there is none, or where it knows no such line."""

    def look(subject: Subject) -> Seen | None:
        if not desk.is_there or (subject.line is None and subject.place is None):
            return None
        try:
            shown = desk.show(Asked(subject.line, subject.place, subject.device, subject.abroad, subject.indoors))
        except (NotFound, Invalid, Unavailable):
            return None
        return seen(shown, desk.behind)

    return look
