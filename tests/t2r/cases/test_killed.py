"""A process that is killed right after a tool has done its work, before it could say so: the next one does not do it again."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from t2r.cases import acting
from t2r.cases.codes import Codes
from t2r.cases.errors import UnderWayError
from t2r.cases.workbench import Workbench
from t2r.database import open_database, utc_now
from t2r.flows import Call, Engine, Flows
from t2r.flows.router import Router
from t2r.simulated import World, catalogue, mobile

KILLED = 137
PROCESS = """
import os, sys
from t2r.cases import acting, opening
from t2r.cases.codes import Codes
from t2r.cases.workbench import Subject, Workbench
from t2r.cases.opening import Opening
from t2r.database import open_database
from t2r.flows import Engine, Flows
from t2r.simulated import World, SimulatedCatalogue

class Mortal(SimulatedCatalogue):
    def call(self, name, arguments, *, idempotency_key):
        result = super().call(name, arguments, idempotency_key=idempotency_key)
        if name == "set_mobile_data":
            os._exit(137)
        return result

world = World()
world.state.line.number = "+919800000001"
world.state.phone.mobile_data = False
tools = Mortal(world)
bench = Workbench(open_database(sys.argv[1]), Flows.starter(), Engine(), None, lambda case: tools, Codes.load(), lambda subject: None)
worked = opening.open_case(bench, Opening("data dead", Subject("919800000001"), flow="mobile-data"), "asha")
while worked.step is not None:
    worked = acting.act(bench, worked.case.id, worked.step.id, "asha")
"""


@pytest.mark.slow
@pytest.mark.parametrize("happened", [True, False])
def test_what_was_done_before_the_kill_is_not_done_again(tmp_path: Path, happened: bool) -> None:
    url = f"sqlite:///{tmp_path / 't2r.sqlite'}"
    process = subprocess.run(
        [sys.executable, "-c", PROCESS, url], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False
    )
    assert process.returncode == KILLED
    world = World(goal=mobile.has_data)  # the customer's phone, as it is after the kill
    world.state.line.number = "+919800000001"
    world.state.phone.mobile_data = happened
    tools = catalogue(world)
    database = open_database(url)
    now = utc_now()
    bench = Workbench(
        database,
        Flows.starter(),
        Engine(),
        Router(),
        lambda case: tools,
        Codes.load(),
        lambda subject: None,
        now=lambda: now,
    )
    with pytest.raises(UnderWayError, match="set_mobile_data is being carried out; asha began it"):
        acting.go_on(bench, 1, "ravi")
    now += timedelta(minutes=1)
    worked = acting.go_on(bench, 1, "ravi")
    while isinstance(worked.step, Call):
        worked = acting.act(bench, 1, worked.step.id, "ravi")
    assert worked.case.status == "resolved"
    done = [record.tool for record in world.records if record.tool == "set_mobile_data"]
    assert done == ([] if happened else ["set_mobile_data"])
    database.dispose()
