"""Bearer tokens: random, scoped, expiring, revocable, and stored only as hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from t2r.database import Base, UtcDateTime, utc_now, writing

PREFIX = "t2r"
OWN = ":own"  # ends a scope that reaches the caller's own data only


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
    CASES_WRITE_OWN = "cases:write:own"  # … of cases that are the caller's or nobody's
    PROBLEMS_WRITE = "problems:write"  # known problems, reviews, ideas for doing better
    PROBLEMS_WRITE_OWN = "problems:write:own"
    TICKETS_READ = "tickets:read"  # of TM Forum's APIs, from here on
    TICKETS_WRITE = "tickets:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"  # also looks after faults: again, by hand, sooner
    CUSTOMERS_READ = "customers:read"  # masked, and whole in a verified interaction
    CUSTOMERS_WRITE = "customers:write"  # verifying, changing what was verified, offers, the end
    CUSTOMERS_MASTER = "customers:master"  # whole records without verification: for the operator's CRM
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"  # sends them to customers
    NETWORK_READ = "network:read"
    NETWORK_WRITE = "network:write"
    EVENTS_SUBSCRIBE = "events:subscribe"
    EVENTS_PUBLISH = "events:publish"
    WIDGET_TOKENS_WRITE = "widget-tokens:write"  # short-lived tokens in the name of any agent
    EVALUATIONS_READ = "evaluations:read"  # finished evaluations, beside their baselines
    METRICS_READ = "metrics:read"
    AUDIT_READ = "audit:read"
    ADMIN = "admin"


class Via(StrEnum):
    """How a caller has shown who they are."""

    TOKEN = "token"  # noqa: S105 - a word
    SESSION = "session"
    WIDGET = "widget"  # a token of an agent's page
    PROVIDER = "provider"  # the operator's identity provider
    CONSOLE = "console"  # whoever may run commands on the machine


def sha256(secret: str) -> str:
    """Plain SHA-256 is enough here: the secrets are 256 random bits, not passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def join_scopes(scopes: Collection[Scope]) -> str:
    return " ".join(sorted(scopes))


def split_scopes(text: str) -> frozenset[Scope]:
    return frozenset(Scope(scope) for scope in text.split())


@dataclass(frozen=True, slots=True)
class Login:
    """A sign-in as the identity provider knows it: whose (`sub`), and in which session there (`sid`); None where it says neither."""

    subject: str | None = None
    sid: str | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling, what they may do and until when; `token_id` is the token it rests on, if any."""

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime
    token_id: str | None = None
    via: Via = Via.TOKEN
    is_machine: bool = False  # a program: it may call more often than a person
    case: int | None = None  # the only case that a widget's token reaches
    login: Login = Login()

    def may(self, scope: Scope) -> bool:
        """Whether the caller may do this to anybody's data."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def may_to_own(self, scope: Scope) -> bool:
        """Whether the caller may do this to data of their own."""
        return self.may(scope) or f"{scope}{OWN}" in self.scopes


class ApiToken(Base):
    """A stored token, without its secret. While it is being changed, the one before it is good too."""

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    old_hash: Mapped[str | None] = mapped_column(String(64))
    old_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def is_proved_by(self, secret: str, now: datetime) -> bool:
        """Whether this is its secret, or the one before it within its time; compared in constant time."""
        given = sha256(secret)
        if hmac.compare_digest(self.hash, given):
            return self.expires_at > now
        is_old = hmac.compare_digest(self.old_hash or sha256(""), given)
        return is_old and self.old_until is not None and self.old_until > now


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
        # An unknown id is compared too, so that the time taken tells nothing.
        proved = (row or ApiToken(hash=sha256(""), expires_at=datetime.min.replace(tzinfo=UTC))).is_proved_by(
            secret, utc_now()
        )
        if row is None or not proved or prefix != PREFIX:
            return None
        return Principal(row.name, split_scopes(row.scopes), row.expires_at, row.id, Via.TOKEN, is_machine=True)

    def rotate(self, name: str, grace: timedelta, lifetime: timedelta) -> str:
        """A new secret for the token of this name, shown this once. The one before it is good until `grace` is over.

        Raises ValueError if there is no such token. Of a token that is rotated twice, the first secret stops at once.
        """
        secret, now = secrets.token_hex(32), utc_now()
        with writing(self._engine) as session:
            row = session.scalars(select(ApiToken).where(ApiToken.name == name)).one_or_none()
            if row is None:
                raise ValueError(f"there is no token named {name!r}")
            row.old_hash, row.old_until = row.hash, min(now + grace, row.expires_at)
            row.hash, row.expires_at = sha256(secret), now + lifetime
            return f"{PREFIX}_{row.id}_{secret}"

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
