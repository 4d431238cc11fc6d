"""Passages cover their source once, respect its structure, and fall apart into units that can be cited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from knowledge.chunking import chunk, sentences

LINE = "The modem shows a red light when the fibre is cut and the line card reports no optical power at all."  # 100
REAL_PAGES = Path(__file__).parents[3] / "shared" / "data"


def texts(source: str, **sizes: int) -> list[str]:
    return [source[passage.start : passage.end] for passage in chunk(source, **sizes)]


def units(passage: str) -> list[str]:
    return [passage[start:end] for start, end in sentences(passage)]


def paragraph(lines: int) -> str:
    return " ".join([LINE] * lines)


def test_a_passage_knows_the_headings_above_it_and_what_it_mostly_is() -> None:
    source = f"""\
# Fibre **faults**

{paragraph(3)}

Red `LOS` [light](x.md) on_site
------

1. {paragraph(2)}
2. {LINE}

## Codes

| Light | Meaning |
| --- | --- |
{"".join(f"| {n} | {LINE} |" + chr(10) for n in range(3))}
## Links

- {paragraph(2)}
- {LINE}

## Command

```
{paragraph(3)}
```
"""
    found = [(passage.headings, passage.block) for passage in chunk(source)]
    assert found == [
        (("Fibre faults",), "paragraph"),
        (("Fibre faults", "Red LOS light on_site"), "steps"),
        (("Fibre faults", "Codes"), "table"),
        (("Fibre faults", "Links"), "list"),
        (("Fibre faults", "Command"), "code"),
    ]


@pytest.mark.parametrize("source", ["", "\n\n", "---\n", "   \n***\n"])
def test_nothing_to_read_gives_no_passage(source: str) -> None:
    assert chunk(source) == []


@pytest.mark.parametrize(("smallest", "largest"), [(1, 900), (300, 200), (-5, 10)])
def test_impossible_sizes_are_refused(smallest: int, largest: int) -> None:
    with pytest.raises(ValueError, match=f"not {smallest} to {largest}"):
        chunk("text", min_characters=smallest, max_characters=largest)


def test_a_passage_starts_after_its_heading_and_stops_before_the_next() -> None:
    source = f"# A\n\n{paragraph(4)}\n\n# B\n\n{paragraph(4)}\n"
    assert texts(source) == [paragraph(4), paragraph(4)]


def test_paragraphs_of_one_section_share_a_passage_while_they_fit() -> None:
    source = "\n\n".join([paragraph(4), paragraph(4), paragraph(4)])
    assert [len(text) for text in texts(source)] in ([403, 403, 403], [808, 403], [403, 808])
    assert [len(text) for text in texts(source, max_characters=1300)] == [len(source)]


@pytest.mark.parametrize("mark", ["1. ", "- ", "* "])
def test_a_list_is_cut_between_its_items_only(mark: str) -> None:
    item = f"{mark}{paragraph(2)}\n   - inner one\n   - inner two"
    source = "\n".join([item] * 9)
    for text in texts(source):
        assert len(text) <= 900
        assert text.startswith(mark)
        assert text.endswith("inner two")


def test_a_line_that_introduces_a_list_stays_with_it() -> None:
    source = f"{paragraph(8)}\n\n**Check these:**\n\n- {LINE}\n- {LINE}\n- {LINE}\n"
    assert [text.startswith("**Check these:**") for text in texts(source)] == [False, True]


def test_a_step_over_the_limit_is_cut_between_sentences() -> None:
    source = f"1. {paragraph(12)}\n2. Done.\n"
    first, *rest = texts(source)
    assert first.startswith("1. The modem")
    assert rest
    assert all(text.endswith((LINE, "Done.")) for text in (first, *rest))


def test_a_sentence_over_the_limit_is_cut_between_words() -> None:
    source = "word " * 500
    assert all(text.startswith("word") and text.endswith("word") and len(text) <= 900 for text in texts(source))


def test_a_word_over_the_limit_is_cut_anywhere() -> None:
    assert "".join(texts("x" * 2000)) == "x" * 2000


def test_a_long_table_is_cut_between_rows_and_its_head_stays_with_the_first_row() -> None:
    row = f"| red | {LINE} |"
    source = "\n".join(["| Light | Meaning |", "|---|---|", *[row] * 20])
    first, *rest = texts(source)
    assert first.startswith(f"| Light | Meaning |\n|---|---|\n{row}")
    assert rest
    assert all(set(text.split("\n")) == {row} for text in rest)


def test_long_code_is_cut_between_lines() -> None:
    source = "\n".join(["```sh", *[LINE] * 20, "```"])
    lines = [line for text in texts(source) for line in text.split("\n")]
    assert lines == source.split("\n")


def test_small_sections_join_their_siblings_and_keep_their_headings_in_the_text() -> None:
    source = f"# Phone\n\n## Off\n\nHold the key.\n\n## On\n\nPress the key.\n\n## More\n\n{paragraph(8)} {LINE[:40]}\n"
    (small, large) = chunk(source)
    assert source[small.start : small.end] == "## Off\n\nHold the key.\n\n## On\n\nPress the key."
    assert small.headings == ("Phone",)
    assert large.headings == ("Phone", "More")


def test_a_small_opening_joins_the_first_subsection() -> None:
    source = f"# Phone\n\nAbout phones.\n\n## On\n\n{paragraph(3)}\n\n## Off\n\n{paragraph(3)}\n"
    first, second = chunk(source)
    assert source[first.start : first.end].startswith("About phones.\n\n## On")
    assert (first.headings, second.headings) == (("Phone",), ("Phone", "Off"))


def test_small_sections_of_different_parents_stay_apart() -> None:
    source = f"# A\n\n{paragraph(3)}\n\n## A1\n\n{paragraph(3)}\n\n### A2\n\n{paragraph(8)}\n\n# B\n\nShort.\n"
    assert texts(source)[-1] == "Short."


def test_sections_that_are_large_enough_never_join() -> None:
    source = "".join(f"{'#' * level} H\n\n{paragraph(3)}\n\n" for level in (1, 2, 2, 3, 1, 2))
    assert texts(source) == [paragraph(3)] * 6


def test_headings_that_are_themselves_the_steps_are_not_lost() -> None:
    source = "# Restart\n\n## Switch the box off\n\n## Wait a minute\n\n## Switch the box on\n"
    assert texts(source) == ["## Switch the box off\n\n## Wait a minute\n\n## Switch the box on"]


BLOCKS = st.one_of(
    st.builds(lambda level, text: "#" * level + " " + text, st.integers(1, 6), st.text("ab *`#", max_size=20)),
    st.builds(lambda n: " ".join(["Reboot the phone now."] * n), st.integers(1, 30)),
    st.builds(lambda items: "\n".join(f"- {'go ' * n}" for n in items), st.lists(st.integers(1, 80), max_size=9)),
    st.builds(lambda items: "\n".join(f"1. {'do ' * n}\n   - x" for n in items), st.lists(st.integers(1, 80))),
    st.builds(lambda n: "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * n, st.integers(0, 60)),
    st.builds(lambda n: "```\n" + "code line\n" * n + "```", st.integers(0, 60)),
    st.sampled_from(["Title\n===", "Title\n---", "***", "> quoted\n> more", "<p>\nx\n</p>", "[a]: http://x", "    c"]),
    st.text(max_size=40),
)
SOURCES = st.one_of(st.lists(BLOCKS, max_size=12).map("\n\n".join), st.lists(BLOCKS, max_size=8).map("\n".join))


@example("A heading over the limit\nof twenty\n===", 20, 0)
@given(SOURCES, st.integers(20, 200), st.integers(0, 400))
def test_every_character_but_headings_and_rules_is_in_exactly_one_passage(source: str, least: int, more: int) -> None:
    passages = chunk(source, min_characters=least, max_characters=least + more)
    end = 0
    for passage in passages:
        assert end <= passage.start < passage.end <= len(source)
        assert passage.end - passage.start <= least + more
        end = passage.end
    covered = {at for passage in passages for at in range(passage.start, passage.end)}
    lines = source.replace("\r\n", " \n").replace("\r", "\n").split("\n")  # of the same lengths
    marked = {
        number
        for token in MarkdownIt("commonmark").enable("table").parse(source)
        if token.level == 0 and token.map and token.type in ("heading_open", "hr")
        for number in range(*token.map)
    }
    start = 0
    for number, line in enumerate(lines):
        for at in range(start, min(start + len(line), len(source))):
            assert number in marked or source[at].isspace() or at in covered, repr(source[at])
        start += len(line) + 1


@given(st.integers(1, 400))
def test_the_passages_of_a_list_are_neither_many_nor_empty(items: int) -> None:
    found = texts("\n".join(f"- {LINE}" for _ in range(items)))
    assert sum(map(len, found)) <= items * 103
    assert len(found) <= 1 + items // 4


CASES = [
    ("Set it to 2.4 GHz. Then retry.", ["Set it to 2.4 GHz.", "Then retry."]),
    ("See TS 24.301 clause 5. Then go on.", ["See TS 24.301 clause 5.", "Then go on."]),
    ("Use a SIM, e.g. a new one. It works.", ["Use a SIM, e.g. a new one.", "It works."]),
    ("It takes approx. 5 minutes. Wait.", ["It takes approx. 5 minutes.", "Wait."]),
    ("Dial No. 5 now. No. Not 6.", ["Dial No. 5 now.", "No.", "Not 6."]),
    ("Open config.yaml. Edit v1.2.3 there.", ["Open config.yaml.", "Edit v1.2.3 there."]),
    ("Go to https://a.b/c.d?e=f. Log in.", ["Go to https://a.b/c.d?e=f.", "Log in."]),
    ("Wait... then go. Loading… is slow. Done... Next.", ["Wait... then go.", "Loading… is slow.", "Done...", "Next."]),
    ('She said "Stop." Then "Really?" he asked.', ['She said "Stop."', 'Then "Really?" he asked.']),
    ("What?! Again?! Yes (really!). End", ["What?!", "Again?!", "Yes (really!).", "End"]),
    ("kya hua? net band hai. phone off karo", ["kya hua?", "net band hai.", "phone off karo"]),
    ("नेट बंद है। फोन बंद करें।ठीक है॥", ["नेट बंद है।", "फोन बंद करें।", "ठीक है॥"]),
    ("Run `a. B. c` now. Read [This. Here](x.y) too.", ["Run `a. B. c` now.", "Read [This. Here](x.y) too."]),
    ("Run ``x ` y. Z`` now. End.", ["Run ``x ` y. Z`` now.", "End."]),
    ("Step 1. Restart it. Then wait.", ["Step 1. Restart it.", "Then wait."]),
    ("Dr. A. Kumar came at 5 p.m. He left.", ["Dr. A. Kumar came at 5 p.m.", "He left."]),
    ("In the U.S. Army it is so, etc. and so on.", ["In the U.S. Army it is so, etc. and so on."]),
    (
        "Pay Rs. 500 at 9 a.m. daily. **Note.** It is late.",
        ["Pay Rs. 500 at 9 a.m. daily.", "**Note.**", "It is late."],
    ),
    ("Switch it off.\nWait a minute and\nswitch it on.", ["Switch it off.", "Wait a minute and\nswitch it on."]),
]


@pytest.mark.parametrize(("passage", "expected"), CASES, ids=[case[0] for case in CASES])
def test_prose_is_cited_by_the_sentence(passage: str, expected: list[str]) -> None:
    assert units(passage) == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("1. Open it. Look.\n2) Close it.", ["Open it. Look.", "Close it."]),
        ("- one\n  goes on\n* two\n   + three\n• four", ["one\n  goes on", "two", "three", "four"]),
        ("- [ ] open\n- [x] done", ["open", "done"]),
        (f"- {paragraph(3)}\n- short", [LINE, LINE, LINE, "short"]),
        ("Check these:\n- a\n- b\n\nThen go.", ["Check these:", "a", "b", "Then go."]),
        ("| L | M |\n|:--|--:|\n| red | cut. Check |\n| | |\n|off|dark|", ["red | cut. Check", "off|dark"]),
        ("L | M\n--|--\nred | cut\noff | dark", ["red | cut", "off | dark"]),
        ("| red | cut |\n| off | dark |", ["red | cut", "off | dark"]),
        ("## On\n\nPress it.\n\nOff\n---\n\nHold it.\n\n***", ["Press it.", "Hold it."]),
        ("> Wait. Then\n> press it.", ["Wait.", "Then\n> press it."]),
        ("```sh\nls -l\nreboot\n```\nDone.", ["ls -l\nreboot", "Done."]),
        ("```\n" + "\n".join([LINE] * 4) + "\n```", [LINE] * 4),
        ("[a]: http://x.y\nText.", ["Text."]),
        ("...\n\n***\n\n- \n", []),
    ],
)
def test_marks_are_outside_what_is_cited(passage: str, expected: list[str]) -> None:
    assert units(passage) == expected


@given(st.one_of(SOURCES, st.text("ab. \n|-`>1#:[]()", max_size=60)))
def test_citable_spans_are_in_order_disjoint_and_trimmed(passage: str) -> None:
    end = 0
    for start, stop in sentences(passage):
        assert end <= start < stop <= len(passage)
        assert passage[start:stop] == passage[start:stop].strip()
        end = stop


@given(st.lists(st.from_regex(r"[A-Za-z]{2,9}( [a-z0-9]{2,9}){0,9}[.?!]", fullmatch=True), min_size=1))
def test_every_word_of_prose_can_be_cited(lines: list[str]) -> None:
    prose = " ".join(lines)
    assert " ".join(units(prose)) == prose


@pytest.mark.parametrize("folder", ["nycmesh_docs", "magma_docs", "tau2_telecom"])
def test_real_pages_are_cut_into_passages_of_a_good_size(folder: str) -> None:
    if not (REAL_PAGES / folder).is_dir():
        pytest.skip(f"needs {REAL_PAGES / folder}, data that is not part of this repository")
    sizes = []
    for page in sorted((REAL_PAGES / folder).rglob("*.md"))[:60]:
        body = re.sub(r"\A---\n.*?\n---\n", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        sizes += [passage.end - passage.start for passage in chunk(body)]
    assert max(sizes) <= 900
    assert sum(sizes) / len(sizes) >= 400
    assert sum(size < 100 for size in sizes) / len(sizes) < 0.03
