"""Badge rules: whoever edits them hears of every mistake, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge
from diagnostics.readings import Kind
from diagnostics.rules import CAUSES, SHIPPED, Rules, RulesError, Severity

ARTICLES = {path.stem for path in (Path(knowledge.__file__).parent / "articles").glob("*.md")}
TEXT = SHIPPED.read_text(encoding="utf-8")


@pytest.fixture
def edited(tmp_path: Path):  # type: ignore[no-untyped-def]
    """The shipped rules with one passage replaced; gives the file and the line of the passage."""

    def edit(old: str, new: str) -> tuple[Path, int]:
        assert old in TEXT
        path = tmp_path / "mine.yaml"
        path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
        return path, TEXT[: TEXT.index(old)].count("\n") + 1

    return edit


def test_the_shipped_rules_are_whole_and_open_articles_that_exist() -> None:
    rules = Rules.load(articles=ARTICLES)
    assert {kind for rule in rules.rules for kind in rule.kinds} == set(Kind)
    troubles = [rule for rule in rules.rules if rule.severity.is_trouble]
    assert all(rule.article and rule.say for rule in troubles)


def test_every_trouble_has_a_rule() -> None:
    rules = Rules.load()
    for kind, causes in CAUSES.items():
        for cause in causes:
            mine = [rule for rule in rules.rules if kind in rule.kinds and cause in rule.causes]
            assert mine, (kind, cause)
            assert not any(rule.severity is Severity.CLEAR for rule in mine)


MISTAKES = [
    ("    severity: critical", "    severity: terrible", "severity: 'terrible' is none of critical, major"),
    ("    article: no-service-whole-area", "    article: no-such-article", "there is no article 'no-such-article'"),
    ("    cause: cell_down", "    cause: cell_dwon", "cause: 'cell_dwon' is none of"),
    ("    explains: [coverage, congestion]", "    explains: [weather]", "explains: 'weather' is none of coverage"),
    ("    futile: [restart, settings, sim, recharge]", "    futile: [pray]", "futile: 'pray' is none of restart"),
    ("    expires: 15 min", "    expires: soon", "expires: 'soon' is no time span such as 15 min"),
    ("    expires: 15 min", "    expires: 0 min", "is no time span"),
    ("    product: mobile", "    prodcut: mobile", "prodcut: is not known here"),
    ("    product: mobile", "    severity: major", "severity: is given twice"),
    ("    when: {lines_affected: '>= 500'}", "    when: {lines_affected: '=> 500'}", "'=> 500' is no comparison"),
    ("    when: {lines_affected: '>= 500'}", "    when: {lines: '>= 500'}", "lines: is not known here"),
    ("    sentence: 'No outage is known here.'", "    sentence: 'No {ouatge}.'", "{ouatge} is not known here"),
    ("    sentence: 'No outage is known here.'", "    sentence: 'No [outage.'", "brackets do not match"),
    ("    sentence: 'No outage is known here.'", "    sentence: 'No {since'", "sentence: "),
    ("    sentence: 'No outage is known here.'", "    sentence: '{confidence:>30}'", "number format"),
    ("    sentence: 'No outage is known here.'", "    sentence: ''", "sentence: must be a text"),
    ("timezone: UTC", "timezone: Mars/Olympus", "'Mars/Olympus' is no IANA time zone"),
    ("  raise: 0.5", "  raise: 1.5", "raise: 1.5 is no share from 0 to 1"),
    ("  clear: 0.35", "  clear: 0.9", "clear (0.9) must not be above raise (0.5)"),
    ("  hold: 15 min", "  hold: true", "hold: True is no time span"),
    ("rules:\n", "rules: [\n", ""),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(edited, old: str, new: str, message: str) -> None:  # type: ignore[no-untyped-def]
    path, line = edited(old, new)
    with pytest.raises(RulesError) as caught:
        Rules.load(path, ARTICLES)
    text = str(caught.value)
    assert message in text
    assert text.startswith(str(path))
    if message:
        assert f"{path}, line {line}: " in text


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT.replace("severity: critical", "severity: bad").replace("timezone: UTC", "timezone: 7"))
    with pytest.raises(RulesError) as caught:
        Rules.load(path)
    assert len(str(caught.value).splitlines()) == 1 + TEXT.count("severity: critical")


@pytest.mark.parametrize(
    ("cause", "severity", "message"),
    [
        ("unknown", "clear", "clear is for the cause none only"),
        ("congested", "clear", "clear is for the cause none only"),
        ("[none, busy]", "clear", "clear is for the cause none only"),
        ("unknown", "info", "must be shown as unknown"),
    ],
)
def test_green_is_for_what_was_looked_at_and_nothing_else(
    tmp_path: Path, cause: str, severity: str, message: str
) -> None:
    path = tmp_path / "mine.yaml"
    rule = f"  - {{kind: congestion, cause: {cause}, severity: {severity}, sentence: Fine., expires: 1 h}}\n"
    path.write_text(TEXT.replace("rules:\n", f"rules:\n{rule}", 1))
    with pytest.raises(RulesError, match=message):
        Rules.load(path)


def test_a_rule_that_is_never_reached_and_a_cause_without_one_are_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    first = "  - {kind: congestion, cause: busy, severity: info, sentence: Busy., expires: 1 h}\n"
    path.write_text(TEXT.replace("rules:\n", f"rules:\n{first}", 1))
    with pytest.raises(RulesError, match=r"rule: is never reached: line \d+ decides about congestion busy already"):
        Rules.load(path)
    conditional = TEXT.replace("    cause: busy\n", "    cause: busy\n    when: {prb_utilisation: '> 3'}\n")
    path.write_text(conditional)
    with pytest.raises(RulesError, match="no rule without a condition for congestion busy"):
        Rules.load(path)


@pytest.mark.parametrize(
    "text", ["", "[]", "rules: 3", "rules: []", "- a\n- b", "rules: [3]", "rules: [{kind: outage}]", "a: &a [*a]"]
)
def test_what_is_no_table_of_rules_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(RulesError, match=r"mine\.yaml, line \d+"):
        Rules.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.yaml"):
        Rules.load(tmp_path / "nowhere.yaml")
