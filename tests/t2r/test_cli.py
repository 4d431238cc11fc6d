"""The command line does what it says, speaks JSON on request, and fails with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ARTICLES = Path(__file__).parents[2] / "knowledge" / "articles"
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, t2r: Run) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    bad = folder / "bad.jsonl"
    bad.write_text('{"id": "x", "title": "T", "body": "Call 98765 43210 for help."}\nnot json\n')
    files = [str(ARTICLES / f"{name}.md") for name in ("sim-pin-puk-locked", "broadband-los-red")]
    done = t2r("ingest", *files, str(bad), "--json", "--data-dir", folder)
    assert done.status == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["added"] == 3
    assert report["redacted"] == {"PHONE": 1}
    assert [(item["place"], "JSON" in item["reason"]) for item in report["skipped"]] == [("line 2", True)]
    return folder


def test_ask_answers_with_citations(t2r: Run, data_dir: Path) -> None:
    done = t2r("ask", "puk locked", "--json", "--data-dir", data_dir)
    answer = json.loads(done.stdout)
    assert answer["sentences"][0]["citations"][0]["document_id"] == "sim-pin-puk-locked"
    spoken = t2r("ask", "puk locked", "--data-dir", data_dir).stdout
    assert "[1] sim-pin-puk-locked" in spoken


def test_search_says_why(t2r: Run, data_dir: Path) -> None:
    done = t2r("search", "red light on the modem", "-k", "3", "--json", "--data-dir", data_dir)
    hits = json.loads(done.stdout)["hits"]
    assert hits[0]["document_id"] == "broadband-los-red"
    assert hits[0]["reason"]
    assert hits[0]["parts"]["dense"] > 0


def test_ingesting_again_changes_nothing(t2r: Run, data_dir: Path) -> None:
    done = t2r("ingest", str(ARTICLES / "broadband-los-red.md"), "--json", "--data-dir", data_dir)
    report = json.loads(done.stdout)
    assert (report["added"], report["unchanged"]) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["ingest"], 2, "--starter"),
        (["ingest", "no-such-folder"], 1, "no-such-folder"),
        (["search", "x", "-k", "0"], 2, "-k"),
        (["ask", " ", "--no-starter"], 1, "question"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_wrong_use_and_failure_are_told_apart(
    t2r: Run, data_dir: Path, arguments: list[str], status: int, says: str
) -> None:
    done = t2r(*arguments, "--data-dir", data_dir)
    assert done.status == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr
