"""How we show a subscriber that asks for it who we are: a file says it for each origin, so that no secret goes anywhere else.

callbacks:
  https://t2r-north.example: {token: …}
  https://crm.example:8443: {headers: {X-API-Key: …}}
  https://gateway.example: {token_url: https://id.example/token, client_id: t2r, client_secret: …, scope: events}
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Annotated, Self

import httpx
from pydantic import AfterValidator, Field, SecretStr, StringConstraints, model_validator

from t2r.flows.files import FlowError, SourceFile, Strict
from t2r.operator_systems.access import Bearer, ClientCredentials
from t2r.tmf.callbacks import origin_of

Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,100}$")]


def _origin(url: str) -> str:
    if origin_of(url) is None or url.rstrip("/").count("/") != 2:
        raise ValueError(f"{url} is no origin such as https://crm.example:8443")
    return str(origin_of(url))


class Access(Strict):
    """One of three: a token that was given to us, headers, or what a token is fetched with (OAuth 2 client credentials)."""

    token: SecretStr | None = None
    headers: dict[HeaderName, SecretStr] | None = Field(None, min_length=1)
    token_url: Url | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    scope: str = ""

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(each is not None for each in (self.token, self.headers, self.token_url)) != 1:
            raise ValueError("needs one of token, headers, token_url")
        if self.token_url is not None and (self.client_id is None or self.client_secret is None):
            raise ValueError("token_url needs client_id and client_secret beside it")
        return self

    def auth(self) -> httpx.Auth:
        """What adds it to a request."""
        if self.token is not None:
            return Bearer(self.token.get_secret_value())
        if self.headers is not None:
            return _Headers({name: value.get_secret_value() for name, value in self.headers.items()})
        if self.token_url is None or self.client_id is None or self.client_secret is None:
            raise ValueError("needs one of token, headers, token_url")
        return ClientCredentials(self.token_url, self.client_id, self.client_secret.get_secret_value(), self.scope)


class _File(Strict):
    callbacks: Mapping[Annotated[str, AfterValidator(_origin)], Access]


class _Headers(httpx.Auth):
    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers.update(self._headers)
        yield request


def load(path: Path | None) -> dict[str, httpx.Auth]:
    """What the file says, by origin; nothing where there is none. Raises FlowError with file and line of every mistake, OSError."""
    if path is None:
        return {}
    file = SourceFile(path)
    told = file.read(_File)
    if told is None:
        raise FlowError(file.mistakes)
    return {origin: access.auth() for origin, access in told.callbacks.items()}
