"""Tokens (JWT) of the operator's identity provider: its keys, and what is held against each token before it is believed."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key, KeySet

from api.problems import Unavailable
from api.roles import Role, Roles
from api.tokens import Login, Principal, Via
from t2r.settings import Settings

log = logging.getLogger("t2r.identity")

# Asymmetric ones only: none and HS… would let whoever has the public keys sign.
ALGORITHMS = frozenset(
    {*(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)), "EdDSA", "Ed25519"}
)
TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})  # a logout token, say, is no key to anything
LOGOUT_TYPES = frozenset({"jwt", "logout+jwt", "application/logout+jwt"})
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_LOGIN = 255  # characters, OpenID Connect Core 2
FRESH_SECONDS = 300.0  # then the keys are asked for again
GOOD_SECONDS = 3600.0  # so long keys are believed while the provider cannot be reached
RETRY_SECONDS = 10.0  # between two requests for the keys, whatever tokens come
FETCH_SECONDS = 5.0
MOST_BYTES = 1_000_000
SMALLEST_RSA = 2048
KINDS = frozenset({"RSA", "EC", "OKP"})


class RefusedError(Exception):
    """A token that is not believed, and why: for the log, not for whoever sent it."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:  # the keys come from the address that was set, or not at all
        return None


def fetch(source: str) -> bytes:
    """The document at an address, or in a file. Raises OSError."""
    if "://" not in source:
        return Path(source).read_bytes()
    request = Request(source, headers={"Accept": "application/json"})  # noqa: S310 - the settings allow https and our own http
    with build_opener(_NoRedirects).open(request, timeout=FETCH_SECONDS) as response:
        content: bytes = response.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError(f"more than {MOST_BYTES:,} bytes")
    return content


