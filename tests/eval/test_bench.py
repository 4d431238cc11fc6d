"""The benchmark's machinery on tiny data: the corpus, the rows, the table, the runner. No time is asserted."""

import io
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.tokens import Scope, TokenStore
from eval.bench import __main__ as bench
from eval.bench import corpus, flows, ingest, search, systems, tmf
from eval.bench.common import QUICK, Row, Sizes, as_json, at_least, at_most, facts, print_table, questions
from eval.bench.systems import Timed, UnavailableError
from knowledge import Article
from knowledge.chunking import chunk
from t2r.database import open_database
from t2r.settings import Settings


def article(name: str) -> Article:
    sentences = [f"{name} sentence number {number} says something of its own." for number in range(12)]
    return Article(id=name, title=f"About {name}", body="\n\n".join(sentences))


LIBRARY = [article(name) for name in ("Billing", "Fibre", "Roaming")]


def timed(*milliseconds: float, found: int = 1) -> Timed:
    return Timed(tuple(milliseconds), tuple(milliseconds), (found,) * len(milliseconds), 1.0, 1.0, {"x": "1"})


def test_the_same_seed_gives_the_same_corpus_and_another_seed_another() -> None:
    assert corpus.generate(LIBRARY, 50) == corpus.generate(LIBRARY, 50)
    assert corpus.generate(LIBRARY, 50) != corpus.generate(LIBRARY, 50, seed=1)


def test_passages_differ_in_id_title_and_text() -> None:
    passages = corpus.generate(LIBRARY, 200).passages
    for values in ({p.id for p in passages}, {p.title for p in passages}, {p.body for p in passages}):
        assert len(values) == 200


def test_a_passage_is_one_passage_of_the_knowledge_base_too() -> None:
    for passage in corpus.generate(corpus.starter_library(), 300).passages:
        (piece,) = chunk(passage.body)
        assert passage.body[piece.start : piece.end] == passage.body


def test_a_passage_is_made_of_sentences_of_two_documents_and_says_which() -> None:
    made = corpus.generate(LIBRARY, 50)
    for passage, numbers in zip(made.passages, made.made_of, strict=True):
        parts = [made.sentences[number] for number in numbers]
        assert sorted(passage.body) == sorted(" ".join(parts))
        assert all(part in passage.body for part in parts)
        assert len({part.split()[0] for part in parts}) == 2


@pytest.mark.slow
def test_too_small_a_library_is_refused() -> None:
    short = [each.model_copy(update={"body": "\n\n".join(each.body.split("\n\n")[:4])}) for each in LIBRARY[:2]]
    with pytest.raises(ValueError, match="distinct passages, 5000 are wanted"):
        corpus.generate(short, 5000)
    with pytest.raises(ValueError, match="two documents"):
        corpus.generate(LIBRARY[:1], 10)


def test_vectors_are_unit_rows_near_the_mean_of_their_sentences(embedder: Any) -> None:
    made = corpus.generate(LIBRARY, 40)
    vectors = corpus.vectors_of(made, embedder)
    assert vectors.shape == (40, embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(vectors, corpus.vectors_of(made, embedder))
    means = np.stack([embedder.embed([made.sentences[n] for n in numbers]).mean(axis=0) for numbers in made.made_of])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    assert (vectors * means).sum(axis=1).min() > 0.9


def test_the_files_hold_what_was_generated(tmp_path: Path, embedder: Any) -> None:
    made = corpus.generate(LIBRARY, 5)
    vectors = corpus.vectors_of(made, embedder)
    passages, rows = corpus.write(made, vectors, tmp_path / "new")
    assert [json.loads(line) for line in passages.read_text().splitlines()] == [asdict(p) for p in made.passages]
    np.testing.assert_array_equal(np.load(rows), vectors)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("a", 8.0, "ms", at_most(8)), "pass"),
        (Row("a", 8.1, "ms", at_most(8)), "miss"),
        (Row("a", 50.0, "×", at_least(50)), "pass"),
        (Row("a", 49.9, "×", at_least(50)), "miss"),
        (Row("a", 1.0, "ms"), ""),
        (Row("a", None, "×", at_least(1), "not installed"), "not measured"),
    ],
)
def test_a_value_is_judged_by_its_target(row: Row, verdict: str) -> None:
    assert row.verdict() == verdict


def test_a_run_of_reduced_size_is_not_judged_but_says_what_is_missing() -> None:
    rows = [Row("a", 9.0, "ms", at_most(8)), Row("b", None, "×", at_least(1), "why")]
    assert [row["verdict"] for row in as_json("p", rows, judged=False)] == ["", "not measured"]
    assert [row["verdict"] for row in as_json("p", rows, judged=True)] == ["miss", "not measured"]


def test_the_table_shows_values_targets_and_why_there_is_no_value() -> None:
    rows = as_json("p", [Row("a", 9.0, "ms", at_most(8)), Row("b", None, "×", at_least(1), "no pip")], judged=True)
    out = io.StringIO()
    print_table(rows, {"cores": 2}, Console(file=out, width=150))
    assert all(part in out.getvalue() for part in ("9", "≤ 8", "miss", "–", "≥ 1", "no pip", "cores: 2"))


def test_a_ratio_is_that_of_the_medians() -> None:
    assert search.ratio(timed(10, 100, 10_000), timed(1, 2, 3)) == 50
    assert search.ratio(timed(), timed(1)) is None


def test_percentiles_of_the_wall_clock_carry_their_targets() -> None:
    p50, p99 = search.latency_rows("ours", timed(*range(1, 101)), at_most(8), at_most(100))
    assert (p50.value, p50.verdict()) == (50.5, "miss")
    assert p99.value == pytest.approx(99.01)
    assert p99.verdict() == "pass"


