"""Tokens for the elements on an operator's own pages: short-lived, of one agent and, where given, of one case."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Engine, ForeignKey, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from api.tokens import OWN, Principal, Scope, Via, join_scopes, sha256, split_scopes
from t2r.database import Base, Number, UtcDateTime, utc_now, writing

PREFIX = "t2rw"


class WidgetToken(Base):
    """A token of an agent's page; it ends with the token of the program that asked for it."""

    __tablename__ = "api_widget_token"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(Number, ForeignKey("cases.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token_id: Mapped[str | None] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"))


class WidgetTokenStore:
    """In the database, so that workers share them, and as hashes, so that a copy opens nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def mint(
        self, by: Principal, agent: str, scopes: Collection[Scope], case: int | None, lifetime: timedelta
    ) -> tuple[str, Principal]:
        """A token, shown this once, and whom it stands for: with those of the scopes that its maker holds too."""
        now, secret = utc_now(), secrets.token_urlsafe(32)
        row = WidgetToken(
            hash=sha256(secret),
            agent=agent,
            scopes=join_scopes([scope for scope in scopes if by.may(Scope(scope.removesuffix(OWN))) or by.may(scope)]),
            case_id=case,
            expires_at=min(now + lifetime, by.expires_at),
            token_id=by.token_id,
        )
        with writing(self._engine) as session:
            session.execute(delete(WidgetToken).where(WidgetToken.expires_at <= now))
            session.add(row)
            made = _principal(row)
        return f"{PREFIX}_{secret}", made

    def principal(self, token: str) -> Principal | None:
        """Whom `token` stands for, or None if it is unknown, revoked or over."""
        with Session(self._engine) as session:
            row = session.get(WidgetToken, sha256(token.removeprefix(f"{PREFIX}_")))
        if row is None or row.expires_at <= utc_now():
            return None
        return _principal(row)


def _principal(row: WidgetToken) -> Principal:
    scopes = split_scopes(row.scopes)
    return Principal(row.agent, scopes, row.expires_at, row.token_id, Via.WIDGET, case=row.case_id)
