"""Feedback is kept as it was given, personal data apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from t2r.database import open_database
from t2r.feedback import Feedback, FeedbackStore


@pytest.fixture
def engine(new_sqlite: Callable[[Path], Path], tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(new_sqlite(tmp_path))
    yield engine
    engine.dispose()


def test_feedback_is_kept_in_order_and_found_by_answer(engine: Engine) -> None:
    store = FeedbackStore(engine)
    first = store.add(Feedback(answer_id="a", displayed=True), "asha")
    second = store.add(Feedback(answer_id="b", correct=False, document_id="data-apn-wrong"), "ravi")
    assert (first, second) == (1, 2)
    assert [principal for principal, _ in store.list()] == ["asha", "ravi"]
    assert store.list("b") == [("ravi", Feedback(answer_id="b", correct=False, document_id="data-apn-wrong"))]


def test_a_comment_is_redacted_before_it_is_stored(engine: Engine, tmp_path: Path) -> None:
    FeedbackStore(engine).add(Feedback(answer_id="a", comment="call the customer on 98765 43210"), "asha")
    engine.dispose()
    assert b"43210" not in (tmp_path / "t2r.sqlite").read_bytes()


@pytest.mark.parametrize("data", [{"answer_id": "a"}, {"answer_id": ""}, {"answer_id": "a", "liked": True}])
def test_feedback_that_says_nothing_or_something_unknown_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Feedback.model_validate(data)
