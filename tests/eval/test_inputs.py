"""Files are read line by line, and what is wrong with one is said with its place."""

import gzip
from pathlib import Path

import pytest

from eval.inputs import InputError, as_article, json_lines, lines, parse_object, sha256


def test_lines_are_numbered_from_one_and_blank_ones_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufefferste\r\n\n  \ndritte é\n".encode())
    assert list(lines(path)) == [(1, "erste"), (4, "dritte é")]


def test_a_gzip_file_is_recognised_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(gzip.compress(b'{"a": 1}\n{"a": 2}\n', mtime=0))
    assert [row for _, row in json_lines(path)] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": 1}\n[1]\n', "line 2: an object was expected, not list"),
        (b'{"a": 1}\n{"a": \n', "line 2: not JSON"),
        (b'{"a": NaN}\n', "line 1: NaN is not a JSON number"),
        (b'{"a": 1}\n{"a": "\xff"}\n', "line 2: not UTF-8"),
        (gzip.compress(b'{"a": 1}\n' * 1000, mtime=0)[:-12], "broken gzip file"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        list(json_lines(path))
    assert "broken.jsonl" in str(caught.value)


def test_deep_nesting_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not JSON"):
        parse_object("[" * 100_000, tmp_path / "deep.json")


def test_sha256_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("T", "body", ("T", "body")),
        ("T", " ", ("T", "T")),
        ("", "\nfirst line\nsecond", ("first line", "\nfirst line\nsecond")),
        (" two\n lines ", "body", ("two lines", "body")),
        ("", "x" * 300, ("x" * 120, "x" * 300)),
        ("t" * 900, "body", ("t" * 500, "body")),
    ],
)
def test_a_benchmark_document_becomes_an_article(title: str, text: str, expected: tuple[str, str]) -> None:
    article = as_article("d", title, text, Path("c.jsonl"))
    assert (article.title, article.body) == expected


@pytest.mark.parametrize(
    ("id", "text", "message"),
    [("a\tb", "x", ", field 'id'"), ("d" * 201, "x", ", field 'id'"), ("d", " ", ": title and text are both empty")],
)
def test_a_document_beyond_the_limits_of_an_article_is_refused_with_its_place(id: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=f"c.jsonl, line 3{message}"):
        as_article(id, "", text, Path("c.jsonl"), 3)
