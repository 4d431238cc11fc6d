"""The control interface of a softphone, read and passed on."""

from __future__ import annotations

import io

import pytest

from t2r.cti.softphone import calls_of, netstrings, stream_url


def test_netstrings_are_read_one_by_one_until_the_end() -> None:
    assert list(netstrings(io.BytesIO(b"5:hello,0:,3:a,b,4:cut"))) == [b"hello", b"", b"a,b"]


@pytest.mark.parametrize("sent", [b"HTTP/1.1 200 OK", b"5:hello;", b"99999999:x,", b"x:,"])
def test_anything_else_is_refused(sent: bytes) -> None:
    with pytest.raises(ValueError, match="netstring"):
        list(netstrings(io.BytesIO(sent)))


def test_only_events_about_calls_are_passed_on() -> None:
    told = [
        b'{"response":true,"ok":true}',
        b'{"event":true,"class":"register"}',
        b'{"event":true,"class":"call"}',
        b"[]",
    ]
    sent = b"".join(b"%d:%s," % (len(each), each) for each in told)
    (call,) = calls_of(io.BytesIO(sent))
    assert call["class"] == "call"
    assert isinstance(call["time"], float)


def test_the_stream_is_at_the_server_of_the_url() -> None:
    assert stream_url("https://t2r.example/base/") == "wss://t2r.example/base/v1/cti/stream?platform=baresip"
    with pytest.raises(ValueError, match="no URL"):
        stream_url("t2r.example")
