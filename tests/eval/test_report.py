"""Reports are one file that needs nothing else, and show text as text."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.report import Report, Table, as_text, flat, worst_queries, write_report
from eval.results import Outcome
from eval.selective import RiskPoint


class Page(HTMLParser):
    """Collects the tags, the attributes that load something, and the text of a page."""

    VOID = frozenset({"meta", "line", "polyline", "br"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.shown: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "srcset", "action")]
        if tag in ("script", "iframe", "link", "img"):
            self.loads.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.shown.append(data)


def outcome(id: str, question: str) -> Outcome:
    return Outcome(
        id=id, question=question, metrics={"nDCG@10": 0.25, "R@10": None}, slices=("lang=en",),
        gold=("d1", "d<2>"), found=("d3", "d1"), note="said & done",
    )  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> tuple[str, Page]:
    report = Report(
        title="T <i>",
        subtitle="s",
        figures=[("nDCG@10", 0.5)],
        tables=[
            Table(
                "Metrics", ("metric", "value", "95% interval", "meaning"), [("a", 0.1, (0.05, 0.2), "A <b>word</b>.")]
            ),
            Table("Empty", ("slice",), []),
        ],
        config=flat({"inputs": {"qrels": {"sha256": "abc123"}}}),
        curve=[RiskPoint(0.1, 0.0, 0.9), RiskPoint(0.6, 0.12, 0.5)],
        worst=worst_queries([outcome("q", "<script>alert(1)</script>")], ("nDCG@10", "R@10")),
        worst_caption="Worst",
    )
    path = tmp_path / "report.html"
    write_report(report, path)
    source = path.read_text(encoding="utf-8")
    return source, Page(source)


def test_a_report_is_well_formed_and_loads_nothing(page: tuple[str, Page]) -> None:
    source, parsed = page
    assert parsed.open == []
    assert parsed.loads == []
    assert not re.search(r"url\(|@import", source)


def test_a_report_shows_text_as_text(page: tuple[str, Page]) -> None:
    shown = " ".join(" ".join(page[1].shown).split())
    for text in ("T <i>", "A <b>word</b>.", "<script>alert(1)</script>", "d<2>", "said & done"):
        assert text in shown


def test_a_report_shows_intervals_hashes_gold_and_found(page: tuple[str, Page]) -> None:
    shown = " ".join(" ".join(page[1].shown).split())
    assert "[0.050, 0.200]" in shown
    assert "inputs.qrels.sha256 abc123" in shown
    assert "1. d3 2. d1" in shown
    assert "nDCG@10 0.250" in shown
    assert "Empty" not in shown


def test_the_curve_is_drawn_within_the_chart(page: tuple[str, Page]) -> None:
    (points,) = re.findall(r'points="([^"]+)"', page[0])
    places = [tuple(map(float, pair.split(","))) for pair in points.split()]
    assert len(places) == 2
    assert all(50 <= x <= 470 and 15 <= y <= 210 for x, y in places)
    assert places[0][1] > places[1][1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (0.12345, "0.123"), (0.0001, "< 0.001"), (0.0, "0.000"), (12.345, "12.3"), (7, "7"),
        ((0.1, 0.25), "[0.100, 0.250]"), ("x", "x"),
    ],
)  # fmt: skip
def test_cells_are_set_for_reading(value: object, text: str) -> None:
    assert as_text(value) == text  # type: ignore[arg-type]
