"""What service tests and qualifications are answered with: a look at the network, through the desk that agents look through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.desk import Subject
from api.problems import Invalid, Problem
from api.services import Services
from api.tmf.bodies import Body
from diagnostics.diagnosis import Diagnosis, finding_to_json
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Kind, Place
from t2r.cases.events import iso

NAMES = {"msisdn", "line", "phoneNumber"}


def test(services: Services, body: Body) -> Body:
    """A service test that has been made: the line's readings as measures. One that cannot be made has failed, and says why."""
    at = services.bench.now()
    subject = _subject(body.get("characteristic", ()), str(body.get("relatedService", {}).get("id", "")))
    told = body | {"startDateTime": iso(at), "mode": body.get("mode", "ONDEMAND")}
    try:
        found = _look(services, subject)
    except Problem as problem:
        return told | {
            "state": "failed",
            "endDateTime": iso(services.bench.now()),
            **_reason(body, str(problem.detail)),
        }
    measures = [measure for finding in found.findings for measure in _measures(finding)]
    return told | {"state": "completed", "endDateTime": iso(services.bench.now()), "testMeasure": measures}


def _measures(finding: Finding) -> Iterator[dict[str, Any]]:
    told = finding_to_json(finding)
    verdict = {"name": "cause", "valueType": "string", "value": finding.cause}
    yield {
        "metricName": finding.kind.value,
        "metricDescription": "what was found: none is nothing wrong, unknown is nothing fresh to judge by",
        "captureMethod": "diagnosis",
        "accuracy": told["confidence"],
        "value": verdict,
    }
    for reading in told["readings"]:
        measure = {
            "metricName": f"{finding.kind.value}.{reading['name']}",
            "captureMethod": reading["source"],
            "captureDateTime": reading["measured_at"],
            "unitOfMeasure": reading["unit"],
            "accuracy": reading["quality"],
            "value": {"name": reading["name"], "value": reading["value"]},
        }
        yield {name: value for name, value in measure.items() if value is not None}


def qualify(services: Services, body: Body) -> Body:
    """Whether a service can be had: each item by the coverage at its place or line. Not known is neither yes nor no."""
    at = services.bench.now()
    items = [{"id": str(number + 1)} | item for number, item in enumerate(body["serviceQualificationItem"])]
    judged = [_judged(services, item) for item in items]
    results = {item["qualificationResult"] for item in judged}
    overall = next((each for each in ("unqualified", "undetermined") if each in results), "qualified")
    return body | {
        "serviceQualificationItem": judged,
        "qualificationResult": overall,
        "state": "done",
        "effectiveQualificationDate": iso(at),
        "checkServiceQualificationDate": iso(at),
    }


def query(services: Services, body: Body) -> Body:
    """The services that can be had where the criteria say."""
    at, item = services.bench.now(), {"id": "1"} | body["searchCriteria"]
    judged = _judged(services, item)
    fits = [{name: judged[name] for name in item}] if judged["qualificationResult"] == "qualified" else []
    dates = {"effectiveQualificationDate": iso(at), "queryServiceQualificationDate": iso(at)}
    return body | dates | {"serviceQualificationItem": fits, "state": "done"}


def _judged(services: Services, item: Mapping[str, Any]) -> dict[str, Any]:
    service = item.get("service") or {}
    try:
        found = _look(services, _subject(service.get("serviceCharacteristic", ()), str(service.get("id", "")), service))
    except Problem as problem:
        return _unqualified(item, "undetermined", "unknown", str(problem.detail))
    coverage = next((each for each in found.findings if each.kind is Kind.COVERAGE), None)
    if coverage is None or coverage.cause == NOT_KNOWN:
        return _unqualified(item, "undetermined", "unknown", "Nothing fresh is known of the coverage there.")
    if coverage.cause != NOTHING:
        return _unqualified(item, "unqualified", coverage.cause, f"Coverage: {coverage.cause}.")
    return {**item, "qualificationResult": "qualified", "state": "done"}


def _unqualified(item: Mapping[str, Any], result: str, code: str, label: str) -> dict[str, Any]:
    reason = {"code": code, "label": label}
    return {**item, "qualificationResult": result, "state": "done", "eligibilityUnavailabilityReason": [reason]}


def _look(services: Services, subject: Subject | None) -> Diagnosis:
    """Raises Problem: Invalid without a line or place, NotFound for a line that is not there, Unavailable without a network."""
    if subject is None:
        raise Invalid("Name the line by its number, or a place by the characteristics latitude and longitude.")
    return services.desk.diagnose(subject)


def _subject(characteristics: Any, id: str, service: Mapping[str, Any] | None = None) -> Subject | None:
    values = {str(each.get("name")): each.get("value") for each in characteristics if isinstance(each, Mapping)}
    place = _place(values)
    for each in (service or {}).get("place", ()):
        place = place or _place(each)
    line = next((str(values[name]) for name in NAMES if name in values), id).removeprefix("+")
    number = line if line.isascii() and line.isdigit() and len(line) <= 15 else None
    return None if number is None and place is None else Subject(number, place)


def _place(values: Mapping[str, Any]) -> Place | None:
    try:
        return Place(float(values["latitude"]), float(values["longitude"]))
    except (KeyError, TypeError, ValueError):
        return None


def _reason(body: Body, why: str) -> Body:
    return {"characteristic": [*body.get("characteristic", ()), {"name": "failure", "value": why}]}
