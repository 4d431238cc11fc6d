"""Cases in both layouts, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.cases import Answerable, Case, pooled_contexts, read_cases
from eval.inputs import InputError

MTRAG = {
    "task_id": "c<::>2",
    "Collection": "govt",
    "input": [
        {"speaker": "user", "text": "Hello?"},
        {"speaker": "agent", "text": "Hello."},
        {"speaker": "user", "text": "And when?"},
    ],
    "contexts": [{"document_id": "d1", "text": "\nAt noon.", "title": "Times"}],
    "targets": [{"text": "At noon."}],
    "answerability": ["ANSWERABLE"],
}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_our_own_layout(tmp_path: Path) -> None:
    row = {
        "id": "1",
        "question": "Why?",
        "turns": [{"role": "customer", "text": "no net"}, {"speaker": "user", "text": "still"}],
        "contexts": [{"id": "d", "text": "Because."}],
        "gold": ["d"],
        "answerable": "partial",
        "reference": "Because.",
        "slice": "terse",
    }
    (case,) = read_cases(write(tmp_path / "cases.jsonl", row))
    assert [turn.role for turn in case.turns] == ["customer", "customer"]
    assert case.contexts[0].text == "Because."
    assert case.slices(("slice", "Collection")) == ("answerable=partial", "slice=terse")


def test_the_layout_of_mtrag_is_told_by_its_keys(tmp_path: Path) -> None:
    (case,) = read_cases(write(tmp_path / "dev.jsonl", MTRAG))
    assert (case.id, case.question, case.reference) == ("c<::>2", "And when?", "At noon.")
    assert [turn.role for turn in case.turns] == ["customer", "assistant"]
    assert case.gold_documents == ("d1",)
    assert case.slices(("Collection",)) == ("answerable=yes", "Collection=govt")


@pytest.mark.parametrize(
    ("value", "answerable", "should_abstain"),
    [
        (True, Answerable.YES, False),
        (False, Answerable.NO, True),
        ("yes", Answerable.YES, False),
        ("NO", Answerable.NO, True),
        ("underspecified", Answerable.UNDERSPECIFIED, True),
        ("partial", Answerable.PARTIAL, None),
    ],
)
def test_answerable_is_a_word_or_a_boolean(value: object, answerable: Answerable, should_abstain: bool | None) -> None:
    case = Case.model_validate({"id": "1", "question": "?", "answerable": value})
    assert case.answerable is answerable
    assert case.should_abstain is should_abstain


def test_gold_spans_name_the_gold_documents_if_nothing_else_does() -> None:
    spans = [{"document_id": "a", "quote": "x"}, {"document_id": "b", "quote": "y"}, {"document_id": "a", "quote": "z"}]
    assert Case.model_validate({"id": "1", "question": "?", "spans": spans}).gold_documents == ("a", "b")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": ""}, "line 2, field 'id'"),
        ({"question": "  "}, "line 2, field 'question'"),
        ({"answerable": "maybe"}, "line 2, field 'answerable'"),
        ({"turns": [{"role": "judge", "text": "x"}]}, r"line 2, field 'turns\.0\.role'"),
        ({"contexts": [{"id": "d"}]}, r"line 2, field 'contexts\.0\.text'"),
        ({"question": "x" * 5000}, "line 2, field 'question'"),
        ({"turns": ["said"]}, r"line 2, field 'turns\.0'"),
        ({"gold": "d"}, "line 2, field 'gold'"),
        ({"id": "first"}, "line 2, field 'id': 'first' is already on line 1"),
    ],
)
def test_a_wrong_case_is_refused_with_its_place(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    rows = {"id": "first", "question": "?"}, {"id": "second", "question": "?"} | change
    with pytest.raises(InputError, match=message):
        read_cases(write(tmp_path / "cases.jsonl", *rows))


@pytest.mark.parametrize("field", ["task_id", "contexts", "answerability"])
def test_an_incomplete_mtrag_task_is_refused(tmp_path: Path, field: str) -> None:
    broken = {name: value for name, value in MTRAG.items() if name != field}
    with pytest.raises(InputError, match=f"line 1: not an MTRAG task: KeyError '{field}'"):
        read_cases(write(tmp_path / "dev.jsonl", broken))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no case"):
        read_cases(write(tmp_path / "cases.jsonl"))


def test_contexts_are_pooled_once_and_must_agree(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    rows = [
        {"id": str(number), "question": "?", "contexts": [{"id": "d", "text": text}]}
        for number, text in enumerate(["same", "same", "other"])
    ]
    cases = read_cases(write(path, *rows))
    assert [passage.id for passage in pooled_contexts(cases[:2], path)] == ["d"]
    with pytest.raises(InputError, match="case '2': document 'd' has two texts"):
        pooled_contexts(cases, path)
