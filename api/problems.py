"""Errors as RFC 9457 problem details: a small tree of exceptions with a status, and the one place that renders them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 100
ANY_ERROR = "4XX"
# RFC 9110's names, which Python's library took over in 3.13 only: a problem's type must not depend on that.
RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}


class FieldError(BaseModel):
    """One thing that is wrong with the input, and where."""

    field: str
    message: str


class ProblemDetails(BaseModel):
    """What every error response carries (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
    id: str | None = None


RESPONSES: dict[int | str, dict[str, Any]] = {ANY_ERROR: {"model": ProblemDetails, "description": "What is wrong."}}


class Problem(HTTPException):
    """Any error with a status of its own.

    Problem
    ├── BadRequest           400
    ├── Unauthenticated      401
    ├── Forbidden            403
    ├── NotFound             404
    ├── RequestTimeout       408
    ├── Conflict             409
    ├── PreconditionFailed   412
    ├── TooLarge             413
    ├── Invalid              422
    ├── TooMany              429
    └── Unavailable          503
    """

    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(
        self, detail: str, *, errors: Sequence[FieldError] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(self.status.value, detail, headers)
        self.errors = list(errors)


class BadRequest(Problem):
    """The request cannot be read at all."""

    status = HTTPStatus.BAD_REQUEST


class Unauthenticated(Problem):
    """Nobody is signed in, or the token or session is not (or no longer) good."""

    status = HTTPStatus.UNAUTHORIZED


class Forbidden(Problem):
    """The caller is known but may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(Problem):
    """There is no such thing."""

    status = HTTPStatus.NOT_FOUND


class RequestTimeout(Problem):
    """The request's body did not arrive in time."""

    status = HTTPStatus.REQUEST_TIMEOUT


class Conflict(Problem):
    """It exists already."""

    status = HTTPStatus.CONFLICT


class PreconditionFailed(Problem):
    """It has changed since the caller read it (If-Match)."""

    status = HTTPStatus.PRECONDITION_FAILED


class TooLarge(Problem):
    """The body is over its limit."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Invalid(Problem):
    """The input breaks a rule; `errors` name each field."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooMany(Problem):
    """The caller asks more often than it may."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class Unavailable(Problem):
    """Not now: the base is not open, or there is too much to do."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


def details(status: int, detail: str, errors: Sequence[FieldError] = (), id: str | None = None) -> ProblemDetails:
    """The problem document for `status`; `id` points to the log line of an unexpected error."""
    title = RENAMED.get(status) or HTTPStatus(status).phrase
    slug = title.lower().replace(" ", "-")
    return ProblemDetails(
        type=f"urn:t2r:problem:{slug}", title=title, status=status, detail=detail, errors=list(errors), id=id
    )


def of(error: HTTPException) -> ProblemDetails:
    """The problem document for any HTTP error, ours or Starlette's."""
    return details(error.status_code, str(error.detail), error.errors if isinstance(error, Problem) else ())


def unexpected(id: str) -> ProblemDetails:
    """The problem of an error nobody foresaw: what happened is in the log, under `id`."""
    return details(500, f"Something went wrong here. Please tell whoever runs this server the id {id}.", id=id)


def response(problem: ProblemDetails, headers: dict[str, str] | None = None) -> JSONResponse:
    """`problem` as a response; empty members are left out."""
    content = problem.model_dump(exclude_none=True)
    if not problem.errors:
        del content["errors"]
    return JSONResponse(content, problem.status, headers, media_type=MEDIA_TYPE)


def field_errors(errors: Iterable[ErrorDetails | dict[str, Any]], *, prefix: str = "") -> list[FieldError]:
    """Pydantic's errors with each field as a path: `context.turns[0].role`. At most `MAX_ERRORS`."""
    return [
        FieldError(field=_path(error["loc"], prefix), message=printable(_message(error)))
        for error, _ in zip(errors, range(MAX_ERRORS), strict=False)
    ]


def _message(error: ErrorDetails | dict[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return f"not valid JSON: {error.get('ctx', {}).get('error', 'cannot be read')}"
    return str(error["msg"]).removeprefix("Value error, ")


def _path(location: Sequence[int | str], prefix: str) -> str:
    path = prefix
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return printable(path)


def printable(text: str) -> str:
    """At most 300 characters, and nothing that cannot be sent as UTF-8 (a lone surrogate from a JSON escape)."""
    return text[:300].encode("utf-8", "replace").decode("utf-8")


def install(app: FastAPI) -> None:
    """Render every error of `app` as a problem. Unexpected ones are caught at the edge, in `api.middleware`."""

    def http_error(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return response(of(error), dict(error.headers or {}))

    def validation_error(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        found = error.errors()
        if any(each["type"] == "json_invalid" for each in found):
            where = found[0]["loc"][-1]
            return response(of(BadRequest(f"The body is not valid JSON (at character {where}).")))
        errors = field_errors([{**each, "loc": each["loc"][1:]} for each in found])
        return response(of(Invalid(_summary(errors), errors=errors)))

    described = app.openapi
    app.openapi = lambda: describe(described())  # type: ignore[method-assign]
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, validation_error)


def describe(openapi: dict[str, Any]) -> dict[str, Any]:
    """Say in an OpenAPI document that errors are problems: FastAPI takes every model for what the route answers with."""
    for operations in openapi["paths"].values():
        for operation in operations.values():
            content = operation["responses"][ANY_ERROR]["content"]
            content[MEDIA_TYPE] = content.pop(next(iter(content)))  # the route's own media type
    return openapi


def _summary(errors: Sequence[FieldError]) -> str:
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{first.field or 'body'}: {first.message}{more}"
