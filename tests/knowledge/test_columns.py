"""The columns in memory: which passages a filter lets through, and that reading on equals reading anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Article, Audience, Document, Filters, Kind, Resolution
from knowledge.columns import Columns
from knowledge.store import PassageRecord, Role, Store, digest, microseconds

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = PassageRecord(Role.TEXT, 0, 1, (), "x")
SYMPTOM = PassageRecord(Role.SYMPTOM, 0, 0, (), "y")


def passages(document: Document) -> list[PassageRecord]:
    """As many citable passages as the body has words, and one for each symptom."""
    return [TEXT] * len(document.body.split()) + [SYMPTOM] * len(getattr(document, "symptoms", ()))


def write(store: Store, documents: Sequence[Document], at: datetime, removed: Sequence[str] = ()) -> None:
    with store.transaction() as connection:
        before = store.state(connection)
        replaced = store.current(connection, [*(document.id for document in documents), *removed])
        store.retire(connection, [row for row, _ in replaced.values()], microseconds(at), before.generation + 1)
        records = [(document, digest(document), passages(document)) for document in documents]
        store.commit_state(connection, store.insert(connection, records, microseconds(at), before))


def read(store: Store, columns: Columns | None = None, *, after: int = -1, first: int = 0) -> Columns:
    """Take in what came after a transaction and from a passage on."""
    columns = columns or Columns()
    with store.reading() as connection:
        state = store.state(connection)
        documents = store.document_columns(connection, after)
        columns.update(documents, store.passage_columns(connection, first), state.documents)
    return columns


@pytest.fixture
def store(tmp_path: Path):
    opened = Store(tmp_path / "store.sqlite", read_only=False)
    yield opened
    opened.close()


def found(columns: Columns, filters: Filters) -> list[int]:
    """The document rows that the filters let through."""
    return sorted(set(columns.document[columns.allowed(filters)].tolist()))


def an_article(**fields: object) -> Article:
    return Article.model_validate({"id": "a", "title": "t", "body": "b", **fields})


FIELD_CASES = {
    "nothing restricts": (an_article(), Filters(), True),
    "the kind": (an_article(), Filters(kind=Kind.ARTICLE), True),
    "another kind": (an_article(), Filters(kind=Kind.RESOLUTION), False),
    "a resolution": (Resolution(id="a", symptom="s"), Filters(kind=Kind.RESOLUTION), True),
    "the product": (an_article(product="fibre"), Filters(product="fibre"), True),
    "another product": (an_article(product="mobile"), Filters(product="fibre"), False),
    "an article for any product": (an_article(product="any"), Filters(product="fibre"), True),
    "a question about any product": (an_article(product="mobile"), Filters(product="any"), True),
    "a product nobody has": (an_article(product="mobile"), Filters(product="satellite"), False),
    "the audience": (an_article(audience="customer"), Filters(audience=Audience.CUSTOMER), True),
    "not for customers": (an_article(), Filters(audience=Audience.CUSTOMER), False),
    "a past case is for agents": (Resolution(id="a", symptom="s"), Filters(audience=Audience.CUSTOMER), False),
    "the language": (an_article(language="hi"), Filters(language="hi"), True),
    "another language": (an_article(language="hi"), Filters(language="en"), False),
    "a region of the language": (an_article(language="en-IN"), Filters(language="en"), True),
    "a language that is asked with a region": (an_article(language="en"), Filters(language="en-GB"), True),
    "the case of a language": (an_article(language="EN-in"), Filters(language="en"), True),
    "a language that starts alike": (an_article(language="enm"), Filters(language="en"), False),
    "all at once": (
        an_article(product="fibre", audience="customer", language="hi"),
        Filters(kind=Kind.ARTICLE, product="fibre", audience=Audience.CUSTOMER, language="hi"),
        True,
    ),
    "all but one": (
        an_article(product="fibre", audience="internal", language="hi"),
        Filters(kind=Kind.ARTICLE, product="fibre", audience=Audience.CUSTOMER, language="hi"),
        False,
    ),
}


@pytest.mark.parametrize(("document", "filters", "expected"), FIELD_CASES.values(), ids=FIELD_CASES)
def test_a_filter_lets_through_what_it_names(
    store: Store, document: Document, filters: Filters, expected: bool
) -> None:
    write(store, [document], START)
    assert found(read(store), filters) == ([0] if expected else [])


TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "valid_at", "expected"),
    [
        (None, None, None, True),
        (None, None, date(1980, 1, 1), True),
        (JANUARY, MARCH, JANUARY, True),
        (JANUARY, MARCH, JANUARY - DAY, False),
        (JANUARY, MARCH, MARCH - DAY, True),
        (JANUARY, MARCH, MARCH, False),
        (JANUARY, None, date(2100, 1, 1), True),
        (None, MARCH, date(1900, 1, 1), True),
        # Today, when no day is given; what is valid from tomorrow on is not valid, nor what was until today. The days
        # next to it are left out, since the day may change while the test runs.
        (TODAY - 2 * DAY, TODAY + 2 * DAY, None, True),
        (TODAY + 2 * DAY, None, None, False),
        (None, TODAY - DAY, None, False),
    ],
)
def test_an_article_is_found_while_it_is_valid(store: Store, valid_from, valid_until, valid_at, expected: bool) -> None:
    write(store, [an_article(valid_from=valid_from, valid_until=valid_until)], START)
    assert found(read(store), Filters(valid_at=valid_at)) == ([0] if expected else [])


@pytest.mark.parametrize(
    ("as_of", "rows"),
    [
        (START - HOUR, []),
        (START, [0, 1]),
        (START + HOUR - timedelta(microseconds=1), [0, 1]),
        (START + HOUR, [1, 2]),
        (START + 2 * HOUR, [1]),
        (None, [1]),
        ((START + HOUR).replace(tzinfo=None), [1, 2]),
    ],
)
def test_as_of_shows_the_base_as_it_was_at_that_moment(store: Store, as_of: datetime | None, rows: list[int]) -> None:
    write(store, [an_article(id="a"), an_article(id="b")], START)
    write(store, [an_article(id="a", body="new")], START + HOUR)
    write(store, [], START + 2 * HOUR, removed=["a"])
    assert found(read(store), Filters(as_of=as_of)) == rows


@pytest.mark.parametrize(("valid_at", "expected"), [(None, True), (MARCH, False)])
def test_the_day_of_as_of_decides_validity_unless_a_day_is_given(store: Store, valid_at, expected: bool) -> None:
    write(store, [an_article(valid_until=MARCH)], datetime(2026, 2, 1, tzinfo=UTC))
    filters = Filters(as_of=datetime(2026, 2, 28, 23, 59, tzinfo=UTC), valid_at=valid_at)
    assert found(read(store), filters) == ([0] if expected else [])


def test_the_passages_of_a_document_are_known_by_number(store: Store) -> None:
    write(store, [an_article(body="one two three", symptoms=("s", "t")), an_article(id="b", body="one")], START)
    columns = read(store)
    assert columns.texts_of(np.array([0]), 10).tolist() == [0, 1, 2]
    assert columns.texts_of(np.array([0]), 2).tolist() == [0, 1]
    assert columns.texts_of(np.array([1]), 10).tolist() == [5]
    assert columns.symptoms(columns.document[[0, 5]]).tolist() == [2, 0]


def test_how_a_case_ended_is_known_by_document(store: Store) -> None:
    ends = (True, False, None)
    cases = [Resolution(id=str(end), symptom="s", reopened_within_7_days=end) for end in ends]
    write(store, [*cases, an_article()], START)
    columns = read(store)
    assert columns.of("stayed_fixed", np.arange(4)).tolist() == [0, 1, -1, -1]


def test_readers_of_the_old_columns_are_left_alone_by_an_update_of_a_copy(store: Store) -> None:
    write(store, [an_article(), an_article(id="b", product="fibre")], START)
    old = read(store)
    before = found(old, Filters()), found(old, Filters(product="fibre")), old.texts_of(np.array([0]), 9).tolist()
    copy = old.copy()
    write(store, [an_article(id="c", product="mobile")], START + HOUR, removed=["a"])
    read(store, copy, after=1, first=2)
    assert (
        found(old, Filters()),
        found(old, Filters(product="fibre")),
        old.texts_of(np.array([0]), 9).tolist(),
    ) == before
    assert found(copy, Filters()) == [1, 2]


documents = st.builds(
    lambda id, words, symptoms, product, language: an_article(
        id=id, body=" ".join(["word"] * words), symptoms=tuple("s" * symptoms), product=product, language=language
    ),
    st.sampled_from("abcdef"),
    st.integers(1, 3),
    st.integers(0, 2),
    st.sampled_from(["any", "fibre", "mobile"]),
    st.sampled_from(["en", "en-IN", "hi"]),
)
writes = st.tuples(
    st.lists(documents, max_size=3, unique_by=lambda document: document.id),
    st.lists(st.sampled_from("abcdef"), max_size=2, unique=True),
)


@settings(max_examples=15)
@given(steps=st.lists(writes, max_size=6))
def test_reading_on_after_every_write_equals_reading_all_anew(tmp_path_factory: pytest.TempPathFactory, steps) -> None:
    store = Store(tmp_path_factory.mktemp("columns") / "store.sqlite", read_only=False)
    try:
        columns = Columns()
        for number, (added, removed) in enumerate(steps):
            with store.reading() as connection:
                before = store.state(connection)
            write(store, added, START + number * HOUR, removed)
            columns = read(store, columns.copy(), after=before.generation, first=before.passages)
        anew = read(store)
        assert columns.document.tolist() == anew.document.tolist()
        assert columns.role.tolist() == anew.role.tolist()
        for filters in (Filters(), Filters(product="fibre"), Filters(language="en"), Filters(as_of=START + HOUR)):
            assert columns.allowed(filters).tolist() == anew.allowed(filters).tolist()
        assert columns.symptoms(columns.document).tolist() == anew.symptoms(anew.document).tolist()
        for name in ("added_at", "retired_at", "valid_from", "valid_until", "dated", "stayed_fixed"):
            assert columns.of(name, columns.document).tolist() == anew.of(name, anew.document).tolist()
    finally:
        store.close()
