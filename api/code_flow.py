"""Signing a browser in at the operator's identity provider: OpenID Connect's authorization code flow with PKCE.

The browser carries one secret there and back, in a cookie out of reach of scripts. State, nonce and code verifier are derived from it, so
that nothing is kept here meanwhile, and an answer is believed only in the browser that asked. The code is exchanged by the server;
no token of the provider comes to the page, or is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client

from api.identity import FETCH_SECONDS, FRESH_SECONDS, IdentityProvider, RefusedError, fetch, is_safe
from api.problems import Unavailable
from api.tokens import Login, Principal
from t2r.database import utc_now
from t2r.settings import Settings

log = logging.getLogger("t2r.identity")

DISCOVERY = "/.well-known/openid-configuration"
PKCE = "S256"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the provider signs people in, exchanges codes, and signs people out, if it does."""

    authorization: str
    token: str
    end_session: str | None
    authentication: str


class CodeFlow:
    """Signs in at one provider, as one client of it."""

    def __init__(
        self, settings: Settings, provider: IdentityProvider, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Raises ValueError, naming the setting, for one that cannot be."""
        self._issuer, self._client = str(settings.oidc_issuer), str(settings.oidc_client_id)
        if self._client == settings.oidc_audience:
            raise ValueError("oidc_client_id: must not be oidc_audience: what signs a browser in would be a token too")
        if not is_safe(self._issuer):
            raise ValueError("oidc_issuer: to sign in there it must be an https URL, or an http one of this machine")
        self._secret, self._scope = settings.oidc_client_secret, settings.oidc_scope
        self._lifetime = timedelta(minutes=settings.oidc_session_minutes)
        self._provider, self._clock = provider, clock
        self._lock = threading.Lock()
        self._known: Endpoints | None = None
        self._read_at = float("-inf")

    def begin(self, callback: str) -> tuple[str, str]:
        """Where to send the browser, and the secret it brings back. Raises Unavailable where the provider cannot be asked."""
        endpoints, secret = self._endpoints(), secrets.token_urlsafe(32)
        with self._as_client(endpoints, callback) as client:
            address, _ = client.create_authorization_url(
                endpoints.authorization,
                state=_derived(secret, "state"),
                nonce=_derived(secret, "nonce"),
                code_verifier=_derived(secret, "verifier"),
            )
        return address, secret

    def finish(self, secret: str, answered: Mapping[str, str], callback: str) -> Principal:
        """Whom the provider says the browser is. Raises RefusedError with the reason, for the log; Unavailable."""
        if not secret or not hmac.compare_digest(answered.get("state", ""), _derived(secret, "state")):
            raise RefusedError("it is no answer to a question of this browser")
        if answered.get("iss", self._issuer) != self._issuer:  # RFC 9207
            raise RefusedError("another provider has answered")
        if "code" not in answered:
            raise RefusedError(f"the provider says {answered.get('error', 'nothing')[:100]}")
        told = self._exchanged(answered["code"], _derived(secret, "verifier"), callback)
        principal = self._provider.signed_in(
            str(told.get("id_token")), self._client, _derived(secret, "nonce"), str(told.get("access_token", ""))
        )
        # What says who somebody is may end in minutes; the session it begins is ours.
        return replace(principal, expires_at=utc_now() + self._lifetime)

    def ended(self, logout_token: str) -> Login:
        """Which sign-in the provider says is over. Raises RefusedError with the reason, for the log; Unavailable."""
        return self._provider.signed_out(logout_token, self._client)

    def end(self, home: str) -> str:
        """Where to send the browser so that the provider, too, signs it out; `home` where it does no such thing."""
        endpoints = self._endpoints()
        if endpoints.end_session is None:
            return home
        return f"{endpoints.end_session}?{urlencode({'client_id': self._client, 'post_logout_redirect_uri': home})}"

    def _exchanged(self, code: str, verifier: str, callback: str) -> Mapping[str, Any]:
        endpoints = self._endpoints()
        try:
            with self._as_client(endpoints, callback) as client:
                told: Mapping[str, Any] = client.fetch_token(
                    endpoints.token, code=code, code_verifier=verifier, grant_type="authorization_code"
                )
        except OAuthError as error:
            raise RefusedError(f"the code is not exchanged: {error.error}") from error
        except (httpx.HTTPError, ValueError) as error:
            log.warning("a code cannot be exchanged at %s: %s", endpoints.token, type(error).__name__)
            raise _away() from error
        return told

    def _as_client(self, endpoints: Endpoints, callback: str) -> OAuth2Client:
        return OAuth2Client(
            self._client,
            self._secret,
            token_endpoint_auth_method=endpoints.authentication if self._secret else "none",
            scope=self._scope,
            redirect_uri=callback,
            code_challenge_method=PKCE,
            timeout=FETCH_SECONDS,
        )

    def _endpoints(self) -> Endpoints:
        """What the provider tells of itself, asked for anew now and then; what was told last while it does not answer."""
        with self._lock:
            if self._known is None or self._clock() - self._read_at > FRESH_SECONDS:
                try:
                    self._known = _read(self._issuer, fetch(self._issuer.rstrip("/") + DISCOVERY))
                    self._read_at = self._clock()
                except (OSError, ValueError) as error:
                    log.warning("the identity provider does not tell of itself: %s", error)
            if self._known is None:
                raise _away()
            return self._known


def _read(issuer: str, content: bytes) -> Endpoints:
    """Raises ValueError for what cannot be used."""
    told = json.loads(content)
    if not isinstance(told, dict) or told.get("issuer") != issuer:
        raise ValueError("it says that it is another one")
    needed = [told.get("authorization_endpoint"), told.get("token_endpoint")]
    end = told.get("end_session_endpoint")
    if not all(isinstance(each, str) and is_safe(each) for each in [*needed, *([end] if end else [])]):
        raise ValueError("its endpoints are no https URLs")
    offered = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in offered or "client_secret_post" not in offered
    return Endpoints(
        str(needed[0]), str(needed[1]), end or None, "client_secret_basic" if basic else "client_secret_post"
    )


def _derived(secret: str, what: str) -> str:
    """43 characters that follow from the secret and from which it does not follow."""
    digest = hmac.new(secret.encode(), what.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _away() -> Unavailable:
    return Unavailable("The identity provider does not answer. Please try again.", headers={"Retry-After": "10"})


def code_flow(settings: Settings, provider: IdentityProvider | None) -> CodeFlow | None:
    """The sign-in of these settings, if they name a client."""
    if settings.oidc_client_id is None:
        return None
    if provider is None:
        raise ValueError("oidc_client_id: an identity provider needs oidc_issuer, oidc_audience and oidc_jwks too")
    return CodeFlow(settings, provider)
