"""Benchmark files: what is read, what is refused, and that a run comes back as it was written."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.beir import Run, read_corpus, read_qrels, read_queries, read_run, write_run
from eval.inputs import InputError

ids = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_corpus_keeps_ids_and_allows_a_missing_title(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", '{"_id": "d/1", "title": "T", "text": "x"}', '{"_id": 7, "text": " y "}')
    assert [(d.id, d.title, d.body) for d in read_corpus(path)] == [("d/1", "T", "x"), ("7", "y", " y ")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"_id": "d1", "text": "again"}', r"line 2, field '_id': 'd1' is already on line 1"),
        ('{"text": "x"}', r"line 2, field '_id': missing"),
        ('{"_id": " ", "text": "x"}', r"line 2, field '_id'"),
        ('{"_id": "d2"}', r"line 2, field 'text': missing or not text"),
        ('{"_id": "d2", "text": 3}', r"line 2, field 'text'"),
        ('{"_id": "d2", "title": "", "text": " "}', "line 2: title and text are both empty"),
    ],
)
def test_a_wrong_document_is_refused_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_corpus(write(tmp_path / "c.jsonl", '{"_id": "d1", "text": "x"}', line))


def test_queries_keep_scalar_fields_and_nested_metadata_for_slices(tmp_path: Path) -> None:
    line = '{"_id": "q", "text": "?", "lang": "hi", "metadata": {"length": 3, "list": [1]}}'
    assert read_queries(write(tmp_path / "q.jsonl", line))["q"].metadata == {"lang": "hi", "length": "3"}


@pytest.mark.parametrize(
    "lines",
    [
        ("q1 0 d1 2", "q1 0 d2 0", "q2 0 d1 1"),
        ("q1\t0\td1\t2", "q1\t0\td2\t0", "q2\t0\td1\t1"),
        ("query-id\tcorpus-id\tscore", "q1\td1\t2", "q1\td2\t0", "q2\td1\t1"),
        ("q1\td1\t2", "q1\td2\t0", "q2\td1\t1"),
        ("q1 d1 2", "q1 d2 0", "q2 d1 1"),
    ],
)
def test_qrels_are_read_in_each_layout(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert read_qrels(write(tmp_path / "qrels", *lines)) == {"q1": {"d1": 2, "d2": 0}, "q2": {"d1": 1}}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "no relevance judgement"),
        (("query-id\tcorpus-id\tscore",), "no relevance judgement"),
        (("q 0 d 1", "q 0 d2"), "line 2: 3 columns"),
        (("q d",), "line 1: 2 columns"),
        (("q 0 d 1", "q 0 d 1"), "line 2: query 'q' judges document 'd' twice"),
        (("q 0 d NaN",), "line 1, field 'grade': 'NaN' is not a whole number"),
        (("q 0 d 0.5",), "line 1, field 'grade'"),
    ],
)
def test_wrong_qrels_are_refused_with_their_place(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_qrels(write(tmp_path / "qrels", *lines))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "no result"),
        (("q Q0 d 1 nan t",), "line 1, field 'score': 'nan' is not a finite number"),
        (("q Q0 d 1 inf t",), "line 1, field 'score'"),
        (("q Q0 d 1 x t",), "line 1, field 'score'"),
        (("q Q0 d 1 2.0",), "line 1: 5 columns"),
        (("q Q0 d 1 2.0 t", "q Q0 d 2 1.0 t"), "line 2: query 'q' lists document 'd' twice"),
    ],
)
def test_a_wrong_run_is_refused_with_its_place(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_run(write(tmp_path / "run", *lines))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(ids, st.dictionaries(ids, st.integers(-1000, 1000), min_size=1), min_size=1))
def test_a_run_survives_writing_and_reading(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "run"
    write_run(run, path, "tag")
    assert read_run(path) == run


def test_an_id_with_a_blank_cannot_be_written_as_a_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot hold a blank"):
        write_run({"q": {"a b": 1.0}}, tmp_path / "run", "tag")
