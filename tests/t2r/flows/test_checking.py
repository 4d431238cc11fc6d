"""Mistakes of flow files, vocabulary and binding: all of them, with file and line, before a customer meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from t2r.flows import FlowError, Flows
from tests.t2r.flows.desk import BINDING, VOCABULARY, ladder, load

FINE = "{if: airplane, do: airplane_off}"
FIRST = 7  # the line of the first rung of `ladder`


def mistakes(
    folder: Path, *flows: str, vocabulary: str = VOCABULARY, binding: str = BINDING
) -> list[tuple[str, int, str]]:
    with pytest.raises(FlowError) as error:
        load(folder, *flows, vocabulary=vocabulary, binding=binding)
    return [(Path(mistake.path).name, mistake.line, mistake.text) for mistake in error.value.mistakes]


def test_a_flow_without_mistakes_is_loaded(tmp_path: Path) -> None:
    assert list(load(tmp_path, ladder(FINE))) == ["no-service"]


@pytest.mark.parametrize(
    ("rung", "text"),
    [
        ("{if: airplan, do: airplane_off}", "airplan: is no slot or fact; is airplane meant?"),
        ("{if: sim == active, do: reseat_sim}", "a text stands in quotes"),
        ("{if: 'sim == \"activ\"', do: reseat_sim}", "activ: is no value of `sim`; is active meant?"),
        ("{if: 'sim in [\"active\", \"gone\"]', do: reseat_sim}", "gone: is no value of `sim`"),
        ("{if: sim, do: reseat_sim}", "gives a enum, where a boolean is wanted"),
        ("{if: used_gb, do: reseat_sim}", "gives a number, where a boolean is wanted"),
        ("{if: used_gb > 'much', do: reseat_sim}", "they cannot be compared"),
        ("{if: used_gb and airplane, do: reseat_sim}", "`used_gb` is a number, where a boolean is wanted"),
        ("{if: airplane > 1, do: reseat_sim}", "yes or no is neither more nor less"),
        ("{if: count(used_gb) > 1, do: reseat_sim}", "`used_gb` is no list"),
        ("{if: bills.total > 1, do: reseat_sim}", "total: is no member of `bills`"),
        ("{if: airplane = true, do: airplane_off}", "equal is written =="),
        ("{if: eval('1'), do: airplane_off}", "not allowed in an expression"),
        ("{when: airplan, do: airplane_off}", "when: airplan"),
        ("{check: airplan, do: airplane_off}", "airplan: is no check"),
        ("{if: airplane, do: airplane_of}", "airplane_of: is no action; is airplane_off meant?"),
        ("{if: airplane, do: [airplane_off, reset_apn, reboot]}", "reboot follows by itself, and would be done twice"),
        ("{foreach: bill in bills, do: pay}", "pay needs bill (`with`)"),
        ("{foreach: bill in bills, do: {action: pay, with: {bill: bill.number}}}", "number: is no member of `bill`"),
        ("{foreach: bill in bills, do: {action: pay, with: {bil: bill.id}}}", "bil: is no argument of pay"),
        ("{foreach: bills, do: pay}", "must be written as `bill in overdue_bills`"),
        ("{foreach: sim in bills, do: reboot}", "sim is the name of a slot or fact already"),
        ("{foreach: bill in used_gb, do: reboot}", "gives a number, where a list is wanted"),
        ("{call: mobile-dat}", "mobile-dat: is no flow"),
        ("{call: no-service}", "no-service → no-service: a loop"),
        ("{if: airplane}", "a rung checks something, or does one of call, do, escalate, end"),
        ("{if: airplane, do: airplane_off, escalate: desk}", "a rung does one thing, not do and escalate"),
        ("{check: sim, guard: apn}", "`guard` belongs to `do`"),
        ("{if: airplane, otherwise: skip, do: airplane_off}", "`otherwise` belongs to `guard`"),
        ("{if: airplane, then: reboot, do: airplane_off}", "then: is not known here"),
        ("{if: airplane, do: airplane_off, unknown: maybe}", "'ask', 'skip' or 'escalate'"),
        ("{if: airplane, do: airplane_off, etom: 1.3}", "etom"),
        ("{if: airplane, do: airplane_off, do: reboot}", "do is given twice"),
        ("{when: false, do: airplane_off}", "its condition is false"),
    ],
)  # fmt: skip
def test_a_mistake_of_a_rung_is_told_with_its_line(tmp_path: Path, rung: str, text: str) -> None:
    found = mistakes(tmp_path, ladder(FINE, rung))
    assert [(file, line) for file, line, _ in found] == [("no-service.yaml", FIRST + 1)] * len(found)
    assert any(text in each for _, _, each in found), found


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        ladder("{if: wrong, do: wrong}", "{check: wrong}"),
        ladder("{call: wrong}", name="mobile-data"),
        vocabulary=VOCABULARY.replace("effect: not airplane", "effect: not airplan"),
        binding=BINDING.replace("number: phone_number", "number: phone"),
    )
    assert {file for file, _, _ in found} == {"no-service.yaml", "mobile-data.yaml", "vocabulary.yaml", "binding.yaml"}
    assert len([file for file, _, _ in found if file == "no-service.yaml"]) == 3


@pytest.mark.parametrize(
    ("rungs", "line"),
    [
        ((FINE, "{escalate: desk}", "{if: not apn, do: reset_apn}"), FIRST + 2),
        (("{if: not apn, escalate: desk}", FINE, "{if: not apn, do: reset_apn}"), FIRST + 2),
        (("{when: abroad, end: abandoned}", "{when: abroad, do: reboot}"), FIRST + 1),
    ],
)
def test_a_rung_that_is_never_reached_is_told(tmp_path: Path, rungs: tuple[str, ...], line: int) -> None:
    assert [(at, "never reached" in text) for _, at, text in mistakes(tmp_path, ladder(*rungs))] == [(line, True)]


def test_a_loop_of_flows_is_told_in_each_of_them(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path, ladder("{call: b}", name="a"), ladder("{call: c}", name="b"), ladder(FINE, "{call: a}", name="c")
    )
    assert [(file, line, text) for file, line, text in found] == [
        ("a.yaml", FIRST, "call: a → b → c → a: a loop"),
        ("b.yaml", FIRST, "call: b → c → a → b: a loop"),
        ("c.yaml", FIRST + 1, "call: c → a → b → c: a loop"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("flow: no-service", "flow: No Service", "pattern"),
        ("goal: service", "goal: sim", "gives a enum, where a boolean is wanted"),
        ("goal: service", "goal: apn", "no check here gives apn, which the goal speaks of"),
        ("verify: service", "verify: signal", "signal: is no check"),
        ("verify: service", "verify: []", "at least 1 item"),
        ("title: no-service", "titel: x", "titel: is not known here"),
        ("rungs:", "includes: nothing-there\nrungs:", "nothing-there: is no flow"),
        ("rungs:", "version: 0\nrungs:", "greater than or equal to 1"),
    ],
)
def test_a_mistake_of_a_flow_is_told(tmp_path: Path, old: str, new: str, text: str) -> None:
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "no-service.yaml").write_text(ladder(FINE).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FlowError, match=text):
        Flows.load(tmp_path)


def test_a_flow_stands_in_the_file_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(ladder(FINE), encoding="utf-8")
    with pytest.raises(FlowError, match=r"other\.yaml, line 1: flow: no-service stands in a file of another name"):
        Flows.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("flow: 'a", 1, ""),
        ("flow: a\n\ttitle: b", 2, ""),
        ("", 1, "valid dictionary"),
        ("- a", 1, "valid dictionary"),
        ("just words", 1, "valid dictionary"),
        ("flow: a\nflow: b", 2, "flow is given twice"),
        ("a: &a [*a]", 1, "no YAML"),
    ],
)
def test_a_file_that_is_no_flow_is_told(tmp_path: Path, text: str, line: int, message: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FlowError) as error:
        Flows.load(file)
    assert any(mistake.line == line and message in mistake.text for mistake in error.value.mistakes), str(error.value)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="no such file or folder"):
        Flows.load(tmp_path / "nowhere")
    with pytest.raises(FlowError, match="no binding of that name ships"):
        Flows.load(tmp_path, binding="nothing")


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("effect: apn, then: [reboot]", "effect: apn, then: [rebot]", "rebot: is no action; is reboot meant?"),
        ("risk: reversible, changes: all", "risk: reversible, then: [reset_apn]", "reset_apn → reboot → reset_apn: an action that follows itself"),
        ("effect: not airplane", "effect: used_gb", "gives a number, where a boolean is wanted"),
        ("changes: [data]", "changes: [dat]", "dat: is no fact"),
        ("limit: gb <= 2", "limit: gb <= \"2\"", "they cannot be compared"),
        ("consent: gb", "consent: abroad", "the slot abroad is not marked `consent: true`"),
        ("    consent: gb\n", "", "names the slot of its `consent`"),
        ("sim: {question", "airplane: {question", "airplane is given twice"),
        ("used_gb: {type: number, unit: GB}, limit", "apn: {type: number, unit: GB}, limit", "gives this fact already"),
        ("values: [active, missing, locked]", "values: []", "an enum has values"),
        ("fields: {id: string, amount: number}", "unit: x", "a list has fields"),
        ("risk: free", "risk: freee", "'free'"),
        ("checks:", "cheks:", "cheks: is not known here"),
        ("fact: {type: enum", "ttl: soon, fact: {type: enum", "'soon' is no span of time"),
    ],
)  # fmt: skip
def test_a_mistake_of_the_vocabulary_is_told(tmp_path: Path, old: str, new: str, text: str) -> None:
    assert old in VOCABULARY
    found = mistakes(tmp_path, ladder(FINE), vocabulary=VOCABULARY.replace(old, new, 1))
    assert any(text in each for file, _, each in found if file == "vocabulary.yaml"), found


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("apn: {path: right}", "apm: {path: right}", "apm: is no fact; is apn meant?, and nothing in this binding uses it"),
        ("    expect: signal\n", "", "`absent` needs `expect`"),
        ("expect: signal", "expect: '('", "is no regular expression"),
        ("apn: {path: right}", "apn: {path: right, pattern: x}", "exactly one of path, pattern, is"),
        ("sim: {path: state}", "sim: {path: state, map: {ok: activ}}", "activ: is no value of sim"),
        ("fields: {id: no, amount: due}", "fields: {id: no, total: due}", "total: is no field of bills"),
        ("where: 'item.status == \"overdue\"'", "where: 'itm.status == 1'", "itm: is no slot or fact"),
        ("toggle: airplane", "toggle: sim", "the effect of airplane_off does not speak of sim"),
        ("reseat_sim: reseat", "reseat_simm: reseat", "reseat_simm: is no action; is reseat_sim meant?"),
        ("note: summary", "note: sumary", "sumary: is no slot or fact; is summary meant?"),
        ("    arguments: {number: phone_number}", "    until: true", "`until` belongs to `foreach`"),
    ],
)  # fmt: skip
def test_a_mistake_of_the_binding_is_told(tmp_path: Path, old: str, new: str, text: str) -> None:
    assert old in BINDING
    found = mistakes(tmp_path, ladder(FINE), binding=BINDING.replace(old, new, 1))
    assert any(text in each for file, _, each in found if file == "binding.yaml"), found


def test_yaml_words_are_words_and_anchors_may_be_used(tmp_path: Path) -> None:
    vocabulary = VOCABULARY.replace(
        "values: [active, missing, locked]", "values: [active, missing, locked, on, no, 2026-01-01]"
    )
    binding = BINDING.replace("{tool: read_apn, read: {apn: {path: right}}}", "&apn {tool: read_apn, read: {apn: {path: right}}}\n  - {<<: *apn, tool: read_apn_again}")  # fmt: skip
    flows = load(tmp_path, ladder("{if: 'sim == \"no\"', do: reseat_sim}"), vocabulary=vocabulary, binding=binding)
    assert flows.vocabulary.facts["sim"].values[-3:] == ("on", "no", "2026-01-01")
    assert flows.binding.readings[-1].tool == "read_bills"
    assert [reading.tool for reading in flows.wiring.readings].count("read_apn_again") == 1


def test_a_later_vocabulary_and_a_later_folder_win(tmp_path: Path) -> None:
    load(tmp_path, ladder(FINE))
    own = tmp_path / "own"
    own.mkdir()
    (own / "vocabulary.yaml").write_text(
        "checks:\n  apn: {question: 'APN?', ttl: 1h, fact: {type: boolean}}\n", encoding="utf-8"
    )
    (own / "no-service.yaml").write_text(ladder(FINE, top="version: 2"), encoding="utf-8")
    flows = Flows.load(tmp_path, own)
    assert flows["no-service"].version == 2
    assert flows.vocabulary.ttl("apn") == 3600
    assert flows.vocabulary.ttl("sim") == 900


CONDITIONS = """conditions:
  sim_trouble: sim in ["missing", "locked"]
  trouble: sim_trouble or airplane
"""


def test_a_condition_may_have_a_name(tmp_path: Path) -> None:
    flows = load(tmp_path, ladder("{if: trouble and not apn, do: reset_apn}"), vocabulary=VOCABULARY + CONDITIONS)
    condition = flows["no-service"].rungs[0].if_
    assert condition is not None
    assert (condition.source, condition.names) == ("trouble and not apn", ("sim", "airplane", "apn"))
    facts = {"sim": "active", "airplane": True, "apn": False}
    assert condition(lambda name: facts[name]) is True


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("or airplane", "or trouble", "trouble: a condition that needs itself"),
        ('in ["missing", "locked"]', "== trouble", "sim_trouble: a condition that needs itself"),
        ("or airplane", "or airplan", "airplan: is no slot or fact"),
        ("  trouble:", "  airplane:", "has this name"),
        ("or airplane", "and used_gb", "`used_gb` is a number, where a boolean is wanted"),
    ],
)
def test_a_mistake_of_a_condition_is_told(tmp_path: Path, old: str, new: str, text: str) -> None:
    found = mistakes(tmp_path, ladder(FINE), vocabulary=VOCABULARY + CONDITIONS.replace(old, new))
    assert any(text in each for file, _, each in found if file == "vocabulary.yaml"), found
