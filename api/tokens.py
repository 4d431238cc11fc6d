"""Bearer tokens: random, scoped, expiring, revocable, and stored only as hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from t2r.database import Base, UtcDateTime, utc_now, writing

PREFIX = "t2r"


class Scope(StrEnum):
    """What a caller may do. `admin` may do everything."""

    ANSWERS_READ = "answers:read"
    KNOWLEDGE_READ = "knowledge:read"
    KNOWLEDGE_WRITE = "knowledge:write"
    FEEDBACK_WRITE = "feedback:write"
    DIAGNOSTICS_READ = "diagnostics:read"
    AFFECTED_READ = "affected:read"  # lists customers' numbers
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"  # also approves actions
    CTI_WRITE = "cti:write"  # tells of calls, for whomever they ring
    METRICS_READ = "metrics:read"
    ADMIN = "admin"


def sha256(secret: str) -> str:
    """Plain SHA-256 is enough here: the secrets are 256 random bits, not passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def join_scopes(scopes: Collection[Scope]) -> str:
    return " ".join(sorted(scopes))


def split_scopes(text: str) -> frozenset[Scope]:
    return frozenset(Scope(scope) for scope in text.split())


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling, what they may do and until when; `token_id` is the token it rests on, if any."""

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime
    token_id: str | None = None

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes or Scope.ADMIN in self.scopes


class ApiToken(Base):
    """A stored token, without its secret."""

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TokenStore:
    """Tokens. One reads `t2r_<id>_<secret>`: the id finds its row in `api_token`, the secret proves it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, name: str, scopes: Collection[Scope], lifetime: timedelta) -> str:
        """A new token, shown this once. Raises ValueError if the name is empty, long or taken, or no scope is given."""
        if not name.strip() or len(name) > 100:
            raise ValueError("a token's name must have 1 to 100 characters")
        if not scopes:
            raise ValueError("a token needs at least one scope")
        id, secret, now = secrets.token_hex(4), secrets.token_hex(32), utc_now()
        row = ApiToken(
            id=id,
            name=name,
            hash=sha256(secret),
            scopes=join_scopes(scopes),
            created_at=now,
            expires_at=now + lifetime,
        )
        try:
            with writing(self._engine) as session:
                session.add(row)
        except IntegrityError as error:
            raise ValueError(f"there is a token named {name!r} already") from error
        return f"{PREFIX}_{id}_{secret}"

    def principal(self, token: str) -> Principal | None:
        """Whom `token` stands for, or None if it is unknown, revoked or expired."""
        prefix, id, secret = [*token.split("_", 2), "", ""][:3]
        with Session(self._engine) as session:
            row = session.get(ApiToken, id)
        # Compared in constant time, and also when the id is unknown, so that the time taken tells nothing.
        matches = hmac.compare_digest(row.hash if row else sha256(""), sha256(secret))
        if row is None or not matches or prefix != PREFIX or row.expires_at <= utc_now():
            return None
        return Principal(row.name, split_scopes(row.scopes), row.expires_at, row.id)

    def list(self) -> list[ApiToken]:
        """Every token, oldest first."""
        with Session(self._engine) as session:
            return list(session.scalars(select(ApiToken).order_by(ApiToken.created_at, ApiToken.name)))

    def any_valid(self) -> bool:
        return any(token.expires_at > utc_now() for token in self.list())

    def revoke(self, name: str) -> bool:
        """Delete the token and, with it, its sessions. False if there is none of that name."""
        with writing(self._engine) as session:
            token = session.scalars(select(ApiToken).where(ApiToken.name == name)).one_or_none()
            if token is not None:
                session.delete(token)
            return token is not None
