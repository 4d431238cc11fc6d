"""Tickets in the operator's own ticket system (TMF621): each case of ours has one there, and what is changed there is changed here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from t2r.cases.changing import note
from t2r.cases.codes import Codes
from t2r.cases.errors import CaseError, RefusedError
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind
from t2r.database import writing
from t2r.operator_systems import outbox, standing
from t2r.operator_systems.client import Client, Told
from t2r.operator_systems.errors import ChangedError, MissingError, OperatorSystemError, RejectedError
from t2r.operator_systems.merging import MERGED, REASON, Merge, Notes, merge
from t2r.operator_systems.tables import Copy, OperatorSystem
from t2r.tmf.query import moment
from t2r.tmf.shelf import Doing
from t2r.tmf.tickets import Tickets, as_v4, from_v4, way

log = logging.getLogger("t2r.operator_systems")

NAME = "tickets"
RESOURCE = "troubleTicket"
NEW = (
    *MERGED,
    REASON,
    "name",
    "ticketType",
    "channel",
    "relatedEntity",
    "relatedParty",
    "note",
)  # what a new one is told
ROUNDS = 3  # where somebody else changes it again and again
OVERLAP = timedelta(minutes=2)  # what was committed late there is read all the same

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TicketExchange:
    """Makes cases and tickets alike. Their word counts for what they have changed; no note of ours is lost."""

    client: Client
    database: Engine
    codes: Codes
    now: Callable[[], datetime]
    name: str = NAME

    def settle(self, copy: Copy) -> None:
        """Make the two alike, or make theirs."""
        if copy.theirs is None:
            self._begin(copy)
            return
        for rest in range(ROUNDS - 1, -1, -1):
            theirs = self._read(self.client.retrieve(RESOURCE, copy.theirs))
            ours, notes, wish = self._take(copy, theirs.body)
            if ours is None:
                return
            try:
                self._tell(copy, theirs, ours, notes, wish)
                return
            except ChangedError as error:
                now = self._read(self.client.retrieve(RESOURCE, copy.theirs))
                if now.body == theirs.body:  # nobody has changed it: it does not want to
                    self._refused(copy, ours, wish)
                    if Notes.of(copy.notes).to_send(ours["note"], now.body["note"]):
                        raise RejectedError(self.name, error.operation, error.status, "it takes no note") from error
                    return
                if not rest:
                    raise

    # New there

    def _begin(self, copy: Copy) -> None:
        ours = self._ours(int(copy.ours))
        if ours is None:
            return
        mine, theirs = _merged(ours), self._of_which_it_was_made(ours)
        if theirs is not None:
            self._linked(copy, theirs, base=_merged(theirs.body), told=mine, notes=Notes({}, frozenset()))
            return
        theirs = self._of_an_earlier_try(copy)
        if theirs is not None:  # what they have made of it since is their word
            self._linked(copy, theirs, base=copy.told or {}, told=copy.told or {}, notes=Notes({}, frozenset()))
            self.settle(copy)
            return
        outbox.keep(self.database, copy, sent_at=self.now(), told=mine)
        new = {name: ours[name] for name in NEW if name in ours}
        theirs = self._read(self.client.create(RESOURCE, self._worded(new | _reference(copy.key)), copy.key))
        notes, base = Notes({}, frozenset()).with_given(ours["note"], [], theirs.body["note"]), _merged(theirs.body)
        self._linked(copy, theirs, base=base, told=mine | {"status": base["status"]}, notes=notes)
        if base["status"] != mine["status"]:  # it begins every ticket in a state of its own
            self.settle(copy)

    def _linked(self, copy: Copy, theirs: Told, *, base: Body, told: Body, notes: Notes) -> None:
        outbox.keep(self.database, copy, theirs=theirs.id, base=base, told=told, notes=notes.kept())

    def _of_which_it_was_made(self, ours: Body) -> Told | None:
        """Their ticket, where it was they who told us of the trouble."""
        for each in ours.get("externalIdentifier") or ():
            try:
                return self._read(self.client.retrieve(RESOURCE, str(each["id"])))
            except (MissingError, RejectedError):
                continue
        return None

    def _of_an_earlier_try(self, copy: Copy) -> Told | None:
        """The ticket that was made by an earlier try whose answer was lost."""
        if copy.sent_at is None:
            return None
        name = "externalId" if self.client.version == "v4" else "externalIdentifier.id"
        try:
            for told in self.client.each(RESOURCE, {name: copy.key}):
                theirs = self._read(told)
                if any(each.get("id") == copy.key for each in theirs.body.get("externalIdentifier") or ()):
                    return theirs
        except RejectedError as error:
            log.info("an earlier try cannot be looked for: %s", error)
        return None

    # From them

    def _take(self, copy: Copy, theirs: Body) -> tuple[Body | None, Notes, Merge]:
        """Change the case as they have changed the ticket; the case as it is then, and what is left to be told."""
        shelf, at = Tickets(self.codes), self.now()
        with writing(self.database) as session:
            case = session.get(Case, int(copy.ours), with_for_update=True)
            if case is None:
                return None, Notes({}, frozenset()), Merge({}, {}, ())
            ours = _told(shelf, case)
            wish = merge(copy.base or {}, copy.told or {}, theirs, ours)
            notes = Notes.of(copy.notes).with_found(ours["note"], theirs["note"])
            new = notes.to_take(ours["note"], theirs["note"])
            taken = [{"note": [*((case.ticket or {}).get("note") or []), *new]}] if new else []
            refused = self._apply(session, case, chain(taken, _steps(case.status, wish.to_us)))
            if wish.conflicts:
                note(
                    session,
                    case,
                    "changed",
                    f"operator:{self.name}",
                    at,
                    name=f"over ours: {', '.join(wish.conflicts)}",
                )
            ours, notes = _told(shelf, case), notes.with_taken(new)
            told = (copy.told or {}) | {name: ours.get(name) for name in wish.to_us}
            conflict = refused or ", ".join(wish.conflicts)
            values = {"base": _merged(theirs), "told": told, "notes": notes.kept()}
            outbox.put(session, copy, **values, **({"conflict": conflict[:500]} if conflict else {}))
        return ours, notes, wish

    def _apply(self, session: Session, case: Case, steps: Iterable[Body]) -> str:
        """Why the first that cannot be so here is not; theirs stays as it is then."""
        try:
            for each in steps:
                with session.begin_nested():
                    Tickets(self.codes).change(session, case, each, Doing(f"operator:{self.name}", self.now()))
        except CaseError as error:
            return f"not taken here: {error}"
        return ""

    # To them

    def _tell(self, copy: Copy, theirs: Told, ours: Body, notes: Notes, wish: Merge) -> None:
        """Notes first and by themselves: what else is refused does not keep them back."""
        if new := notes.to_send(ours["note"], theirs.body["note"]):
            both = [*theirs.body["note"], *new]
            before, theirs = theirs.body["note"], self._patch(copy, theirs, {"note": both})
            notes = notes.with_given(new, before, theirs.body["note"])
            outbox.keep(self.database, copy, notes=notes.kept())
        if wish.to_them:
            try:
                for changes in _steps(_status(theirs.body), wish.to_them):
                    theirs = self._patch(copy, theirs, changes)
            except (RejectedError, RefusedError) as error:
                self._refused(copy, ours, wish)
                log.warning("a change is not taken, and theirs stays: %s", error)
                return
            base = _merged(theirs.body)
            told = (copy.told or {}) | {name: ours.get(name) for name in wish.to_them}
            outbox.keep(self.database, copy, base=base, told=told)

    def _patch(self, copy: Copy, theirs: Told, changes: Body) -> Told:
        patch = self._worded({"@type": "TroubleTicket", **changes})
        return self._read(self.client.patch(RESOURCE, str(copy.theirs), patch, theirs.version))

    def _refused(self, copy: Copy, ours: Body, wish: Merge) -> None:
        """They do not take it: theirs stays, and it is not tried again until ours changes."""
        told = (copy.told or {}) | {name: ours.get(name) for name in wish.to_them}
        names = ", ".join(name for name in wish.to_them if name != REASON)
        if names:
            outbox.keep(self.database, copy, told=told, conflict=f"not taken there: {names}")

    # Asking for what is new

    def poll(self) -> int:
        """Have those read that were changed there since; how many are ours. Raises OperatorSystemError."""
        with Session(self.database) as session:
            kept = session.get(OperatorSystem, self.name)
            since = kept.read_to if kept is not None else None
        query = {"sort": "-lastUpdate"}  # one that changes meanwhile comes to the front, where it is read next time
        if since is not None:
            query["lastUpdate.gte"] = (since - OVERLAP).isoformat().replace("+00:00", "Z")
        newest, changed = since, list[Told]()
        for told in self._since(query, since):
            newest = max(filter(None, (moment(str(told.body.get("lastUpdate", ""))), newest)), default=None)
            changed.append(self._read(told))
        at = self.now()
        with writing(self.database) as session:
            standing.of(session, self.name).read_to = newest
            if since is None:  # of what was changed before nothing is known
                return outbox.heard_all(session, self.name, at)
            return sum(outbox.heard(session, self.name, told.id, at) for told in changed if _is_new(session, told))

    def _since(self, query: Mapping[str, str], since: datetime | None) -> Iterator[Told]:
        """Those that were changed since, also of a system that sorts and does not filter."""
        for told in self.client.each(RESOURCE, query, wrong=_unreadable):
            at = moment(str(told.body.get("lastUpdate", "")))
            yield told
            if since is None or (at is not None and at < since - OVERLAP):
                return

    # Words

    def _ours(self, id: int) -> Body | None:
        with Session(self.database) as session:
            case = session.get(Case, id)
            return None if case is None else _told(Tickets(self.codes), case)

    def _read(self, told: Told) -> Told:
        body = told.body if self.client.version == "v5" else from_v4(told.body)
        return Told(body | {"note": list(body.get("note") or [])}, told.version)

    def _worded(self, body: Body) -> Body:
        if self.client.version == "v5":
            return body
        told = as_v4(body)
        del told["statusChange"]  # it writes the history itself
        return told


def wants(session: Session, id: str) -> bool:
    """Whether a case is a customer's, and so has a ticket there. An outage is none."""
    return session.scalar(select(Case.kind).where(Case.id == int(id))) is Kind.CUSTOMER


