"""What is wrong, as TM Forum's APIs say it: code, reason, message and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.problems import BadRequest, Conflict, FieldError, NotFound, Problem, Unavailable, printable
from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.customers.errors import UnreachableError
from t2r.tmf.shelf import NoSuchResourceError
from t2r.tmf.spec import Fault


def response(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as a response. There is no 422 among TM Forum's: it is a 400."""
    status = 400 if status == 422 else status
    content = {
        "@type": "Error",
        "code": str(status),
        "reason": HTTPStatus(status).phrase,
        "message": printable(message),
        "status": str(status),
    }
    return JSONResponse(content, status, dict(headers or {}))


def install(app: FastAPI) -> None:
    """Render every error of `app` so."""

    def http_error(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, HTTPException):
            raise error
        return response(error.status_code, str(error.detail), error.headers)

    def validation_error(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, RequestValidationError):
            raise error
        first = error.errors()[0]
        return response(400, f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}")

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, validation_error)


def refuse(errors: Sequence[Fault]) -> Problem:
    """A request that breaks rules, with the first of them in words."""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    first = errors[0]
    return BadRequest(
        f"{first.field}: {first.message}{more}" if first.field else f"{first.message}{more}",
        errors=[FieldError(field=each.field, message=each.message) for each in errors],
    )


@contextmanager
def told() -> Iterator[None]:
    """What is wrong with a wish, with its status."""
    try:
        yield
    except (NoSuchResourceError, NoSuchError) as error:
        raise NotFound(f"{str(error).capitalize()}.") from error
    except RefusedError as error:
        raise BadRequest(f"{error}.", errors=[FieldError(field=error.field, message=error.why)]) from error
    except ConflictError as error:
        raise Conflict(f"{error}.") from error
    except UnreachableError as error:
        raise Unavailable(f"{str(error).capitalize()}.", headers={"Retry-After": "30"}) from error
