"""Tokens of an operator's identity provider: a real server of keys, honest tokens, and those of an attacker."""

from __future__ import annotations

import base64
import hmac
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwk, jwt
from joserfc.jwk import Key
from starlette.testclient import TestClient

from api import identity, roles
from api.app import create_app
from api.identity import IdentityProvider, Keys
from api.problems import Unavailable
from api.roles import Role
from api.tokens import Scope, Via
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
ISSUER = "https://login.operator.example/realms/care"
HOUR = 3600


def key(kind: str, size: Any, id: str) -> Key:
    return jwk.generate_key(kind, size, {"kid": id, "use": "sig"})  # type: ignore[call-overload, no-any-return]


RSA, EC, OKP = key("RSA", 2048, "rsa-1"), key("EC", "P-256", "ec-1"), key("OKP", "Ed25519", "okp-1")
STRANGER = key("RSA", 2048, "rsa-1")  # says that it is ours


class Provider:
    """An identity provider's address with its keys, which counts how often it is asked."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = []
        self.asked = 0
        self.answer: bytes | None = None  # instead of the keys
        self.status = 200
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked += 1
                content = provider.answer or json.dumps({"keys": provider.keys}).encode()
                self.send_response(provider.status)
                self.send_header("Location", "/keys")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/jwks"

    @contextmanager
    def running(self) -> Iterator[Provider]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield self
        self._server.shutdown()
        thread.join()
        self._server.server_close()

    def publish(self, *keys: Key) -> None:
        self.keys = [each.as_dict(private=False) for each in keys]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider().running() as provider:
        provider.publish(RSA, EC, OKP)
        yield provider


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def settings(source: str, **given: Any) -> Settings:
    given = {"oidc_algorithms": "RS256,ES256", **given}
    return Settings(oidc_issuer=ISSUER, oidc_audience="t2r", oidc_jwks=source, **given)


def believer(provider: Provider, clock: Clock | None = None, **given: Any) -> IdentityProvider:
    keys = Keys(provider.url, clock=clock or Clock())
    return IdentityProvider(settings(provider.url, **given), roles.load(), keys)


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    told = {"iss": ISSUER, "aud": "t2r", "sub": "asha", "iat": now, "exp": now + HOUR, "roles": ["agent"], **changed}
    return {name: value for name, value in told.items() if value is not None}


def token(signed_by: Key = RSA, alg: str = "RS256", header: dict[str, Any] | None = None, **changed: Any) -> str:
    told = {"alg": alg, "kid": signed_by.kid, **(header or {})}
    told = {name: value for name, value in told.items() if value is not None}
    return jwt.encode(told, claims(**changed), signed_by, algorithms=[alg])


def raw(header: dict[str, Any], signature: bytes = b"", **changed: Any) -> str:
    parts = (json.dumps(header).encode(), json.dumps(claims(**changed)).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def signed_with_the_public_key() -> str:
    unsigned = raw({"alg": "HS256", "kid": "rsa-1"}).rstrip(".")
    signature = hmac.digest(RSA.as_pem(private=False), unsigned.encode(), "sha256")
    return f"{unsigned}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def tampered() -> str:
    head, _, signature = token().split(".")
    return ".".join((head, raw({}, roles=["administrator"]).split(".")[1], signature))


@pytest.mark.parametrize(("signed_by", "alg"), [(RSA, "RS256"), (EC, "ES256")], ids=["RS256", "ES256"])
def test_an_honest_token_names_its_bearer_and_their_rights(provider: Provider, signed_by: Key, alg: str) -> None:
    found = believer(provider).principal(token(signed_by, alg))
    assert found is not None
    assert (found.name, found.via, found.is_machine) == ("asha", Via.PROVIDER, False)
    assert found.scopes == roles.load().scopes[Role.AGENT]
    assert abs(found.expires_at.timestamp() - time.time() - HOUR) < 5


@pytest.mark.parametrize("alg", ["Ed25519", pytest.param("EdDSA", marks=pytest.mark.filterwarnings("ignore:EdDSA"))])
def test_edwards_curves_are_taken_by_both_of_their_names(provider: Provider, alg: str) -> None:
    assert believer(provider, oidc_algorithms=alg).principal(token(OKP, alg)) is not None


ATTACKS: dict[str, Callable[[], str]] = {
    "alg none": lambda: raw({"alg": "none", "kid": "rsa-1"}),
    "alg None": lambda: raw({"alg": "None", "kid": "rsa-1"}),
    "no alg": lambda: raw({"kid": "rsa-1"}),
    "HS256 with the public key": signed_with_the_public_key,
    "an algorithm that is not set": lambda: token(alg="RS512"),
    "an algorithm of another kind of key": lambda: raw({"alg": "ES256", "kid": "rsa-1"}, b"0" * 64),
    "a key of another's with the id of ours": lambda: token(STRANGER),
    "a key in the token itself": lambda: token(STRANGER, header={"jwk": STRANGER.as_dict(private=False)}),
    "an address of keys in the token": lambda: token(STRANGER, header={"jku": "http://127.0.0.1:9/jwks"}),
    "no signature": lambda: raw({"alg": "RS256", "kid": "rsa-1"}),
    "other claims under the signature": tampered,
    "wrong issuer": lambda: token(iss="https://login.operator.example/realms/other"),
    "no issuer": lambda: token(iss=None),
    "issuer with a slash more": lambda: token(iss=f"{ISSUER}/"),
    "wrong audience": lambda: token(aud="billing"),
    "audiences without ours": lambda: token(aud=["billing", "t2r2"]),
    "no audience": lambda: token(aud=None),
    "expired": lambda: token(exp=int(time.time()) - 60),
    "no expiry": lambda: token(exp=None),
    "an expiry that is no number": lambda: token(exp="tomorrow"),
    "an expiry that is true": lambda: token(exp=True),
    "not valid yet": lambda: token(nbf=int(time.time()) + 60),
    "issued in the future": lambda: token(iat=int(time.time()) + 60),
    "no kid": lambda: token(header={"kid": None}),
    "empty kid": lambda: token(header={"kid": ""}),
    "a kid that is no text": lambda: raw({"alg": "RS256", "kid": ["rsa-1"]}),
    "unknown kid": lambda: token(key("RSA", 2048, "../../etc/passwd")),
    "a critical header that nobody knows": lambda: raw({"alg": "RS256", "kid": "rsa-1", "crit": ["x"], "x": 1}),
    "a logout token": lambda: token(header={"typ": "logout+jwt"}),
    "nobody": lambda: token(sub=None),
    "an empty name": lambda: token(sub="  "),
    "a name with a line break": lambda: token(sub="asha\nravi"),
    "a long name": lambda: token(sub="a" * 101),
    "a name that is a number": lambda: token(sub=7),
    "an encrypted token": lambda: "e30.e30.e30.e30.e30",
    "no JSON": lambda: "YQ.YQ.YQ",
    "no token": lambda: "...",
    "a header without a bottom": lambda: f"{base64.urlsafe_b64encode(b'[' * 30_000).decode()}.e30.e30",
    "claims without a bottom": lambda: (
        f"{token().split('.')[0]}.{base64.urlsafe_b64encode(b'[' * 30_000).decode()}.e30"
    ),
    "not ASCII": lambda: "é.é.é",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_token_that_is_not_in_order_is_nobody(provider: Provider, attack: str) -> None:
    believing = believer(provider)
    assert believing.principal(token()) is not None
    assert believing.principal(ATTACKS[attack]()) is None


def test_clocks_may_differ_by_the_leeway(provider: Provider) -> None:
    now = int(time.time())
    exact, lenient = believer(provider, oidc_leeway=0), believer(provider, oidc_leeway=30)
    for signed in (token(exp=now - 10), token(nbf=now + 20), token(iat=now + 20)):
        assert exact.principal(signed) is None
        assert lenient.principal(signed) is not None


@pytest.mark.parametrize(
    ("given", "changed", "held"),
    [
        ({}, {"roles": ["agent", "lead"]}, {Role.AGENT, Role.LEAD}),
        ({}, {"roles": "quality-analyst"}, {Role.QUALITY_ANALYST}),
        ({}, {"roles": "agent lead openid"}, {Role.AGENT, Role.LEAD}),
        ({}, {"roles": ["owner", 7, None, "Administrator"]}, set()),
        ({}, {"roles": {"administrator": True}}, set()),
        ({}, {"roles": None}, set()),
        ({"oidc_roles": "realm_access.roles"}, {"realm_access": {"roles": ["lead"]}}, {Role.LEAD}),
        ({"oidc_roles": "realm_access.roles"}, {"realm_access": "roles"}, set()),
        (
            {"oidc_roles": "groups", "oidc_role_names": {"CN=CC Leads,OU=Care": "lead"}},
            {"groups": ["CN=CC Leads,OU=Care", "administrator"]},
            {Role.LEAD},
        ),
        ({"oidc_role_names": {"CC Leads": "lead"}}, {"roles": "CC Leads"}, {Role.LEAD}),
    ],
)
def test_roles_follow_from_the_claim(
    provider: Provider, given: dict[str, Any], changed: dict[str, Any], held: set[Role]
) -> None:
    found = believer(provider, **given).principal(token(**changed))
    assert found is not None
    assert found.scopes == roles.load().of(held)


def test_an_integrator_is_a_machine_and_the_name_may_be_another_claim(provider: Provider) -> None:
    found = believer(provider, oidc_name="client_id").principal(token(client_id="crm", sub=None, roles=["integrator"]))
    assert found is not None
    assert (found.name, found.is_machine) == ("crm", True)


def test_keys_are_asked_for_once_while_they_are_fresh(provider: Provider) -> None:
    clock = Clock()
    believing = believer(provider, clock)
    assert provider.asked == 0  # nothing happens before a token comes
    assert all(believing.principal(token()) for _ in range(5))
    assert provider.asked == 1
    clock.now += identity.FRESH_SECONDS + 1
    assert believing.principal(token())
    assert provider.asked == 2


def test_a_new_key_is_known_at_once_and_one_rotated_out_no_longer(provider: Provider) -> None:
    clock, new = Clock(), key("RSA", 2048, "rsa-2")
    believing = believer(provider, clock)
    assert believing.principal(token())
    provider.publish(new)
    clock.now += identity.RETRY_SECONDS
    assert believing.principal(token(new))
    assert believing.principal(token()) is None
    assert provider.asked == 2


def test_unknown_keys_do_not_make_us_ask_again_and_again(provider: Provider) -> None:
    clock = Clock()
    believing = believer(provider, clock)
    strangers = [token(STRANGER, header={"kid": f"made-up-{number}"}) for number in range(20)]
    assert not any(believing.principal(each) for each in strangers)
    assert provider.asked == 1
    clock.now += identity.RETRY_SECONDS
    assert not any(believing.principal(each) for each in strangers)
    assert provider.asked == 2
    assert believing.principal(token())


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"{}"),
        (302, b"{}"),
        (200, b"<html>"),
        (200, b'{"keys": {}}'),
        (200, b"[]"),
        (200, b'{"keys": [7]}' * 99_999),
    ],
    ids=["500", "redirect", "no JSON", "no list", "no object", "too much"],
)
def test_keys_are_believed_for_an_hour_while_the_provider_is_away(
    provider: Provider, caplog: pytest.LogCaptureFixture, status: int, answer: bytes
) -> None:
    clock = Clock()
    believing = believer(provider, clock)
    assert believing.principal(token())
    provider.status, provider.answer = status, answer
    clock.now += identity.GOOD_SECONDS - 1
    with caplog.at_level(logging.WARNING):
        assert believing.principal(token())
    assert "keys cannot be had" in caplog.text
    clock.now += identity.RETRY_SECONDS
    with pytest.raises(Unavailable) as refused:
        believing.principal(token())
    assert refused.value.headers == {"Retry-After": "10"}
    provider.status, provider.answer = 200, None
    clock.now += identity.RETRY_SECONDS
    assert believing.principal(token())


def test_keys_that_are_not_for_signatures_of_ours_are_left_out(provider: Provider) -> None:
    with pytest.warns(match="Key size"):
        small = key("RSA", 1024, "small")
    secret = jwk.generate_key("oct", 256, {"kid": "secret", "use": "sig"})
    provider.publish(RSA, small)
    strange = {"kty": "RSA", "kid": "enc", "use": "enc", "n": RSA.as_dict()["n"], "e": "AQAB"}
    provider.keys += [secret.as_dict(private=True), strange, {"kty": "AKP", "kid": "new"}, {"kid": 1}, "x"]  # type: ignore[list-item]
    keys = Keys(provider.url, clock=Clock())
    assert keys.find("rsa-1").kid == "rsa-1"
    for id in ("small", "secret", "enc", "new", "1"):
        with pytest.raises(identity.RefusedError):
            keys.find(id)


def test_keys_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": [RSA.as_dict(private=False)]}))
    assert IdentityProvider(settings(str(path)), roles.load()).principal(token()) is not None


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"oidc_algorithms": "HS256"}, "oidc_algorithms"),
        ({"oidc_algorithms": "RS256,none"}, "oidc_algorithms"),
        ({"oidc_algorithms": ""}, "oidc_algorithms"),
        ({"oidc_jwks": "http://login.operator.example/jwks"}, "oidc_jwks"),
        ({"oidc_jwks": "ftp://login.operator.example/jwks"}, "oidc_jwks"),
        ({"oidc_jwks": "file:///etc/keys"}, "oidc_jwks"),
        ({"oidc_jwks": None}, "oidc_jwks"),
        ({"oidc_audience": None}, "oidc_audience"),
        ({"oidc_role_names": {"Leads": "boss"}}, "oidc_role_names"),
    ],
)
def test_a_setting_that_cannot_be_stops_the_start(given: dict[str, Any], named: str) -> None:
    all_of_them = {"oidc_issuer": ISSUER, "oidc_audience": "t2r", "oidc_jwks": "https://login.example/jwks", **given}
    with pytest.raises(ValueError, match=named):
        create_app(Settings(**all_of_them))


def test_both_kinds_of_tokens_are_taken_side_by_side(
    provider: Provider, make_settings: Callable[..., Settings], token_for: Callable[..., str]
) -> None:
    given = make_settings(oidc_issuer=ISSUER, oidc_audience="t2r", oidc_jwks=provider.url)
    with TestClient(create_app(given), base_url=BASE) as client:

        def me(bearer: str) -> Any:
            return client.get("/v1/session", headers={"Authorization": f"Bearer {bearer}"}).json()

        assert me(token())["name"] == "asha"
        assert me(token())["scopes"] == sorted(roles.load().scopes[Role.AGENT])
        assert me(token_for(given, Scope.ANSWERS_READ))["scopes"] == ["answers:read"]
        for attack in ATTACKS.values():
            bearer = attack().encode("latin-1").decode("latin-1")
            refused = client.get("/v1/session", headers={"Authorization": f"Bearer {bearer}".encode()})
            assert refused.status_code == 401
            assert "signature" not in refused.text
        provider.publish()
        response = client.post("/v1/session", headers={"Authorization": f"Bearer {token()}"})
        assert response.status_code == 201  # a browser session, for as long as the token would last
        assert client.get("/v1/session").json()["name"] == "asha"


def test_a_bearer_without_a_role_may_nothing_but_ask_who_they_are(
    provider: Provider, make_settings: Callable[..., Settings]
) -> None:
    given = make_settings(oidc_issuer=ISSUER, oidc_audience="t2r", oidc_jwks=provider.url)
    headers = {"Authorization": f"Bearer {token(roles=[])}"}
    with TestClient(create_app(given), base_url=BASE, headers=headers) as client:
        assert client.get("/v1/session").json()["scopes"] == []
        assert client.get("/v1/articles").status_code == 403


def test_the_log_says_why_a_token_is_refused_and_does_not_repeat_it(
    provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    signed = token(aud="billing")
    with caplog.at_level(logging.INFO, logger="t2r.identity"):
        believer(provider).principal(signed)
    assert "aud" in caplog.text
    assert signed not in caplog.text
