"""The knowledge inbox over HTTP: from a question that nothing answers to the item, and out of sight again."""

from __future__ import annotations

from starlette.testclient import TestClient

from api.services import Services

QUESTIONS = ("how do I pair the remote of the set-top box", "set-top box remote does not pair")


def ask(client: TestClient) -> None:
    for question in QUESTIONS:
        assert client.post("/v1/answers", json={"question": question}).json()["decision"] != "answered"
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    assert services.learning.questions.flush() == len(QUESTIONS)  # what serving does each second


def test_a_gap_is_shown_until_it_is_set_aside(admin: TestClient) -> None:
    ask(admin)
    page = admin.get("/v1/inbox/gap").json()
    (item,) = page["items"]
    assert page["total"] == 1
    assert sorted(item["detail"]["questions"]) == sorted(QUESTIONS)
    path = f"/v1/inbox/gap/{item['id']}/set-aside"
    assert admin.post(path, json={"why": "is being written"}).status_code == 204
    assert admin.get("/v1/inbox/gap").json() == {"total": 0, "items": []}
    again = admin.post(path, json={})
    assert again.status_code == 404
    assert "may have changed" in again.json()["detail"]


def test_no_other_topic(admin: TestClient) -> None:
    assert admin.get("/v1/inbox/everything").status_code == 422
