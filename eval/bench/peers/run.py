"""Times one system: `python run.py MODULE JOB RESULT`, run by the interpreter of that system's own environment.

MODULE lies in this folder. It names its `PACKAGES`, whose versions are reported, and has a function for each task. That
takes the job, gets everything ready and returns the callable to be timed, which returns how many results it found.
"""

import importlib
import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path


def main(module: str, job_file: str, result_file: str) -> None:
    """Run a job and write what it took: milliseconds of wall clock and of processor time for each call."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    started = time.perf_counter()
    system = importlib.import_module(module)
    call = getattr(system, job["task"])(job)
    ready = time.perf_counter() - started
    for argument in job["warm"]:
        call(argument)
    wall: list[float] = []
    cpu: list[float] = []
    found: list[int] = []
    until = time.perf_counter() + job["seconds"]
    for argument in job["calls"]:
        if wall and time.perf_counter() > until:
            break
        wall_before, cpu_before = time.perf_counter(), time.process_time()
        found.append(call(argument))
        wall.append((time.perf_counter() - wall_before) * 1000)
        cpu.append((time.process_time() - cpu_before) * 1000)
    result = {
        "wall_ms": wall,
        "cpu_ms": cpu,
        "found": found,
        "ready_s": ready,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": {name: version(name) for name in system.PACKAGES},
    }
    Path(result_file).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
