"""`t2r eval` from the outside: one JSON document on stdout, a report in a file, exit status, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from eval.cli import app
from eval.ranking import MEASURES
from knowledge import Article, KnowledgeBase

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def write(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path, articles: tuple[Article, ...]) -> list[str | Path]:
    return [
        "--corpus", write(tmp_path / "c.jsonl", *({"_id": a.id, "title": a.title, "text": a.body} for a in articles)),
        "--queries", write(
            tmp_path / "q.jsonl",
            {"_id": "1", "text": "the APN of the phone is wrong", "metadata": {"length": "long"}},
            {"_id": "2", "text": "SIM", "metadata": {"length": "short"}},
            {"_id": "not judged", "text": "anything"},
        ),
        "--qrels", write(tmp_path / "qrels", "1 0 apn 1", "2 0 sim 2", "2 0 gone 1", "3 0 apn 0"),
    ]  # fmt: skip


def test_retrieval_prints_one_json_document(run: Run, files: list[str | Path]) -> None:
    result = run("retrieval", *files, "--slice", "length", "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert set(found) == {"metrics", "queries", "latency_ms", "system", "slices", "baseline", "config"}
    assert list(found["metrics"]) == list(MEASURES)
    assert found["metrics"]["R@1"] == 0.75
    assert found["queries"] == 2
    assert {name: part["n"] for name, part in found["slices"].items()} == {"length=long": 1, "length=short": 1}
    assert found["config"]["unknown_documents"] == 1
    assert found["config"]["queries_without_relevant"] == 1
    assert len(found["config"]["inputs"]["qrels"]["sha256"]) == 64
    assert "'gone'" in result.stderr


def test_a_run_that_was_written_is_its_own_equal_as_baseline(run: Run, files: list[str | Path], tmp_path: Path) -> None:
    kept = tmp_path / "run.txt"
    cache = ("--cache", tmp_path / "cache")
    first = run("retrieval", *files, *cache, "--run", kept, "--json")
    second = run("retrieval", *files, *cache, "--baseline", kept, "--html", tmp_path / "r.html", "--json")
    assert second.exit_code == 0, second.stderr
    found = json.loads(second.stdout)
    assert found["metrics"] == json.loads(first.stdout)["metrics"]
    assert {row["difference"] for row in found["baseline"]["comparisons"]} == {0}
    assert "Against the baseline" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_without_json_a_table_is_printed(run: Run, files: list[str | Path]) -> None:
    result = run("retrieval", *files, "--system", "lexical")
    assert result.exit_code == 0, result.stderr
    assert "nDCG@10" in result.stdout


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("qrels", ["1 0 apn 0"], "qrels: no query has a relevant document"),
        ("qrels", ["1 0 apn 1", "9 0 apn 1"], "1 judged queries are not in"),
        ("qrels", [], "qrels: no relevance judgement"),
        ("c.jsonl", ['{"_id": "a", "text": "x"}', '{"_id": "a", "text": "x"}'], "c.jsonl, line 2, field '_id'"),
        ("q.jsonl", ['{"_id": "1", "text": NaN}'], "q.jsonl, line 1: NaN"),
    ],
)
def test_wrong_input_ends_with_one_and_names_its_place(
    run: Run, files: list[str | Path], tmp_path: Path, name: str, rows: list[str], message: str
) -> None:
    write(tmp_path / name, *rows)
    result = run("retrieval", *files, "--json")
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [("retrieval",), ("answers", "--cases", "no/such/file"), ("compare", "a.json"), ("retrieval", "--k", "0")],
)
def test_wrong_usage_ends_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_answers_are_scored_on_the_contexts_of_the_cases(
    run: Run, tmp_path: Path, articles: tuple[Article, ...]
) -> None:
    contexts = [{"id": article.id, "title": article.title, "text": article.body} for article in articles]
    cases = write(
        tmp_path / "cases.jsonl",
        {"id": "1", "question": "How do I set the APN?", "contexts": contexts, "gold": ["apn"], "answerable": True},
        {
            "id": "2",
            "question": "Who won the cup in 1986?",
            "contexts": contexts[:1],
            "answerable": "no",
            "slice": "off",
        },
    )
    out, html = tmp_path / "answers.jsonl", tmp_path / "answers.html"
    result = run("answers", "--cases", cases, "--out", out, "--html", html, "--per-query", "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["cases"] == 2
    assert found["config"]["documents"] == 3
    assert set(found["slices"]) == {"answerable=no", "answerable=yes", "slice=off"}
    assert set(found["per_case"]) == {"1", "2"}
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["1", "2"]
    assert "How do I set the APN?" in html.read_text(encoding="utf-8") or found["metrics"]["abstain_correct"] == 1
    again = json.loads(run("answers", "--cases", cases, "--per-case", "--json").stdout)
    assert {name: part for name, part in again.items() if name != "latency_ms"} == {
        name: part for name, part in found.items() if name != "latency_ms"
    }


def test_questions_are_asked_of_a_given_base(run: Run, tmp_path: Path, articles: tuple[Article, ...]) -> None:
    with KnowledgeBase.open(tmp_path / "knowledge") as base:
        base.add(articles)
    suite = write(
        tmp_path / "mine.jsonl",
        {
            "id": "1", "question": "SIM not found", "slice": "terse", "gold": ["sim"], "answerable": "yes",
            "spans": [{"document_id": "sim", "quote": "Take the SIM card out and clean it."}],
        },
        {"id": "2", "question": "bill", "slice": "terse", "gold": ["gone"], "answerable": "yes"},
    )  # fmt: skip
    result = run("questions", "--suite", suite, "--data-dir", tmp_path, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["metrics"]["R@1"] == 0.5
    assert found["slices"]["slice=terse"]["n"] == 2
    assert found["config"]["missing_gold"] == 1
    assert "no document 'gone'" in result.stderr


def test_an_unknown_suite_is_a_failure(run: Run) -> None:
    result = run("questions", "--suite", "nothing")
    assert result.exit_code == 1
    assert "no such suite" in result.stderr


def result_file(path: Path, values: list[float]) -> Path:
    rows = {str(n): {"metrics": {"nDCG@10": value}, "slices": ["s=x"]} for n, value in enumerate(values)}
    return write(path, {"per_query": rows, "config": {"model": path.stem}})


def test_the_gate_fails_for_a_worse_version_and_passes_for_the_same(run: Run, tmp_path: Path) -> None:
    old = result_file(tmp_path / "old.json", [0.5 + n / 100 for n in range(40)])
    new = result_file(tmp_path / "new.json", [0.3 + n / 100 for n in range(40)])
    gate = write(
        tmp_path / "gate.toml",
        "[[rule]]\nmetric = 'nDCG@10'\nmargin = 0.02\n[[rule]]\nmetric = 'nDCG@10'",
        "slice = 's=x'",
        "margin = 0.01",
    )
    worse = run("compare", old, new, "--gate", gate, "--html", tmp_path / "c.html", "--json")
    assert worse.exit_code == 1
    found = json.loads(worse.stdout)
    assert found["verdict"] == "worse"
    assert [row["verdict"] for row in found["gate"]] == ["worse", "worse"]
    assert found["comparisons"][0]["difference"] == pytest.approx(-0.2)
    assert "worse" in (tmp_path / "c.html").read_text(encoding="utf-8")
    same = run("compare", old, old, "--gate", gate, "--json")
    assert same.exit_code == 0
    assert json.loads(same.stdout)["verdict"] == "pass"


def test_too_few_queries_pass_with_a_warning(run: Run, tmp_path: Path) -> None:
    old, new = result_file(tmp_path / "old.json", [0.5, 0.6, 0.7]), result_file(tmp_path / "new.json", [0.4, 0.5])
    gate = write(tmp_path / "gate.toml", "[[rule]]", "metric = 'nDCG@10'", "margin = 0.02")
    result = run("compare", old, new, "--gate", gate, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["warnings"] == [
        "1 queries are only in old.json.",
        "Inconclusive: nDCG@10 on all queries, n = 2.",
    ]


def test_results_without_a_query_in_common_cannot_be_compared(run: Run, tmp_path: Path) -> None:
    old = result_file(tmp_path / "old.json", [0.5])
    new = write(tmp_path / "new.json", {"per_query": {"other": {"metrics": {"nDCG@10": 1.0}, "slices": []}}})
    result = run("compare", old, new)
    assert result.exit_code == 1
    assert "no query in common" in result.stderr
