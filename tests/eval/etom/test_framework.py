from __future__ import annotations

from pathlib import Path

import pytest

from eval.etom.framework import SHIPPED, Framework, shipped
from eval.inputs import InputError

SPEC = Path(__file__).parents[4] / "shared/spec/etom/implied_tasks.yaml"


def test_there_are_26_processes_with_222_tasks_and_17_of_them_with_162_on_the_certificate() -> None:
    framework = shipped()
    certified = [process for process in framework.processes if process.certified is not None]
    assert (len(framework.processes), len(framework.tasks)) == (26, 222)
    assert (len(certified), sum(len(process.tasks) for process in certified)) == (17, 162)


@pytest.mark.parametrize(
    ("id", "name", "certified"),
    [
        ("1.3.7.1", "Isolate Customer Problem", 5.0),
        ("1.3.7.3", "Manage Customer Problem Coordination", 4.0),
        ("1.3.7.6", "Correct Customer Problem", 4.5),
        ("1.3.5.9", "Customer Interface Management", 4.0),
        ("1.4.6.3", "Correct & Resolve Service Problem", 4.5),
        ("1.3.7.2", "Report Customer Problem", None),
    ],
)
def test_a_process_goes_by_its_newest_name(id: str, name: str, certified: float | None) -> None:
    process = shipped().by_id[id]
    assert (process.name, process.certified) == (name, certified)


def test_older_names_are_kept() -> None:
    assert shipped().by_id["1.3.7.3"].names["v23.0.1"] == "Track & Manage Customer Problem"


@pytest.mark.parametrize(
    ("id", "known"),
    [
        ("1.3", True),
        ("1.3.7", True),
        ("1.3.7.1", True),
        ("1.3.7.1.6", True),
        ("1.3.5.9.1.2", True),
        ("1.3.7.9", False),
        ("1.3.7.1.77", False),
        ("9.9", False),
        ("", False),
    ],
)
def test_ids_that_the_framework_has_are_told_from_others(id: str, known: bool) -> None:
    assert shipped().knows(id) is known


def test_deeper_ids_belong_to_their_level_3_process() -> None:
    found = shipped().process_of("1.3.7.3.4")
    assert found is not None
    assert found.id == "1.3.7.3"
    assert shipped().process_of("1.3.7") is None


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("id: 1.3.7.1-T02", "id: 1.3.7.1-T03", "numbered"),
        ("level4: 1.3.7.1.6}", "level4: 1.3.7.3.1}", "no level-4 process"),
        ("- id: 1.3.6.3", "- id: 1.3.7.3", "begins with"),
        ("processes: 6}", "processes: 5}", "more processes"),
        ("basis: derived", "basis: guessed", "basis"),
        ("certified: 4.0", "certified: 4.2", "certified"),
        ("    v23.5: Correct", "    v2.5: Correct", "v2.5 is not among the releases"),
        ("framework: GB921", "framework: [", "not YAML"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "processes.yaml"
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        Framework.load(path)


def test_ids_and_sources_are_those_of_the_specification_and_the_words_are_ours() -> None:
    if not SPEC.exists():
        pytest.skip("the specification is not beside the project")
    import yaml

    theirs = {one["id"]: one for one in yaml.safe_load(SPEC.read_text(encoding="utf-8"))["processes"]}
    assert theirs.keys() == shipped().by_id.keys()
    for process in shipped().processes:
        spec = theirs[process.id]
        assert dict(process.names) == spec["names_by_version"]
        assert [task.id for task in process.tasks] == [one["id"] for one in spec["tasks"]]
        assert [task.basis for task in process.tasks] == [one["basis"] for one in spec["tasks"]]
        assert not {task.name for task in process.tasks} & {one["text"] for one in spec["tasks"]}