def _is_new(session: Session, theirs: Told) -> bool:
    """Whether a ticket is one of ours, and says something that was not read yet."""
    copy = session.scalar(select(Copy).where(Copy.system == NAME, Copy.theirs == theirs.id))
    if copy is None:
        return False
    return _merged(theirs.body) != copy.base or bool(Notes.of(copy.notes).to_take([], theirs.body["note"]))


def _told(shelf: Tickets, case: Case) -> Body:
    body = shelf.told(case, "v5")
    notes = list(body.get("note") or [])
    if case.resolution_note:
        id = f"t2r-{case.id}-resolution-{case.resolution}"
        notes.append({"@type": "Note", "id": id, "author": "t2r", "text": case.resolution_note})
    return body | {"note": notes}


def _steps(now: Status | None, changes: Body) -> Iterator[Body]:
    """The changes one after the other: a status that does not follow at once is gone to step by step, one that is none of ours not at all.

    Raises RefusedError where there is no way to it.
    """
    if others := {name: value for name, value in changes.items() if name not in ("status", REASON)}:
        yield others
    wanted = _status(changes)
    if wanted is not None:
        ahead = [wanted] if now is None else way(now, wanted)
        for each in ahead:
            yield {"status": each.value} | ({REASON: changes[REASON]} if each is wanted and REASON in changes else {})


def _status(body: Mapping[str, Any]) -> Status | None:
    word = body.get("status")
    return Status(word) if word in list(Status) else None


def _merged(body: Body) -> Body:
    return {name: body.get(name) for name in MERGED}


def _reference(key: str) -> Body:
    return {
        "@type": "TroubleTicket",
        "externalIdentifier": [
            {"@type": "ExternalIdentifier", "id": key, "owner": "t2r", "externalIdentifierType": "case"}
        ],
    }


def _unreadable(error: OperatorSystemError) -> None:
    log.warning("one of a list is left out: %s", error)
