"""What is sent: read with care, patched, and checked; and what is told of it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Annotated, Any

import jsonpatch
from fastapi import Depends, Request

from api.problems import BadRequest, Conflict, FieldError
from api.tmf.errors import refuse
from t2r.tmf.spec import Resource, Spec

DEEPEST = 40
JSON_PATCH = "application/json-patch+json"
JSON_TYPES = ("application/json", "application/merge-patch+json", JSON_PATCH)

Body = dict[str, Any]


async def read(request: Request) -> Any:
    """The body as JSON that any database can hold."""
    kind = content_type(request)
    if kind not in JSON_TYPES:
        raise BadRequest(f"The body must be JSON: Content-Type must be one of {', '.join(JSON_TYPES)}.")
    try:
        value = json.loads(await request.body(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.") from error
    _check(value, 0)
    return value


Sent = Annotated[Any, Depends(read)]


def content_type(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise BadRequest(f"The body is nested deeper than {DEEPEST} levels.")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise BadRequest("The body holds a character that is none.")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise BadRequest("The body holds a number that is too large.")
    elif isinstance(value, int):
        if abs(value) >= 2**63:
            raise BadRequest("The body holds a number that is too large.")
    elif isinstance(value, list):
        for each in value:
            _check(each, depth + 1)
    elif isinstance(value, dict):
        for name, each in value.items():
            _check(name, depth)
            _check(each, depth + 1)


def to_create(spec: Spec, resource: Resource, sent: Any) -> Body:
    """The body of a new resource. Raises BadRequest that names what is wrong."""
    if resource.create is None:
        raise BadRequest("Nothing is created here.")
    if errors := spec.errors(resource.create, sent):
        raise refuse(errors)
    if not isinstance(sent, dict):
        raise BadRequest("The body must be an object.")
    return {name: value for name, value in sent.items() if name not in ("id", "href")}


def changes(spec: Spec, resource: Resource, now: Body, sent: Any, kind: str) -> Body:
    """What a patch changes: attribute and new value, None where it is taken away. Raises BadRequest, Conflict."""
    then = _json_patched(now, sent) if kind == JSON_PATCH or isinstance(sent, list) else _merged(now, sent)
    if not isinstance(then, dict):
        raise BadRequest("What comes out of the patch is no object.")
    changed = {name: then.get(name) for name in {*now, *then} if now.get(name) != then.get(name)}
    known, patchable = spec.attributes(resource.schema), spec.patchable(resource)
    if fixed := sorted(name for name in changed if name in {"id", "href", *known} and name not in patchable):
        raise BadRequest(
            f"{fixed[0]} is not changed by a patch.", errors=[FieldError(field=fixed[0], message="is fixed")]
        )
    whole = {name: value for name, value in then.items() if name in patchable or name not in known}
    errors = spec.errors(str(resource.patch), whole)
    if mine := [each for each in errors if not each.field or each.field.partition(".")[0].partition("[")[0] in changed]:
        raise refuse(mine)
    return changed


def _merged(now: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(now) if isinstance(now, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def _json_patched(now: Body, patch: Any) -> Any:
    """RFC 6902."""
    try:
        return jsonpatch.apply_patch(now, patch)
    except jsonpatch.JsonPatchTestFailed as error:
        raise Conflict("A test of the patch does not hold.") from error
    except (
        jsonpatch.JsonPatchException,
        jsonpatch.JsonPointerException,
        TypeError,
        KeyError,
        AttributeError,
        ValueError,
    ) as error:
        raise BadRequest("The patch cannot be applied.") from error


def told(spec: Spec, resource: Resource, body: Body, href: str, fields: frozenset[str] | None, *, exact: bool) -> Body:
    """A resource as it is answered: all of it, or what was asked for with what is always told (nothing else where `exact`)."""
    whole = {"id": body["id"], "href": href} | body
    if fields is not None:
        wanted = fields if exact and fields else fields | set(spec.always(resource))
        whole = {name: value for name, value in whole.items() if name in wanted}
    return spec.completed({"$ref": f"#/schemas/{resource.schema}"}, whole) if spec.version == "v5" else whole
