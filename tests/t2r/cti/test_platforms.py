"""Messages of telephone systems read as events, and mistakes in the mapping file told with their place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from t2r.cti.platforms import SHIPPED, Platforms, UnknownPlatformError

TIME = "2026-05-01T12:00:00Z"


@pytest.mark.parametrize(
    ("platform", "message", "event"),
    [
        ("genesys", {"Event": "EventRinging", "ConnID": "c", "Time": TIME, "CallType": 2}, ("EventRinging", "c", "Inbound", None)),
        ("genesys", {"MessageName": "EventHeld", "ConnID": 7, "Time": 1.5, "CallType": "CallTypeConsult"}, ("EventHeld", "7", "Consult", None)),
        (
            "csta",
            {"event": "DeliveredEvent", "connection": {"callID": "c", "deviceID": "1"}, "timestamp": TIME, "callingDevice": {"deviceIdentifier": "tel:+919800000001"}},
            ("EventRinging", "c", None, "tel:+919800000001"),
        ),
        ("twilio", {"CallStatus": "in-progress", "CallSid": "CA1", "From": "+919800000001", "Timestamp": TIME}, ("EventEstablished", "CA1", None, "+919800000001")),
        ("twilio", {"CallStatus": "ringing", "CallSid": "CA1", "From": "anonymous", "Timestamp": TIME}, ("EventRinging", "CA1", None, None)),
        (
            "baresip",
            {"event": True, "type": "CALL_INCOMING", "id": "x@y", "peeruri": "sip:+91@y", "direction": "incoming", "time": 1.0},
            ("EventRinging", "x@y", "Inbound", "sip:+91@y"),
        ),
    ],
)  # fmt: skip
def test_each_platform_is_read_in_its_own_words(
    platforms: Platforms, platform: str, message: dict[str, Any], event: tuple[str | None, ...]
) -> None:
    read = platforms.read(message, platform)
    assert read is not None
    assert (read.name, read.conn_id, read.call_type, read.ani) == event


def test_two_events_of_a_call_whose_platform_calls_the_call_id_are_two(platforms: Platforms) -> None:
    said = {"event": True, "id": "x@y", "peeruri": "sip:a@y", "time": 1.0}
    rings, ends = (platforms.read(said | {"type": kind}, "baresip") for kind in ("CALL_INCOMING", "CALL_CLOSED"))
    assert rings is not None
    assert ends is not None
    assert rings.key != ends.key


@pytest.mark.parametrize("name", ["EventLinkConnected", "EventUserEvent", "Ringing"])
def test_other_events_are_not_heeded(platforms: Platforms, name: str) -> None:
    assert platforms.read({"Event": name, "ConnID": "c", "Time": TIME}) is None


def test_of_attached_data_only_what_has_a_meaning_is_kept(platforms: Platforms) -> None:
    attached = {"msisdn": " 9800000001 ", "CaseId": 12, "Intent": "roaming", "Pin": "1234", "List": [1]}
    read = platforms.read({"Event": "EventRinging", "ConnID": "c", "Time": TIME, "UserData": attached})
    assert read is not None
    assert read.user_data == {"line": "9800000001", "case": "12", "reason": "roaming"}


def test_an_envelope_gives_what_the_message_leaves_out(platforms: Platforms) -> None:
    envelope = {"specversion": "1.0", "id": "1", "source": "/t", "type": "com.example.EventHeld", "time": TIME}
    read = platforms.read(envelope | {"data": {"ConnID": "c"}})
    assert read is not None
    assert (read.name, read.key, read.time.isoformat()) == ("EventHeld", "/t 1", "2026-05-01T12:00:00+00:00")


@pytest.mark.parametrize(
    ("message", "attribute"),
    [
        ({}, "ConnID"),
        ({"Event": "EventRinging", "Time": TIME}, "ConnID"),
        ({"Event": "EventRinging", "ConnID": "c"}, "Time"),
        ({"Event": "EventRinging", "ConnID": "c", "Time": "2026-05-01T12:00:00"}, "Time"),
        ({"Event": "EventRinging", "ConnID": "c\x00", "Time": TIME}, "ConnID"),
        ({"Event": "EventRinging", "ConnID": "c", "Time": TIME, "UserData": "x"}, "UserData"),
    ],
)
def test_what_is_wrong_is_named(platforms: Platforms, message: dict[str, Any], attribute: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        platforms.read(message)
    assert attribute in [each["loc"][0] for each in wrong.value.errors()]


def test_an_unknown_platform_is_named_beside_the_known(platforms: Platforms) -> None:
    with pytest.raises(UnknownPlatformError, match="genesys"):
        platforms.read({}, "unheard")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("platforms: {mine: {}}", "user_data"),
        ("user_data: {}\nplatforms: {}", "platforms"),
        ("user_data: {}\nplatforms: {mine: {events: {x: EventUnheard}}}", "platforms.mine.events.x"),
        ("user_data: {shoe_size: [x]}\nplatforms: {mine: {}}", "user_data.shoe_size"),
        ("a: [", "not valid YAML"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "platforms.yaml"
    file.write_text(text)
    with pytest.raises(ValueError, match=place):
        Platforms.load(file)
    assert Platforms.load(SHIPPED).platforms
