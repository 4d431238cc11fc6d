"""What holds of every resource of every API: a full one is taken, told again unchanged, found, changed, taken away, as its file says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.tmf.apis import APIS, Api
from t2r.tmf import compact
from t2r.tmf.spec import Resource, Spec, load
from tests.api.tmf import official

CRUD = [
    pytest.param(api, resource, id=f"{api.key}-{resource.name}")
    for api in APIS
    for resource in api.resources
    if {"create", "patch", "delete"} <= set(resource.operations)
]
# Attributes that a sample of no matter what content would break, or that are not told as they came.
MADE = {
    "status", "state", "statusChange", "statusChangeHistory", "creationDate", "lastUpdate", "statusChangeDate", "statusChangeReason",
    "resolutionDate", "note", "relatedParty", "relatedEntity", "qualificationResult", "mode", "startDateTime", "endDateTime",
    "testMeasure", "characteristic", "serviceQualificationItem", "effectiveQualificationDate", "queryServiceQualificationDate",
    "checkServiceQualificationDate", "expectedResolutionDate", "externalIdentifier", "tryTimes", "sendTime", "sendTimeComplete",
    "interactionDate", "originatorParty", "responsibleParty", "firstAlert", "interactionItem",
    "priority", "requestedStartDate", "requestedCompletionDate", "completionDate", "cancellationDate", "cancellationReason",
    "startDate", "orderDate", "productOrderItem", "serviceOrderItem", "orderItem",
}  # fmt: skip
# What is checked beyond its schema.
REACHED = {"phoneNumber": "+919811111111", "emailAddress": "a@crm.example"}
VALID = {"contactMedium": [{"mediumType": "phone", "preferred": True, "characteristic": REACHED}]}
# What ends a contact, or must stay on record: such a one is not changed or taken away any more.
DONE = {"partyInteraction": {"interactionDate", "note"}}
# What is ordered has to be in the catalogue.
ORDERED = {
    "productOrder": {"productOrderItem": [{"id": "1", "action": "add", "productOffering": {"id": "technician_visit"}}]},
    "serviceOrder": {"serviceOrderItem": [{"id": "1", "action": "add", "service": {"name": "sim_profile"}}]},
    "resourceOrder": {"orderItem": [{"id": "1", "action": "add", "resourceSpecification": {"id": "sim"}}]},
}


def sample(spec: Spec, schema: dict[str, Any], depth: int = 0, name: str = "") -> Any:
    """A value of a schema with everything that it may have, not too deep."""
    if name in VALID:
        return VALID[name]
    if "$ref" in schema:
        return sample(spec, spec.schemas[schema["$ref"].rpartition("/")[2]], depth)
    if "anyOf" in schema:
        return sample(spec, schema["anyOf"][0], depth)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "array":
        return [sample(spec, schema.get("items", {}), depth + 1)]
    if kind == "string":
        formats = {"date-time": "2026-11-01T10:00:00.000Z", "uri": "https://crm.example/x", "base64": "aGk="}
        return formats.get(schema.get("format", ""), "text")
    if kind in ("integer", "number", "boolean"):
        return {"integer": 3, "number": 1.5, "boolean": True}[kind]
    told: dict[str, Any] = {}
    for part in schema.get("allOf", ()):
        told |= sample(spec, part, depth)
    wanted = schema.get("required", ()) if depth > 1 else schema.get("properties", {})
    return told | {
        name: sample(spec, one, depth + 1, name) for name, one in schema.get("properties", {}).items() if name in wanted
    }


def full(api: Api, resource: Resource) -> dict[str, Any]:
    body = sample(api.spec, {"$ref": f"#/schemas/{resource.create}"})
    left_out = {"id", "href", "status", "state"} - api.spec.required(str(resource.create))
    told = {name: value for name, value in body.items() if name not in left_out | DONE.get(resource.name, set())}
    if "@type" in told:
        told["@type"] = resource.schema.split("_")[0]
    return told | ORDERED.get(resource.name, {})


def check(api: Api, resource: Resource, told: Any) -> None:
    assert api.spec.errors(resource.schema, told) == []
    if official.FOLDER.is_dir():
        assert official.errors(api.spec.key, resource.schema, told) == []


def test_the_compact_specifications_are_what_the_official_files_say() -> None:
    made = compact.made_of(official.folder())
    assert set(made) == set(compact.SERVED)
    for name, text in made.items():
        assert (compact.SPECS / f"{name}.json").read_text(encoding="utf-8") == text, name


def test_no_description_is_taken_over() -> None:
    for key in compact.SERVED:
        spec = load(key)
        assert not [
            name for name, one in spec.schemas.items() if "description" in one or "title" in one or "example" in one
        ]


@pytest.mark.parametrize(("api", "resource"), CRUD)
def test_a_full_resource_is_taken_told_found_changed_and_taken_away(
    crm: TestClient, api: Api, resource: Resource
) -> None:
    base, body = api.base + resource.path, full(api, resource)
    made = crm.post(base, json=body)
    assert made.status_code == 201, made.text
    told = made.json()
    check(api, resource, told)
    assert made.headers["location"] == told["href"]
    assert {name: value for name, value in told.items() if name in body and name not in MADE} == {
        name: value for name, value in body.items() if name not in MADE
    }
    assert crm.get(told["href"]).json() == told
    found = crm.get(base, params={"id": told["id"]})
    assert (found.status_code, found.json(), found.headers["x-total-count"]) == (200, [told], "1")
    text = "description" if "description" in api.spec.attributes(resource.schema) else "name"
    text = text if text in api.spec.attributes(resource.schema) else "specificProblem"
    (few,) = crm.get(base, params={"id": told["id"], "fields": text}).json()
    always = set() if api.exact else set(api.spec.always(resource))
    assert set(few) == always | {text}
    changed = crm.patch(told["href"], json={text: "other", "x-more": [1]})
    assert changed.status_code == 200, changed.text
    assert (changed.json()[text], changed.json()["x-more"]) == ("other", [1])
    check(api, resource, changed.json())
    assert crm.patch(told["href"], json={"id": "other"}).status_code == 400
    assert crm.get(base, params={"x-more": "1"}).status_code == 400
    assert crm.delete(told["href"]).status_code == 204
    assert crm.get(told["href"]).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize(("api", "resource"), CRUD)
def test_every_attribute_that_is_told_filters(crm: TestClient, api: Api, resource: Resource) -> None:
    base = api.base + resource.path
    told = crm.post(base, json=full(api, resource)).json()
    for name, value in told.items():
        if name in ("href", "relatedEntity", "relatedParty") or isinstance(value, list | dict):
            continue
        word = json.dumps(value) if isinstance(value, bool) else str(value)
        found = crm.get(base, params={name: f"'{word}'" if name.endswith("Date") else word, "limit": 1000})
        assert found.status_code in (200, 206), (name, found.text)
        assert told["id"] in [each["id"] for each in found.json()], name
        assert told["id"] not in [
            each["id"] for each in crm.get(base, params={f"{name}.ne": word, "limit": 1000}).json()
        ], name


@pytest.mark.parametrize(("api", "resource"), CRUD)
def test_what_is_required_is_required(crm: TestClient, api: Api, resource: Resource) -> None:
    lenient = {"partyInteraction": {"status", "interactionDate"}, "customer": {"@type"}}.get(resource.name, set())
    body = full(api, resource)
    for name in sorted(api.spec.required(str(resource.create)) - lenient):
        response = crm.post(api.base + resource.path, json={key: value for key, value in body.items() if key != name})
        assert (response.status_code, name in response.json()["message"]) == (400, True), name
