"""The file of codes: complete, checked, and named by file and field where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from t2r.cases.codes import SHIPPED, Codes, Level, Priority, Severity
from t2r.cases.errors import RefusedError
from t2r.flows import Flows, Outcome

WORST_FIRST = list(Priority)


def test_more_impact_or_urgency_never_lowers_the_priority(codes: Codes) -> None:
    for impact in Level:
        for urgency in Level:
            rank = WORST_FIRST.index(codes.priority[impact][urgency])
            for other in Level:
                if list(Level).index(other) > list(Level).index(impact):
                    assert rank <= WORST_FIRST.index(codes.priority[other][urgency])
                if list(Level).index(other) > list(Level).index(urgency):
                    assert rank <= WORST_FIRST.index(codes.priority[impact][other])


def test_every_severity_has_an_impact() -> None:
    assert [severity.impact for severity in Severity] == list(Level)


@pytest.mark.parametrize(
    ("cause", "resolution", "field"), [("apn", "fixed", "cause"), ("device.settings", "mended", "resolution")]
)
def test_a_code_that_is_not_in_the_file_is_refused(codes: Codes, cause: str, resolution: str, field: str) -> None:
    codes.check("device.settings", "fixed")
    with pytest.raises(RefusedError, match=field) as raised:
        codes.check(cause, resolution)
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  low: {high: medium, medium: low, low: low}\n", "", "nothing for impact low"),
        ("low: low}", "low: none}", "priority.high.low|priority.medium.low|priority.low.low"),
        ("causes:", "reasons:", "causes"),
        ("  device.settings: A setting of the device", "  Device Settings: x", "Device Settings"),
        ("priority:\n", "priority: [\n", "not valid YAML"),
        ("teach: [fixed", "teach: [mended", "teach: mended is none of the resolutions"),
        ("solved: fixed", "solved: mended", "ended: mended is none of the resolutions"),
        ("  home.wifi: [", "  home.tea: [", "mended_by: home.tea is none of the causes"),
    ],
)
def test_a_wrong_file_is_named_with_the_field(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "codes.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=words) as raised:
        Codes.load(path)
    assert str(path) in str(raised.value)


def test_every_action_of_the_starter_flows_speaks_for_one_cause(codes: Codes) -> None:
    mended = [action for actions in codes.mended_by.values() for action in actions]
    assert sorted(mended) == sorted(Flows.starter().vocabulary.actions)
    assert set(codes.ended) <= set(Outcome)


def test_the_first_action_that_mended_it_speaks_for_the_cause(codes: Codes) -> None:
    assert codes.proposed_cause(["an action of the host", "reseat_sim", "reboot"]) == "sim.missing_or_locked"
    assert codes.proposed_cause(["an action of the host"]) is None
