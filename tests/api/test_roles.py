"""Who may do what: every cell of the table of roles against every route, with data of one's own and of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from api import roles
from api.app import create_app
from api.roles import Role
from api.sessions import SessionStore
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.listing import trace
from t2r.cases.tables import Case
from t2r.database import open_database, writing
from t2r.problems.tables import Handed, Handover, KnownProblem
from t2r.settings import Settings
from tests.api.test_access import ROUTES, SOCKETS, needed_of_tmf, opened

BASE = "http://127.0.0.1:8000"
NOW = datetime(2026, 5, 1, tzinfo=UTC)
TABLE = yaml.safe_load(roles.SHIPPED.read_text(encoding="utf-8"))
CELLS: dict[tuple[str, str], str] = {
    (role, operation): reach
    for operation, row in TABLE["operations"].items()
    for role, reach in zip(TABLE["roles"], row, strict=True)
}
MINE, ANOTHERS, NOBODYS = 1, 2, 3  # ids of cases, known problems and handovers
OWNED = ("/v1/cases/{id}", "/v1/known-problems/{id}", "/v1/handovers/{id}")


def case(id: int, owner: str | None) -> Case:
    return Case(
        id=id,
        owner=owner,
        words="no data",
        channel="voice",
        severity=Severity.MINOR,
        impact=Level.LOW,
        urgency=Level.LOW,
        priority=Priority.LOW,
        opened_at=NOW,
        updated_at=NOW,
    )


@pytest.fixture(scope="module")
def app(make_settings: Callable[..., Settings]) -> Iterator[tuple[TestClient, Settings]]:
    """An app, in which asha and ravi each have a case, a known problem and a handover, and one case is nobody's."""
    settings = make_settings(rate_limit=0)
    with TestClient(create_app(settings), base_url=BASE, follow_redirects=False) as client:
        engine = open_database(settings.database)
        with writing(engine) as session:
            for id, owner in ((MINE, "asha"), (ANOTHERS, "ravi"), (NOBODYS, None)):
                session.add(case(id, owner))
                by = owner or "somebody who has left"
                session.add(
                    KnownProblem(id=id, by=by, title="t", symptom="s", cause="c", created_at=NOW, updated_at=NOW)
                )
                session.flush()
                session.add(Handover(id=id, case_id=id, kind=Handed.CHANGE, title="t", evidence=[], raised_at=NOW))
        engine.dispose()
        yield client, settings


@pytest.fixture(autouse=True)
def streams_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in ("cti", "board"):
        monkeypatch.setattr(f"api.routes.{stream}.STREAM_SECONDS", 0.0)


@pytest.fixture(scope="module")
def signed_in(app: tuple[TestClient, Settings]) -> dict[Role, dict[str, str]]:
    """The headers of asha's browser, for each role that she may have."""
    client, settings = app
    engine, held = open_database(settings.database), roles.load()
    headers = {}
    for role in Role:
        client.cookies.clear()
        client.get("/login", params={"code": SessionStore(engine).new_code("asha", held.scopes[role])})
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers[role] = {"Cookie": cookies, "Sec-Fetch-Site": "same-origin"}
    client.cookies.clear()
    engine.dispose()
    return headers


def test_every_cell_is_what_every_route_does(
    app: tuple[TestClient, Settings], signed_in: Mapping[Role, dict[str, str]], token_for: Callable[..., str]
) -> None:
    client, settings = app
    tokens = {role: token_for(settings, *roles.load().scopes[role]) for role in Role}
    walked: set[tuple[str, str]] = set()
    asked = 0
    for role in Role:
        for (method, path), (needed, body) in ROUTES.items():
            if path == "/v1/session" or needed == "open":
                continue
            reach = CELLS[role, str(needed)]
            owned = any(f"{path}/".startswith(f"{each}/") for each in OWNED)
            for id in (MINE, ANOTHERS, NOBODYS) if owned and method != "get" else ("none",):
                # A body that is wrong is told after who may: nothing changes, and the next one finds the same.
                wrong = "no JSON" if body is not None else None
                response = client.request(method, path.replace("{id}", str(id)), content=wrong, headers=signed_in[role])
                asked += 1
                is_anothers = id == ANOTHERS or (id == NOBODYS and "known-problems" in path)
                taking_over = path.endswith("/transfer")  # whom it goes to is in the body: the test below
                allowed = reach == "all" or (reach == "own" and (not is_anothers or taking_over))
                where = (role, method, path, id, response.status_code, response.text[:200])
                assert (response.status_code == 403) is not allowed, where
                assert response.status_code != 401, where
                walked.add((role, str(needed)))
        for path, scope in SOCKETS.items():
            assert (opened(client, path, tokens[role]) == 101) is (CELLS[role, scope] == "all"), (role, path)
            walked.add((role, str(scope)))
    here = {str(needed) for needed, _ in ROUTES.values()} - {"None", "open"}
    assert walked == {(role, operation) for role in TABLE["roles"] for operation in here}
    assert asked > 500