def test_speed_is_passages_a_second() -> None:
    assert ingest.speed(timed(500.0, found=100)) == 200


def test_questions_are_distinct_and_enough_for_every_part() -> None:
    asked = [case.question for case in questions()]
    assert len(asked) == len(set(asked)) >= Sizes().queries + search.WARM_QUERIES


@pytest.mark.slow
def test_the_tickets_of_the_flows_are_rows_with_their_targets() -> None:
    rows = flows.tickets_ended(14)
    assert [row.measure.partition(": ")[0] for row in rows] == ["tickets of seed 7001"] * 5 + [
        "tickets of seed 7002"
    ] * 5
    assert {row.verdict() for row in rows} <= {"pass", "miss"}
    assert [row.value for row in rows if "unsafe" in row.measure] == [0, 0]


def test_the_facts_say_what_was_measured_where() -> None:
    found = facts(QUICK)
    assert json.loads(json.dumps(found)) == found
    assert found["cores"] >= 1
    assert len(found["load_average_at_start"]) == 3
    assert (found["full_size"], facts(Sizes())["full_size"]) == (False, True)


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system that is a script of the test's, run by this interpreter, with the real runner."""
    runner = systems.SCRIPTS / "run.py"
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "run.py").write_text(runner.read_text())
    (folder / "use_t2r.py").write_text(
        "PACKAGES = ('numpy',)\n"
        "def count(job):\n"
        "    seen = []\n"
        "    def call(text):\n"
        "        seen.append(text)\n"
        "        return len(seen) * job['factor']\n"
        "    return call\n"
        "def broken(job):\n"
        "    raise ValueError('no such index')\n"
    )
    monkeypatch.setattr(systems, "SCRIPTS", folder)
    return tmp_path / "work"


def test_a_system_is_warmed_and_then_each_call_timed(peer: Path) -> None:
    result = systems.run("t2r", "count", peer, warm=["w"], calls=["a", "b"], seconds=60, environment={}, factor=10)
    assert result.found == (20, 30)
    assert len(result.wall_ms) == len(result.cpu_ms) == 2
    assert min(result.wall_ms) > 0
    assert result.versions == {"numpy": np.__version__}


def test_a_system_that_is_out_of_time_stops_after_a_call(peer: Path) -> None:
    result = systems.run("t2r", "count", peer, warm=[], calls=["a"] * 9, seconds=0, environment={}, factor=1)
    assert result.found == (1,)


def test_a_system_that_fails_says_why_in_one_line(peer: Path) -> None:
    with pytest.raises(UnavailableError, match=r"^t2r did not run: ValueError: no such index$"):
        systems.run("t2r", "broken", peer, warm=[], calls=[], seconds=1, environment={})


def test_a_peer_that_cannot_be_installed_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems.sys, "executable", "/bin/false")
    with pytest.raises(UnavailableError, match="no environment for txtai"):
        systems.interpreter("txtai", tmp_path)


def test_an_environment_made_for_other_requirements_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "txtai").mkdir()
    mark = tmp_path / "txtai" / "installed"
    mark.write_text(systems.CONSTRAINTS + "txtai")
    assert systems.interpreter("txtai", tmp_path) == tmp_path / "txtai" / "bin" / "python"
    mark.write_text("txtai==1")
    monkeypatch.setattr(systems.sys, "executable", "/bin/false")
    with pytest.raises(UnavailableError):
        systems.interpreter("txtai", tmp_path)


def test_every_peer_has_its_script() -> None:
    for system in (systems.OURS, *systems.REQUIREMENTS):
        assert (systems.SCRIPTS / f"use_{system}.py").is_file()
    assert set(search.PEERS) == set(systems.REQUIREMENTS)


def test_a_part_that_fails_is_said_and_the_others_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(sizes: Sizes, work: Path) -> list[Row]:
        raise RuntimeError("no server")

    measures = {bench.Part.START: fails, bench.Part.INGEST: lambda sizes, work: [Row("speed", 3.0, "×", at_least(2))]}
    monkeypatch.setattr(bench, "MEASURES", measures)
    app = bench.typer.Typer()
    app.command()(bench.bench)
    done = CliRunner().invoke(app, ["start", "ingest", "--json", "--work", str(tmp_path)])
    rows = json.loads(done.stdout)["rows"]
    assert done.exit_code == 1
    assert [(row["part"], row["verdict"]) for row in rows] == [("start", "not measured"), ("ingest", "pass")]
    assert "no server" in rows[0]["note"]


TICKETS = 1_200


class InProcess:
    """Asks an application of this process."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def get(self, address: str) -> tuple[int, Any]:
        response = self._client.get(address)
        return response.status_code, response.json()

    def next(self, address: str) -> str:
        return str(self._client.get(address).links["next"]["url"])


def test_every_list_of_simulated_tickets_is_found_and_has_its_row(
    postgresql: Callable[[], str], tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=postgresql())
    tmf.fill(str(settings.database_url), TICKETS)
    database = open_database(str(settings.database_url))
    token = TokenStore(database).create("bench", [Scope.TICKETS_READ], timedelta(hours=1))
    database.dispose()
    headers = {"Authorization": f"Bearer {token}"}
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000", headers=headers) as client:
        asks = InProcess(client)
        for name, ask in tmf.lists(asks, TICKETS).items():
            status, found = asks.get(ask())
            assert (status in (200, 206), bool(found)) == (True, "there is not" not in name), name
        rows = tmf.asked(asks, TICKETS, 1)
    assert [row.target for row in rows if row.target] == [tmf.LIST, tmf.FLAT]
    assert all(row.value and row.value > 0 for row in rows)
