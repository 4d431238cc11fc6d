"""Part `search`: warm queries over a large corpus on one thread, ours and the peers' hybrid search."""

from __future__ import annotations

from pathlib import Path

from eval.bench import corpus
from eval.bench.common import Row, Sizes, Target, at_least, at_most, questions, say
from eval.bench.systems import ONE_THREAD, OURS, Timed, UnavailableError, run
from eval.ranking import percentiles
from knowledge.embedding import OnnxEmbedder
from t2r.settings import Settings

K = 10
WARM_QUERIES = 5
# How many times faster than each peer at the median; "faster" is more than once.
PEERS: dict[str, tuple[str, Target]] = {
    "langchain": ("LangChain EnsembleRetriever", at_least(50)),
    "haystack": ("Haystack in-memory hybrid", at_least(1)),
    "txtai": ("txtai hybrid", at_least(1)),
}
P50, P99 = at_most(8), at_most(30)


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """Latencies of ours and of each peer, and how many times ours is faster."""
    say(f"search: preparing {sizes.passages} passages")
    generated = corpus.generate(corpus.starter_library(), sizes.passages)
    vectors = corpus.vectors_of(generated, OnnxEmbedder.load(model_dir=Settings().model_dir))
    passages, rows = corpus.write(generated, vectors, work / "scratch")
    asked = [case.question for case in questions()]

    def of(system: str, queries: int) -> Timed:
        return run(
            system,
            "search",
            work,
            warm=asked[-WARM_QUERIES:],
            calls=asked[:queries],
            seconds=sizes.seconds,
            environment=ONE_THREAD,
            passages=str(passages.absolute()),
            vectors=str(rows.absolute()),
            k=K,
        )

    ours = of(OURS, sizes.queries)
    result = latency_rows("ours", ours, P50, P99)
    for system, (name, target) in PEERS.items():
        try:
            theirs = of(system, sizes.peer_queries)
        except UnavailableError as error:
            result.append(Row(f"{name} ÷ ours, p50", None, "×", target, str(error)))
        else:
            result += latency_rows(name, theirs)
            result.append(Row(f"{name} ÷ ours, p50", ratio(theirs, ours), "×", target))
    return result


def latency_rows(name: str, timed: Timed, p50: Target | None = None, p99: Target | None = None) -> list[Row]:
    """p50 and p99 of the wall clock, with how they came about."""
    wall, cpu = percentiles(timed.wall_ms), percentiles(timed.cpu_ms)
    versions = ", ".join(f"{package} {version}" for package, version in timed.versions.items())
    took = f"CPU p50 {cpu['p50']} ms, ready in {timed.ready_s:.0f} s, peak {timed.peak_mb:.0f} MB"
    note = f"{len(timed.wall_ms)} queries, {took}"
    return [
        Row(f"{name}, p50", wall["p50"], "ms", p50, note),
        Row(f"{name}, p99", wall["p99"], "ms", p99, versions),
    ]


def ratio(theirs: Timed, ours: Timed) -> float | None:
    """How many times longer the median call of theirs took."""
    a, b = percentiles(theirs.wall_ms)["p50"], percentiles(ours.wall_ms)["p50"]
    return a / b if a and b else None