def test_every_cell_is_what_tm_forums_operations_do(
    app: tuple[TestClient, Settings], signed_in: Mapping[Role, dict[str, str]]
) -> None:
    """One operation for each thing that is needed: that all ask for exactly that is held by tests/api/test_access.py."""
    client, _ = app
    paths = client.get("/tmf-api/openapi.json").json()["paths"]
    needing = {frozenset(needed_of_tmf(method, path[8:])): (method, path) for path in paths for method in paths[path]}
    for needed, (method, path) in needing.items():
        for role in Role:
            response = client.request(method, re.sub(r"\{\w+\}", "none", path), headers=signed_in[role])
            allowed = all(CELLS[role, str(scope)] == "all" for scope in needed)
            assert (response.status_code == 403) is not allowed, (role, method, path, response.text)
    assert len(needing) > 9


def test_there_is_a_route_for_every_operation(app: tuple[TestClient, Settings]) -> None:
    client, _ = app
    used = {str(needed) for needed, _ in ROUTES.values()} | {str(scope) for scope in SOCKETS.values()}
    for path, item in client.get("/tmf-api/openapi.json").json()["paths"].items():
        used |= {str(scope) for method in item for scope in needed_of_tmf(method, path[8:])}
    assert {operation for _, operation in CELLS} == used - {"None", "open"}


def test_an_agent_takes_a_colleagues_case_over_and_gives_away_only_their_own(
    app: tuple[TestClient, Settings], signed_in: Mapping[Role, dict[str, str]]
) -> None:
    client, settings = app
    engine = open_database(settings.database)
    with writing(engine) as session:
        session.add(case(10, "ravi"))

    def transfer(**to: str) -> int:
        return client.post("/v1/cases/10/transfer", json=to, headers=signed_in[Role.AGENT]).status_code

    assert transfer(owner="meena") == 403
    assert transfer(queue="second line") == 403
    assert transfer(owner="asha") == 200
    assert transfer(owner="meena") == 200
    assert transfer(owner="ravi") == 403
    with writing(engine) as session:
        assert [step.name for step in trace(session, 10) if step.what == "transferred"] == ["asha", "meena"]
    engine.dispose()


def test_roles_add_up() -> None:
    held = roles.load()
    assert held.of([Role.QUALITY_ANALYST, Role.KNOWLEDGE_MANAGER]) == (
        held.scopes[Role.QUALITY_ANALYST] | held.scopes[Role.KNOWLEDGE_MANAGER]
    )
    assert held.of([]) == frozenset()


def test_the_table_of_the_documentation_is_the_table() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    for operation, row in TABLE["operations"].items():
        cells = " | ".join("–" if cell == "none" else cell for cell in row)
        assert f"| `{operation}` | {cells} |" in docs, operation


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cases:write:      [own", "cases:write:      [owned", "operations.cases:write.0"),
        ("audit:read:       [none", "audit:read:       [own", "audit:read: agent: nobody has data of their own"),
        ("cases:write:      [own,", "cases:write:      [", "has not a cell for each role"),
        ("  metrics:read:", "  metrics:see:", "metrics:see"),
        ("  metrics:read:", "  admin: []\n  metrics:read:", "operations.admin: is no operation"),
        ("[agent, lead", "[agent, agent", "roles: must be"),
        ("personal:", "private:", "personal: Field required"),
        ("operations:", "operations: [", "not valid YAML"),
    ],
)
def test_a_mistake_in_an_operators_table_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "roles.yaml"
    path.write_text(roles.SHIPPED.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}: .*{re.escape(said)}"):
        roles.load(path)
