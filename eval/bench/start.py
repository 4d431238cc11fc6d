"""Part `start`: one question asked from a cold process, and the memory of a server that has answered."""

from __future__ import annotations

import resource
import statistics
import time
from pathlib import Path

from eval.bench.common import Row, Sizes, at_most, questions, say
from eval.bench.server import command, serving, starter_data

ANSWERS = 100
ASK, MEMORY = at_most(1.5), at_most(450)


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """The median of several `t2r ask`, and the server's resident memory after ANSWERS answers."""
    data = starter_data(work)
    asked = [case.question for case in questions()][:ANSWERS]
    say(f"start: t2r ask, {sizes.starts} times")
    wall, cpu = [], []
    for question in asked[: sizes.starts]:
        wall_before, cpu_before = time.perf_counter(), _children()
        command("ask", question, "--data-dir", str(data))
        wall.append(time.perf_counter() - wall_before)
        cpu.append(_children() - cpu_before)
    with serving(data, work / "serve.log") as server:
        client = server.client()
        for question in asked:
            client.ask(question)
        client.close()
        memory = server.memory_mb()
    return [
        Row("t2r ask, wall clock", statistics.median(wall), "s", ASK, f"median of {sizes.starts}"),
        Row("t2r ask, processor", statistics.median(cpu), "s", None, f"median of {sizes.starts}"),
        Row(f"t2r serve, memory after {len(asked)} answers", memory, "MB", MEMORY, "resident"),
    ]


def _children() -> float:
    """Processor seconds of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
