"""Resources that have no home of their own here: kept as they are told, with the dates, the state and the events that they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError
from t2r.cases.events import iso, put
from t2r.tmf import references
from t2r.tmf.query import Column, Mapped, moment, number
from t2r.tmf.references import NONE, References
from t2r.tmf.shelf import Body, Doing, NoSuchResourceError
from t2r.tmf.tables import Record, new_id

THIN = frozenset({"communicationMessage"})  # their events do not say whom they are about


@dataclass(frozen=True, slots=True)
class Nature:
    """What the records of one kind have in common.

    `created` and `updated` name the attributes with those dates, `state` the one with the state, `first` the state of a new one.
    `follows` says which states may follow which, where that is known. `events` are the names that the API has. `then` does, in
    the transaction of its making, what a new one asks for. `numbered`: its id is a number. `references` are those that v4 and v5
    write differently, where there are both.
    """

    kind: str
    created: str | None = None
    updated: str | None = None
    state: str | None = None
    first: str | None = None
    events: frozenset[str] = frozenset()
    follows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    then: Callable[[Session, Record, Doing], None] | None = None
    numbered: bool = False
    references: References = field(default_factory=lambda: NONE)
    work: bool = False  # a change is something to be done: `due_at` says when

    @property
    def noun(self) -> str:
        """The name that its events begin with."""
        return self.kind[0].upper() + self.kind[1:]


class Records:
    """The shelf of the records of one nature."""

    def __init__(self, nature: Nature) -> None:
        self.nature, self.kind = nature, nature.kind
        columns = {"id": Column(Record.number, number) if nature.numbered else Column(Record.id)}
        if nature.created:
            columns[nature.created] = Column(Record.created_at, moment, counts=True)
        if nature.updated:
            columns[nature.updated] = Column(Record.updated_at, moment)
        self.mapped = Mapped(
            entity=Record,
            number=Record.number,
            columns=MappingProxyType(columns),
            json=Record.body,
            only=Record.kind == nature.kind,
            sorts_all=True,
        )

    def told(self, row: Record, version: str) -> Body:
        """The record as it is kept."""
        dates = {self.nature.created: iso(row.created_at), self.nature.updated: iso(row.updated_at)}
        told = row.body | {name: date for name, date in dates.items() if name is not None}
        told |= {"id": row.number if self.nature.numbered else row.id}
        return told if version == "v5" else references.to_v4(told, self.nature.references)

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Record:
        """The record of an id."""
        same = Record.number == number(id) if self.nature.numbered else Record.id == id
        query = select(Record).where(Record.kind == self.kind, same)
        found = session.scalars(query.with_for_update() if to_change else query).one_or_none()
        if found is None:
            raise NoSuchResourceError(self.kind, id)
        return found

    def create(self, session: Session, body: Body, doing: Doing, id: str | None = None) -> Record:
        """A new record, in its first state where none is given."""
        body = body if doing.version == "v5" else references.to_v5(body, self.nature.references)
        kept = {name: value for name, value in body.items() if name not in (self.nature.created, self.nature.updated)}
        if self.nature.state and self.nature.first:
            kept.setdefault(self.nature.state, self.nature.first)
        record = Record(
            kind=self.kind, id=id or new_id(), body=kept, version=1, created_at=doing.at, updated_at=doing.at
        )
        session.add(record)
        session.flush()
        if self.nature.work:
            record.due_at = doing.at
        if self.nature.then is not None:
            self.nature.then(session, record, doing)
        session.flush()
        self.tell(session, record, "Create", doing.at)
        return record

    def change(self, session: Session, row: Record, changes: Mapping[str, Any], doing: Doing) -> None:
        """Give attributes other values. Raises ConflictError for a state that may not follow."""
        changes = changes if doing.version == "v5" else references.to_v5(changes, self.nature.references)
        state = self.nature.state or ""
        was = str(row.body.get(state, ""))
        wanted = str(changes.get(state, was)) if state else was
        if wanted != was and was in self.nature.follows and wanted not in self.nature.follows[was]:
            allowed = ", ".join(sorted(self.nature.follows[was])) or "nothing: it is final"
            raise ConflictError(f"what is {was} cannot become {wanted}; after {was} may come: {allowed}")
        kept = {name: value for name, value in row.body.items() if name not in changes}
        row.body = kept | {name: value for name, value in changes.items() if value is not None}
        row.version, row.updated_at = row.version + 1, doing.at
        row.due_at = doing.at if self.nature.work else row.due_at
        session.flush()
        if set(changes) - {state}:
            self.tell(session, row, "AttributeValueChange", doing.at)
        if wanted != was:
            self.tell(session, row, "StatusChange", doing.at)
            self.tell(session, row, "StateChange", doing.at)

    def remove(self, session: Session, row: Record, doing: Doing) -> None:
        """Take it away."""
        self.tell(session, row, "Delete", doing.at)
        session.delete(row)

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:
        """As v5 names it."""
        return path if version == "v5" else references.path(path, self.nature.references)

    def tell(self, session: Session, row: Record, what: str, at: datetime) -> None:
        """Put the event into the outbox, where the API has one of that name."""
        name = f"{self.nature.noun}{what}Event"
        if name not in self.nature.events:
            return
        told = self.told(row, "v4")
        if self.kind in THIN:
            told = {name: told[name] for name in ("id", "@type", self.nature.state) if name in told}
        put(session, self.kind, name, row.id, told, at)
