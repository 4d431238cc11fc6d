"""Tokens and sessions on their own, without HTTP."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.sessions import SessionStore
from api.tokens import Scope, TokenStore
from t2r.database import open_database, utc_now

DAY = timedelta(days=1)


@pytest.fixture
def path(new_sqlite: Callable[[], Path]) -> Path:
    return new_sqlite()


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = open_database(path)
    yield engine
    engine.dispose()


def test_a_token_names_its_principal_and_scopes(engine: Engine) -> None:
    store = TokenStore(engine)
    principal = store.principal(store.create("crm", [Scope.ANSWERS_READ], DAY))
    assert principal is not None
    assert principal.name == "crm"
    assert principal.may(Scope.ANSWERS_READ)
    assert not principal.may(Scope.KNOWLEDGE_WRITE)


def test_admin_may_do_everything(engine: Engine) -> None:
    store = TokenStore(engine)
    principal = store.principal(store.create("boss", [Scope.ADMIN], DAY))
    assert principal is not None
    assert all(principal.may(scope) for scope in Scope)


def test_tokens_have_256_random_bits_and_differ(engine: Engine) -> None:
    store = TokenStore(engine)
    secrets = {store.create(f"n{n}", [Scope.ADMIN], DAY).split("_")[2] for n in range(20)}
    assert len(secrets) == 20
    assert all(len(bytes.fromhex(secret)) == 32 for secret in secrets)


def test_the_file_holds_no_secret(engine: Engine, path: Path) -> None:
    token = TokenStore(engine).create("crm", [Scope.ADMIN], DAY)
    principal = TokenStore(engine).principal(token)
    assert principal is not None
    code = SessionStore(engine).new_code("asha", [Scope.ANSWERS_READ])
    key, _ = SessionStore(engine).start(principal)
    with sqlite3.connect(path) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert "crm" in dump
    assert not [secret for secret in (token.split("_")[2], code, key) if secret in dump]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "t2r",
        "t2r__",
        "t2r_{id}_",
        "t2r_{id}",
        "t2r_{id}_{bad}",
        "xyz_{id}_{secret}",
        "t2r_nobody_{secret}",
        "{secret}",
        "t2r_{id}_{secret}0",
    ],
)
def test_anything_but_the_token_itself_is_nobody(engine: Engine, wrong: str) -> None:
    store = TokenStore(engine)
    _, id, secret = store.create("crm", [Scope.ADMIN], DAY).split("_")
    bad = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    assert store.principal(wrong.format(id=id, secret=secret, bad=bad)) is None


def test_an_expired_token_is_nobody_and_does_not_count(engine: Engine) -> None:
    store = TokenStore(engine)
    token = store.create("old", [Scope.ADMIN], timedelta(seconds=-1))
    assert store.principal(token) is None
    assert not store.any_valid()


def test_a_revoked_token_takes_its_sessions_with_it(engine: Engine) -> None:
    tokens, sessions = TokenStore(engine), SessionStore(engine)
    principal = tokens.principal(token := tokens.create("crm", [Scope.ADMIN], DAY))
    assert principal is not None
    key, _ = sessions.start(principal)
    assert sessions.principal(key) is not None
    assert tokens.revoke("crm")
    assert tokens.principal(token) is None
    assert sessions.principal(key) is None
    assert not tokens.revoke("crm")


@pytest.mark.parametrize(
    ("name", "scopes"), [("", [Scope.ADMIN]), ("  ", [Scope.ADMIN]), ("n" * 101, [Scope.ADMIN]), ("ok", [])]
)
def test_a_token_needs_a_name_and_a_scope(engine: Engine, name: str, scopes: list[Scope]) -> None:
    with pytest.raises(ValueError, match=r"must have|needs"):
        TokenStore(engine).create(name, scopes, DAY)


def test_names_are_unique(engine: Engine) -> None:
    TokenStore(engine).create("crm", [Scope.ADMIN], DAY)
    with pytest.raises(ValueError, match="named 'crm' already"):
        TokenStore(engine).create("crm", [Scope.ANSWERS_READ], DAY)
    assert [token.scopes for token in TokenStore(engine).list()] == ["admin"]


def test_a_code_signs_in_once(engine: Engine) -> None:
    sessions = SessionStore(engine)
    code = sessions.new_code("asha", [Scope.ANSWERS_READ])
    principal = sessions.redeem(code)
    assert principal is not None
    assert principal.name == "asha"
    assert sessions.redeem(code) is None
    assert sessions.redeem("") is None


def test_a_session_ends_when_it_is_told_to(engine: Engine) -> None:
    sessions = SessionStore(engine)
    principal = sessions.redeem(sessions.new_code("asha", [Scope.ANSWERS_READ]))
    assert principal is not None
    key, lifetime = sessions.start(principal)
    assert timedelta() < lifetime <= timedelta(hours=10)
    found = sessions.principal(key)
    assert found is not None
    assert found.scopes == {Scope.ANSWERS_READ}
    sessions.end(key)
    assert sessions.principal(key) is None


def test_a_session_does_not_outlive_its_token(engine: Engine) -> None:
    tokens = TokenStore(engine)
    principal = tokens.principal(tokens.create("short", [Scope.ADMIN], timedelta(minutes=1)))
    assert principal is not None
    _, lifetime = SessionStore(engine).start(principal)
    assert lifetime <= timedelta(minutes=1)


def test_a_rotated_token_has_two_secrets_until_the_grace_is_over(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TokenStore(engine)
    first = store.create("crm", [Scope.ANSWERS_READ], 7 * DAY)
    second = store.rotate("crm", DAY, 30 * DAY)
    assert first != second
    for token in (first, second):
        found = store.principal(token)
        assert found is not None
        assert (found.name, found.scopes) == ("crm", {Scope.ANSWERS_READ})
    later = utc_now() + 2 * DAY
    monkeypatch.setattr("api.tokens.utc_now", lambda: later)
    assert store.principal(first) is None
    assert store.principal(second) is not None


def test_a_second_rotation_ends_the_first_secret_at_once(engine: Engine) -> None:
    store = TokenStore(engine)
    first = store.create("crm", [Scope.ANSWERS_READ], DAY)
    second, third = (store.rotate("crm", DAY, DAY) for _ in range(2))
    assert [store.principal(token) is not None for token in (first, second, third)] == [False, True, True]


def test_a_secret_does_not_live_longer_by_being_rotated(engine: Engine) -> None:
    store = TokenStore(engine)
    expired = store.create("old", [Scope.ANSWERS_READ], timedelta(seconds=-1))
    assert store.principal(store.rotate("old", DAY, DAY)) is not None
    assert store.principal(expired) is None


def test_only_a_token_that_is_there_is_rotated_and_sessions_stay(engine: Engine) -> None:
    tokens, sessions = TokenStore(engine), SessionStore(engine)
    principal = tokens.principal(tokens.create("crm", [Scope.ADMIN], DAY))
    assert principal is not None
    key, _ = sessions.start(principal)
    tokens.rotate("crm", DAY, DAY)
    assert sessions.principal(key) is not None
    with pytest.raises(ValueError, match="no token named 'nobody'"):
        tokens.rotate("nobody", DAY, DAY)
