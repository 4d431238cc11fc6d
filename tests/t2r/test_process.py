"""`t2r process`: an operator checks, deploys, lists and shows processes, and takes one out to change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from t2r.processes.deployed import STARTERS

Run = Callable[..., Any]


@pytest.fixture
def own(t2r: Run, tmp_path: Path) -> Path:
    """A folder with the ONT swap taken out."""
    assert t2r("process", "show", "ont-swap", "--out", tmp_path / "own", "--data-dir", tmp_path).status == 0
    return tmp_path / "own"


def told(ended: Any) -> Any:
    return json.loads(ended.stdout)


def test_without_files_the_starters_are_checked(t2r: Run) -> None:
    ended = t2r("process", "check", "--json")
    assert (ended.status, told(ended)) == (0, {"ok": True, "checked": 9, "mistakes": []})


def test_mistakes_are_told_and_the_status_says_so(t2r: Run, own: Path) -> None:
    path = own / "ont-swap.bpmn"
    path.write_text(path.read_text().replace("device.retire", "device.burn"))
    ended = t2r("process", "check", own)
    assert ended.status == 1
    assert f"{path}, line" in ended.stderr
    assert "retire_ont: device.burn: is no operation" in ended.stderr
    (mistake,) = told(t2r("process", "check", own, "--json"))["mistakes"]
    assert mistake["path"] == str(path)
    refused = t2r("process", "deploy", own, "--data-dir", own.parent)
    assert (refused.status, "device.burn" in refused.stderr) == (1, True)


def test_what_is_shown_into_a_folder_is_what_was_deployed(own: Path) -> None:
    assert {path.name for path in own.iterdir()} == {
        "ont-swap.bpmn",
        "ont_delivery.dmn",
        "after_visit.dmn",
        "after_test.dmn",
    }
    assert all(path.read_bytes() == (STARTERS / path.name).read_bytes() for path in own.iterdir())


def test_a_change_is_a_new_version_and_the_list_says_who_made_it(t2r: Run, own: Path, tmp_path: Path) -> None:
    same = t2r("process", "deploy", own, "--data-dir", tmp_path)
    assert (same.status, same.stdout) == (0, "ont-swap v1, as it was\n")
    table = own / "after_visit.dmn"
    table.write_text(table.read_text().replace("&lt; 2", "&lt; 5"))
    (changed,) = told(t2r("process", "deploy", own, "--by", "asha", "--json", "--data-dir", tmp_path))["deployed"]
    assert (changed["version"], changed["changed"], changed["deployed_by"]) == (2, True, "asha")
    newest = {
        each["name"]: each["version"]
        for each in told(t2r("process", "list", "--json", "--data-dir", tmp_path))["processes"]
    }
    assert (newest["ont-swap"], newest["esim"], len(newest)) == (2, 1, 9)
    listed = t2r("process", "list", "ont-swap", "--data-dir", tmp_path).stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["v2", "v1"]
    assert "asha" in listed[0]


def test_a_process_is_shown_as_what_its_nodes_do(t2r: Run, tmp_path: Path) -> None:
    shown = t2r("process", "show", "ont-swap", "--data-dir", tmp_path)
    assert shown.stdout.startswith("ONT swap (ont-swap v1)\n")
    for line in (
        "does device.reserve, undone by device.release",
        "asks the table after_test",
        "waits for appointment.done",
        "ends with the error TEST_FAILED",
    ):
        assert line in shown.stdout
    nodes = {
        each["id"]: each for each in told(t2r("process", "show", "ont-swap", "--json", "--data-dir", tmp_path))["nodes"]
    }
    assert nodes["provision"]["operation"] == "network.provision"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "teleport"), "there is no process teleport"),
        (("show", "esim", "--version", "9"), "no process esim with the version 9"),
        (("list", "teleport"), "there is no process teleport"),
        (("deploy", "missing.bpmn"), "missing.bpmn"),
    ],
)
def test_what_is_not_there_is_named(t2r: Run, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = t2r("process", *arguments, "--data-dir", tmp_path)
    assert ended.status == 1
    assert words in ended.stderr
