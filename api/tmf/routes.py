"""The operations of every resource: list, create, retrieve, patch, delete; and the hub and the listeners of every API."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response, Security
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from api import auth
from api.audit import saw, subject
from api.problems import BadRequest, PreconditionFailed
from api.services import Services, Wired
from api.tmf import asking, bodies, openapi
from api.tmf.apis import Api
from api.tmf.errors import told
from api.tokens import Scope
from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.tmf import hub, query
from t2r.tmf.callbacks import CallbackError, Guard
from t2r.tmf.shelf import Apart, Doing, Shelf
from t2r.tmf.spec import Resource
from t2r.tmf.tables import Subscription
from t2r.tmf.topics import RECEIVED, Topics

TOTAL, RESULT, ESTIMATED = "X-Total-Count", "X-Result-Count", "X-Total-Count-Estimated"
SIGNING = "X-Signing-Secret"


@dataclass(frozen=True, slots=True)
class Operations:
    """What can be done with the resources of one kind."""

    api: Api
    resource: Resource

    def list(self, request: Request, services: Wired) -> JSONResponse:
        """Those that the query asks for."""
        api, attributes = self.api, self.api.spec.attributes(self.resource.schema)
        with told(), Session(services.bench.database) as session:
            shelf = self._shelf(services, request)
            asked = asking.read(
                request.url.query, attributes, lambda path: shelf.path(path, api.version), cursors=api.version == "v5"
            )
            found = query.page(session, shelf.mapped, asked.query)
            whole = [shelf.told(row, api.version) for row in found.items]
        saw(request, *(subject(self.resource.name, body["id"]) for body in whole))
        items = [self._shown(request, body, asked.fields) for body in whole]
        headers = {TOTAL: str(found.total), RESULT: str(len(items))}
        if not found.exact:
            headers[ESTIMATED] = "true"
        if api.version == "v5" and (links := self._links(request, found)):
            headers["Link"] = links
        return JSONResponse(items, 206 if found.partial else 200, headers)

    def create(self, request: Request, services: Wired, sent: bodies.Sent) -> JSONResponse:
        """A new one."""
        held = self.api.held[self.resource.name]
        with told():
            fields = self._fields(request)
            body = held.prepare(sent) if isinstance(sent, dict) else sent
            body = held.ask(services, bodies.to_create(self.api.spec, self.resource, body))
            shelf, doing = self._shelf(services, request), self._doing(request, services)
            if isinstance(shelf, Apart):
                id, is_new = shelf.make(body, doing)
                with Session(services.bench.database) as session:
                    found = shelf.find(session, id)
                    return self._answer(shelf, request, found, fields, 201 if is_new else 200, located=True)
            with writing(services.bench.database) as session:
                row = shelf.create(session, body, doing)
                return self._answer(shelf, request, row, fields, 201, located=True)

    def retrieve(self, request: Request, services: Wired, id: str) -> JSONResponse:
        """One of them."""
        with told(), Session(services.bench.database) as session:
            shelf = self._shelf(services, request)
            if isinstance(shelf, Apart):
                shelf.refresh(_clean(id))
            return self._answer(shelf, request, shelf.find(session, _clean(id)), self._fields(request))

    def patch(self, request: Request, services: Wired, id: str, sent: bodies.Sent) -> JSONResponse:
        """Change attributes: a merge patch, or a JSON patch. 412 where `If-Match` names another version."""
        id, doing = _clean(id), self._doing(request, services)
        with told():
            shelf, fields = self._shelf(services, request), self._fields(request)
            if isinstance(shelf, Apart):
                with Session(services.bench.database) as session:
                    row = shelf.find(session, id)
                    changes, version = self._changes(shelf, request, row, sent), row.version
                if changes:
                    shelf.alter(id, changes, version, doing)
                with Session(services.bench.database) as session:
                    return self._answer(shelf, request, shelf.find(session, id), fields)
            with writing(services.bench.database) as session:
                row = shelf.find(session, id, to_change=True)
                if changes := self._changes(shelf, request, row, sent):
                    shelf.change(session, row, changes, doing)
                session.flush()
                return self._answer(shelf, request, row, fields)

    def delete(self, request: Request, services: Wired, id: str) -> Response:
        """Take it away. 412 where `If-Match` names another version."""
        id, doing = _clean(id), self._doing(request, services)
        with told():
            shelf = self._shelf(services, request)
            if isinstance(shelf, Apart):
                with Session(services.bench.database) as session:
                    _match(request, shelf.find(session, id))
                shelf.drop(id, doing)
                return Response(status_code=204)
            with writing(services.bench.database) as session:
                row = shelf.find(session, id, to_change=True)
                _match(request, row)
                shelf.remove(session, row, doing)
        return Response(status_code=204)

    def _changes(self, shelf: Shelf | Apart, request: Request, row: Any, sent: bodies.Sent) -> bodies.Body:
        """What a patch changes of what stands there now."""
        _match(request, row)
        now = self._told(shelf, request, row, None)
        return bodies.changes(self.api.spec, self.resource, now, sent, bodies.content_type(request))

    def _answer(
        self,
        shelf: Shelf | Apart,
        request: Request,
        row: Any,
        fields: frozenset[str] | None,
        status: int = 200,
        *,
        located: bool = False,
    ) -> JSONResponse:
        """A resource, with its version as `ETag` where it has one."""
        headers = {"ETag": etag} if (etag := _etag(row)) else {}
        body = self._told(shelf, request, row, None)
        told = body if fields is None else self._told(shelf, request, row, fields)
        return JSONResponse(told, status, headers | ({"Location": body["href"]} if located else {}))

    def _shelf(self, services: Services, request: Request) -> Shelf | Apart:
        """The shelf. Raises NoSuchResourceError where what it lies in is not there."""
        held, path = self.api.held[self.resource.name], request.path_params
        if held.inside is not None:
            with Session(services.bench.database) as session:
                outer = self.api.held[held.inside].shelf(services, path)
                outer.find(session, _clean(path[f"{held.inside}Id"]))
        return held.shelf(services, path)

    def _doing(self, request: Request, services: Services) -> Doing:
        return Doing(str(request.state.principal), services.bench.now(), self.api.version)

    def _fields(self, request: Request) -> frozenset[str] | None:
        return asking.only_fields(request.url.query, self.api.spec.attributes(self.resource.schema))

    def _told(self, shelf: Shelf | Apart, request: Request, row: Any, fields: frozenset[str] | None) -> bodies.Body:
        return self._shown(request, shelf.told(row, self.api.version), fields)

    def _shown(self, request: Request, body: bodies.Body, fields: frozenset[str] | None) -> bodies.Body:
        href = self._href(request, str(body["id"]))
        return bodies.told(self.api.spec, self.resource, body, href, fields, exact=self.api.exact)

    def _href(self, request: Request, id: str) -> str:
        """A path, or a whole address where the file says that it is one (format uri)."""
        whole = self.api.spec.attributes(self.resource.schema).get("href", {}).get("format") == "uri"
        origin = f"{request.url.scheme}://{request.url.netloc}" if whole else ""
        return f"{origin}{self._address(request)}/{quote(id)}"

    def _address(self, request: Request) -> str:
        within = {name: quote(value) for name, value in request.path_params.items()}
        return self.api.base + self.resource.path.format(**within)

    def _links(self, request: Request, found: query.Page) -> str:
        kept = [
            (name, value)
            for name, value in asking.pairs(request.url.query)
            if name not in ("before", "after", "offset")
        ]
        links = []
        for place, name, relation in ((found.before, "before", "prev"), (found.after, "after", "next")):
            if place is not None:
                address = f"{self._address(request)}?{urlencode([*kept, (name, asking.cursor(place))])}"
                links.append(f'<{address}>; rel="{relation}"')
        return ", ".join(links)


@dataclass(frozen=True, slots=True)
class Hub:
    """Subscriptions to the events of an API."""

    api: Api

    def create(self, request: Request, services: Wired, sent: bodies.Sent) -> JSONResponse:
        """Subscribe: `callback` is told of events, signed with a secret that is shown this once."""
        callback, wish = _subscription(sent)
        _check_callback(services, callback)
        with told(), writing(services.bench.database) as session:
            at, by, topic = services.bench.now(), str(request.state.principal), request.path_params.get("topicId")
            if topic is not None:
                Topics(frozenset()).find(session, _clean(topic))
            topics = self.api.topics if topic is None else [topic]
            made = hub.subscribe(session, self.api.key, topics, callback, wish, by, at)
            headers = {"Location": f"{request.url.path.rstrip('/')}/{made.id}", SIGNING: made.secret}
            return JSONResponse(self._told(made), 201, headers)

    def retrieve(self, services: Wired, id: str) -> JSONResponse:
        """A subscription."""
        with told(), Session(services.bench.database) as session:
            return JSONResponse(self._told(hub.find(session, self.api.key, _clean(id))))

    def delete(self, services: Wired, id: str) -> Response:
        """Subscribe no more."""
        with told(), writing(services.bench.database) as session:
            session.delete(hub.find(session, self.api.key, _clean(id)))
        return Response(status_code=204)

    def _told(self, subscription: Subscription) -> dict[str, Any]:
        body = {"id": subscription.id, "callback": subscription.callback, "query": subscription.query or None}
        if self.api.version == "v5":
            body |= {"@type": "Hub", "href": f"{self.api.base}/hub/{subscription.id}"}
        return {name: value for name, value in body.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Listener:
    """Takes the events of another system that offers the same API."""

    api: Api
    event: str

    def take(self, services: Wired, sent: bodies.Sent) -> Response:
        """Keep the event; the topic `received` of TMF688 tells of it."""
        if not isinstance(sent, dict) or not isinstance(sent.get("event"), dict):
            raise BadRequest("event: is missing, or no object")
        now = services.bench.now()
        with writing(services.bench.database) as session:
            id = secrets.token_hex(16)
            envelope = {**sent, "eventId": str(sent.get("eventId") or id)[:200], "eventType": self.event}
            session.add(
                OutboxEvent(
                    event_id=id,
                    key=f"received:{self.event}",
                    type=self.event,
                    topic=RECEIVED,
                    at=now,
                    envelope=envelope,
                )
            )
        return Response(status_code=204) if self.api.version == "v5" else JSONResponse({}, 201)


def _subscription(sent: Any) -> tuple[str, str]:
    callback, wish = (sent.get("callback"), sent.get("query") or "") if isinstance(sent, dict) else (None, "")
    if not isinstance(callback, str):
        raise BadRequest("callback: is missing, or no URL")
    if not isinstance(wish, str) or len(wish) > asking.LONGEST:
        raise BadRequest("query: must be a text such as eventType=TroubleTicketCreateEvent")
    return callback, wish


def _check_callback(services: Services, callback: str) -> None:
    try:
        Guard.of(services.settings.callback_hosts).check(callback)
    except CallbackError as error:
        raise BadRequest(f"callback: {error}") from error


def _etag(row: Any) -> str | None:
    version = getattr(row, "version", None)
    return None if version is None else f'"{version}"'


def _match(request: Request, row: Any) -> None:
    """Raises PreconditionFailed where `If-Match` names only other versions than this."""
    given, now = request.headers.get("if-match"), _etag(row)
    if given is None or now is None or given.strip() == "*":
        return
    if now not in [part.strip().removeprefix("W/") for part in given.split(",")]:
        raise PreconditionFailed("It was changed meanwhile.", headers={"ETag": now})


def _clean(id: str) -> str:
    return "" if "\x00" in id or any("\ud800" <= each <= "\udfff" for each in id) else id


def add(router: APIRouter, api: Api) -> None:
    """Serve an API. Paths may end with a slash."""
    read, write = auth.signed_in(api.read), auth.signed_in(api.write)
    for resource in api.resources:
        operations = Operations(api, resource)
        for name in resource.operations:
            path, method = openapi.where(resource, name)
            needed = read if method == "GET" else write
            _route(router, api.base + path, method, getattr(operations, name), needed)
    subscriptions, both = Hub(api), Security(auth.principal, scopes=[Scope.EVENTS_SUBSCRIBE, api.read])
    for base in api.hubs:
        _route(router, f"{base}/hub", "POST", subscriptions.create, both)
        _route(router, f"{base}/hub/{{id}}", "GET", subscriptions.retrieve, both)
        _route(router, f"{base}/hub/{{id}}", "DELETE", subscriptions.delete, both)
    for event in sorted(api.events):
        path = f"{api.base}/listener/{event[0].lower()}{event[1:]}"
        _route(router, path, "POST", Listener(api, event).take, auth.signed_in(Scope.EVENTS_PUBLISH))


def _route(router: APIRouter, path: str, method: str, endpoint: Callable[..., Any], needed: object) -> None:
    for each in (path, f"{path}/"):
        router.add_api_route(
            each.removeprefix("/tmf-api"),
            endpoint,
            methods=[method],
            dependencies=[cast(Any, needed)],
            response_model=None,
        )
