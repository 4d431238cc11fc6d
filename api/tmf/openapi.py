"""The OpenAPI document of the TM Forum part, made of the compact specifications."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from api.tmf.apis import Api
from t2r.tmf.spec import Resource

METHODS = {"list": "GET", "create": "POST", "retrieve": "GET", "patch": "PATCH", "delete": "DELETE"}
JSON = "application/json"
HUB = {
    "type": "object",
    "required": ["callback"],
    "properties": {
        "callback": {"type": "string", "format": "uri", "maxLength": 2000},
        "query": {"type": "string", "maxLength": 1000},
    },
}
ENVELOPE = {"type": "object", "required": ["event"], "properties": {"event": {"type": "object"}}}
TEXT: dict[str, Any] = {"type": "string"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 10**9}
LIST_PARAMETERS = {"fields": TEXT, "offset": COUNT, "limit": COUNT, "sort": TEXT}
CURSOR_PARAMETERS = {"before": TEXT, "after": TEXT, "filter": TEXT}


def where(resource: Resource, operation: str) -> tuple[str, str]:
    """Path and method of an operation."""
    one = operation in ("retrieve", "patch", "delete")
    return (f"{resource.path}/{{id}}" if one else resource.path), METHODS[operation]


def document(apis: Iterable[Api]) -> dict[str, Any]:
    """All operations of all of them."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Error": _error(), "Hub": _hub()}
    for api in apis:
        for name, schema in api.spec.schemas.items():
            schemas[_name(api, name)] = _renamed(api, schema)
        for resource in api.resources:
            schemas[_name(api, f"{resource.schema}_Told")] = _told(api, resource)
            for operation in resource.operations:
                path, method = where(resource, operation)
                paths.setdefault(api.base + path, {})[method.lower()] = _operation(api, resource, operation)
        _add_events(paths, api)
    return {
        "openapi": "3.1.0",
        "info": {"title": "T2R assistant: TM Forum Open APIs", "version": version("t2r")},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "security": [{"bearer": []}],
    }


def _operation(api: Api, resource: Resource, operation: str) -> dict[str, Any]:
    told = {"$ref": f"#/components/schemas/{_name(api, f'{resource.schema}_Told')}"}
    described: dict[str, Any] = {
        "operationId": f"{api.key} {operation} {resource.name}",
        "tags": [api.key],
        "parameters": _path_parameters(where(resource, operation)[0]),
        "responses": {"4XX": _response("What is wrong.", {"$ref": "#/components/schemas/Error"})},
    }
    responses = described["responses"]
    if operation == "list":
        names = LIST_PARAMETERS | (CURSOR_PARAMETERS if api.version == "v5" else {})
        described["parameters"] += [_parameter(name, schema) for name, schema in names.items()]
        several = {"type": "array", "items": told}
        responses["200"] = _response("All of them.", several)
        responses["206"] = _response("Some of them.", several)
    elif operation == "delete":
        responses["204"] = {"description": "It is gone."}
    else:
        described["parameters"].append(_parameter("fields", TEXT))
        responses["201" if operation == "create" else "200"] = _response("The resource.", told)
    if operation == "create" and api.held[resource.name].known:
        responses["200"] = _response("The resource, which was known already.", told)
    if operation in ("patch", "delete"):
        described["parameters"].append({"name": "If-Match", "in": "header", "required": False, "schema": TEXT})
    if operation == "create":
        described["requestBody"] = _body(_reference(api, str(resource.create)), [JSON])
    elif operation == "patch":
        described["requestBody"] = _body({"type": "object"}, ["application/merge-patch+json", JSON])
    return described


def _add_events(paths: dict[str, Any], api: Api) -> None:
    error = {"4XX": _response("What is wrong.", {"$ref": "#/components/schemas/Error"})}
    hub = {"$ref": "#/components/schemas/Hub"}
    for base in api.hubs:
        name = f"{api.key} {{}} hub" + (" of a topic" if base != api.base else "")
        one = {"tags": [api.key], "parameters": _path_parameters(f"{base}/{{id}}")}
        paths[f"{base}/hub"] = {
            "post": {
                "operationId": name.format("create"),
                "tags": [api.key],
                "parameters": _path_parameters(base),
                "requestBody": _body(HUB, [JSON]),
                "responses": error | {"201": _response("The subscription.", hub)},
            }
        }
        got, gone = {"200": _response("The subscription.", hub)}, {"204": {"description": "It is gone."}}
        paths[f"{base}/hub/{{id}}"] = {
            "get": one | {"operationId": name.format("retrieve"), "responses": error | got},
            "delete": one | {"operationId": name.format("delete"), "responses": error | gone},
        }
    taken = {"204": {"description": "Taken."}} if api.version == "v5" else {"201": {"description": "Taken."}}
    for event in sorted(api.events):
        paths[f"{api.base}/listener/{event[0].lower()}{event[1:]}"] = {
            "post": {
                "operationId": f"{api.key} listen to {event}",
                "tags": [api.key],
                "requestBody": _body(ENVELOPE, [JSON]),
                "responses": error | taken,
            }
        }


def _told(api: Api, resource: Resource) -> dict[str, Any]:
    """What is answered: the schema, of which with `fields` only a part is there."""
    schema = {
        "type": "object",
        "properties": {
            name: _renamed(api, attribute) for name, attribute in api.spec.attributes(resource.schema).items()
        },
    }
    return schema if api.exact else schema | {"required": list(api.spec.always(resource))}


def _renamed(api: Api, schema: Any) -> Any:
    """A schema under our names. What an `href` refers to is the sender's own affair: that it is a URI is not promised."""
    if isinstance(schema, Mapping):
        return {
            key: f"#/components/schemas/{_name(api, value.rpartition('/')[2])}"
            if key == "$ref" and isinstance(value, str)
            else _renamed(api, value)
            for key, value in schema.items()
            if (key, value) != ("format", "uri")
        }
    return [_renamed(api, each) for each in schema] if isinstance(schema, list) else schema


def _name(api: Api, schema: str) -> str:
    return f"{api.key}.{schema}"


def _reference(api: Api, schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{_name(api, schema)}"}


def _parameter(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": dict(schema)}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _response(description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {JSON: {"schema": dict(schema)}}}


def _body(schema: Mapping[str, Any], kinds: list[str]) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": dict(schema)} for kind in kinds}}


def _error() -> dict[str, Any]:
    names = ("@type", "code", "reason", "message", "status")
    return {"type": "object", "required": list(names), "properties": dict.fromkeys(names, TEXT)}


def _hub() -> dict[str, Any]:
    names = ("@type", "id", "href", "callback", "query")
    return {"type": "object", "required": ["id", "callback"], "properties": dict.fromkeys(names, TEXT)}
