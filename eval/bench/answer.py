"""Part `answer`: how long an answer from the starter library takes, in process and over HTTP under load."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from eval.bench.common import Row, Sizes, at_least, at_most, questions, say
from eval.bench.server import load, serving, starter_data
from eval.ranking import percentiles
from knowledge import KnowledgeBase
from knowledge.embedding import OnnxEmbedder
from t2r.assistant import Assistant
from t2r.settings import Settings

CLIENTS = 8
P95 = at_most(40)
ANSWERS_A_SECOND, P99_OVER_HTTP = at_least(100), at_most(250)


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """Every question twice in process, then the server asked by several clients without pause."""
    data = starter_data(work)
    asked = [case.question for case in questions()][: sizes.questions]
    return in_process(asked, data) + over_http(asked, data, work, sizes.load_seconds)


def in_process(asked: list[str], data: Path) -> list[Row]:
    """p50, p95 and p99; in the first pass no sentence of an article has been embedded before it is needed."""
    settings = Settings(data_dir=data)
    embedder = OnnxEmbedder.load(model_dir=settings.model_dir)
    rows = []
    with KnowledgeBase.open(settings.knowledge_path, embedder=embedder, read_only=True) as knowledge:
        knowledge.search("first use reads the files")
        assistant = Assistant(knowledge, settings)
        for label, target in (("first pass", P95), ("second pass", None)):
            say(f"answer: {len(asked)} questions in process, {label}")
            took = percentiles(_timed(assistant.answer, asked))
            for name, value in took.items():
                note = f"{len(asked)} questions" if name == "p50" else ""
                rows.append(Row(f"in process, {label}, {name}", value, "ms", target if name == "p95" else None, note))
    return rows


def over_http(asked: list[str], data: Path, work: Path, seconds: float) -> list[Row]:
    """Answers a second, latency and the server's memory; the clients run on the same cores."""
    say(f"answer: {CLIENTS} clients for {seconds:g} s")
    with serving(data, work / "serve.log") as server:
        # A server in service has been asked all of this before.
        client = server.client()
        for question in asked:
            client.ask(question)
        client.close()
        got = load(server, asked, CLIENTS, seconds)
        memory = server.memory_mb()
    took = percentiles(got.wall_ms)
    where = f"{CLIENTS} clients"
    note = f"after one pass, {len(got.wall_ms)} answers, {got.refused} refused"
    return [
        Row(f"HTTP, {where}, answers", len(got.wall_ms) / got.seconds, "/s", ANSWERS_A_SECOND, note),
        Row(f"HTTP, {where}, p50", took["p50"], "ms"),
        Row(f"HTTP, {where}, p99", took["p99"], "ms", P99_OVER_HTTP),
        Row("server's memory after the load", memory, "MB", note="resident"),
    ]


def _timed(answer: Callable[[str], object], asked: Iterable[str]) -> list[float]:
    """Milliseconds of each."""
    took = []
    for question in asked:
        before = time.perf_counter()
        answer(question)
        took.append((time.perf_counter() - before) * 1000)
    return took
