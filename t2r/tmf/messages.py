"""Messages to customers (TMF681), those of other systems and our own: sent when they are due, and tried again where that fails.

One of ours keeps the address only until it is sent, or given up.
"""

from __future__ import annotations

import json
import logging
import os
import smtplib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from t2r.cases.events import iso
from t2r.database import writing
from t2r.tmf.query import moment
from t2r.tmf.records import Nature, Records
from t2r.tmf.shelf import Body, Doing
from t2r.tmf.tables import Record

log = logging.getLogger("t2r.messages")

KIND = "communicationMessage"
OURS = "t2r"  # the sender of our own messages
PORTION = 50
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
ATTEMPTS = 10  # with the waits between them some three hours
SECONDS = 20.0
SUBJECT = 70  # characters


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

    def send(self, message: Body) -> None:
        """Send a message of TMF681 to all its receivers. Raises SendError."""


class RecordingSender:
    """Sends nothing: writes each message to a file, one a line, for a system that has no gateway yet."""

    name = "recording"

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()

    def send(self, message: Body) -> None:
        """Write it down, where nobody else reads it."""
        with self._lock, open(self._path, "a", encoding="utf-8", opener=_private) as file:
            file.write(json.dumps(message, ensure_ascii=False) + "\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Sends e-mail through a server: `smtp://user:password@host:587` (STARTTLS), `smtps://…`; others it records.

    `address` is the sender of messages that name none.
    """

    url: str
    other: Sender
    address: str = ""
    seconds: float = SECONDS
    name: str = "smtp"

    def send(self, message: Body) -> None:
        """Send an e-mail, or leave a message of another type to the other sender."""
        if str(message.get("messageType", "")).lower() not in ("email", "e-mail", "mail"):
            self.other.send(message)
            return
        mail = to_mail(message, self.address)
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


def to_mail(message: Body, address: str = "") -> EmailMessage:
    """The e-mail of a message, from `address` unless it says otherwise. Raises SendError where sender or receivers have none."""
    receivers = [str(each["email"]) for each in message.get("receiver", ()) if each.get("email")]
    sender = str(message.get("sender", {}).get("email") or address)
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


def message(channel: str, address: str, text: str, about: Mapping[str, str]) -> Body:
    """A message of ours: by SMS or email, to an address, with what it is about by name."""
    is_mail = channel.casefold() == "email"
    return {
        "@type": "CommunicationMessage",
        "messageType": "Email" if is_mail else channel,
        "subject": text.partition(". ")[0].rstrip(".")[:SUBJECT],
        "content": text,
        "sender": {"id": OURS, "name": OURS},
        "receiver": [{"email" if is_mail else "phoneNumber": address}],
        "characteristic": [{"name": name, "value": value} for name, value in about.items()],
    }


def write(session: Session, told: Body, at: datetime) -> Record:
    """Write a message of ours down with what it tells of, to be sent afterwards."""
    return Records(nature()).create(session, told, Doing(OURS, at))


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


def _taken(database: Engine, now: Callable[[], datetime]) -> list[tuple[int, Body]]:
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
        told: Body = {"tryTimes": tries, "sendTime": record.body.get("sendTime") or iso(at)}
        others = [each for each in record.body.get("characteristic", ()) if each.get("name") != "sentBy"]
        told["characteristic"] = [*others, {"name": "sentBy", "value": by}]
        if error is None:
            told |= {"state": "completed", "sendTimeComplete": iso(at)}
        else:
            told["state"] = "failed" if error.final or tries >= ATTEMPTS else "inProgress"
            log.info("message not sent: attempt %d, %s", tries, error)
        goes_on = told["state"] == "inProgress"
        if not goes_on and record.body.get("sender", {}).get("id") == OURS:
            told["receiver"] = [{}]  # the address is not kept for nothing
        Records(nature()).change(session, record, told, Doing(OURS, at))
        record.due_at = at + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1)) if goes_on else None
