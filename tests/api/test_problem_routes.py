"""Problem management over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.test_case_routes import agent, opened, send, solved, world  # noqa: F401

LONG_AGO = "2020-01-01T00:00:00Z"


def got(agent: TestClient, path: str, expected: int = 200, **query: Any) -> Any:  # noqa: F811
    response = agent.get(path, params=query)
    assert response.status_code == expected, response.text
    return response.json()


def posted(agent: TestClient, path: str, expected: int = 201, **body: Any) -> Any:  # noqa: F811
    response = agent.post(path, json=body)
    assert response.status_code == expected, response.text
    return response.json()


def nodes(life: dict[str, Any]) -> set[str]:
    return {one["node"] for one in life["waiting"] if one["due"] is None}


def test_the_life_of_a_case_is_followed_from_its_opening_to_its_closure(agent: TestClient) -> None:  # noqa: F811
    case = opened(agent)
    life = got(agent, f"/v1/cases/{case['id']}/life")
    assert nodes(life) == {"diagnose", "withdrawn"}
    assert {"jeopardy", "breach"} <= {one["node"] for one in life["waiting"]}
    assert got(agent, "/v1/jeopardy")[0]["standing"] == "on time"


def test_a_solved_case_asks_the_customer_and_is_reported(agent: TestClient) -> None:  # noqa: F811
    case = solved(agent)
    path = f"/v1/cases/{case['id']}"
    assert nodes(got(agent, f"{path}/life")) == {"contact_customer"}
    contact = posted(
        agent, f"{path}/contacts", answered=True, agrees=True, satisfaction=2, comment="call me on 9876543210"
    )
    assert "9876543210" not in contact["comment"]
    assert got(agent, "/v1/improvements", to="retention")[0]["case_id"] == case["id"]
    send(agent, case, "close", cause="device.settings", resolution="fixed")
    life = got(agent, f"{path}/life")
    assert life["ended"]
    report = got(agent, f"{path}/report")
    assert report["causes"][0]["known"]
    assert report["contacts"][0]["satisfaction"] == 2
    assert got(agent, "/v1/problem-report", since=LONG_AGO)["cases"] >= 1
    types = [one["type"] for one in got(agent, "/v1/events", limit=200)]
    assert {"TroubleTicketCreateEvent", "CustomerProblemIsolatedEvent", "CustomerProblemRestoredEvent"} <= set(types)


def test_known_problems_are_written_found_and_fixed(agent: TestClient) -> None:  # noqa: F811
    made = posted(
        agent,
        "/v1/known-problems",
        title="Data profile lost",
        symptom="data is dead after the update",
        cause="update 7",
    )
    path = f"/v1/known-problems/{made['id']}"
    assert got(agent, "/v1/known-problems", words="My data is dead")[0]["id"] == made["id"]
    changed = agent.patch(path, json={"state": "fixed", "fix": "update 8"})
    assert changed.json()["state"] == "fixed"
    assert got(agent, "/v1/known-problems", words="My data is dead") == []
    assert got(agent, path)["fix"] == "update 8"
    assert got(agent, "/v1/known-problems", state="fixed")[0]["id"] == made["id"]


def test_a_review_is_kept_once(agent: TestClient) -> None:  # noqa: F811
    path = f"/v1/cases/{opened(agent)['id']}/review"
    got(agent, path, 404)
    given = {
        "what": "all was down",
        "why": "power",
        "lessons": ["test the battery"],
        "actions": [{"what": "battery", "owner": "site"}],
    }
    posted(agent, path, **given)
    assert got(agent, path)["lessons"] == ["test the battery"]
    posted(agent, path, 409, **given)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/cases/999999/contacts", {"answered": True}, 404),
        ("/v1/cases/{id}/contacts", {"answered": True}, 409),
        ("/v1/cases/{id}/contacts", {"answered": True, "satisfaction": 9}, 422),
        ("/v1/cases/{id}/life/validate", {"values": {"solved": True}}, 409),
        ("/v1/cases/{id}/life/DROP TABLE", {}, 422),
        ("/v1/cases/{id}/improvements", {"text": ""}, 422),
        ("/v1/cases/{id}/improvements", {"text": "   "}, 422),
        ("/v1/cases/{id}/activities/999", {"to": "ravi"}, 404),
        ("/v1/cases/{id}/review", {"what": "w", "why": "y", "lessons": []}, 422),
        ("/v1/handovers/999", {"done": True}, 404),
        ("/v1/known-problems", {"title": "t", "symptom": "", "cause": "c"}, 422),
    ],
)
def test_what_is_wrong_is_told(agent: TestClient, path: str, body: dict[str, Any], status: int) -> None:  # noqa: F811
    response = agent.post(path.format(id=opened(agent)["id"]), json=body)
    assert response.status_code == status, response.text


def test_figures_are_made_for_management_for_a_team_and_for_a_customer(agent: TestClient) -> None:  # noqa: F811
    for msisdn in ("919811110001", "919811110001", "919811110002"):
        id = posted(agent, "/v1/cases", words="no internet", msisdn=f"+{msisdn}")["id"]
        posted(agent, f"/v1/cases/{id}/transfer", 200, queue="fibre team", reason="a visit")
    audiences = {
        "fibre team": {"queue": "fibre team"},
        "nobody's": {"queue": "radio team"},
        "customer": {"msisdn": "+919811110001"},
        "outages": {"kind": "outage", "msisdn": "+919811110001"},
    }
    found = {name: got(agent, "/v1/problem-report", since=LONG_AGO, **of)["cases"] for name, of in audiences.items()}
    assert found == {"fibre team": 3, "nobody's": 0, "customer": 2, "outages": 0}
    assert got(agent, "/v1/problem-report", since=LONG_AGO)["cases"] >= 3
    got(agent, "/v1/problem-report", 422, since=LONG_AGO, kind="weather")


def test_a_span_that_ends_before_it_begins_is_none(agent: TestClient) -> None:  # noqa: F811
    got(agent, "/v1/problem-report", 422, since="2026-01-02T00:00:00Z", until="2026-01-01T00:00:00Z")
