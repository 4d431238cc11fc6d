"""Whatever other systems, people and workers do with orders over HTTP, in whatever order: no order goes a way that TMF622 and TMF641 do
not know, each answer is as its file says, the history is complete and told, and nothing is a 5xx."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import wraps
from itertools import count, pairwise
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.tokens import Scope
from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.orders import looking, working
from t2r.orders.bench import OrderBench
from t2r.orders.ports import Call, InsidePort, Outcome, PortRefusedError, Ports, PortUnavailableError
from t2r.orders.status import OrderKind, State
from t2r.orders.tables import Item, Order, Slot, Stock
from t2r.settings import Settings
from t2r.tmf.hub import worded
from t2r.tmf.orders import WORDINGS, cancel_due, follow
from t2r.tmf.spec import load
from tests.api.tmf import official
from tests.t2r.orders.specified import OF_ITEMS, SPECIFIED

BASE = "http://127.0.0.1:8000"
PLACE = "Rose Street 1"
LINES = count(919_830_000_000)
KINDS = st.sampled_from([OrderKind.PRODUCT, OrderKind.PRODUCT, OrderKind.SERVICE, OrderKind.RESOURCE])
PRODUCTS = ("sim_replacement", "esim", "plan_change", "technician_visit", "fibre_line", "home_bundle", "mobile_plan")
NAMES = {
    OrderKind.PRODUCT: PRODUCTS,
    OrderKind.SERVICE: ("sim_profile", "mobile_access", "fibre_access"),
    OrderKind.RESOURCE: ("sim", "ont"),
}
NUMBERS = st.integers(0, 20)
SAID = st.fixed_dictionaries({}, optional={"plan": st.just("gold"), "at_counter": st.booleans(), "price": st.just(99)})
STATES = st.sampled_from([State.CANCELLED, State.ASSESSING, *(state for state in State if "ancel" not in state)])
ACTIONS = st.sampled_from(["add"] * 8 + ["modify", "delete", "noChange"])
ORDERED = {
    "kind": KINDS,
    "items": st.lists(st.tuples(NUMBERS, ACTIONS, SAID, st.sampled_from([1, 1, 1, 2])), min_size=1, max_size=3),
    "promised": st.sampled_from([None, None, 2, 400]),
    "begins": st.sampled_from([True, True, False]),
}
FAILING = st.sampled_from(["device.reserve", "device.release", "device.assign", "network.change", "appointment.book"])
MESSAGES = ("device.delivered", "appointment.done", "payment.received", "port.confirmed")
RESTS = 1_000  # times that workers look for work before they have none
OVER = {state.value for state in State if state.is_final}


class Clock:
    """The present moment, and what has been added to it."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Unsteady:
    """A port that fails as often as it was told to."""

    def __init__(self, port: InsidePort) -> None:
        self._port, self.fails = port, defaultdict[str, list[Exception]](list)

    def do(self, session: Session, call: Call) -> Outcome:
        if waiting := self.fails[f"{call.port}.{call.verb}"]:
            raise waiting.pop(0)
        return self._port.do(session, call)


class Lacking:
    """Surroundings in which information may be missing."""

    lacks = ""

    def look(self, order: Order, item: Item) -> Mapping[str, Any]:
        return {"missing": self.lacks} if self.lacks else {}


@pytest.fixture(scope="module")
def crm(make_settings: Callable[..., Settings], token_for: Callable[..., str]) -> Iterator[TestClient]:
    """Another system that may do everything; the clock can be set ahead, and the ports can be told to fail."""
    made = make_settings()
    headers = {"Authorization": f"Bearer {token_for(made, Scope.ADMIN)}"}
    with TestClient(create_app(made), base_url=BASE, headers=headers, raise_server_exceptions=False) as client:
        services: Services = client.app.state.services  # type: ignore[attr-defined]
        ports = Ports({name: Unsteady(port) for name, port in services.orders.ports.inside.items()})
        orders = replace(services.orders, ports=ports, around=Lacking(), now=Clock())
        client.app.state.services = replace(services, orders=orders)  # type: ignore[attr-defined]
        with writing(orders.database) as session:
            for model in ("sim", "esim", "ont"):
                session.add_all(Stock(kind="device", model=model, name=f"{model}-{each}") for each in range(40))
            session.add_all(Stock(kind="port", model="gpon", name=f"port-{each}") for each in range(40))
            at = orders.now()
            ends = at + timedelta(days=900)
            session.add(Slot(place=PLACE, starts_at=at + timedelta(days=400), ends_at=ends, capacity=500))
        yield client


