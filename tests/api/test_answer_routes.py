"""Asking and searching over HTTP: what comes back, and in which order."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from t2r.database import open_database
from t2r.feedback import FeedbackStore
from t2r.settings import Settings

QUESTION = {"question": "mobile data does not work, calls are fine"}


def events(client: TestClient, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    response = client.post("/v1/answers", json=body, headers={"Accept": "text/event-stream"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    found = []
    for block in response.text.removesuffix("\n\n").split("\n\n"):
        event, data = block.split("\n")
        found.append((event.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_every_sentence_quotes_its_document_exactly(shared: TestClient) -> None:
    answer = shared.post("/v1/answers", json=QUESTION).json()
    assert answer["decision"] in ("answered", "suggested")
    assert answer["sentences"]
    for sentence in answer["sentences"]:
        for citation in sentence["citations"]:
            body = shared.get(f"/v1/documents/{citation['document_id'].replace('?', '%3F')}").json()["body"]
            assert body[citation["start"] : citation["end"]] == citation["quote"]


def test_both_pools_are_shown_with_reasons(shared: TestClient) -> None:
    answer = shared.post("/v1/answers", json=QUESTION).json()
    assert answer["articles"][0]["document_id"] == "data/apn wrong?"
    assert answer["resolutions"][0]["document_id"] == "case-1"
    assert all(view["reason"] and view["parts"] for view in answer["articles"] + answer["resolutions"])


def test_the_stream_tells_the_pools_then_the_sentences_then_the_whole(shared: TestClient) -> None:
    found = events(shared, QUESTION)
    answer = found[-1][1]
    assert [name for name, _ in found] == ["passages", *["sentence"] * len(answer["sentences"]), "answer"]
    assert found[0][1] == {"articles": answer["articles"], "resolutions": answer["resolutions"]}
    assert [data for name, data in found if name == "sentence"] == answer["sentences"]
    whole = shared.post("/v1/answers", json=QUESTION).json()
    varying = ("answer_id", "timings_ms")
    assert {k: v for k, v in whole.items() if k not in varying} == {k: v for k, v in answer.items() if k not in varying}


def test_what_nobody_wrote_down_is_not_known(shared: TestClient) -> None:
    answer = shared.post("/v1/answers", json={"question": "who won the cricket world cup in 1983?"}).json()
    assert (answer["decision"], answer["sentences"]) == ("abstained", [])
    assert answer["next_check"] or answer["missing"]


def test_the_context_narrows_the_sources(shared: TestClient) -> None:
    body = {**QUESTION, "context": {"audience": "customer", "product": "mobile", "k": 1}}
    answer = shared.post("/v1/answers", json=body).json()
    assert [view["document_id"] for view in answer["articles"]] == ["data/apn wrong?"]


def test_a_follow_up_is_read_with_what_was_said(shared: TestClient) -> None:
    turns = [
        {"role": "agent", "text": "The LOS light on the modem is red"},
        {"role": "assistant", "text": "The fibre is cut."},
    ]
    answer = shared.post("/v1/answers", json={"question": "what should I do next?", "context": {"turns": turns}}).json()
    assert answer["articles"][0]["document_id"] == "broadband-los-red"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": " \n\x1c"}, "question"),
        ({"question": "x" * 4001}, "question"),
        ({}, "question"),
        ({"question": "x", "qestion": "y"}, "qestion"),
        ({"question": "x", "context": {"turns": [{"role": "robot", "text": "x"}]}}, "context.turns[0].role"),
        ({"question": "x", "context": {"turns": [{"role": "agent"}]}}, "context.turns[0].text"),
        ({"question": "x", "context": {"k": 0}}, "context.k"),
        ({"question": "x", "context": {"valid_at": "yesterday"}}, "context.valid_at"),
        ({"question": "x", "context": {"audience": "all"}}, "context.audience"),
        ({"question": 3}, "question"),
        ([], "body"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_wrong_question_is_a_problem_that_names_the_field(
    shared: TestClient, body: object, field: str, accept: str
) -> None:
    response = shared.post("/v1/answers", json=body, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    problem = response.json()
    assert problem["status"] == 422
    assert [error["field"] or "body" for error in problem["errors"]] == [field]
    assert field in problem["detail"]


@pytest.mark.parametrize("system", ["hybrid", "dense", "lexical"])
def test_search_finds_passages_with_every_system(shared: TestClient, system: str) -> None:
    found = shared.post("/v1/search", json={"text": "reset the voicemail PIN", "k": 2, "system": system}).json()
    assert found["hits"][0]["document_id"] == "voicemail-pin"
    assert len(found["hits"]) <= 2
    assert found["query"]["text"] == "reset the voicemail PIN"
    assert found["timings_ms"]


def test_search_is_narrowed_by_filters(shared: TestClient) -> None:
    filters = {"kind": "resolution", "product": "mobile"}
    hits = shared.post("/v1/search", json={"text": "mobile data", "filters": filters}).json()["hits"]
    assert {hit["kind"] for hit in hits} == {"resolution"}


def test_search_as_of_a_time_before_the_base_finds_nothing(shared: TestClient) -> None:
    body = {"text": "mobile data", "filters": {"as_of": "2001-01-01T00:00:00Z"}}
    assert shared.post("/v1/search", json=body).json()["hits"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "x", "k": 101}, "k"),
        ({"text": "x", "system": "magic"}, "system"),
        ({"text": "x", "filters": {"kind": "note"}}, "filters.kind"),
        ({"text": "x", "filters": {"color": "red"}}, "filters.color"),
    ],
)
def test_a_wrong_search_names_the_field(shared: TestClient, body: dict[str, Any], field: str) -> None:
    response = shared.post("/v1/search", json=body)
    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (422, [field])


def test_feedback_is_kept_with_the_caller_and_without_personal_data(admin: TestClient, settings: Settings) -> None:
    answer_id = admin.post("/v1/answers", json=QUESTION).json()["answer_id"]
    body = {"answer_id": answer_id, "document_id": "case-1", "correct": False, "comment": "ask +91 98765 43210"}
    assert admin.post("/v1/feedback", json=body).status_code == 201
    engine = open_database(settings.database)
    ((principal, kept),) = FeedbackStore(engine).list(answer_id)
    engine.dispose()
    assert principal.startswith("admin")
    assert (kept.correct, kept.document_id, kept.clicked) == (False, "case-1", None)
    assert "98765" not in str(kept.comment)


@pytest.mark.parametrize(
    "body",
    [{"answer_id": "a"}, {"correct": True}, {"answer_id": "a", "comment": "x" * 2001}, {"answer_id": "a", "stars": 5}],
)
def test_feedback_that_says_nothing_or_too_much_is_refused(shared: TestClient, body: dict[str, Any]) -> None:
    assert shared.post("/v1/feedback", json=body).status_code == 422