class Keys:
    """The provider's public keys by their ids: kept for a while, and asked for anew when a token names an unknown one."""

    def __init__(
        self,
        source: str,
        fetch: Callable[[str], bytes] = fetch,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: dict[str, Key] = {}
        self._read_at = self._tried_at = float("-inf")

    def find(self, id: str) -> Key:
        """The key of this id. Raises RefusedError if the provider has none, Unavailable if it cannot be asked."""
        if id not in self._keys or self._clock() - self._read_at > FRESH_SECONDS:
            self._renew(wait=id not in self._keys)
        if self._clock() - self._read_at > GOOD_SECONDS:
            detail = "The identity provider's keys cannot be had. Please try again."
            raise Unavailable(detail, headers={"Retry-After": str(round(RETRY_SECONDS))})
        key = self._keys.get(id)
        if key is None:
            raise RefusedError("its key is none of the provider's")
        return key

    def _renew(self, *, wait: bool) -> None:
        """Ask for the keys, unless it has just been done. Whoever has a key to go on with does not wait for another's asking."""
        if not self._lock.acquire(blocking=wait):
            return
        try:
            if self._clock() - self._tried_at < RETRY_SECONDS:
                return
            self._tried_at = self._clock()
            self._keys = _keys_of(json.loads(self._fetch(self._source)))
            self._read_at = self._clock()
        except (OSError, ValueError, JoseError) as error:
            if isinstance(error, HTTPError):
                error.close()
            log.warning("the identity provider's keys cannot be had from %s: %s", self._source, error)
        finally:
            self._lock.release()


def _keys_of(document: Any) -> dict[str, Key]:
    """The keys that verify signatures. Raises ValueError for what is no JWKS."""
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError("this is no JWKS: it has no list `keys`")
    usable = [key for key in document["keys"] if isinstance(key, dict) and _is_for_signatures(key)]
    return {str(key.kid): key for key in KeySet.import_key_set({"keys": usable})} if usable else {}


def _is_for_signatures(key: dict[str, Any]) -> bool:
    """Whether a key has an id, is a public one for signatures, and is not so small that it could be broken."""
    is_large = key.get("kty") != "RSA" or len(str(key.get("n"))) * 6 >= SMALLEST_RSA  # six bits a character
    return bool(key.get("kid")) and key.get("kty") in KINDS and key.get("use", "sig") == "sig" and is_large


class IdentityProvider:
    """Believes the tokens of one provider: signed by its keys, meant for us, valid now; their claims give name and roles."""

    def __init__(self, settings: Settings, roles: Roles, keys: Keys | None = None) -> None:
        """Raises ValueError, naming the setting, for one that is missing or cannot be."""
        if not settings.oidc_issuer or not settings.oidc_audience or not settings.oidc_jwks:
            raise ValueError("oidc_issuer, oidc_audience, oidc_jwks: an identity provider needs all three")
        self._algorithms = _algorithms(settings.oidc_algorithms)
        self._names = _role_names(settings.oidc_role_names)
        self._keys = keys or Keys(_source(settings.oidc_jwks))
        self._name, self._path = settings.oidc_name, settings.oidc_roles.split(".")
        self._roles = roles
        self._issuer, self._audience, self._leeway = settings.oidc_issuer, settings.oidc_audience, settings.oidc_leeway

    def principal(self, token: str) -> Principal | None:
        """Whom `token` stands for, or None if it is not believed; the log says why. Raises Unavailable, see `Keys.find`."""
        try:
            return self._believed(token)
        except (JoseError, RefusedError, ValueError) as error:
            log.info("a token of the identity provider is refused: %s", error)
            return None

    def signed_in(self, id_token: str, client: str, nonce: str, access_token: str) -> Principal:
        """Whom an ID token that was given to `client` names; its rights, or those of the access token where it tells none.

        Raises RefusedError with the reason, for the log; Unavailable, see `Keys.find`.
        """
        try:
            claims = jwt.decode(id_token, self._key, self._algorithms).claims
            self._registry(client).validate(claims)
            if claims.get("azp", client) != client or (
                isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims
            ):
                raise RefusedError("it was given to another client")
            if claims.get("nonce") != nonce:
                raise RefusedError("it answers another question")
            principal = self._named(claims)
        except (JoseError, ValueError) as error:
            raise RefusedError(str(error)) from error
        if principal.scopes or not access_token:
            return principal
        other = self.principal(access_token)
        return principal if other is None or other.name != principal.name else replace(other, login=principal.login)

    def signed_out(self, logout_token: str, client: str) -> Login:
        """Which sign-in is over, as a logout token for `client` says (OpenID Connect Back-Channel Logout 1.0, 2.6).

        Raises RefusedError with the reason, for the log; Unavailable, see `Keys.find`.
        """
        try:
            claims = jwt.decode(logout_token, partial(self._key, types=LOGOUT_TYPES), self._algorithms).claims
            self._registry(client, iat={"essential": True}, jti={"essential": True}).validate(claims)
        except (JoseError, ValueError) as error:
            raise RefusedError(str(error)) from error
        events, login = claims.get("events"), _login(claims)
        if not isinstance(events, Mapping) or not isinstance(events.get(LOGOUT), Mapping):
            raise RefusedError("it tells of no logout")
        if "nonce" in claims:  # what an ID token has, and a logout token never
            raise RefusedError("it is an ID token")
        if login == Login():
            raise RefusedError("it says neither who nor which session")
        return login

    def _believed(self, token: str) -> Principal:
        claims = jwt.decode(token, self._key, self._algorithms).claims
        self._registry(self._audience).validate(claims)
        return self._named(claims)

    def _registry(self, audience: str, **more: jwt.ClaimsOption) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            None,  # now
            self._leeway,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            **more,
        )

    def _named(self, claims: Mapping[str, Any]) -> Principal:
        name = claims.get(self._name)
        if not isinstance(name, str) or not 0 < len(name.strip()) <= 100 or not name.isprintable():
            raise RefusedError(f"its claim {self._name} names nobody in 1 to 100 characters")
        roles = self._roles_in(claims)
        ends = datetime.fromtimestamp(min(claims["exp"], 253402300799), UTC)  # the last second that a datetime knows
        scopes = self._roles.of(roles)
        return Principal(
            name, scopes, ends, via=Via.PROVIDER, is_machine=Role.INTEGRATOR in roles, login=_login(claims)
        )

    def _key(self, token: GuestProtocol, types: Collection[str] = TYPES) -> Key:
        header = token.headers()
        id, kind = header.get("kid"), header.get("typ", "JWT")
        if header.get("alg") not in self._algorithms:  # before keys are asked for
            raise RefusedError("its algorithm is none of those set")
        if not isinstance(id, str) or not id:
            raise RefusedError("it names no key")
        if not isinstance(kind, str) or kind.lower() not in types:
            raise RefusedError("it is a token for something else")
        return self._keys.find(id)

    def _roles_in(self, claims: Mapping[str, Any]) -> list[Role]:
        """The roles of the claim; names that stand for none of ours are the provider's own affair."""
        told: Any = claims
        for part in self._path:
            told = told.get(part) if isinstance(told, Mapping) else None
        names = told.split() if isinstance(told, str) and told not in self._names else [told]
        listed = told if isinstance(told, list) else names
        return [self._names[name] for name in listed if isinstance(name, str) and name in self._names]


def _login(claims: Mapping[str, Any]) -> Login:
    told = (claims.get(name) for name in ("sub", "sid"))
    return Login(*(one if isinstance(one, str) and 0 < len(one) <= LONGEST_LOGIN else None for one in told))


def _algorithms(told: str) -> list[str]:
    wanted = split(told)
    if not wanted or set(wanted) - ALGORITHMS:
        raise ValueError(f"oidc_algorithms: {told!r} is not a list of {', '.join(sorted(ALGORITHMS))}")
    return wanted


def _role_names(told: Mapping[str, str]) -> dict[str, Role]:
    try:
        return {name: Role(role) for name, role in told.items()} or {role.value: role for role in Role}
    except ValueError as error:
        raise ValueError(f"oidc_role_names: {error}; the roles are {', '.join(Role)}") from error


def _source(told: str) -> str:
    if "://" in told and not is_safe(told):
        raise ValueError("oidc_jwks: must be an https URL, an http one of this machine, or a file")
    return told


def is_safe(told: str) -> bool:
    """Whether nobody on the way can answer in place of this address: https, or http that does not leave this machine."""
    url = urlsplit(told)
    return url.scheme == "https" or (url.scheme == "http" and url.hostname in {"127.0.0.1", "::1", "localhost"})


def split(told: str) -> list[str]:
    """What stands between the commas."""
    return [part.strip() for part in told.split(",") if part.strip()]


def identity_provider(settings: Settings, roles: Roles) -> IdentityProvider | None:
    """The provider of these settings, if they name one."""
    given: Collection[str | None] = (settings.oidc_issuer, settings.oidc_audience, settings.oidc_jwks)
    return IdentityProvider(settings, roles) if any(given) else None
