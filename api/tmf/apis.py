"""Which TM Forum APIs are served, where each resource is kept, and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from api.services import Services
from api.tmf.bodies import Body
from api.tmf.spec import Resource, Spec, load
from api.tokens import Scope
from t2r.tmf.records import Nature, Records
from t2r.tmf.shelf import Shelf
from t2r.tmf.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Held:
    """A resource's shelf; `prepare` completes what is sent before a new one is checked, `ask` what only others know, after."""

    shelf: Callable[[Services], Shelf]
    prepare: Callable[[Body], Body] = lambda body: body
    ask: Callable[[Services, Body], Body] = lambda _, body: body


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
    def topics(self) -> list[str]:
        """The kinds of resources that its events tell of."""
        return list(self.held)

    @property
    def events(self) -> frozenset[str]:
        """The events that another system may send here: those of what is served."""
        nouns = tuple(name[0].upper() + name[1:] for name in self.held)
        return frozenset(event for event in self.spec.events if event.startswith(nouns))

    @property
    def resources(self) -> list[Resource]:
        """The resources that are served."""
        return [self.spec.resources[name] for name in self.held]


def _records(nature: Nature) -> Held:
    return Held(lambda _: Records(nature))


def _any_status(body: Body) -> Body:
    """R18 takes any word for a status; one that is none of a ticket's says nothing."""
    known = load("TMF621-v4").schemas["TroubleTicketStatusType"]["enum"]
    return {name: value for name, value in body.items() if name != "status" or value in known}


def _tickets() -> list[Api]:
    v5, v4 = load("TMF621-v5"), load("TMF621-v4")
    scopes = Scope.TICKETS_READ, Scope.TICKETS_WRITE
    tickets = {"troubleTicket": Held(lambda services: Tickets(services.bench.codes))}
    lenient = {"troubleTicket": Held(lambda services: Tickets(services.bench.codes), prepare=_any_status)}
    specification = Nature(
        "troubleTicketSpecification", "creationDate", "lastUpdate", "lifecycleStatus", events=v5.events
    )
    return [
        Api("TMF621-v5", v5, v5.base, *scopes, tickets | {specification.kind: _records(specification)}),
        Api("TMF621-v4", v4, v4.base, *scopes, tickets),
        Api("TMF621-v2", v4, "/tmf-api/troubleTicket/v2", *scopes, lenient, exact=True),
    ]


APIS: tuple[Api, ...] = (*_tickets(),)
