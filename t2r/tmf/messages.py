"""Messages to customers (TMF681): sent when they are due, through whatever sends them here, and tried again where that fails."""

from __future__ import annotations

import json
import logging
import smtplib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine, select

from t2r.cases.events import iso
from t2r.database import writing
from t2r.tmf.query import moment
from t2r.tmf.records import Nature, Records
from t2r.tmf.shelf import Doing
from t2r.tmf.tables import Record

log = logging.getLogger("t2r.messages")

KIND = "communicationMessage"
PORTION = 50
LEASE = timedelta(minutes=2)
WAIT = timedelta(seconds=30)
ATTEMPTS = 5
SECONDS = 20.0


class SendError(Exception):
    """A message that was not taken; `final` where it never will be."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


class Sender(Protocol):
    """Sends messages of one or several types (SMS, email, app)."""

    @property
    def name(self) -> str:
        """What a message says it was sent by."""

    def send(self, message: dict[str, Any]) -> None:
        """Send a message of TMF681 to all its receivers. Raises SendError."""


class RecordingSender:
    """Sends nothing: writes each message to a file, one a line, for a system that has no gateway yet."""

    name = "recording"

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()

    def send(self, message: dict[str, Any]) -> None:
        """Write it down."""
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(message, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Sends e-mail through a server: `smtp://user:password@host:587` (STARTTLS), `smtps://…`; others it records."""

    url: str
    other: Sender
    seconds: float = SECONDS
    name: str = "smtp"

    def send(self, message: dict[str, Any]) -> None:
        """Send an e-mail, or leave a message of another type to the other sender."""
        if str(message.get("messageType", "")).lower() not in ("email", "e-mail", "mail"):
            self.other.send(message)
            return
        mail = to_mail(message)
        parts = urlsplit(self.url)
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        try:
            with kind(parts.hostname or "", parts.port or 0, timeout=self.seconds) as server:
                if parts.scheme == "smtp" and server.has_extn("starttls"):
                    server.starttls()
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise SendError("no receiver was accepted", final=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise SendError(type(error).__name__) from error


def to_mail(message: dict[str, Any]) -> EmailMessage:
    """The e-mail of a message. Raises SendError for a sender or receivers without an address."""
    receivers = [str(each["email"]) for each in message.get("receiver", ()) if each.get("email")]
    sender = str(message.get("sender", {}).get("email") or "")
    if not receivers or not sender:
        raise SendError("sender or receiver has no e-mail address", final=True)
    mail = EmailMessage()
    try:
        mail["From"], mail["To"] = sender, ", ".join(receivers)
        mail["Subject"] = str(message.get("subject") or "").replace("\n", " ").replace("\r", " ")
    except (ValueError, IndexError) as error:
        raise SendError("an address or the subject is none", final=True) from error
    mail.set_content(str(message["content"]))
    return mail


def nature() -> Nature:
    """What messages have in common."""
    final: frozenset[str] = frozenset()
    return Nature(
        KIND,
        state="state",
        first="initial",
        work=True,
        follows={
            "initial": frozenset({"inProgress", "cancelled", "completed", "failed"}),
            "inProgress": frozenset({"completed", "failed", "cancelled"}),
            "completed": final,
            "failed": frozenset({"initial"}),
            "cancelled": final,
        },
    )


def send_due(database: Engine, sender: Sender, now: Callable[[], datetime]) -> int:
    """Send what is due; how many were sent. One that was sent and not recorded is sent again: rather twice than never."""
    sent = 0
    for number, message in _taken(database, now):
        error: SendError | None = None
        try:
            sender.send(message)
        except SendError as raised:
            error = raised
        _record(database, number, sender.name, error, now())
        sent += error is None
    return sent


def _taken(database: Engine, now: Callable[[], datetime]) -> list[tuple[int, dict[str, Any]]]:
    taken = []
    due = select(Record).where(Record.kind == KIND, Record.due_at <= now()).order_by(Record.number).limit(PORTION)
    with writing(database) as session:
        for record in session.scalars(due.with_for_update(skip_locked=True)):
            at = _scheduled(record)
            if record.body.get("state") not in ("initial", "inProgress"):
                record.due_at = None
            elif at is not None and at > now():
                record.due_at = at
            else:
                record.due_at = now() + LEASE
                taken.append((record.number, record.body | {"id": record.id}))
    return taken


def _scheduled(record: Record) -> datetime | None:
    return moment(str(record.body.get("scheduledSendTime") or ""))


def _record(database: Engine, number: int, by: str, error: SendError | None, at: datetime) -> None:
    with writing(database) as session:
        record = session.get(Record, number, with_for_update=True)
        if record is None or record.body.get("state") not in ("initial", "inProgress"):
            return
        tries = int(record.body.get("tryTimes") or 0) + 1
        told: dict[str, Any] = {"tryTimes": tries, "sendTime": record.body.get("sendTime") or iso(at)}
        others = [each for each in record.body.get("characteristic", ()) if each.get("name") != "sentBy"]
        told["characteristic"] = [*others, {"name": "sentBy", "value": by}]
        if error is None:
            told |= {"state": "completed", "sendTimeComplete": iso(at)}
        else:
            told["state"] = "failed" if error.final or tries >= ATTEMPTS else "inProgress"
            log.info("message not sent: attempt %d, %s", tries, error)
        Records(nature()).change(session, record, told, Doing("t2r", at))
        record.due_at = at + WAIT * tries if told["state"] == "inProgress" else None
