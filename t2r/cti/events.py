"""What a telephone system tells of a call, in the words of Genesys' T-Library: the events and their attributes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field


class Name(StrEnum):
    """The events that are heeded, in the order in which a call has them."""

    RINGING = "EventRinging"
    ESTABLISHED = "EventEstablished"
    HELD = "EventHeld"
    RETRIEVED = "EventRetrieved"
    PARTY_ADDED = "EventPartyAdded"
    PARTY_CHANGED = "EventPartyChanged"
    PARTY_DELETED = "EventPartyDeleted"
    ATTACHED_DATA = "EventAttachedDataChanged"
    RELEASED = "EventReleased"
    ABANDONED = "EventAbandoned"


ORDER = {name: place for place, name in enumerate(Name)}


class CallType(StrEnum):
    """Between whom a call is."""

    INBOUND = "Inbound"
    OUTBOUND = "Outbound"
    INTERNAL = "Internal"
    CONSULT = "Consult"


class CallState(StrEnum):
    """Why a party left or changed, as far as it matters: whether the customer goes on with somebody else."""

    OK = "Ok"
    TRANSFERRED = "Transferred"
    CONFERENCED = "Conferenced"
    REDIRECTED = "Redirected"
    FORWARDED = "Forwarded"

    @property
    def goes_on(self) -> bool:
        """Whether the call is somebody else's now."""
        return self is not CallState.OK


def _call_type(value: Any) -> Any:
    """A call type by its name, with or without the prefix; one that is not ours is not told."""
    return _word(CallType, value, None)


def _call_state(value: Any) -> Any:
    """A call state by its name, with or without the prefix; any other one does not say that the call goes on."""
    return _word(CallState, value, CallState.OK)


def _word(words: type[StrEnum], value: Any, otherwise: StrEnum | None) -> StrEnum | None:
    if value is None:
        return None
    told = str(value).removeprefix(words.__name__).lower()
    return next((word for word in words if word.lower() == told), otherwise)


def _moment(value: Any) -> Any:
    """Seconds since 1970 as a moment; anything else as it is."""
    return (
        datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) and not isinstance(value, bool) else value
    )


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("must have a zone")
    return moment.astimezone(UTC)


def _scalars(data: Any) -> Any:
    """Attached data with plain values: a list within it is not looked into."""
    if not isinstance(data, Mapping):
        return data
    return {str(key)[:100]: str(value)[:500] for key, value in data.items() if isinstance(value, str | int | float)}


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not hold the character NUL")
    return text


Id = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_storable)]
Moment = Annotated[datetime, BeforeValidator(_moment), AfterValidator(_aware)]


def _as(*names: str) -> Any:
    return Field(default=None, validation_alias=AliasChoices(*names))


class Event(BaseModel):
    """One event. `time` is when it happened, `sequence` its number where its source counts them, `id` tells it from others.

    Attributes that are not listed are ignored: telephone systems send many.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)

    name: Annotated[Name, Field(validation_alias=AliasChoices("Event", "EventName", "MessageName", "name"))]
    conn_id: Annotated[Id, Field(validation_alias=AliasChoices("ConnID", "conn_id"))]
    time: Annotated[Moment, Field(validation_alias=AliasChoices("Time", "EventTime", "TimeinSecs", "time"))]
    previous_conn_id: Id | None = _as("PreviousConnID", "previous_conn_id")
    transfer_conn_id: Id | None = _as("TransferConnID", "transfer_conn_id")
    ani: Id | None = _as("ANI", "ani")
    dnis: Id | None = _as("DNIS", "dnis")
    this_queue: Id | None = _as("ThisQueue", "this_queue")
    this_dn: Id | None = _as("ThisDN", "this_dn")
    other_dn: Id | None = _as("OtherDN", "other_dn")
    third_party_dn: Id | None = _as("ThirdPartyDN", "third_party_dn")
    agent_id: Id | None = _as("AgentID", "agent_id")
    call_type: Annotated[CallType | None, BeforeValidator(_call_type)] = _as("CallType", "call_type")
    call_state: Annotated[CallState | None, BeforeValidator(_call_state)] = _as("CallState", "call_state")
    user_data: Annotated[
        Mapping[str, str] | None,
        BeforeValidator(_scalars),
        Field(default=None, max_length=200, validation_alias=AliasChoices("UserData", "user_data")),
    ]
    sequence: Annotated[
        int | None,
        Field(
            default=None, ge=0, le=2**62, validation_alias=AliasChoices("EventSequenceNumber", "Sequence", "sequence")
        ),
    ]
    source: Id | None = _as("Server", "source")
    id: Annotated[str, Field(max_length=200)] = ""

    @property
    def key(self) -> str:
        """What tells it from other events: two of one key are one event, sent twice."""
        if self.id:
            return f"{self.source or ''} {self.id}"
        if self.sequence is not None:
            return f"{self.source or ''} #{self.sequence}"
        told = self.model_dump_json(exclude_none=True)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @property
    def party(self) -> str | None:
        """Whose telephone it is about."""
        return self.this_dn or self.agent_id

    @property
    def linked(self) -> tuple[str, ...]:
        """The other calls it names as parts of the same conversation."""
        named = (self.previous_conn_id, self.transfer_conn_id)
        return tuple(each for each in named if each is not None and each != self.conn_id)


def in_order(events: Iterable[Event]) -> Sequence[Event]:
    """Each event once, as they happened: by their numbers where one source counts them all, else by time."""
    once = list({event.key: event for event in events}.values())
    if len({event.source for event in once}) == 1 and all(event.sequence is not None for event in once):
        return sorted(once, key=lambda event: (event.sequence, event.key))
    return sorted(once, key=lambda event: (event.time, event.sequence or 0, ORDER[event.name], event.key))
