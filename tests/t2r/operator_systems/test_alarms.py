"""The network knows the alarms of the operator's fault management, until they are over; and it is told which were acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.tmf.apis import ALARM
from diagnostics.network import Network
from diagnostics.records import STILL
from t2r.database import writing
from t2r.operator_systems import alarms
from t2r.operator_systems.alarms import AlarmExchange
from t2r.operator_systems.standing import State
from t2r.operator_systems.systems import Connected, OperatorSystems
from t2r.tmf import hub
from t2r.tmf.alarms import Mirror
from t2r.tmf.records import Records
from t2r.tmf.shelf import Doing
from t2r.tmf.tables import Record

from .conftest import Clock, Operator, Rogue, Wire
from .test_client import says

RAISED = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
ALARM_OF_SITE: dict[str, Any] = {
    "alarmType": "equipmentAlarm",
    "perceivedSeverity": "critical",
    "probableCause": "powerProblem",
    "alarmedObject": {"id": "SITE-1"},
    "sourceSystemId": "oss",
    "state": "raised",
    "alarmRaisedTime": RAISED,
}


class Ours:
    """Our network, and the rounds in which it is told what the operator's system knows."""

    def __init__(self, database: Engine, clock: Clock, network: Network) -> None:
        self.database, self.clock, self.network = database, clock, network
        self.systems = OperatorSystems(database, clock)
        self._mirror = Mirror(ALARM)

    def connect(self, client: Any) -> None:
        exchange = AlarmExchange(client, self.database, lambda: self.network, self.clock)
        self.systems = OperatorSystems(self.database, self.clock, {alarms.NAME: Connected(exchange, client)})

    def round(self) -> None:
        self.clock.on(minutes=1)
        while hub.give_out(self.database, self.clock, self.systems.follow):
            pass
        self.systems.round(alarms.NAME)
        self._mirror.look(self.database, self.network, self.clock())

    def known(self) -> dict[str, bool]:
        """Which alarms the network has, and whether they are active."""
        found = self.network.records.alarms
        return {str(found.id[n]): bool(found.cleared_at[n] == STILL) for n in range(len(found))}

    def acknowledge(self, id: str, state: str) -> None:
        with writing(self.database) as session:
            record = session.scalars(select(Record).where(Record.id == f"network:operator:{id}")).one()
            Records(ALARM).change(
                session, record, {"ackState": state, "ackUserId": "asha"}, Doing("asha", self.clock())
            )


@pytest.fixture
def ours(database: Engine, clock: Clock, tmp_path: Path) -> Iterator[Ours]:
    made = Ours(database, clock, Network.open(tmp_path / "network"))
    yield made
    made.systems.close()


@pytest.fixture
def raised(operator: Operator) -> Iterator[str]:
    """An alarm that is raised there."""
    answer = operator.http.post("/alarm/v4/alarm", json=ALARM_OF_SITE)
    assert answer.status_code == 201, answer.text
    yield str(answer.json()["id"])
    operator.http.delete(f"/alarm/v4/alarm/{answer.json()['id']}")


def test_what_is_raised_there_is_known_here_until_it_is_cleared(
    ours: Ours, operator: Operator, wire: Wire, raised: str
) -> None:
    ours.connect(operator.client(alarms.NAME, "TMF642-v4", wire, ours.clock))
    ours.round()
    assert ours.known() == {f"operator:{raised}": True}
    over = {"state": "cleared", "alarmClearedTime": datetime.now(UTC).isoformat()}
    assert operator.http.patch(f"/alarm/v4/alarm/{raised}", json=over).status_code == 200
    ours.round()
    assert ours.known() == {f"operator:{raised}": False}


def test_one_that_they_no_longer_know_is_over(ours: Ours, operator: Operator, wire: Wire, raised: str) -> None:
    ours.connect(operator.client(alarms.NAME, "TMF642-v4", wire, ours.clock))
    ours.round()
    ours.connect(operator.client(alarms.NAME, "TMF642-v4", wire, ours.clock))  # a new process, which remembers nothing
    operator.http.delete(f"/alarm/v4/alarm/{raised}")
    ours.round()
    assert ours.known() == {f"operator:{raised}": False}


def test_what_is_acknowledged_here_is_acknowledged_there_and_taken_back(
    ours: Ours, operator: Operator, wire: Wire, raised: str
) -> None:
    ours.connect(operator.client(alarms.NAME, "TMF642-v4", wire, ours.clock))
    ours.round()
    for state in ("acknowledged", "unacknowledged"):
        ours.acknowledge(raised, state)
        wire.loses = 1
        ours.round()
        ours.round()
        theirs = operator.http.get(f"/alarm/v4/alarm/{raised}").json()
        assert (theirs["ackState"], theirs["ackUserId"], theirs["ackSystemId"]) == (state, "asha", "t2r")


def test_while_it_is_down_alarms_stay_and_the_system_is_unknown(
    ours: Ours, operator: Operator, wire: Wire, raised: str
) -> None:
    ours.connect(operator.client(alarms.NAME, "TMF642-v4", wire, ours.clock))
    assert ours.systems.standings()[0].state is State.UNKNOWN  # it was never asked
    ours.round()
    assert ours.systems.standings()[0].state is State.ANSWERS
    wire.cut = True
    ours.round()
    assert (ours.systems.standings()[0].state, ours.known()) == (State.UNKNOWN, {f"operator:{raised}": True})


def test_diagnoses_are_told_since_when_it_is_down(ours: Ours, operator: Operator, wire: Wire) -> None:
    assert ours.systems.silent_alarms() is None  # there is none to be down
    ours.connect(operator.client(alarms.NAME, "TMF642-v4", wire, ours.clock))
    silence = ours.systems.silent_alarms()
    assert (silence is not None and silence.since) is None
    ours.round()
    answered = ours.clock()
    assert ours.systems.silent_alarms() is None
    wire.cut = True
    ours.round()
    silence = ours.systems.silent_alarms()
    assert silence is not None
    assert (silence.since, bool(silence.why)) == (answered, True)


def test_an_alarm_that_cannot_be_read_ends_no_other_and_is_told(
    ours: Ours, rogue: Rogue, operator: Operator, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    client = operator.client(alarms.NAME, "TMF642-v4", wire, ours.clock)
    client._base = client._base.copy_with(host="127.0.0.1", port=int(rogue.url.rpartition(":")[2]), path="/")
    ours.connect(client)
    good, bad = ALARM_OF_SITE | {"id": "a-1"}, ALARM_OF_SITE | {"id": "a-2", "perceivedSeverity": 7}
    rogue.answers = [says(200, [good, ALARM_OF_SITE | {"id": "a-2"}]), says(200, [good, bad])]
    ours.round()
    ours.round()
    assert ours.known() == {"operator:a-1": True, "operator:a-2": True}
    standing = ours.systems.standings()[0]
    assert (standing.state, "perceivedSeverity" in standing.error) == (State.UNKNOWN, True)
    assert "1 alarms are left out" in caplog.text
