"""The audit log: who saw or changed what, when and why, and that nobody changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from starlette.testclient import TestClient

from api.app import create_app
from api.audit import Act, AuditLog, subject_made, subjects_of
from api.tokens import Scope, Via
from t2r.database import open_database
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
LINE = "919800000002"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = open_database(request.getfixturevalue(f"new_{request.param}")())
    yield engine
    engine.dispose()


def act(number: int = 1) -> Act:
    return Act("asha", Via.SESSION, "GET", "/v1/cases/{id}", "call", f"request-{number}", {f"cases/{number}", "line/x"})


CHANGES = (
    "UPDATE audit SET principal = 'ravi' WHERE id = 1",
    "UPDATE audit_subject SET subject = 'cases/7'",
    "DELETE FROM audit_subject",
    "DELETE FROM audit WHERE id = 2",
    "INSERT INTO audit SELECT * FROM audit WHERE id = 1 ON CONFLICT (id) DO UPDATE SET principal = 'ravi'",
)
IN_ITS_OWN_WORDS = {
    "sqlite": (
        "INSERT OR REPLACE INTO audit SELECT id, at, 'ravi', via, method, route, status, reason, request_id, hash FROM audit",
        "INSERT OR REPLACE INTO audit_subject SELECT * FROM audit_subject",
    ),
    "postgresql": ("TRUNCATE audit_subject", "TRUNCATE audit, audit_subject"),
}


def test_the_database_refuses_to_change_what_is_written(engine: Engine) -> None:
    log = AuditLog(engine)
    log.append(act(1), 200)
    log.append(act(2), 200)
    before = log.chain()
    for statement in (*CHANGES, *IN_ITS_OWN_WORDS[engine.dialect.name]):
        with pytest.raises(DatabaseError, match="the audit log is not changed"), engine.begin() as connection:
            connection.execute(text(statement))
    assert log.chain() == before
    assert (before.entries, before.broken_at) == (2, None)


def meddle(engine: Engine, statement: str) -> None:
    """As somebody does who may change the database itself."""
    with engine.begin() as connection:
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET principal = 'ravi' WHERE id = 2", 2),
        ("UPDATE audit SET status = 404 WHERE id = 1", 1),
        ("UPDATE audit_subject SET subject = 'cases/7' WHERE subject = 'cases/2'", 2),
        ("DELETE FROM audit_subject WHERE entry_id = 3 AND subject = 'line/x'", 3),
        ("DELETE FROM audit WHERE id = 1", 2),
    ],
)
def test_the_chain_shows_where_somebody_has_meddled(tmp_path: Path, statement: str, broken_at: int) -> None:
    engine = open_database(tmp_path / "t2r.sqlite")
    log = AuditLog(engine)
    for number in range(1, 5):
        log.append(act(number), 200)
    whole = log.chain()
    assert (whole.entries, whole.broken_at) == (4, None)
    if statement.startswith("DELETE FROM audit WHERE"):
        meddle(engine, "DELETE FROM audit_subject WHERE entry_id = 1")
    meddle(engine, statement)
    assert log.chain().broken_at == broken_at
    engine.dispose()


@pytest.mark.parametrize(
    ("route", "values", "subjects"),
    [
        ("/v1/cases/{id}", {"id": 12}, {"cases/12"}),
        ("/v1/cases/{id}/life/{node}", {"id": 12, "node": "restore"}, {"cases/12", "life/restore"}),
        ("/v1/articles/{id:path}", {"id": "data/apn wrong?"}, {"articles/data/apn wrong?"}),
        ("/v1/cases", {}, set()),
        ("/tmf-api/troubleTicket/v5/troubleTicket/{id}", {"id": "7"}, {"troubleTicket/7"}),
        (
            "/v1/articles/{id:path}",
            {"id": "call +91 98000 00002 or asha@example.com"},
            {"articles/call [PHONE] or [EMAIL]"},
        ),
    ],
)
def test_a_path_says_what_a_request_is_about(route: str, values: dict[str, Any], subjects: set[str]) -> None:
    assert subjects_of(route, values) == subjects


@pytest.mark.parametrize(
    ("location", "subjects"),
    [
        ("/v1/cases/12", ["cases/12"]),
        ("/v1/articles/data%2Fapn", ["articles/data/apn"]),
        ("", []),
        ("/", []),
        ("https://x.example/a/b", []),
    ],
)
def test_an_address_says_what_was_made(location: str, subjects: list[str]) -> None:
    assert list(subject_made(location)) == subjects


@pytest.fixture
def agent(client: TestClient, settings: Settings, token_for: Callable[..., str]) -> dict[str, str]:
    scopes = (Scope.CASES_READ, Scope.CASES_WRITE_OWN, Scope.DIAGNOSTICS_READ, Scope.KNOWLEDGE_READ)
    return {"Authorization": f"Bearer {token_for(settings, *scopes)}"}


def entries(
    client: TestClient, settings: Settings, token_for: Callable[..., str], **asked: Any
) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.AUDIT_READ)}"}
    response = client.get("/v1/audit", params=asked, headers=headers)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return [each for each in found if not each["route"].startswith("/v1/audit")][::-1]


def told(entry: dict[str, Any]) -> tuple[str, str, list[str], int]:
    return entry["method"], entry["route"], entry["subjects"], entry["status"]


def test_what_an_agent_sees_and_changes_is_written_down_with_why(
    client: TestClient, settings: Settings, agent: dict[str, str], token_for: Callable[..., str]
) -> None:
    client.headers.update(agent)
    words = {"words": f"no data on {LINE}", "flow": "mobile-data", "msisdn": LINE}
    client.post("/v1/cases", json=words)
    client.get("/v1/cases/1", headers={"T2R-Reason": "customer called back from +91 98000 00002"})
    client.get("/v1/cases/99")
    client.get("/v1/cases", params={"msisdn": LINE})
    client.get("/v1/cases/1/trace")
    client.get("/v1/badges", params={"msisdn": LINE})
    client.post("/v1/cases/1/status", json={"status": "nonsense"})
    client.post("/v1/interactions", json={"msisdn": LINE})
    client.delete("/v1/articles/voicemail-pin")
    client.get("/v1/articles")
    client.post("/v1/search", json={"text": LINE})
    client.get("/v1/session")
    written = entries(client, settings, token_for)
    line = written[3]["subjects"][1]
    assert [told(each) for each in written] == [
        ("POST", "/v1/cases", ["cases/1"], 201),
        ("GET", "/v1/cases/{id}", ["cases/1"], 200),
        ("GET", "/v1/cases/{id}", ["cases/99"], 404),
        ("GET", "/v1/cases", ["cases/1", line], 200),
        ("GET", "/v1/cases/{id}/trace", ["cases/1"], 200),
        ("GET", "/v1/badges", [line], 503),
        ("POST", "/v1/cases/{id}/status", ["cases/1"], 422),
        ("POST", "/v1/interactions", ["interactions/1"], 201),
        ("DELETE", "/v1/articles/{id}", ["articles/voicemail-pin"], 403),
    ]
    assert written[1]["reason"] == "customer called back from [PHONE]"
    assert {each["via"] for each in written} == {"token"}
    assert all(each["request_id"] and each["at"] for each in written)
    assert LINE not in str(written)
    found = entries(client, settings, token_for, msisdn=f"+{LINE}")
    assert [told(each)[1] for each in found] == ["/v1/cases", "/v1/badges"]


def test_entries_are_found_by_who_what_when_and_page_by_page(
    client: TestClient, settings: Settings, agent: dict[str, str], token_for: Callable[..., str]
) -> None:
    for id in (1, 2, 1):
        client.get(f"/v1/cases/{id}", headers=agent)
    name = client.get("/v1/session", headers=agent).json()["name"]
    all_of_them = entries(client, settings, token_for, principal=name)
    assert len(all_of_them) == 3
    assert len(entries(client, settings, token_for, subject="cases/1")) == 2
    assert len(entries(client, settings, token_for, route="/v1/cases/{id}")) == 3
    assert not entries(client, settings, token_for, principal="ravi")
    middle = all_of_them[1]["at"]
    assert len(entries(client, settings, token_for, since=middle, principal=name)) == 2
    assert len(entries(client, settings, token_for, until=middle, principal=name)) == 1
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.AUDIT_READ)}"}
    page = client.get("/v1/audit", params={"principal": name, "limit": 2}, headers=headers).json()
    rest = client.get("/v1/audit", params={"principal": name, "before": page["next"]}, headers=headers).json()
    assert [each["id"] for each in page["items"] + rest["items"]] == [each["id"] for each in all_of_them[::-1]]
    assert rest["next"] is None
    assert client.get("/v1/audit", params={"msisdn": LINE, "subject": "x"}, headers=headers).status_code == 422
    chain = client.get("/v1/audit/chain", headers=headers).json()
    assert (chain["broken_at"], chain["entries"] > 3) == (None, True)


def test_reading_the_log_and_signing_in_are_written_down_too(
    client: TestClient, settings: Settings, token_for: Callable[..., str], login_code: Callable[..., str]
) -> None:
    client.get("/login", params={"code": login_code(settings, Scope.AUDIT_READ)})
    client.get("/v1/audit")
    written = client.get("/v1/audit").json()["items"]
    assert [(each["route"], each["via"], each["principal"]) for each in written] == [
        ("/v1/audit", "session", "asha"),
        ("/login", "session", "asha"),
    ]


def test_what_cannot_be_written_down_is_not_told(
    client: TestClient, settings: Settings, agent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/v1/cases", json={"words": "no data", "flow": "mobile-data"}, headers=agent)

    def fail(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(AuditLog, "append", fail)
    with TestClient(create_app(settings), base_url=BASE, raise_server_exceptions=False, headers=agent) as app:
        refused = app.get("/v1/cases/1")
        assert (refused.status_code, "no data" in refused.text) == (500, False)
        assert app.get("/v1/articles").status_code == 200


def test_changes_of_access_on_the_console_are_written_down(t2r: Callable[..., Any], tmp_path: Path) -> None:
    given = ("--data-dir", tmp_path)
    for command in (
        ("create", "--name", "crm", "--scope", "cases:read"),
        ("rotate", "--name", "crm"),
        ("revoke", "crm"),
        ("link", "--name", "asha"),
    ):
        assert t2r("token", *command, *given).status == 0
    assert t2r("token", "rotate", "--name", "nobody", *given).status != 0
    engine = open_database(Settings(data_dir=tmp_path).database)
    found = [(each.route, each.via, [one.subject for one in each.subjects]) for each in AuditLog(engine).find(9)]
    engine.dispose()
    assert found[::-1] == [
        ("t2r token create", "console", ["tokens/crm"]),
        ("t2r token rotate", "console", ["tokens/crm"]),
        ("t2r token revoke", "console", ["tokens/crm"]),
        ("t2r token link", "console", ["tokens/asha"]),
    ]


def test_entries_of_several_writers_make_one_chain(engine: Engine) -> None:
    logs = [AuditLog(engine) for _ in range(4)]

    def write(log: AuditLog) -> None:
        for number in range(10):
            log.append(act(number), 200)

    threads = [Thread(target=write, args=[log]) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    before = logs[0].chain()
    assert (before.entries, before.broken_at) == (40, None)
    logs[0].append(act(), 200)
    after = logs[0].chain()  # whoever has kept the last hash sees an end that was cut off
    assert (after.entries, after.head != before.head) == (41, True)