def rule_of_an_order(**strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A rule that does something to one of the orders, and nothing where there is none by that number.

    Which requests are sent depends in this way on the strategies alone, never on what the server answered: Hypothesis asks for that.
    """

    def of(do: Callable[..., None]) -> Callable[..., None]:
        @wraps(do)
        def done(self: Life, which: int, **drawn: Any) -> None:
            if self.known:
                id = list(self.known)[which % len(self.known)]
                do(self, (self.known[id][0], id), **drawn)

        return rule(which=st.integers(0, 60), **strategies)(done)

    return of


class Life(RuleBasedStateMachine):
    """Orders, and everybody who has to do with them."""

    crm: ClassVar[TestClient]
    bench: ClassVar[OrderBench]

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[
            str, tuple[OrderKind, str]
        ] = {}  # id: of which kind, and how it stood when it was last looked at
        self.bench.now.ahead = timedelta()  # type: ignore[attr-defined]

    def ask(self, method: str, path: str, body: Any = None, *, may: tuple[int, ...] = ()) -> Any:
        """The answer, which is one of these statuses or a success."""
        answer = self.crm.request(method, path, json=body)
        assert answer.status_code < 300 or answer.status_code in may, (
            method,
            path,
            body,
            answer.status_code,
            answer.text,
        )
        return answer.json() if answer.content else None

    def path(self, order: tuple[OrderKind, str], task: str = "") -> str:
        spec = load(WORDINGS[order[0]].spec)
        return f"{spec.base}/{task}" if task else f"{spec.base}/{order[0].value}/{order[1]}"

    @staticmethod
    def item(kind: OrderKind, id: str, name: str, action: str, said: dict[str, Any], **more: Any) -> dict[str, Any]:
        told = [{"name": key, "value": value} for key, value in {"line": str(next(LINES)), **said}.items()]
        place = {"place": [{"role": "installation", "name": PLACE}]}
        ordered: dict[str, Any] = {
            OrderKind.PRODUCT: {"productOffering": {"id": name}, "product": {"productCharacteristic": told, **place}},
            OrderKind.SERVICE: {
                "service": {"serviceSpecification": {"id": name}, "serviceCharacteristic": told, **place}
            },
            OrderKind.RESOURCE: {
                "resourceSpecification": {"id": name},
                "resource": {"id": "r", "href": "https://crm.example/r", "resourceCharacteristic": told},
            },
        }[kind]
        return {"id": id, "action": action} | ordered | more

    # Other systems

    @initialize(**ORDERED)
    def create_first(self, **ordered: Any) -> None:
        self.make(**ordered)

    @rule(**ORDERED)
    def create(self, **ordered: Any) -> None:
        self.make(**ordered)

    def make(
        self, kind: OrderKind, items: list[tuple[int, str, dict[str, Any], int]], promised: int | None, begins: bool
    ) -> None:
        words, names = WORDINGS[kind], NAMES[kind]
        body: dict[str, Any] = {
            words.items: [
                self.item(kind, str(number + 1), names[name % len(names)], action, said, quantity=quantity)
                for number, (name, action, said, quantity) in enumerate(items)
            ]
        }
        if promised is not None:
            body["requestedCompletionDate"] = (self.bench.now() + timedelta(hours=promised)).isoformat()
        answer = self.crm.post(f"{load(words.spec).base}/{kind.value}", json=body)
        assert answer.status_code in (201, 400), answer.text  # not everything has a process for every action
        if answer.status_code == 400:
            return
        self.known[answer.json()["id"]] = (kind, "acknowledged")
        self.look(kind, answer.json()["id"])
        if begins:
            self.work()

    @rule_of_an_order(priority=st.integers(0, 4), hours=st.sampled_from([None, 1, 90]))
    def patch(self, order: tuple[OrderKind, str], priority: int, hours: int | None) -> None:
        word: Any = priority if order[0] is OrderKind.RESOURCE else str(priority)
        promised = None if hours is None else (self.bench.now() + timedelta(hours=hours)).isoformat()
        body = {"description": "said again", "priority": word, "requestedCompletionDate": promised}
        self.ask("PATCH", self.path(order), body, may=(409,))
        self.look(*order)

    @rule_of_an_order(state=STATES)
    def say_a_state(self, order: tuple[OrderKind, str], state: State) -> None:
        self.ask("PATCH", self.path(order), {"state": state.value}, may=(400, 409))
        self.look(*order)

    @rule_of_an_order(
        name=NUMBERS,
        said=SAID,
        way=st.sampled_from(["change", "add", "drop", "again"]),
        goes=st.booleans(),
    )
    def amend(self, order: tuple[OrderKind, str], name: int, said: dict[str, Any], way: str, goes: bool) -> None:
        words, names = WORDINGS[order[0]], NAMES[order[0]]
        items = self.ask("GET", self.path(order))[words.items]
        if way == "change" and items:
            first = items[0]
            subject = first[words.subject]
            kept = [each for each in subject[words.characteristics] if each["name"] == "line"]
            more = [{"name": key, "value": value} for key, value in said.items()]
            changed = {key: value for key, value in first.items() if key not in ("state", words.items)}
            items = [changed | {words.subject: subject | {words.characteristics: [*kept, *more]}}, *items[1:]]
        elif way == "add":
            items = [*items, self.item(order[0], f"n{name}", names[name % len(names)], "add", said)]
        elif way == "drop":
            items = items[1:]
        self.ask("PATCH", self.path(order), {words.items: items}, may=(400, 409))
        self.look(*order)
        if goes:
            self.work()

    @rule_of_an_order(hours=st.sampled_from([None, 3, 3]))
    def cancel(self, order: tuple[OrderKind, str], hours: int | None) -> None:
        words = WORDINGS[order[0]]
        body: dict[str, Any] = {order[0].value: {"id": order[1]}, "cancellationReason": "changed their mind"}
        if hours is not None:
            body["requestedCancellationDate"] = (self.bench.now() + timedelta(hours=hours)).isoformat()
        task = self.ask("POST", self.path(order, words.cancel), body, may=(400,))
        if "href" in task:
            self.check(order[0], self.ask("GET", task["href"]), f"Cancel{words.noun}")
        self.look(*order)

    @rule_of_an_order()
    def take_away(self, order: tuple[OrderKind, str]) -> None:
        answer = self.crm.delete(self.path(order))
        assert answer.status_code in (204, 409), answer.text
        if answer.status_code == 204:
            assert self.known.pop(order[1])[1] in ("acknowledged", "pending", "rejected")
            assert self.crm.get(self.path(order)).status_code == 404

    # People, and who delivers

    @rule_of_an_order(
        number=NUMBERS, data=st.sampled_from([{}, {"visit_outcome": "done"}, {"visit_outcome": "absent"}])
    )
    def complete(self, order: tuple[OrderKind, str], number: int, data: dict[str, Any]) -> None:
        told = self.ask("GET", f"/v1/orders/{order[1]}")
        waits = [(one["item"], one["message"] or one["node"]) for one in told.get("awaited", ()) if one["item"]]
        item, message = waits[number % len(waits)] if waits else ("1", MESSAGES[number % len(MESSAGES)])
        sent = {"item": item, "message": message, "data": data}
        self.ask("POST", f"/v1/orders/{order[1]}/messages", sent, may=(409,))
        self.look(*order)

    @rule_of_an_order(number=NUMBERS)
    def say_too_early(self, order: tuple[OrderKind, str], number: int) -> None:
        sent = {"item": "1", "message": MESSAGES[number % len(MESSAGES)]}
        self.ask("POST", f"/v1/orders/{order[1]}/messages", sent, may=(409,))
        self.look(*order)

    @rule_of_an_order(by_hand=st.booleans())
    def mend(self, order: tuple[OrderKind, str], by_hand: bool) -> None:
        path = f"/v1/orders/{order[1]}"
        faults = self.ask("GET", path).get("faults", ())
        if by_hand and faults:
            given = {"given": {"device_id": "from-the-drawer"}}
            self.ask("POST", f"{path}/steps/{faults[0]['step']}/done", given, may=(409,))
        else:
            self.ask("POST", f"{path}/retry", {}, may=(409,))
        self.look(*order)

    @rule_of_an_order(priority=st.sampled_from([None, 0, 3]))
    def prioritise(self, order: tuple[OrderKind, str], priority: int | None) -> None:
        self.ask("POST", f"/v1/orders/{order[1]}/priority", {"priority": priority}, may=(409,))
        self.look(*order)

    # Workers, time, and what breaks

    @rule()
    def work(self) -> None:
        for _ in range(RESTS):
            if not (working.wake(self.bench, self.bench.now()) or working.work_on(self.bench)):
                break
        else:
            with Session(self.bench.database) as session:
                ready = session.execute(select(Order.id, Order.state, Order.instance).where(Order.ready.is_(True)))
                pytest.fail(f"never at rest: {ready.all()}")
        relay(self.bench)
        for id, (kind, state) in self.known.items():
            if state not in OVER:
                self.look(kind, id)

    @rule(hours=st.sampled_from([1, 30, 200]))
    def later(self, hours: int) -> None:
        self.bench.now.ahead += timedelta(hours=hours)  # type: ignore[attr-defined]
        cancel_due(self.bench)
        self.work()

    @rule(operation=FAILING, times=st.sampled_from([1, 7]), refuses=st.booleans())
    def break_(self, operation: str, times: int, refuses: bool) -> None:
        port = self.bench.ports.inside[operation.partition(".")[0]]
        assert isinstance(port, Unsteady)
        error = PortRefusedError("NO", "no") if refuses else PortUnavailableError("no answer")
        port.fails[operation] = [error] * times

    # What holds always

    def look(self, kind: OrderKind, id: str) -> None:
        """The order as it stands now, its way there, and what was told of it."""
        told = self.ask("GET", self.path((kind, id)))
        self.check(kind, told)
        self.check_items(kind, told, told[WORDINGS[kind].items])
        with Session(self.bench.database) as session:
            changes = [one for one in looking.history(session, int(id)) if one.what in ("state", "added")]
            items = {item.id: item.state.value for item in looking.look(session, int(id)).items}
            query = select(OutboxEvent).where(OutboxEvent.key == f"order:{id}").order_by(OutboxEvent.id)
            events = session.scalars(query.where(OutboxEvent.topic == kind.value)).all()
        ways = defaultdict(list)
        for change in changes:
            if change.what == "state":
                ways[change.item].append(change.state.value)
            elif gone := ways.pop(change.item, []):  # another item by the id of one that was left out
                assert gone[-1] == "cancelled", (id, change.item, gone)
        for item, way in ways.items():
            allowed, way = (SPECIFIED, way) if item is None else (OF_ITEMS, ["acknowledged", *way])
            assert all(then in allowed[now] for now, then in pairwise(way)), (id, item, way)
            assert way[-1] == (told["state"] if item is None else items.get(item, way[-1])), (id, item, way)
        assert ways[None][0] == "acknowledged"
        assert all(state == "acknowledged" for item, state in items.items() if item not in ways), (items, ways)
        was = self.known[id][1]
        assert was in ways[None]
        assert was == told["state"] or was not in OVER
        noun = WORDINGS[kind].noun
        begins = max(number for number, each in enumerate(events) if each.type == f"{noun}CreateEvent")
        changed = [each for each in events[begins:] if each.type == f"{noun}StateChangeEvent"]
        said = [each.envelope["event"][kind.value]["state"] for each in changed]
        assert said == ways[None][1:], (id, said, ways[None])
        self.known[id] = (kind, told["state"])

    def check(self, kind: OrderKind, told: Any, schema: str | None = None) -> None:
        words = WORDINGS[kind]
        assert load(words.spec).errors(schema or words.noun, told) == []
        if official.FOLDER.is_dir():
            assert official.errors(words.spec, schema or words.noun, told) == []

    def check_items(self, kind: OrderKind, told: Any, items: list[Any]) -> None:
        """Of an order that is over, every item is."""
        for item in items:
            inner = item.get(WORDINGS[kind].items, [])
            if told["state"] in OVER - {"cancelled"}:
                assert item["state"] in OVER, told
            if told["state"] == "completed":
                assert item["state"] == "completed", told
            if told["state"] == "cancelled":
                assert item["state"] in ("cancelled", "failed"), told
            self.check_items(kind, told, inner)


def relay(bench: OrderBench) -> None:
    """Each new event is as its file says, and has its consequences."""
    kinds = {name: kind for kind, words in WORDINGS.items() for name in (kind.value, words.cancel)}
    with writing(bench.database) as session:
        for event in session.scalars(select(OutboxEvent).where(OutboxEvent.sent_at.is_(None))).all():
            event.sent_at = event.at
            follow(session, bench, event)
            if (kind := kinds.get(event.topic)) is None:
                continue
            spec, told = load(WORDINGS[kind].spec), event.envelope["event"][event.topic]
            noun = event.topic[0].upper() + event.topic[1:]
            assert spec.errors(noun, told) == [], event.type
            if event.type in spec.events and official.FOLDER.is_dir():
                assert official.errors(spec.key, event.type, worded(event.envelope, event.topic, spec.key)) == []
                assert official.errors(spec.key, noun, told) == []
            if event.topic == kind.value:
                assert told["href"] == f"{spec.base}/{event.topic}/{told['id']}"


@pytest.mark.parametrize("kind", list(OrderKind))
def test_every_event_that_a_file_names_is_told(crm: TestClient, kind: OrderKind) -> None:
    bench: OrderBench = crm.app.state.services.orders  # type: ignore[attr-defined]
    around, words, base = bench.around, WORDINGS[kind], load(WORDINGS[kind].spec).base
    assert isinstance(around, Lacking)
    with Session(bench.database) as session:
        last = session.scalar(select(func.max(OutboxEvent.id))) or 0

    def ordered(**more: Any) -> str:
        body = {words.items: [Life.item(kind, "1", NAMES[kind][0], "add", {})], **more}
        answer = crm.post(f"{base}/{kind.value}", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["href"])

    def work() -> None:
        while working.wake(bench, bench.now()) or working.work_on(bench):
            pass
        relay(bench)

    assert crm.delete(ordered()).status_code == 204
    around.lacks = "proof of who they are"
    href = ordered(requestedCompletionDate=(bench.now() + timedelta(hours=1)).isoformat())
    work()
    assert crm.get(href).json()["state"] == "pending"
    around.lacks = ""
    assert crm.patch(href, json={"description": "here is the proof"}).status_code == 200
    work()
    at = (bench.now() + timedelta(hours=1)).isoformat()
    body = {kind.value: {"id": href.rpartition("/")[2]}, "requestedCancellationDate": at}
    assert crm.post(f"{base}/{words.cancel}", json=body).status_code == 201
    bench.now.ahead += timedelta(hours=2)  # type: ignore[attr-defined]
    cancel_due(bench)
    work()
    assert crm.get(href).json()["state"] == "cancelled"
    with Session(bench.database) as session:
        topics = (kind.value, words.cancel)
        query = select(OutboxEvent.type).where(OutboxEvent.id > last, OutboxEvent.topic.in_(topics))
        told = set(session.scalars(query))
    never = f"{words.cancel[0].upper()}{words.cancel[1:]}InformationRequiredEvent"  # a cancellation asks for nothing
    beyond = set() if kind is OrderKind.SERVICE else {f"{words.noun}JeopardyEvent"}
    assert told == load(words.spec).events - {never} | beyond


def lead(crm: TestClient, examples: int, steps: int) -> None:
    Life.crm, Life.bench = crm, crm.app.state.services.orders  # type: ignore[attr-defined]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # what fails is a list of requests already; to shorten it takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_way_leads_to_what_the_specifications_do_not_know(crm: TestClient) -> None:
    lead(crm, examples=10, steps=12)


@pytest.mark.slow
def test_no_long_way_does_either(crm: TestClient) -> None:
    lead(crm, examples=40, steps=40)
