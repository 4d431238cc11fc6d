"""Part `ingest`: plain passages taken in, ours with everything it does against LangChain's default pipeline."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from eval.bench import corpus
from eval.bench.common import Row, Sizes, at_least, say
from eval.bench.systems import OURS, Timed, UnavailableError, run

PEER = "LangChain FAISS.from_texts"
TARGET = at_least(2)
WARM_PASSAGES = 16


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """Passages a second of both, the model loaded and warm, on all cores."""
    say(f"ingest: preparing {sizes.ingested} passages")
    # Another seed than the searched corpus, and the last ones to warm up with.
    made = corpus.generate(corpus.starter_library(), sizes.ingested + WARM_PASSAGES, seed=1)
    passages = [asdict(passage) for passage in made.passages]

    def of(system: str) -> Timed:
        return run(
            system,
            "ingest",
            work,
            warm=[passages[sizes.ingested :]],
            calls=[passages[: sizes.ingested]],
            seconds=0,
            environment={},
        )

    ours = of(OURS)
    rows = [_row("ours, redaction and both indexes included", ours)]
    try:
        theirs = of("langchain")
    except UnavailableError as error:
        return [*rows, Row(f"ours ÷ {PEER}", None, "×", TARGET, str(error))]
    ratio = speed(ours) / speed(theirs)
    return [*rows, _row(PEER, theirs), Row(f"ours ÷ {PEER}", ratio, "×", TARGET)]


def speed(timed: Timed) -> float:
    """Passages a second of wall clock."""
    return sum(timed.found) / sum(timed.wall_ms) * 1000


def _row(name: str, timed: Timed) -> Row:
    note = f"{sum(timed.found)} passages, CPU {sum(timed.cpu_ms) / 1000:.1f} s, peak {timed.peak_mb:.0f} MB"
    return Row(name, speed(timed), "passages/s", note=note)
