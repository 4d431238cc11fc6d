"""Part `cti`: from the ringing of a telephone to the screen, and what damaged streams of events leave behind."""

from __future__ import annotations

import http.client
import json
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from eval.bench.common import Row, Sizes, at_most, say
from eval.bench.server import Server, command, operator_data, serving
from eval.cti import Made, Story, on_the_way, simulated, wrong
from t2r.cases.tables import Interaction, Outcome
from t2r.cti.bridge import receive
from t2r.cti.platforms import Platforms
from t2r.cti.tables import CtiCall
from t2r.database import open_database, utc_now, writing

POPPED = at_most(300)
SEED = 11
AT_ONCE = 200  # events of a transaction
WARM = 1  # the first call reads what all others find ready


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """The rows of this part."""
    folder = work / "scratch" / "cti"
    data = operator_data(folder, "tiny" if sizes.operator == "tiny" else "small")
    lines = pq.read_table(folder / "sandbox" / "feeds" / "lines.parquet", columns=["msisdn"])["msisdn"].to_pylist()
    given = {"T2R_NETWORK_CLOCK": "newest", "T2R_CUSTOMERS": "t2r.simulated.directory:open_directory"}
    with serving(data, work / "scratch" / "cti.log", **given) as server:
        say(f"cti: {sizes.queries} calls ring")
        waited = _popped(server, data, random.Random(SEED).choices(lines, k=sizes.queries + WARM))
    complaints = damaged(open_database(work / "scratch" / "cti.sqlite"), sizes.questions)
    p95 = statistics.quantiles(waited, n=20, method="inclusive")[-1] * 1e3
    return [
        Row("EventRinging sent → screen-pop read by the agent, p95", p95, "ms", POPPED, f"{len(waited)} calls, over HTTP; customer, network and cases found"),
        Row("interactions wrong of shuffled, repeated and lost events", len(complaints), "", at_most(0), f"{sizes.questions} calls"),
    ]  # fmt: skip


def damaged(database: Engine, calls: int) -> list[str]:
    """What is wrong after the events of so many simulated calls came all mixed up, some repeated and some never."""
    rng, platforms = random.Random(SEED), Platforms.load()
    stories = [simulated(rng, number) for number in range(calls)]
    arrived = {story.number: on_the_way(rng, story.messages) for story, _ in stories}
    everything = [message for each in arrived.values() for message in each]
    rng.shuffle(everything)
    say(f"cti: {len(everything)} events of {calls} calls")
    for start in range(0, len(everything), AT_ONCE):
        with writing(database) as session:
            for message in everything[start : start + AT_ONCE]:
                event = platforms.read(message)
                assert event is not None
                receive(session, event, utc_now())
    return [
        complaint
        for story, truth in stories
        for complaint in wrong(story, truth, arrived[story.number], _kept(database, story))
    ]


def _kept(database: Engine, story: Story) -> list[Made]:
    conns = [story.conn(leg) for leg in (1, 2, 3)]
    with Session(database) as session:
        ids = set(session.scalars(select(CtiCall.interaction_id).where(CtiCall.conn_id.in_(conns))))
        kept = [one for id in sorted(filter(None, ids)) if (one := session.get(Interaction, id))]
        return [
            Made(one.line, one.agent, one.started_at, one.ended_at, one.outcome is Outcome.ABANDONED) for one in kept
        ]


def _popped(server: Server, data: Path, lines: Sequence[str]) -> list[float]:
    """For each line that calls, the seconds from sending its ringing until the agent's screen has read it, customer and all."""
    agent = f"agent-{time.time_ns()}"
    screen = http.client.HTTPConnection(server.address, timeout=60)
    screen.request("GET", "/v1/cti/pops", headers=_headers(data, agent, "cases:read", "customers:read"))
    stream = screen.getresponse()
    stream.readline()
    bridge, headers = (
        http.client.HTTPConnection(server.address, timeout=60),
        _headers(data, f"pbx-{agent}", "cti:write"),
    )
    waited = []
    for number, line in enumerate(lines):
        message: dict[str, Any] = {"Event": "EventRinging", "ConnID": f"{agent}-{number}", "Time": time.time()}
        message |= {"ANI": f"+{line}", "AgentID": agent, "CallType": "Inbound"}
        began = time.perf_counter()
        bridge.request("POST", "/v1/cti/events", json.dumps(message), headers)
        bridge.getresponse().read()
        while message["ConnID"].encode() not in (told := stream.readline()):
            pass
        waited.append(time.perf_counter() - began)
        pop = json.loads(told.partition(b"data: ")[2])
        if len(pop["customers"]) != 1 or not pop["badges"]:
            raise RuntimeError(f"the pop of call {number} has no customer, or nothing from the network")
    screen.close()
    bridge.close()
    return waited[WARM:]


def _headers(data: Path, name: str, *scopes: str) -> dict[str, str]:
    rights = [part for scope in scopes for part in ("--scope", scope)]
    made = command("token", "create", "--name", name, *rights, "--data-dir", str(data), "--json")
    return {"Authorization": f"Bearer {json.loads(made)['token']}", "Content-Type": "application/json"}
