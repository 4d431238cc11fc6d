"""The edge of the app, as plain ASGI: request log and metrics, last-resort errors, headers, hosts, body limits."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.audit import Act, subject_made
from api.logs import FIELDS
from api.metrics import Metrics
from api.tmf import errors as tmf

log = logging.getLogger("t2r.access")

BODY_SECONDS = 30.0
SECURITY_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def content_security_policy(map_style: str | None = None, frame_ancestors: Collection[str] = ()) -> str:
    """All comes from here, beside a base map from the origin of its style; `data:` are the pictures in MapLibre's style sheet."""
    framed_by = " ".join(frame_ancestors) or "'none'"
    style = urlsplit(map_style or "")
    map_origin = f" {style.scheme}://{style.netloc}" if style.netloc else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{map_origin}; "
        f"connect-src 'self'{map_origin}; base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}"
    )


class Edge:
    """Outermost: gives each request an id, logs and counts it, and makes an unexpected error a problem with that id."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, map_style: str | None = None, frame_ancestors: Collection[str] = ()
    ) -> None:
        self._app = app
        self._metrics = metrics
        policy = content_security_policy(map_style, frame_ancestors)
        self._headers = SECURITY_HEADERS | {"Content-Security-Policy": policy}
        if frame_ancestors:
            del self._headers["X-Frame-Options"]  # it knows no list; the policy has one

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, started, status = secrets.token_hex(8), time.perf_counter(), 0
        state, outside = scope.setdefault("state", {}), scope.get("root_path", "")
        state["request_id"] = request_id

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(("/v1/", "/tmf-api/", "/login")):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            log.exception("error", extra={FIELDS: {"id": request_id}}, exc_info=error)
            if not status:
                await _response(scope, problems.unexpected(request_id))(scope, receive, watched)
        finally:
            # The template, never the path: a path may hold what somebody typed.
            part = scope.get("root_path", "")[len(outside) :]  # of an application within this one
            route = part + getattr(scope.get("route"), "path", "unknown").replace(":path", "")
            seconds = time.perf_counter() - started
            self._metrics.request(route, scope["method"], status, seconds)
            fields = {
                "id": request_id,
                "method": scope["method"],
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "principal": state.get("principal"),
            }
            log.info("request", extra={FIELDS: fields})


def _response(scope: Scope, problem: problems.ProblemDetails, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem in the words of the part of the API that was asked."""
    if scope["path"].startswith("/tmf-api/"):
        return tmf.response(problem.status, problem.detail, headers)
    return problems.response(problem, headers)


class Audited:
    """Writes down what is to be written down before it is answered: what cannot be is not told either."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        services, written = scope["app"].state, False

        async def write(status: int, location: str = "") -> None:
            nonlocal written
            act: Act | None = scope["state"].get("act")
            if act is not None and not written:
                written = True
                act.subjects.update(subject_made(location))
                await to_thread.run_sync(services.services.audit.append, act, status)

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                await write(message["status"], Headers(raw=message["headers"]).get("location", ""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            await write(500)
            raise


class KnownHosts:
    """Refuses a Host that is not ours, so that a page elsewhere cannot reach us under its own name (DNS rebinding)."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "") if scope["type"] == "http" else ""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if scope["type"] != "http" or name.lower() in self._hosts:
            await self._app(scope, receive, send)
            return
        detail = f"This server answers only to {', '.join(sorted(self._hosts))}."
        await _response(scope, problems.of(problems.BadRequest(detail)))(scope, receive, send)


class BodyLimit:
    """Refuses a body over the limit of its path (unread, where it declares its length), and one that dawdles."""

    def __init__(self, app: ASGIApp, default: int, by_path: Mapping[str, int], seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._default = default
        self._by_path = by_path
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._by_path.get(scope["path"], self._default)
        too_large = problems.TooLarge(f"The body is larger than {limit:,} bytes, the limit here.")
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            await _response(scope, problems.of(too_large), {"Connection": "close"})(scope, receive, send)
            return
        deadline = asyncio.get_running_loop().time() + self._seconds
        received, complete = 0, False

        async def limited() -> Message:
            nonlocal received, complete
            if complete:  # what is left to come is the end of the connection: no hurry
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise problems.RequestTimeout(f"The body did not arrive within {self._seconds:g} seconds.") from error
            received += len(message.get("body", b""))
            complete = message["type"] == "http.disconnect" or not message.get("more_body", False)
            if received > limit:
                raise too_large
            return message

        await self._app(scope, limited, send)
