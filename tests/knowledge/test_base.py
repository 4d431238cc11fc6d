"""The knowledge base: what goes in, what is found, why, and as of when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import (
    Article,
    Audience,
    Document,
    Filters,
    Kind,
    KnowledgeBase,
    Resolution,
    SearchResult,
    StoreError,
)
from knowledge.ranking import unit_score

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SYSTEMS = ("hybrid", "dense", "lexical")


def ids(result: SearchResult) -> list[str]:
    return [hit.document_id for hit in result.hits]


def an(id: str, title: str = "Trouble", body: str = "Text.", **fields: object) -> Article:
    return Article.model_validate({"id": id, "title": title, "body": body, **fields})


# Adding, updating, removing


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_document_is_found_by_its_own_words(base: KnowledgeBase, article, system) -> None:
    base.add(article(number) for number in range(30))
    assert [ids(base.search(f"qx{number}z", 1, system=system)) for number in range(30)] == [
        [f"doc-{number:03}"] for number in range(30)
    ]


REPORTS = {
    "nothing": ([], (0, 0, 0)),
    "two new ones": ([an("a"), an("b")], (2, 0, 0)),
    "the same again": ([an("a"), an("b")], (0, 0, 2)),
    "an update and a new one": ([an("a", body="Other."), an("c")], (1, 1, 0)),
    "the same id twice": ([an("d"), an("d", body="Other.")], (1, 1, 0)),
    "the same document twice": ([an("e"), an("e")], (1, 0, 1)),
    "there and back": ([an("a"), an("a", body="Other."), an("a")], (0, 3, 0)),
}


def test_a_report_counts_what_was_added_updated_and_left(base: KnowledgeBase) -> None:
    for step, (documents, expected) in REPORTS.items():
        report = base.add(documents)
        assert (report.added, report.updated, report.unchanged) == expected, step
    assert [document.id for document in base.list()] == ["a", "b", "c", "d", "e"]
    assert base.count() == 5


def test_of_the_same_id_twice_the_last_stays(base: KnowledgeBase, article) -> None:
    base.add([article(1), article(2), article(1, "second")])
    assert base.get("doc-001") == article(1, "second")
    for system in SYSTEMS:
        hits = base.search("qx1z", 10, system=system).hits
        assert [hit.text for hit in hits if hit.document_id == "doc-001"] == [article(1, "second").body]


def test_the_report_and_the_base_agree_on_the_passages(base: KnowledgeBase) -> None:
    body = "\n\n".join(f"## Part {part}\n\n" + f"Words of part {part}. " * 40 for part in range(4))
    report = base.add([an("long", body=body, symptoms=("no net", "slow net", " "))])
    assert report.passages == base.passages() > 4


def test_progress_tells_the_number_of_documents_done(base: KnowledgeBase, article, monkeypatch) -> None:
    monkeypatch.setattr("knowledge.base.BATCH_PASSAGES", 4)
    told: list[int] = []
    base.add((article(number) for number in range(10)), progress=told.append)
    assert told == [4, 8, 10]


def test_an_id_names_one_document_of_whatever_kind(base: KnowledgeBase) -> None:
    base.add([an("a", body="Clean the qxsocket.")])
    report = base.add([Resolution(id="a", symptom="The qxline is dead.")])
    assert (report.added, report.updated) == (0, 1)
    assert (base.count(Kind.ARTICLE), base.count(Kind.RESOLUTION)) == (0, 1)
    assert isinstance(base.get("a"), Resolution)
    assert [hit.kind for hit in base.search("qxline").hits] == [Kind.RESOLUTION]
    assert not any("qxsocket" in hit.text for hit in base.search("qxsocket").hits)


def test_removed_documents_are_counted_and_no_longer_found(base: KnowledgeBase, article) -> None:
    base.add([article(1), article(2)])
    assert base.remove(["doc-001", "never-there", "doc-001"]) == 1
    assert base.remove(["doc-001"]) == 0
    assert base.get("doc-001") is None
    assert base.count() == 1
    for system in SYSTEMS:
        assert "doc-001" not in ids(base.search("qx1z", system=system))


def test_a_removed_document_can_come_back(base: KnowledgeBase, article) -> None:
    base.add([article(1)])
    base.remove(["doc-001"])
    report = base.add([article(1)])
    assert (report.added, report.updated, report.unchanged) == (1, 0, 0)
    assert ids(base.search("qx1z")) == ["doc-001"]


def test_a_base_is_there_when_it_is_opened_again(folder: Path, embedder, article) -> None:
    with KnowledgeBase.open(folder, embedder=embedder) as base:
        base.add([article(1), article(2)])
        expected = base.search("qx1z line")
    with KnowledgeBase.open(str(folder), embedder=embedder, read_only=True) as base:
        assert base.passages() == 2
        found = base.search("qx1z line")
        assert [(hit.document_id, hit.start, hit.end) for hit in found.hits] == [
            (hit.document_id, hit.start, hit.end) for hit in expected.hits
        ]


def test_documents_are_listed_by_kind_in_pages(base: KnowledgeBase, article) -> None:
    base.add([article(number) for number in range(5)] + [Resolution(id="case", symptom="s")])
    assert [document.id for document in base.list(Kind.ARTICLE, offset=3, limit=5)] == ["doc-003", "doc-004"]
    assert [document.id for document in base.list(Kind.RESOLUTION)] == ["case"]
    assert (base.count(), base.count(Kind.ARTICLE)) == (6, 5)


# Personal data


def test_personal_data_is_taken_out_and_counted(base: KnowledgeBase) -> None:
    body = "Call the customer on 9876543210 about the qxsplitter."
    report = base.add([an("a", body=body)])
    assert report.redacted.total() == 1
    (hit,) = base.search("qxsplitter").hits
    assert "98765" not in hit.text
    assert base.get("a").body[hit.start : hit.end] == hit.text
    assert "98765" not in base.get("a").body
    assert base.add([an("a", body=body)]).unchanged == 1


def test_personal_data_stays_when_that_is_asked_for(base: KnowledgeBase) -> None:
    report = base.add([an("a", body="Call 9876543210.")], redact=False)
    assert report.redacted.total() == 0
    assert base.get("a").body == "Call 9876543210."


# Time


@pytest.mark.parametrize(
    ("hours", "edition"), [(-1, None), (0, "first"), (1, "first"), (2, "second"), (3, "second"), (4, None), (9, None)]
)
def test_the_base_can_be_asked_as_it_was(base: KnowledgeBase, article, hours: int, edition: str | None) -> None:
    base.add([article(1)], at=START)
    base.add([article(1, "second")], at=START + 2 * HOUR)
    base.remove(["doc-001"], at=START + 4 * HOUR)
    moment = START + hours * HOUR
    expected = None if edition is None else article(1, edition)
    assert base.get("doc-001", at=moment) == expected
    for system in SYSTEMS:
        hits = base.search("qx1z", filters=Filters(as_of=moment), system=system).hits
        assert [hit.text for hit in hits] == ([] if expected is None else [expected.body])
    assert base.get("doc-001") is None


def test_history_is_not_rewritten(base: KnowledgeBase, article) -> None:
    base.add([article(1)], at=START)
    base.add([article(1, "second")], at=START + HOUR)
    for refused in (
        lambda: base.add([article(2), article(1, "third")], at=START),
        lambda: base.remove(["doc-001"], at=START),
    ):
        with pytest.raises(ValueError, match="doc-001"):
            refused()
        assert base.get("doc-001") == article(1, "second")
        assert base.count() == 1
        assert [hit.text for hit in base.search("qx1z").hits] == [article(1, "second").body]
    assert base.add([article(1, "second")], at=START).unchanged == 1
    base.add([article(2)], at=START)
    assert ids(base.search("qx2z", 1)) == ["doc-002"]


def test_a_removed_document_does_not_come_back_before_it_went(base: KnowledgeBase, article) -> None:
    base.add([article(1)], at=START)
    base.remove(["doc-001"], at=START + 2 * HOUR)
    with pytest.raises(ValueError, match="doc-001"):
        base.add([article(1, "second")], at=START + HOUR)
    base.add([article(1, "second")], at=START + 2 * HOUR)
    assert base.get("doc-001", at=START + HOUR) == article(1)
    assert base.get("doc-001") == article(1, "second")


def test_an_article_is_found_while_it_is_valid(base: KnowledgeBase) -> None:
    base.add([an("offer", valid_from=date(2026, 1, 1), valid_until=date(2026, 3, 1)), an("always")])

    def found(day: date) -> set[str]:
        return set(ids(base.search("Trouble", filters=Filters(valid_at=day))))

    assert found(date(2025, 12, 31)) == found(date(2026, 3, 1)) == {"always"}
    # The two say the same: one stands for the other.
    (hit,) = base.search("Trouble", filters=Filters(valid_at=date(2026, 2, 28))).hits
    assert {hit.document_id, *hit.duplicates} == {"offer", "always"}


# Filters

FILTERED = (
    an("mobile", "Slow net mobile", "Net is slow, qxmobile.", product="mobile", audience="customer"),
    an("fibre", "Slow net fibre", "Net is slow, qxfibre.", product="fibre"),
    an("any", "Slow net", "Net is slow, qxany.", audience="customer", language="hi"),
    Resolution(id="case", symptom="Net is slow, qxcase.", product="fibre"),
)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, {"mobile", "fibre", "any", "case"}),
        (Filters(product="fibre"), {"fibre", "any", "case"}),
        (Filters(product="any"), {"mobile", "fibre", "any", "case"}),
        (Filters(product="satellite"), {"any"}),
        (Filters(audience=Audience.CUSTOMER), {"mobile", "any"}),
        (Filters(language="hi"), {"any"}),
        (Filters(kind=Kind.RESOLUTION), {"case"}),
        (Filters(kind=Kind.ARTICLE, product="fibre", language="en"), {"fibre"}),
        (Filters(kind=Kind.RESOLUTION, audience=Audience.CUSTOMER), set()),
    ],
)
def test_only_what_the_filters_let_through_is_found(base: KnowledgeBase, filters, expected: set[str], system) -> None:
    base.add(FILTERED)
    assert set(ids(base.search("slow net", filters=filters, system=system))) == expected


def test_a_filter_that_lets_little_through_finds_it_behind_many_better_hits(base: KnowledgeBase, article) -> None:
    crowd = [an(f"crowd-{n}", "Net", f"slow net slow net qx{n}z", product="mobile") for n in range(300)]
    base.add([*crowd, an("last", "Nothing", "the net of this long text is one word of many", product="fibre")])
    for system in SYSTEMS:
        assert ids(base.search("slow net", filters=Filters(product="fibre"), system=system)) == ["last"]


# Questions of every sort

QUESTIONS = {
    "empty": "",
    "white space": " \n\t ",
    "marks": "???",
    "stop words": "the of and to",
    "very long": "modem down " * 1_000,
    "one long word": "x" * 10_000,
    "emoji": "😀📶",
    "Devanagari": "नेट नहीं चल रहा है",
    "Hinglish": "mera net nahi chal raha hai",
    "query syntax": 'title:"x" AND (NOT* ~',
    "control characters": "modem\x00\x1b down",
    "accents": "módèm döwn",
}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_any_question_is_answered_with_hits_in_order(base: KnowledgeBase, article, question: str, system) -> None:
    base.add(article(number) for number in range(5))
    result = base.search(question, 3, system=system)
    assert len(result.hits) <= 3
    assert result.query.text == question
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("question", ["", "modem", "???"])
def test_an_empty_base_finds_nothing(base: KnowledgeBase, question: str, system) -> None:
    assert base.search(question, system=system).hits == ()
    assert base.passages() == 0


def test_a_base_whose_every_document_was_removed_finds_nothing(base: KnowledgeBase, article) -> None:
    base.add([article(1)])
    base.remove(["doc-001"])
    assert [base.search("qx1z", system=system).hits for system in SYSTEMS] == [()] * 3


@pytest.mark.parametrize(("k", "count"), [(-3, 0), (0, 0), (1, 1), (7, 7), (8, 8), (1_000, 8)])
def test_as_many_hits_are_found_as_asked_for_and_there_are(base: KnowledgeBase, article, k: int, count: int) -> None:
    base.add(article(number) for number in range(8))
    assert len(base.search("the line is down", k).hits) == count


def test_a_question_that_is_made_ready_once_finds_the_same(base: KnowledgeBase, article) -> None:
    base.add(article(number) for number in range(8))
    assert ids(base.search(base.query("qx3z line"))) == ids(base.search("qx3z line"))


def test_what_was_said_before_counts_less_than_the_question(base: KnowledgeBase, article) -> None:
    base.add(article(number) for number in range(8))
    result = base.search(base.query("qx3z", before=[("qx5z", 0.4), ("  ", 1.0)]))
    assert ids(result)[:2] == ["doc-003", "doc-005"]
    assert result.query.text == "qx3z"


# Hits


def test_a_hit_names_its_document_its_version_and_the_day_it_came(base: KnowledgeBase) -> None:
    base.add([an("a", "The qxtitle", "# First\n\n## Second\n\nThe qxword.", version=3)], at=START)
    (hit,) = base.search("qxword").hits
    assert (hit.document_id, hit.kind, hit.title) == ("a", Kind.ARTICLE, "The qxtitle")
    assert (hit.version, hit.updated_at, hit.duplicates) == (3, START, ())
    assert hit.headings == ("First", "Second")
    assert hit.text == "The qxword."


def test_the_parts_of_a_hit_add_up_to_its_score(base: KnowledgeBase, article) -> None:
    base.add([*(article(number) for number in range(8)), an("s", symptoms=("the qx3z line is down",))])
    hits = base.search("the line qx3z is down").hits
    assert {part for hit in hits for part in hit.parts} >= {"dense", "lexical", "freshness"}
    for hit in hits:
        assert hit.score == pytest.approx(unit_score(sum(hit.parts.values())), abs=1e-3)


def test_a_hit_says_why_it_is_there(base: KnowledgeBase, article) -> None:
    base.add([article(1), Resolution(id="c", symptom="qxcase line down", reopened_within_7_days=True)])
    first = base.search("qx1z").hits[0]
    assert "qx1z" in first.reason
    assert "meaning" in first.reason
    assert "re-opened within 7 days" in base.search("qxcase").hits[0].reason


def test_a_search_says_how_long_each_stage_took(base: KnowledgeBase) -> None:
    timings = base.search("modem").timings
    assert timings
    assert all(milliseconds >= 0 for milliseconds in timings.values())


def test_several_near_symptoms_count_more_than_one_that_is_as_near(base: KnowledgeBase, article) -> None:
    said = "qxglow qxlamp"
    base.add([an("one", "Lamp", "Wipe the lens.", symptoms=(said, "qxbill date", "qxbill tax"))])
    base.add([an("more", "Power", "Clean it.", symptoms=(said, f"the {said}", f"{said} again"))])
    base.add(article(number) for number in range(8))
    symptom = {hit.document_id: hit.parts.get("symptom", 0.0) for hit in base.search(said, 20).hits}
    assert symptom["more"] > symptom["one"]


def test_a_symptom_in_romanised_hindi_meets_the_question_in_english(base: KnowledgeBase, article) -> None:
    base.add([an("a", "Wallet", "Wait.", symptoms=("paisa kat gaya",)), *(article(number) for number in range(8))])
    hit = base.search("money deducted", 1).hits[0]
    assert (hit.document_id, "symptom" in hit.parts) == ("a", True)


def test_symptoms_lead_to_an_article_and_are_never_cited(base: KnowledgeBase, article) -> None:
    body = "Clean the splitter.\n\nThen restart the terminal."
    symptoms = ("qxglow qxlamp", "qxdark qxlamp")
    base.add([an("a", "Optical power", body, symptoms=symptoms), *(article(number) for number in range(8))])
    for question in symptoms:
        hit = base.search(question, 1).hits[0]
        assert hit.document_id == "a"
        assert hit.text == body[hit.start : hit.end]
        assert hit.parts["symptom"] > 0
    every = [hit for system in SYSTEMS for hit in base.search("qxlamp", 100, system=system).hits]
    assert all("qxlamp" not in hit.text for hit in every)


def test_at_most_one_hit_a_document_if_that_is_asked_for(base: KnowledgeBase, article) -> None:
    body = "\n\n".join(f"## Part {part}\n\n" + f"The qxline of part {part} is down. " * 20 for part in range(6))
    base.add([an("long", body=body), article(1), article(2)])
    every = base.search("qxline down", 10)
    assert ids(every).count("long") > 1
    once = base.search("qxline down", 10, one_per_document=True)
    assert sorted(ids(once)) == ["doc-001", "doc-002", "long"]
    assert once.hits[0] == every.hits[0]


def test_repeats_are_folded_into_the_best_and_named(base: KnowledgeBase) -> None:
    base.add([an(id, "SIM swap", "The SIM was replaced, and the line works.") for id in "abc"] + [an("d")])
    hits = base.search("SIM replaced").hits
    assert [(hit.document_id, hit.duplicates) for hit in hits[:1]] == [("a", ("b", "c"))]
    assert sorted(ids(base.search("SIM replaced"))) == ["a", "d"]


def test_many_repeats_do_not_crowd_out_the_others(base: KnowledgeBase) -> None:
    repeats = [an(f"case-{number:02}", "SIM swap", "The SIM was replaced, and the line works.") for number in range(60)]
    others = [an(colour, f"{colour} SIM", f"A {colour} SIM of qx{colour}") for colour in ("red", "green", "blue")]
    base.add([*repeats, *others])
    first, *rest = base.search("SIM replaced", 4).hits
    assert len(first.duplicates) == 59
    assert {hit.document_id for hit in rest} == {"red", "green", "blue"}


# What decides between hits that are about equally good


def a_case(id: str, words: str, **fields: object) -> Resolution:
    """A past case whose relevance to "line dead" does not depend on its `words`, of which there are always six."""
    outcome = " ".join(f"{words}{number}" for number in range(6))
    return Resolution.model_validate({"id": id, "symptom": "The line is dead.", "outcome": outcome, **fields})


@pytest.mark.parametrize("better", ["a", "b"])
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"reopened_within_7_days": False}, {"reopened_within_7_days": True}),
        ({"reopened_within_7_days": False}, {}),
        ({}, {"reopened_within_7_days": True}),
        ({"closed_at": datetime.now(UTC) - 10 * 24 * HOUR}, {"closed_at": datetime.now(UTC) - 900 * 24 * HOUR}),
    ],
    ids=["fixed over re-opened", "fixed over unknown", "unknown over re-opened", "newer over older"],
)
def test_of_equally_good_cases_the_better_ended_or_newer_comes_first(base: KnowledgeBase, better, good, bad) -> None:
    worse = "b" if better == "a" else "a"
    base.add(
        [
            a_case("a", "qxred", **(good if better == "a" else bad)),
            a_case("b", "qxblue", **(bad if better == "a" else good)),
        ]
    )
    assert ids(base.search("line dead")) == [better, worse]


@pytest.mark.parametrize("newer", ["a", "b"])
def test_of_two_articles_that_say_the_same_the_newer_stands_for_both(base: KnowledgeBase, newer: str) -> None:
    days = {"a": date(2020, 1, 1), "b": date(2020, 1, 1), newer: date(2026, 1, 1)}
    base.add(an(id, "Port a number", "Send PORT to 1900.", valid_from=day) for id, day in days.items())
    (hit,) = base.search("port number").hits
    assert {hit.document_id, *hit.duplicates} == {"a", "b"}
    assert hit.document_id == newer


def test_relevance_weighs_more_than_how_a_case_ended(base: KnowledgeBase) -> None:
    base.add(
        [
            Resolution(id="meant", symptom="The landline is dead after rain.", reopened_within_7_days=True),
            Resolution(id="other", symptom="Roaming bill too high.", reopened_within_7_days=False),
        ]
    )
    assert ids(base.search("landline dead after rain"))[0] == "meant"


# Opening


def test_a_reader_needs_a_base(folder: Path, embedder) -> None:
    with pytest.raises(StoreError, match=str(folder)):
        KnowledgeBase.open(folder, embedder=embedder, read_only=True)
    assert not folder.exists()


def test_vectors_of_another_embedder_are_refused_by_both_names(folder: Path, embedder, article) -> None:
    with KnowledgeBase.open(folder, embedder=embedder) as base:
        base.add([article(1)])
    for read_only in (False, True):
        with pytest.raises(StoreError, match="built with words, it cannot be opened with others"):
            KnowledgeBase.open(folder, embedder=type(embedder)(name="others"), read_only=read_only)


def test_an_empty_base_belongs_to_who_opened_it_first(base: KnowledgeBase, folder: Path, embedder) -> None:
    with pytest.raises(StoreError, match="built with words"):
        KnowledgeBase.open(folder, embedder=type(embedder)(name="others"))


def test_a_file_that_is_no_base_is_refused_by_its_path(folder: Path, embedder) -> None:
    folder.mkdir()
    (folder / "store.sqlite").write_bytes(b"no database" * 100)
    for read_only in (False, True):
        with pytest.raises(StoreError, match=str(folder / "store.sqlite")):
            KnowledgeBase.open(folder, embedder=embedder, read_only=read_only)


def test_the_base_opens_with_the_packaged_model_when_no_embedder_is_named(
    folder: Path, onnx_embedder, monkeypatch
) -> None:
    monkeypatch.setattr("knowledge.base.OnnxEmbedder.load", lambda: onnx_embedder)
    with KnowledgeBase.open(folder) as base:
        base.add([an("apn", body="Reset the access point name."), an("bill", body="Roaming is charged by the minute.")])
        assert ids(base.search("why did my trip abroad cost so much", system="dense"))[0] == "bill"
    with pytest.raises(StoreError, match="all-MiniLM-L6-v2/onnx-int8"):
        KnowledgeBase.open(folder, embedder=type("Other", (), {"name": "other", "dimension": 384})())


# A large base


def test_a_base_that_outgrows_exact_search_finds_the_same(base: KnowledgeBase, article, folder, monkeypatch) -> None:
    documents: list[Document] = [article(number) for number in range(120)]
    monkeypatch.setattr("knowledge.dense.EXACT_UP_TO", 50)
    base.add(documents[:40])
    assert not (folder / "vectors.ivf").exists()
    base.add(documents[40:100])
    assert (folder / "vectors.ivf").exists()
    base.add(documents[100:])
    for system in SYSTEMS:
        found = [ids(base.search(document.title, 1, system=system)) == [document.id] for document in documents]
        assert sum(found) >= 0.95 * 120
        assert all(found[100:])


# Spans

words = st.text("abcdefghi é📶न्", min_size=1, max_size=60)
blocks = st.one_of(
    words,
    words.map(lambda text: f"## {text}"),
    st.lists(words, min_size=1, max_size=5).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(words, min_size=1, max_size=5).map(lambda items: "\n".join(f"{n}. {x}" for n, x in enumerate(items, 1))),
    st.lists(words, min_size=1, max_size=3).map(
        lambda rows: "| a | b |\n| - | - |\n" + "\n".join(f"| {x} | y |" for x in rows)
    ),
    words.map(lambda text: f"```\n{text}\n```"),
    words.map(lambda text: f"> {text * 20}"),
)
bodies = st.lists(blocks, min_size=1, max_size=8).map("\n\n".join).filter(lambda body: body.strip())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, embedder) -> Iterator[KnowledgeBase]:
    """A base that the examples of a property share."""
    with KnowledgeBase.open(tmp_path_factory.mktemp("shared"), embedder=embedder) as opened:
        yield opened


@settings(max_examples=20)
@given(st.lists(bodies, min_size=1, max_size=4), st.sampled_from(SYSTEMS))
def test_every_hit_is_exactly_its_span_of_the_body(shared: KnowledgeBase, bodies: list[str], system) -> None:
    shared.remove([document.id for document in shared.list()])
    shared.add(an(f"doc-{number}", body=body) for number, body in enumerate(bodies))
    hits = shared.search(bodies[0], 1_000, system=system).hits
    for hit in hits:
        document = shared.get(hit.document_id)
        assert document is not None
        assert document.body[hit.start : hit.end] == hit.text
        assert hit.text == hit.text.strip() != ""
    if system != "lexical":
        assert hits


@settings(max_examples=10)
@given(bodies)
def test_the_passages_of_a_document_do_not_overlap(shared: KnowledgeBase, body: str) -> None:
    shared.remove([document.id for document in shared.list()])
    shared.add([an("only", body=body)])
    spans = sorted((hit.start, hit.end) for hit in shared.search(body, 1_000, system="dense").hits)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
