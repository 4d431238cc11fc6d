"""The command line does what it says, speaks JSON on request, and fails with a reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLES = Path(__file__).parents[2] / "knowledge" / "articles"


def t2r(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "T2R_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-c", "from t2r.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    bad = folder / "bad.jsonl"
    bad.write_text('{"id": "x", "title": "T", "body": "Call 98765 43210 for help."}\nnot json\n')
    files = [str(ARTICLES / f"{name}.md") for name in ("sim-pin-puk-locked", "broadband-los-red")]
    done = t2r("ingest", *files, str(bad), "--json", data_dir=folder)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["added"] == 3
    assert report["redacted"] == {"PHONE": 1}
    assert [(item["place"], "JSON" in item["reason"]) for item in report["skipped"]] == [("line 2", True)]
    return folder


def test_ask_answers_with_citations(data_dir: Path) -> None:
    done = t2r("ask", "puk locked", "--json", data_dir=data_dir)
    answer = json.loads(done.stdout)
    assert answer["sentences"][0]["citations"][0]["document_id"] == "sim-pin-puk-locked"
    spoken = t2r("ask", "puk locked", data_dir=data_dir).stdout
    assert "[1] sim-pin-puk-locked" in spoken


def test_search_says_why(data_dir: Path) -> None:
    done = t2r("search", "red light on the modem", "-k", "3", "--json", data_dir=data_dir)
    hits = json.loads(done.stdout)["hits"]
    assert hits[0]["document_id"] == "broadband-los-red"
    assert hits[0]["reason"]
    assert hits[0]["parts"]["dense"] > 0


def test_ingesting_again_changes_nothing(data_dir: Path) -> None:
    done = t2r("ingest", str(ARTICLES / "broadband-los-red.md"), "--json", data_dir=data_dir)
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
def test_wrong_use_and_failure_are_told_apart(data_dir: Path, arguments: list[str], status: int, says: str) -> None:
    done = t2r(*arguments, data_dir=data_dir)
    assert done.returncode == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr
