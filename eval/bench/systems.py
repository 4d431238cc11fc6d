"""Runs a system, ours or a peer, as a process of its own, a peer in an environment made for it on first use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.common import say
from knowledge.weights import packaged_model

SCRIPTS = Path(__file__).parent / "peers"
# Of the packages that several peers bring, the one whose version changes a timing most: the same for all.
CONSTRAINTS = "torch==2.13.0\n"
# The peers do not resolve together, so that each has an environment.
REQUIREMENTS: Mapping[str, tuple[str, ...]] = {
    "langchain": (
        "langchain-classic",
        "langchain-community",
        "langchain-huggingface",
        "langchain-text-splitters",
        "rank-bm25",
        "faiss-cpu",
        "sentence-transformers",
    ),
    "haystack": ("haystack-ai", "sentence-transformers-haystack"),
    "txtai": ("txtai",),
}
OURS = "t2r"
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "RAYON_NUM_THREADS")
ONE_THREAD = dict.fromkeys(THREADS, "1") | {"TOKENIZERS_PARALLELISM": "false"}
# Loading and indexing 100,000 passages included.
MAX_SECONDS = 1800


class UnavailableError(RuntimeError):
    """A system could not be installed or did not run here; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Timed:
    """What a system took: milliseconds a call, seconds until ready, peak memory, versions."""

    wall_ms: tuple[float, ...]
    cpu_ms: tuple[float, ...]
    found: tuple[int, ...]
    ready_s: float
    peak_mb: float
    versions: Mapping[str, str]


def interpreter(system: str, environments: Path) -> Path:
    """The Python that has the system installed; installs it first if needed. Raises UnavailableError if that fails."""
    if system == OURS:
        return Path(sys.executable)
    folder = environments.absolute() / system
    python, mark = folder / "bin" / "python", folder / "installed"
    wanted = CONSTRAINTS + "\n".join(REQUIREMENTS[system])
    if mark.is_file() and mark.read_text() == wanted:
        return python
    say(f"installing {system} into {folder} (minutes, once)")
    environments.mkdir(parents=True, exist_ok=True)
    constraints = environments.absolute() / "constraints.txt"
    constraints.write_text(CONSTRAINTS)
    _must([sys.executable, "-m", "venv", str(folder)], f"no environment for {system}")
    _must(
        [str(python), "-m", "pip", "install", "--quiet", "-c", str(constraints), *REQUIREMENTS[system]],
        f"{system} cannot be installed here",
    )
    mark.write_text(wanted)
    return python


def run(
    system: str,
    task: str,
    work: Path,
    *,
    warm: Sequence[Any],
    calls: Sequence[Any],
    seconds: float,
    environment: Mapping[str, str],
    **inputs: Any,
) -> Timed:
    """Have a system do a task: the `warm` calls untimed, then `calls` until `seconds` are over, at least one.

    `work` holds the environments and, for the time of the run, scratch files. Raises UnavailableError.
    """
    python = interpreter(system, work)
    scratch = work.absolute() / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    job, result = scratch / f"{system}-{task}.job.json", scratch / f"{system}-{task}.result.json"
    job.write_text(
        json.dumps(
            {
                "task": task,
                "model": str(packaged_model()),
                "scratch": str(scratch),
                "warm": list(warm),
                "calls": list(calls),
                "seconds": seconds,
                **inputs,
            }
        )
    )
    result.unlink(missing_ok=True)
    say(f"{task}: {system}")
    _must(
        [str(python), str(SCRIPTS / "run.py"), f"use_{system}", str(job), str(result)],
        f"{system} did not run",
        {"HF_HUB_OFFLINE": "1", **environment},
    )
    timed = json.loads(result.read_text())
    timed |= {name: tuple(timed[name]) for name in ("wall_ms", "cpu_ms", "found")}
    return Timed(**timed)


def _must(command: Sequence[str], failure: str, environment: Mapping[str, str] | None = None) -> None:
    """Run a command to its end; a failure is raised with the last line it said."""
    try:
        done = subprocess.run(  # noqa: S603 - commands of this module
            command,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"{failure}: not done after {MAX_SECONDS} s") from error
    if done.returncode:
        said = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise UnavailableError(f"{failure}: {said[-1] if said else f'exit status {done.returncode}'}")
