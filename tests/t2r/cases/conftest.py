"""A database for cases, on SQLite and on PostgreSQL in turn, which each test finds empty; and a small operator to work with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Engine, Table, exists, literal, select, union_all
from sqlalchemy.orm import Session

from t2r.cases.changing import begin
from t2r.cases.codes import Codes, Level, Priority, Severity
from t2r.cases.tables import Case
from t2r.cases.workbench import Workbench
from t2r.database import Base, open_database, writing
from t2r.flows import Engine as FlowEngine
from t2r.flows import Flows, Tool, ToolKind, ToolResult
from t2r.flows.router import Route
from t2r.flows.routing.questions import Ask

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def one_database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = open_database(request.getfixturevalue(f"new_{request.param}")())
    yield engine
    engine.dispose()


@cache
def tables() -> dict[str, Table]:
    """Every table that rows can be taken out of, those that point at others first."""
    every = reversed(Base.metadata.sorted_tables)
    return {table.name: table for table in every if not table.name.startswith("audit")}


def empty(database: Engine, *, but: Collection[str] = ()) -> None:
    """Take every row out. Most tables have none, and to look into all of them at once is quicker than to delete."""
    filled = union_all(*(select(literal(name)).where(exists(table.select())) for name, table in tables().items()))
    with writing(database) as session:
        found = set(session.scalars(filled)).difference(but)
        for name, table in tables().items():
            if name in found:
                session.execute(table.delete())


@pytest.fixture
def database(one_database: Engine) -> Iterator[Engine]:
    yield one_database
    empty(one_database)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """One transaction, undone at the end."""
    with Session(database, expire_on_commit=False) as session:
        yield session


@pytest.fixture(scope="session")
def codes() -> Codes:
    return Codes.load()


@pytest.fixture
def opened() -> Callable[..., Case]:
    """A case as it is after the first words, with nothing done yet."""

    def make(session: Session, **given: Any) -> Case:
        about: dict[str, Any] = {
            "words": "no internet",
            "line": "919800000001",
            "channel": "phone",
            "severity": Severity.MINOR,
            "impact": Level.LOW,
            "urgency": Level.MEDIUM,
            "priority": Priority.LOW,
            "opened_at": NOON,
            "updated_at": NOON,
        }
        case = Case(**about | given)
        begin(session, case, "asha", NOON)
        return case

    return make


# A small operator of the tests' own: one line, a phone that the customer looks at, and a flow about both.

VOCABULARY = """
slots:
  phone_number: {type: string, personal: true}
  consent_pay: {type: boolean, consent: true, ask: 'Shall I send you a payment request?'}
checks:
  data:
    question: Does mobile data work?
    experience: true
    fact: {type: boolean}
    ttl: 5m
  mobile_outage:
    question: Is there an outage?
    facts: {mobile_outage: {type: boolean}, mobile_outage_id: {type: string}}
    ttl: 15m
  barred:
    question: Is data barred on the line?
    fact: {type: boolean}
    ttl: 15m
  saver:
    question: Is Data Saver on?
    ask: Is Data Saver on in the settings?
    fact: {type: boolean}
    ttl: 5m
  bill:
    question: Is a bill unpaid?
    fact: {type: boolean}
    ttl: 15m
actions:
  lift_bar: {title: Lift the bar on data, risk: reversible, effect: not barred, changes: [data]}
  turn_saver_off: {title: Turn Data Saver off, say: Switch Data Saver off in the settings., risk: reversible, effect: not saver, changes: [data]}
  request_payment: {title: Send a payment request, risk: costs_money, consent: consent_pay, effect: not bill, changes: [data]}
"""
FLOW = """
flow: data
title: Mobile data does not work
symptoms: [no internet]
goal: data
verify: data
articles: [data-apn-wrong]
escalate: technical support
rungs:
  - check: mobile_outage
    if: mobile_outage
    end: linked_to_outage
    say: There is a fault in our network.
    unknown: skip
  - {check: barred, if: barred, do: lift_bar}
  - {check: bill, if: bill, do: request_payment, unknown: skip}
  - {check: saver, if: saver, do: turn_saver_off}
"""
BINDING = """
binding: small
readings:
  - {tool: read_line, arguments: {number: phone_number}, read: {data: {path: data}, barred: {path: barred}, bill: {path: bill}}}
  - {tool: read_outage, read: {mobile_outage: {path: outage}, mobile_outage_id: {path: id}}}
actions:
  lift_bar: {tool: lift_bar, arguments: {number: phone_number}}
  request_payment: {tool: request_payment, arguments: {number: phone_number}}
"""


class Operator:
    """A line with data, a bar, a bill and an outage, and a record of every call. Its tools can hang, fail or crash."""

    def __init__(self) -> None:
        self.barred, self.bill, self.saver, self.outage = True, False, False, None
        self.calls: list[tuple[str, str]] = []
        self.before: Callable[[str], None] = lambda name: None
        self.after: Callable[[str], None] = lambda name: None

    def tools(self) -> dict[str, Tool]:
        reads = [Tool(name, ToolKind.READ) for name in ("read_line", "read_outage")]
        writes = [Tool(name, ToolKind.WRITE) for name in ("lift_bar", "request_payment")]
        return {tool.name: tool for tool in (*reads, *writes)}

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        self.before(name)
        self.calls.append((name, idempotency_key))
        result = ToolResult({"ok": True})
        if name == "read_line":
            works = not (self.barred or self.bill or self.saver)
            result = ToolResult({"data": works, "barred": self.barred, "bill": self.bill})
        elif name == "read_outage":
            result = ToolResult({"outage": self.outage is not None, "id": self.outage})
        elif name == "lift_bar":
            self.barred = False
        elif name == "request_payment":
            self.bill = False
        self.after(name)
        return result

    def made(self, name: str) -> list[str]:
        """The keys of the calls of one tool."""
        return [key for tool, key in self.calls if tool == name]


@pytest.fixture(scope="session")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    folder = tmp_path_factory.mktemp("flows")
    (folder / "vocabulary.yaml").write_text(VOCABULARY)
    (folder / "data.yaml").write_text(FLOW)
    (folder / "calls.yaml").write_text(
        FLOW.replace("flow: data", "flow: calls").replace("Mobile data does", "Calls do")
    )
    binding = folder / "binding" / "small.yaml"
    binding.parent.mkdir()
    binding.write_text(BINDING)
    return Flows.load(folder, binding=binding)


@pytest.fixture
def operator() -> Operator:
    return Operator()


class Router:
    """Knows three sentences."""

    def route(self, words: str, flows: Flows, *, badges: Any = None, slots: Any = None) -> Route:
        if "slow" in words:
            ask = Ask("Is it slow everywhere?", {"everywhere": ("data", "calls"), "in one place": ("calls",)})
            return Route("data", 0.01, {"since": "yesterday", **slots}, ask, {"data": 0.5, "calls": 0.45})
        return Route("data" if "internet" in words else None, 0.9, {**slots}, None, {"data": 0.9})

    def answered(self, route: Route, answer: str, flows: Flows) -> Route:
        return Route("data", 0.9, route.slots, None, route.candidates)


class Clock:
    """The time, which a test moves on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bench(database: Engine, flows: Flows, operator: Operator, codes: Codes, clock: Clock) -> Workbench:
    """Everything together; the network has nothing to say."""
    return Workbench(
        database=database,
        flows=flows,
        engine=FlowEngine(clock=lambda: clock.now.timestamp()),
        router=Router(),
        tools=lambda case: operator,
        codes=codes,
        look=lambda subject: None,
        patience=0.2,
        now=clock,
    )
