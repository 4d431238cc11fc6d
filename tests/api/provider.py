"""A small identity provider: it tells of itself, asks people who they are, gives codes and exchanges each once, as OpenID Connect says."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode

from joserfc import jwk, jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
CLIENT, SECRET, AUDIENCE = "t2r-page", "s3cret-of-the-page", "t2r"


class Provider:
    """People sign in by their name alone. `changed` are claims of the next ID tokens that are otherwise than they should be."""

    def __init__(self) -> None:
        self.issuer = ""  # known once it is served
        self.people: dict[str, list[str]] = {"asha": ["agent"], "guest": []}
        self.changed: dict[str, Any] = {}
        self.roles_in_access_token = False
        self.ended: list[dict[str, str]] = []
        self.asked: dict[str, str] = {}  # the last authorization request
        self.exchanges = 0
        self._key = jwk.generate_key("RSA", 2048, {"kid": "one", "use": "sig"})
        self._codes: dict[str, tuple[str, dict[str, str]]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/decide", self.decide),
                Route("/token", self.token, methods=["POST"]),
                Route("/end", self.end),
            ]
        )

    def discovery(self, _: Request) -> Response:
        told = {"authorization": "authorize", "token": "token", "end_session": "end"}
        return JSONResponse(
            {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
            | {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in told.items()}
        )

    def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    def authorize(self, request: Request) -> Response:
        self.asked = dict(request.query_params)
        choice = "".join(
            f'<a id="{name}" href="/decide?{urlencode({**self.asked, "who": name})}">{name}</a> '
            for name in self.people
        )
        return HTMLResponse(f"<h1>Who are you?</h1>{choice}")

    def decide(self, request: Request) -> Response:
        asked = dict(request.query_params)
        code = secrets.token_urlsafe(16)
        self._codes[code] = (asked["who"], asked)
        told = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return RedirectResponse(f"{asked['redirect_uri']}?{told}", 302)

    async def token(self, request: Request) -> Response:
        self.exchanges += 1
        form = dict(parse_qsl((await request.body()).decode()))
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, 401)
        who, asked = self._codes.pop(form.get("code", ""), ("", {}))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        right = (
            asked.get("code_challenge_method") == "S256"
            and asked.get("code_challenge") == challenge.rstrip(b"=").decode()
            and asked.get("redirect_uri") == form.get("redirect_uri")
            and form.get("grant_type") == "authorization_code"
        )
        if not who or not right:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        about = {"iss": self.issuer, "sub": who, "iat": now, "exp": now + 60}
        roles = {"roles": self.people[who]}
        identity = about | {"aud": CLIENT, "nonce": asked["nonce"]} | ({} if self.roles_in_access_token else roles)
        told = {name: value for name, value in (identity | self.changed).items() if value is not None}
        return JSONResponse(
            {
                "token_type": "Bearer",
                "access_token": self._signed(about | roles | {"aud": AUDIENCE}),
                "id_token": self._signed(told),
            }
        )

    def end(self, request: Request) -> Response:
        self.ended.append(dict(request.query_params))
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)

    def logout_token(self, kind: str | None = "logout+jwt", **changed: Any) -> str:
        """What it sends when somebody signs out there; claims may be otherwise than they should be, None takes one away."""
        now = int(time.time())
        about = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "jti": secrets.token_hex(8)}
        told = about | {"events": {LOGOUT: {}}} | changed
        return self._signed({name: value for name, value in told.items() if value is not None}, kind)

    def _signed(self, claims: dict[str, Any], kind: str | None = None) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"} | ({"typ": kind} if kind else {}), claims, self._key)
