"""What cases are worked on with: the database, the flows and their engine, a customer's tools, the network, codes, a clock."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue

from sqlalchemy import Engine as Database

from diagnostics.readings import Place
from t2r.cases.choosing import Routes
from t2r.cases.codes import Codes
from t2r.cases.errors import NotNextError
from t2r.cases.network import Seen
from t2r.cases.tables import Case
from t2r.database import utc_now
from t2r.flows import Call, Catalogue, Engine, Flows, Session, ToolResult
from t2r.journeys.forms import Journeys, starter

log = logging.getLogger("t2r.cases")

PATIENCE = 20.0  # seconds a tool may take


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose trouble it is: a line (digits), a place, or both."""

    line: str | None = None
    place: Place | None = None
    device: str | None = None
    abroad: bool = False
    indoors: bool | None = None


@dataclass(frozen=True, slots=True)
class Workbench:
    """`tools` gives the catalogue of a case's customer; `look` says what the network says, None where it has nothing to say.

    `outages` are those that get a case before anybody calls, by their names, each with a place to look at.
    """

    database: Database
    flows: Flows
    engine: Engine
    router: Routes
    tools: Callable[[Case], Catalogue]
    codes: Codes
    look: Callable[[Subject], Seen | None]
    outages: Callable[[], Mapping[str, Place]] = dict
    journeys: Journeys = field(default_factory=starter)
    patience: float = PATIENCE
    now: Callable[[], datetime] = utc_now

    def resume(self, case: Case) -> Session:
        """The case's flow as it was left. Raises NotNextError where it has none yet, ValueError for a state that is damaged."""
        if case.state is None:
            raise NotNextError(f"case {case.id} takes no flow yet: answer `flow` first")
        return self.engine.resume(case.state, self.tools(case), self.flows)


def call_in_time(catalogue: Catalogue, call: Call, patience: float) -> ToolResult | None:
    """What a tool answers; None when it has not answered in time, and may yet do its work."""
    answers: SimpleQueue[ToolResult] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(catalogue.call(call.tool, call.arguments, idempotency_key=call.id))
        except Exception as error:  # the edge to a host's code: whatever it raises is its answer
            log.exception("tool failed", exc_info=error)
            answers.put(ToolResult(error=f"{call.tool} failed: {type(error).__name__}"))

    threading.Thread(target=work, daemon=True, name=f"tool {call.tool}").start()
    try:
        return answers.get(timeout=patience)
    except Empty:
        log.warning("tool gives no answer: %s", call.tool)
        return None


def outages_that_matter(flows: Flows, flow: str) -> frozenset[str]:
    """The facts about outages that a flow, or one called from it, would look for before anything else is tried."""
    checks = {check for each in reachable(flows, flow) for rung in flows[each].rungs for check in rung.check}
    return frozenset(checks & OUTAGE_FACTS.keys())


# The check that finds an outage, and the fact that names it.
OUTAGE_FACTS: Mapping[str, str] = {"mobile_outage": "mobile_outage_id", "fixed_outage": "fixed_outage_id"}


def reachable(flows: Flows, flow: str) -> list[str]:
    """A flow and all that are called from it, in the order in which they are met."""
    found = [flow]
    for each in found:
        found += [rung.call for rung in flows[each].rungs if rung.call and rung.call not in found]
    return found
