"""Messages of telephone systems as our events: by a mapping file, and out of the envelope of CloudEvents."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from t2r.configured import read
from t2r.cti.events import Event, Name

SHIPPED = Path(__file__).with_name("platforms.yaml")
OWN = "genesys"
NAME_FIELDS = ("Event", "EventName", "MessageName", "name")

# Our names of attributes: words such as `id` or `time` mean something else in the messages of others.
ATTRIBUTES = frozenset(
    {
        *(
            "ConnID",
            "PreviousConnID",
            "TransferConnID",
            "ANI",
            "DNIS",
            "ThisQueue",
            "ThisDN",
            "OtherDN",
            "ThirdPartyDN",
        ),
        *("AgentID", "CallType", "CallState", "UserData", "EventSequenceNumber", "Server", "Time"),
    }
)

Message = Mapping[str, Any]
Key = Literal["line", "case", "reason", "customer"]


class UnknownPlatformError(ValueError):
    """No platform of that name is in the file."""


class Platform(BaseModel):
    """How one telephone system names what we name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: tuple[str, ...] = NAME_FIELDS
    events: Mapping[str, Name] = Field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)


class Platforms(BaseModel):
    """What a mapping file says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user_data: Mapping[Key, tuple[str, ...]]
    platforms: Mapping[str, Platform] = Field(min_length=1)

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Self:
        """The mappings of a YAML file. Raises ValueError that names file and field."""
        return read(path, cls)

    def read(self, message: Message, platform: str = OWN) -> Event | None:
        """The event that a message tells; None for one that is not heeded. Its attached data is what `user_data` knows.

        Raises UnknownPlatformError, and pydantic's ValidationError, which names the attribute.
        """
        envelope: Message = {}
        if "specversion" in message:
            envelope, message = message, _data(message)
        words = self.platforms.get(platform)
        if words is None:
            raise UnknownPlatformError(f"{platform!r} is none of {', '.join(self.platforms)}")
        told = next((value for path in words.name if (value := _at(message, path)) is not None), None)
        name = str(told if told is not None else envelope.get("type", "")).rpartition(".")[2]
        event = words.events.get(name) if words.events else name
        if event not in set(Name):
            if not name:
                Event.model_validate({})  # says which attributes an event must have
            return None
        own = {name: value for name, value in message.items() if name in ATTRIBUTES} if words.fields else message
        read = Event.model_validate({**own, **_enveloped(envelope, own), **_fields(words, message), "Event": event})
        return read.model_copy(update={"user_data": self.known(read.user_data or {}) or None})

    def known(self, data: Mapping[str, str]) -> dict[str, str]:
        """What attached data means; the rest of it is let go."""
        given = {name.lower(): value.strip() for name, value in data.items()}
        found = {key: next((given[name] for name in names if given.get(name)), "") for key, names in self._keys.items()}
        return {key: value for key, value in found.items() if value}

    @cached_property
    def _keys(self) -> Mapping[str, list[str]]:
        return {key: [name.lower() for name in names] for key, names in self.user_data.items()}


def _data(envelope: Message) -> Message:
    data = envelope.get("data")
    return data if isinstance(data, Mapping) else {}


def _enveloped(envelope: Message, message: Message) -> dict[str, Any]:
    """What only the envelope says; its id and source tell the event from others."""
    told = {name: envelope[name] for name in ("id", "source") if isinstance(envelope.get(name), str)}
    if "source" in told:
        told["source"] = told["source"][-100:]
    has_time = any(name in message for name in ("Time", "EventTime", "TimeinSecs", "time"))
    return told | ({} if has_time or "time" not in envelope else {"time": envelope["time"]})


def _fields(words: Platform, message: Message) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in {**words.fields, **words.values}:
        paths = words.fields.get(field, (field,))
        value = next((value for path in paths if (value := _at(message, path)) is not None), None)
        value = words.values.get(field, {}).get(str(value), value)
        if value not in (None, ""):
            found[field] = value
    return found


def _at(message: Message, path: str) -> Any:
    found: Any = message
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
