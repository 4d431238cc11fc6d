"""A real telephone call: sipp calls the softphone baresip, and the agent's screen shows the customer."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.routes import cti
from api.tokens import Scope, TokenStore
from t2r.cti.softphone import forward
from t2r.database import open_database
from t2r.settings import Settings

SIPP, BARESIP = shutil.which("sipp"), shutil.which("baresip")
MODULES = next(
    (each for each in map(Path, ("/usr/lib/baresip/modules", "/usr/local/lib/baresip/modules")) if each.is_dir()), None
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SIPP and BARESIP and MODULES),
        reason="needs sipp and baresip (Debian's packages sip-tester and baresip-core)",
    ),
]

PATIENCE_SECONDS = 20.0
CUSTOMER = "919800000002"  # suspended for credit
CONFIG = """
sip_listen 127.0.0.1:{sip}
module_path {modules}
module g711.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
audio_source aubridge,a
audio_player aubridge,a
audio_alert aubridge,b
"""
# One call from the customer's number: rings, is answered, is hung up by the customer after a second.
CALL = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="a customer calls">
  <send retrans="500"><![CDATA[
INVITE sip:asha@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:+CUSTOMER@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:asha@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:customer@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=customer 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200"/>
  <send><![CDATA[
ACK sip:asha@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:+CUSTOMER@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:asha@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

  ]]></send>
  <pause milliseconds="1000"/>
  <send retrans="500"><![CDATA[
BYE sip:asha@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:+CUSTOMER@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:asha@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

  ]]></send>
  <recv response="200"/>
</scenario>
""".replace("CUSTOMER", CUSTOMER)


def free_port(kind: int = socket.SOCK_DGRAM) -> int:
    with closing(socket.socket(socket.AF_INET, kind)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def softphone(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """A baresip that listens: its ports of SIP and of its control interface."""
    sip, control = free_port(), free_port(socket.SOCK_STREAM)
    (tmp_path / "config").write_text(CONFIG.format(sip=sip, control=control, modules=MODULES))
    (tmp_path / "accounts").write_text(f"<sip:asha@127.0.0.1:{sip}>;regint=0;answermode=manual\n")
    (tmp_path / "contacts").touch()
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(
            [str(BARESIP), "-f", str(tmp_path)], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while "baresip is ready" not in (tmp_path / "log").read_text() and time.monotonic() < until:
                time.sleep(0.1)
            yield sip, control
        finally:
            running.terminate()
            running.wait(10)


def test_a_real_call_pops_the_customer_for_the_agent(
    softphone: tuple[int, int],
    tmp_path: Path,
    make_settings: Callable[..., Settings],
    small_network: Callable[[Settings], Any],
    serve: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = make_settings()
    small_network(settings)
    engine = open_database(settings.database)
    pbx, asha = (
        TokenStore(engine).create(name, [scope], timedelta(hours=1))
        for name, scope in (("pbx", Scope.CTI_WRITE), ("asha", Scope.CASES_READ))
    )
    engine.dispose()
    sip, control = softphone
    scenario = tmp_path / "call.xml"
    scenario.write_text(CALL)
    headers = {"Authorization": f"Bearer {asha}"}
    monkeypatch.setattr(cti, "KEEP_ALIVE_SECONDS", 1.0)
    with serve(settings) as url, httpx2.Client(base_url=url, headers=headers, timeout=20) as screen:
        bridge = threading.Thread(
            target=lambda: list(forward("127.0.0.1", control, url, pbx, "asha", answers=True)), daemon=True
        )
        bridge.start()
        with screen.stream("GET", "/v1/cti/pops") as pops:
            lines = _until_left(pops.iter_lines())
            next(line for line in lines if line == ": keep-alive")  # the screen is there, and the bridge
            caller = subprocess.Popen(
                [str(SIPP), "-sf", str(scenario), f"127.0.0.1:{sip}", "-m", "1", "-i", "127.0.0.1", "-p", str(free_port()), "-nostdin"],
                cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            told = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
        assert caller.wait(20) == 0
        pop, *later = told
        assert (pop["msisdn"], pop["standing"]) == (CUSTOMER, "ringing")
        assert any("suspended" in badge["sentence"] for badge in pop["badges"])
        assert [each["standing"] for each in later] == ["talking", "left"]
        contact = screen.get(f"/v1/interactions/{pop['interaction']}").json()
        assert (contact["agent"], contact["msisdn"], contact["outcome"]) == ("asha", CUSTOMER, "completed")


def _until_left(lines: Iterator[str]) -> Iterator[str]:
    """The lines of the screen until the call is over; the bridge answers."""
    ends = time.monotonic() + PATIENCE_SECONDS
    for line in lines:
        assert time.monotonic() < ends, "the call is not over in time"
        yield line
        if '"standing":"left"' in line:
            return
