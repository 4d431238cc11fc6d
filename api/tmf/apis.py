"""Which TM Forum APIs are served, where each resource is kept, and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from api.services import Services
from api.tmf import asked, routine
from api.tmf.bodies import Body
from api.tokens import Scope
from t2r.cases.events import iso
from t2r.customers.shelf import Customers
from t2r.database import utc_now
from t2r.orders.status import OrderKind
from t2r.tmf import alarms, messages, orders, problems
from t2r.tmf.interactions import Interactions
from t2r.tmf.records import Nature, Records
from t2r.tmf.shelf import Apart, Shelf
from t2r.tmf.spec import Resource, Spec, load
from t2r.tmf.tickets import Tickets
from t2r.tmf.topics import Events, Topics

EVENTS = "TMF688-v4"


@dataclass(frozen=True, slots=True)
class Held:
    """A resource's shelf, which may depend on the parameters of its path.

    `prepare` completes what is sent before a new one is checked, `ask` afterwards, with what others know. `inside` is the
    resource that it lies in. `known`: what is told as new may be one that is known already.
    """

    shelf: Callable[[Services, Mapping[str, str]], Shelf | Apart]
    prepare: Callable[[Body], Body] = lambda body: body
    ask: Callable[[Services, Body], Body] = lambda _, body: body
    inside: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Api:
    """A version of an API under its address. `exact`: of the attributes that are asked for, nothing else is told."""

    key: str
    spec: Spec
    base: str
    read: Scope
    write: Scope
    held: Mapping[str, Held] = field(default_factory=dict)
    exact: bool = False

    @property
    def version(self) -> str:
        """v4 or v5: how resources are told."""
        return self.spec.version

    @property
    def topics(self) -> list[str] | None:
        """The kinds of resources that its events tell of; None: all that there are."""
        return None if self.spec.key == EVENTS else list(self.held)

    @property
    def hubs(self) -> list[str]:
        """Below which addresses one may subscribe."""
        return [self.base, f"{self.base}/topic/{{topicId}}"] if self.spec.key == EVENTS else [self.base]

    @property
    def events(self) -> frozenset[str]:
        """The events that another system may send here: those of what is served."""
        nouns = tuple(name[0].upper() + name[1:] for name in self.held)
        return frozenset(event for event in self.spec.events if event.startswith(nouns))

    @property
    def resources(self) -> list[Resource]:
        """The resources that are served."""
        return [self.spec.resources[name] for name in self.held]


def _any_status(body: Body) -> Body:
    """R18 takes any word for a status; one that is none of a ticket's says nothing."""
    known = load("TMF621-v4").schemas["TroubleTicketStatusType"]["enum"]
    return {name: value for name, value in body.items() if name != "status" or value in known}


def _tickets() -> list[Api]:
    v5, v4 = load("TMF621-v5"), load("TMF621-v4")
    scopes = Scope.TICKETS_READ, Scope.TICKETS_WRITE
    tickets = {"troubleTicket": Held(lambda services, _: Tickets(services.bench.codes))}
    lenient = {"troubleTicket": Held(lambda services, _: Tickets(services.bench.codes), prepare=_any_status)}
    specification = Nature(
        "troubleTicketSpecification", "creationDate", "lastUpdate", "lifecycleStatus", events=v5.events
    )
    return [
        Api("TMF621-v5", v5, v5.base, *scopes, tickets | {specification.kind: _of(specification)}),
        Api("TMF621-v4", v4, v4.base, *scopes, tickets),
        Api("TMF621-v2", v4, "/tmf-api/troubleTicket/v2", *scopes, lenient, exact=True),
    ]


def _of(nature: Nature, prepare: Callable[[Body], Body] = lambda body: body) -> Held:
    return Held(lambda *_: Records(nature), prepare)


def _problems() -> list[Api]:
    apis = []
    for key in ("TMF656-v5", "TMF656-v4"):
        spec = load(key)
        held = {problems.KIND: Held(lambda *_: problems.Problems())}
        held |= {kind: _of(task) for kind, task in problems.tasks(spec.events).items()}
        held["serviceProblemEventRecord"] = Held(lambda *_: problems.EventRecords())
        apis.append(Api(key, spec, spec.base, Scope.TICKETS_READ, Scope.TICKETS_WRITE, held))
    return apis


def _orders() -> list[Api]:
    return [_ordering(kind) for kind in OrderKind]


def _ordering(kind: OrderKind) -> Api:
    words = orders.WORDINGS[kind]
    spec = load(words.spec)
    held = {
        kind.value: Held(lambda services, _: orders.Orders(kind, services.orders)),
        words.cancel: Held(lambda services, _: orders.Cancellations(kind, services.orders)),
    }
    return Api(words.spec, spec, spec.base, Scope.ORDERS_READ, Scope.ORDERS_WRITE, held)


ALARM = Nature(alarms.KIND, state="state", events=load("TMF642-v4").events, numbered=True, work=True)


def _customer(body: Body) -> Body:
    return {"@type": "Customer"} | body


def _contact(body: Body) -> Body:
    """What conformance kits leave out although the file asks for it."""
    return {"status": "inProgress", "interactionDate": {"startDateTime": iso(utc_now())}} | body


def _others() -> list[Api]:
    network, customers = (Scope.NETWORK_READ, Scope.NETWORK_WRITE), (Scope.CUSTOMERS_MASTER, Scope.CUSTOMERS_MASTER)
    specs = {number: load(f"TMF{number}-v4") for number in (629, 642, 645, 653, 681, 683, 688)}
    test = routine.nature()
    tested = Nature("serviceTestSpecification", updated="lastUpdate", state="lifecycleStatus", events=specs[653].events)
    check = Nature("checkServiceQualification", state="state", events=specs[645].events)
    query = Nature("queryServiceQualification", state="state", events=specs[645].events)
    held: dict[int, tuple[tuple[Scope, Scope], dict[str, Held]]] = {
        629: (
            customers,
            {Customers.kind: Held(lambda services, _: Customers(services.customers), _customer, known=True)},
        ),
        683: (
            customers,
            {Interactions.kind: Held(lambda services, _: Interactions(services.bench.codes), _contact)},
        ),
        681: ((Scope.MESSAGES_READ, Scope.MESSAGES_WRITE), {messages.KIND: _of(messages.nature())}),
        642: (
            network,
            {ALARM.kind: _of(ALARM)} | {kind: _of(task) for kind, task in alarms.tasks(ALARM, ALARM.events).items()},
        ),
        653: (network, {test.kind: Held(lambda *_: Records(test), ask=routine.begun), tested.kind: _of(tested)}),
        645: (
            network,
            {
                check.kind: Held(lambda *_: Records(check), ask=asked.qualify),
                query.kind: Held(lambda *_: Records(query), ask=asked.query),
            },
        ),
        688: (
            (Scope.EVENTS_SUBSCRIBE, Scope.EVENTS_PUBLISH),
            {
                "topic": Held(lambda *_: Topics(specs[688].events)),
                "event": Held(lambda _, path: Events(path["topicId"]), inside="topic"),
            },
        ),
    }
    return [
        Api(f"TMF{number}-v4", specs[number], specs[number].base, *scopes, mine)
        for number, (scopes, mine) in held.items()
    ]


APIS: tuple[Api, ...] = (*_tickets(), *_problems(), *_orders(), *_others())
