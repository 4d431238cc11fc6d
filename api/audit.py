"""The audit log: who saw customers' data or changed something, what, when and why. The database refuses to change it.

Each entry carries a hash over itself and the entry before it, so that one that was changed or taken out behind the database's
back is found. Beside the ids of what was seen or changed nothing of a customer is in it: a line's number stands as its hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from fastapi import Request
from sqlalchemy import ColumnElement, Engine, ForeignKey, Index, String, Text, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload
from starlette.requests import HTTPConnection

from api.tokens import Principal, Scope, Via
from knowledge import redact
from t2r.database import Base, Number, UtcDateTime, utc_now, writing

REASON = "T2R-Reason"  # the header that says why
CHAINING = 7_265_002  # PostgreSQL's lock of that number is held by whoever adds an entry
MOST_AT_ONCE = 1_000
HASHED = ("at", "principal", "via", "method", "route", "status", "reason", "request_id")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class AuditEntry(Base):
    """What somebody did: a request that was answered with `status`, or a command."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    principal: Mapped[str] = mapped_column(String(100))
    via: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(10))
    route: Mapped[str] = mapped_column(String(200))
    status: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64))

    subjects: Mapped[list[AuditSubject]] = relationship(order_by="AuditSubject.subject")

    __table_args__ = (Index("ix_audit_at", "at"), Index("ix_audit_principal", "principal", "id"))


class AuditSubject(Base):
    """What an entry is about: `cases/12`."""

    __tablename__ = "audit_subject"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200), primary_key=True)

    __table_args__ = (Index("ix_audit_subject", "subject", "entry_id"),)


@dataclass(slots=True)
class Act:
    """What is being done, until it is written down."""

    principal: str
    via: Via
    method: str
    route: str
    reason: str = ""
    request_id: str = ""
    subjects: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Chain:
    """How many entries there are, the hash of the last, and the first one that does not fit the one before it, if any."""

    entries: int
    head: str
    broken_at: int | None


class AuditLog:
    """Adds entries and reads them; there is no way to do anything else to them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, act: Act, status: int) -> None:
        """Write down what was done, as the last entry of the chain."""
        with writing(self._engine) as session:
            if self._engine.dialect.name == "postgresql":
                session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAINING})
            last = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
            row: dict[str, Any] = {
                "at": utc_now(),
                "principal": act.principal,
                "via": act.via.value,
                "method": act.method,
                "route": act.route[:200],
                "status": status,
                "reason": act.reason,
                "request_id": act.request_id,
            }
            row["hash"] = _hash(row, act.subjects, last or "")
            id = session.scalar(insert(AuditEntry).values(row).returning(AuditEntry.id))
            if act.subjects:
                session.execute(
                    insert(AuditSubject), [{"entry_id": id, "subject": subject} for subject in sorted(act.subjects)]
                )

    def find(
        self,
        limit: int,
        before: int | None = None,
        principal: str | None = None,
        subject: str | None = None,
        route: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[AuditEntry]:
        """Entries, the newest first."""
        query = select(AuditEntry).options(selectinload(AuditEntry.subjects)).order_by(AuditEntry.id.desc())
        if subject is not None:
            query = query.join(AuditEntry.subjects).where(AuditSubject.subject == subject)
        wanted: list[tuple[Callable[[Any], ColumnElement[bool]], Any]] = [
            (AuditEntry.id.__lt__, before),
            (AuditEntry.principal.__eq__, principal),
            (AuditEntry.route.__eq__, route),
            (AuditEntry.at.__ge__, since),
            (AuditEntry.at.__lt__, until),
        ]
        query = query.where(*(compare(value) for compare, value in wanted if value is not None))
        with Session(self._engine) as session:
            return list(session.scalars(query.limit(limit)))

    def chain(self) -> Chain:
        """Go through all entries from the first one on, and see whether each fits the one before it."""
        count, head, last = 0, "", 0
        query = select(AuditEntry).options(selectinload(AuditEntry.subjects)).order_by(AuditEntry.id)
        with Session(self._engine) as session:
            while page := session.scalars(query.where(AuditEntry.id > last).limit(MOST_AT_ONCE)).all():
                for entry in page:
                    told = {name: getattr(entry, name) for name in HASHED}
                    if entry.hash != _hash(told, {each.subject for each in entry.subjects}, head):
                        return Chain(count, head, entry.id)
                    count, head, last = count + 1, entry.hash, entry.id
                session.expunge_all()
        return Chain(count, head, None)


def _hash(row: Mapping[str, Any], subjects: Collection[str], before: str) -> str:
    """The hash of an entry that stands behind one with the hash `before`."""
    told = [str(row[name]) for name in HASHED] + sorted(subjects)
    return hashlib.sha256(json.dumps([before, *told]).encode()).hexdigest()


def begin(request: Request, caller: Principal, needed: Collection[Scope], personal: Collection[Scope]) -> None:
    """Have the request written down when it is answered, if it reads customers' data or changes something."""
    line = request.query_params.get("msisdn")
    changes = request.method not in SAFE_METHODS and not (needed and all(each.endswith(":read") for each in needed))
    if not (line or changes or set(needed) & set(personal)):
        return
    start(request, caller)
    if line:
        saw(request, line_subject(line))


def start(request: Request, caller: Principal) -> None:
    """Have the request written down when it is answered."""
    request.state.act = act_of(request, caller, request.method, request.state.request_id)


def act_of(connection: HTTPConnection, caller: Principal, method: str, request_id: str) -> Act:
    """What is being done over a connection, as far as its address tells."""
    route = connection.scope.get("root_path", "") + getattr(connection.scope.get("route"), "path", "unknown")
    return Act(
        caller.name,
        caller.via,
        method,
        route.replace(":path", ""),
        redact(connection.headers.get(REASON, "").encode("latin-1").decode("utf-8", "replace")[:500]).text,
        request_id,
        subjects_of(route, connection.path_params),
    )


def saw(request: Request, *subjects: str) -> None:
    """Add to what the request is about: `cases/12` for each case that a list shows."""
    act: Act | None = getattr(request.state, "act", None)
    if act is not None:
        act.subjects.update(subjects)


def subjects_of(route: str, values: Mapping[str, object]) -> set[str]:
    """What a path names: `/v1/cases/{id}/trace` with 12 is about `cases/12`."""
    parts = route.replace(":path", "").split("/")
    named = ((before, part[1:-1]) for before, part in pairwise(parts) if part.startswith("{"))
    return {subject(before, values.get(name, "")) for before, name in named}


def subject_made(location: str) -> Iterable[str]:
    """What a response has made, by the address it gives."""
    parts = location.rstrip("/").rsplit("/", 2)
    return [subject(parts[-2], unquote(parts[-1]))] if location.startswith("/") and len(parts) == 3 else []


def line_subject(number: str) -> str:
    """A line by the hash of its number: whoever has the number finds the entries, whoever has the entries no number."""
    digits = "".join(each for each in number if each.isdigit())
    return f"line/{hashlib.sha256(digits.encode()).hexdigest()[:32]}"


def subject(kind: str, id: object) -> str:
    """What an entry is about: `cases/12`. Somebody may have typed anything into an address: personal data is taken out."""
    return f"{kind}/{redact(str(id)[:150]).text}"[:200]
