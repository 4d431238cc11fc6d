"""Signing in with a browser: single-use links and the short-lived sessions they are exchanged for."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Engine, ForeignKey, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from api.tokens import Login, Principal, Scope, Via, join_scopes, sha256, split_scopes
from t2r.database import Base, UtcDateTime, utc_now, writing

CODE_LIFETIME = timedelta(hours=1)
SESSION_LIFETIME = timedelta(hours=10)  # one shift


class LoginCode(Base):
    """A link that has not been used yet."""

    __tablename__ = "api_login_code"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ApiSession(Base):
    """A browser that is signed in; it ends with the token it came from."""

    __tablename__ = "api_session"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token_id: Mapped[str | None] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"))
    subject: Mapped[str | None] = mapped_column(String(255))  # at the identity provider, where that began it
    sid: Mapped[str | None] = mapped_column(String(255))  # the session there


class SessionStore:
    """Codes and sessions: in the database, so that workers share them, and as hashes, so that a copy opens nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def new_code(self, name: str, scopes: Collection[Scope]) -> str:
        """A code for one sign-in within `CODE_LIFETIME`."""
        code = secrets.token_urlsafe(32)
        row = LoginCode(hash=sha256(code), name=name, scopes=join_scopes(scopes), expires_at=utc_now() + CODE_LIFETIME)
        with writing(self._engine) as session:
            session.add(row)
        return code

    def redeem(self, code: str) -> Principal | None:
        """Whom `code` signs in, once: the statement that reads it deletes it."""
        statement = delete(LoginCode).where(LoginCode.hash == sha256(code)).returning(LoginCode)
        with writing(self._engine) as session:
            row = session.scalars(statement).one_or_none()
        if row is None or row.expires_at <= utc_now():
            return None
        return Principal(row.name, split_scopes(row.scopes), utc_now() + SESSION_LIFETIME, via=Via.SESSION)

    def start(self, principal: Principal) -> tuple[str, timedelta]:
        """A new session: the cookie's value and how long it lasts, never beyond the token it came from."""
        now = utc_now()
        ends = min(now + SESSION_LIFETIME, principal.expires_at)
        key = secrets.token_urlsafe(32)
        row = ApiSession(
            hash=sha256(key),
            name=principal.name,
            scopes=join_scopes(principal.scopes),
            expires_at=ends,
            token_id=principal.token_id,
            subject=principal.login.subject,
            sid=principal.login.sid,
        )
        with writing(self._engine) as session:
            session.execute(delete(ApiSession).where(ApiSession.expires_at <= now))
            session.execute(delete(LoginCode).where(LoginCode.expires_at <= now))
            session.add(row)
        return key, ends - now

    def principal(self, key: str) -> Principal | None:
        """Whose session `key` is, or None if it is unknown or over."""
        with Session(self._engine) as session:
            row = session.get(ApiSession, sha256(key))
        if row is None or row.expires_at <= utc_now():
            return None
        return Principal(row.name, split_scopes(row.scopes), row.expires_at, row.token_id, Via.SESSION)

    def end(self, key: str) -> None:
        """Sign this browser out."""
        with writing(self._engine) as session:
            session.execute(delete(ApiSession).where(ApiSession.hash == sha256(key)))

    def end_login(self, login: Login) -> int:
        """Sign out what the provider says is over: one session there, or all of somebody; how many that were.

        A session of theirs of which no `sid` is known may be the one: it ends too.
        """
        of_subject = ApiSession.subject == login.subject
        of_sid = ApiSession.sid == login.sid
        if login.subject is None:
            over = of_sid
        else:
            over = of_subject if login.sid is None else of_subject & (of_sid | ApiSession.sid.is_(None))
        with writing(self._engine) as session:
            return len(session.scalars(delete(ApiSession).where(over).returning(ApiSession.hash)).all())
