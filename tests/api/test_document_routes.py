"""Articles and resolutions over HTTP."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.routes.documents import MAX_BULK

ARTICLE = {"id": "esim/activate", "title": "Activate an eSIM", "body": "Scan the QR code of the eSIM.\n"}
CASE = {"id": "case/7", "symptom": "eSIM not active", "steps": ["Scanned the QR code again"], "outcome": "Works."}
APN = "/v1/articles/data/apn%20wrong%3F"


def test_lists_are_paged_and_say_how_many_there_are(shared: TestClient) -> None:
    first = shared.get("/v1/articles", params={"limit": 2})
    second = shared.get("/v1/articles", params={"limit": 2, "offset": 2})
    assert first.headers["x-total-count"] == "3"
    assert [article["id"] for article in first.json() + second.json()] == [
        "broadband-los-red",
        "data/apn wrong?",
        "voicemail-pin",
    ]
    assert [case["id"] for case in shared.get("/v1/resolutions").json()] == ["case-1"]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "offset=-1", "offset=99999999999999999999", "limit=x"])
def test_a_page_out_of_bounds_is_refused(shared: TestClient, query: str) -> None:
    response = shared.get(f"/v1/articles?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == query.split("=")[0]


@pytest.mark.parametrize(("path", "document"), [("/v1/articles", ARTICLE), ("/v1/resolutions", CASE)])
def test_a_document_is_created_read_replaced_and_deleted(
    admin: TestClient, path: str, document: dict[str, Any]
) -> None:
    created = admin.post(path, json=document)
    assert created.status_code == 201
    where = created.headers["location"]
    read = admin.get(where)
    assert read.json() == created.json()
    assert read.json().items() >= document.items()
    assert read.headers["etag"] == created.headers["etag"]
    replaced = admin.put(where, json={**read.json(), "version": 2}, headers={"If-Match": read.headers["etag"]})
    assert (replaced.status_code, replaced.json()["version"]) == (200, 2)
    assert admin.delete(where, headers={"If-Match": replaced.headers["etag"]}).status_code == 204
    assert admin.get(where).status_code == 404
    assert admin.delete(where).status_code == 404


def test_an_id_is_taken_only_once_over_both_kinds(admin: TestClient) -> None:
    assert admin.post("/v1/articles", json=ARTICLE).status_code == 201
    assert admin.post("/v1/articles", json=ARTICLE).status_code == 409
    assert admin.post("/v1/resolutions", json={**CASE, "id": ARTICLE["id"]}).status_code == 409
    assert admin.put(f"/v1/resolutions/{ARTICLE['id']}", json={**CASE, "id": ARTICLE["id"]}).status_code == 409
    assert admin.get(f"/v1/resolutions/{ARTICLE['id']}").status_code == 404


def test_put_creates_what_is_not_there(admin: TestClient) -> None:
    assert admin.put(f"/v1/articles/{ARTICLE['id']}", json=ARTICLE).status_code == 201
    assert admin.put(f"/v1/articles/{ARTICLE['id']}", json=ARTICLE).status_code == 200


def test_put_under_another_id_is_refused(admin: TestClient) -> None:
    response = admin.put("/v1/articles/other", json=ARTICLE)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "id"


def test_a_change_on_top_of_an_unseen_change_is_refused(admin: TestClient) -> None:
    seen = admin.get(APN)
    other = admin.put(APN, json={**seen.json(), "title": "Changed meanwhile"})
    assert other.json()["version"] == seen.json()["version"]
    for response in (
        admin.put(APN, json=seen.json(), headers={"If-Match": seen.headers["etag"]}),
        admin.delete(APN, headers={"If-Match": seen.headers["etag"]}),
        admin.delete(APN, headers={"If-Match": "W/" + other.headers["etag"]}),
    ):
        assert response.status_code == 412
        assert response.headers["etag"] == other.headers["etag"]
    assert admin.get(APN).json()["title"] == "Changed meanwhile"


def test_of_many_at_once_exactly_one_creates_and_one_replaces(admin: TestClient) -> None:
    seen = admin.get(APN)

    def create(_: int) -> int:
        return admin.post("/v1/articles", json=ARTICLE).status_code

    def replace(n: int) -> int:
        body = {**seen.json(), "title": f"Title {n}"}
        return admin.put(APN, json=body, headers={"If-Match": seen.headers["etag"]}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(create, range(8))) == [201] + [409] * 7
        assert sorted(pool.map(replace, range(8))) == [200] + [412] * 7


@pytest.mark.parametrize("tags", ["*", '"no", {etag}', "{etag}"])
def test_if_match_takes_a_list_or_any(admin: TestClient, tags: str) -> None:
    etag = admin.get(APN).headers["etag"]
    assert admin.delete(APN, headers={"If-Match": tags.format(etag=etag)}).status_code == 204


def test_if_match_needs_something_to_match(admin: TestClient) -> None:
    response = admin.put("/v1/articles/new", json={**ARTICLE, "id": "new"}, headers={"If-Match": "*"})
    assert response.status_code == 412
    assert admin.get("/v1/articles/new").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"titel": "x"}, "titel"),
        ({"version": 0}, "version"),
        ({"symptoms": ["ok", 3]}, "symptoms[1]"),
        ({"body": " \n"}, "body"),
        ({"kind": "resolution"}, "kind"),
        ({"id": "a\u0000b"}, "id"),
        ({"audience": "everybody"}, "audience"),
    ],
)
def test_what_is_wrong_with_a_document_is_named(admin: TestClient, change: dict[str, Any], field: str) -> None:
    response = admin.post("/v1/articles", json={**ARTICLE, **change})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_personal_data_is_taken_out_before_it_is_stored(admin: TestClient) -> None:
    case = {**CASE, "context": "Call back on +91 98765 43210 or mail ravi.kumar@example.com."}
    created = admin.post("/v1/resolutions", json=case)
    shown = created.text + admin.get(created.headers["location"]).text + admin.get("/v1/documents/case/7").text
    found = admin.post("/v1/answers", json={"question": "eSIM not active, call back"}).text
    assert "98765" not in shown + found
    assert "ravi.kumar" not in shown + found


def test_a_reader_sees_either_kind_with_its_body(shared: TestClient) -> None:
    article = shared.get("/v1/documents/data/apn%20wrong%3F").json()
    assert (article["kind"], article["audience"]) == ("article", "customer")
    case = shared.get("/v1/documents/case-1").json()
    assert case["title"] == "Mobile data stopped after a SIM swap, calls fine"
    assert "## Steps taken" in case["body"]
    assert (case["reopened_within_7_days"], case["audience"]) == (False, None)
    assert shared.get("/v1/documents/case-1", params={"as_of": "2001-01-01T00:00:00Z"}).status_code == 404


@pytest.mark.parametrize("as_lines", [False, True])
def test_of_many_documents_the_valid_are_stored_and_the_others_named(admin: TestClient, as_lines: bool) -> None:
    items = [
        {"id": "one", "title": "One", "body": "The first article."},
        {"id": "two", "title": "", "body": "The second article."},
        "not a document",
        {"id": "one", "title": "One again", "body": "The first article again."},
        {"id": "case-1", "title": "Taken", "body": "By a resolution."},
        {"id": "voicemail-pin", "title": "Voicemail PIN", "body": "Changed."},
        {"id": "three", "title": "Line\u2028separator", "body": "The third article."},
    ]
    body = "\n".join(json.dumps(item, ensure_ascii=False) for item in items) if as_lines else json.dumps(items)
    response = admin.post("/v1/articles/bulk", content=body.encode())
    assert response.status_code == 207
    report = response.json()
    assert (report["added"], report["updated"], report["unchanged"]) == (2, 1, 0)
    assert [(item["index"], item["id"], item["errors"][0]["field"]) for item in report["refused"]] == [
        (1, "two", "title"),
        (2, None, ""),
        (3, "one", "id"),
        (4, "case-1", "id"),
    ]
    assert admin.get("/v1/articles/one").json()["title"] == "One"
    assert admin.get("/v1/articles").headers["x-total-count"] == "5"
    again = admin.post("/v1/articles/bulk", content=json.dumps([items[0], items[6]]).encode())
    assert (again.status_code, again.json()["unchanged"]) == (200, 2)


def test_a_line_that_is_no_json_is_named_by_its_number(admin: TestClient) -> None:
    body = '\n{"id": "one", "title": "One", "body": "First."}\n\n{oops\n'
    report = admin.post("/v1/articles/bulk", content=body.encode()).json()
    assert report["added"] == 1
    assert [(item["index"], item["errors"][0]["message"].split(" is")[0]) for item in report["refused"]] == [
        (1, "line 4")
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[", 400),
        (b"[1," + b"[" * 100_000, 400),
        (b'\xff\xfe{"id"', 400),
        (b"", 400),
        (b" \n", 400),
        (b"[]", 200),
        (b"[" + b",".join([b"0"] * (MAX_BULK + 1)) + b"]", 400),
        (b"1" * 5000, 207),
        (b"[NaN, 1e999, null, [], true]", 207),
        (b'[{"id": "\\ud800", "title": "x", "body": "x"}]', 207),
        (b'[{"\\ud800": 1}]', 207),
    ],
)
def test_odd_bulk_bodies_are_refused_whole_or_by_item(admin: TestClient, body: bytes, status: int) -> None:
    response = admin.post("/v1/articles/bulk", content=body)
    assert response.status_code == status
    assert response.json()
