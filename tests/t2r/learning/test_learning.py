"""What the knowledge inbox says, over a base and questions of which it is known what is wrong with them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge import Article, Audience, KnowledgeBase, Resolution
from knowledge.embedding import OnnxEmbedder
from knowledge.loaders import Skipped, load
from t2r import Assistant, Settings
from t2r.answers import Answer
from t2r.database import open_database
from t2r.feedback import Feedback, FeedbackStore
from t2r.learning.clusters import clusters
from t2r.learning.desk import LearningDesk
from t2r.learning.inbox import NoSuchItemError, Topic
from t2r.learning.questions import KEPT, PORTION
from t2r.learning.tables import AskedQuestion, Reviewed

ARTICLES = Path(__file__).parents[3] / "knowledge" / "articles"
NOW = datetime.now(UTC)
NEVER = threading.Event()

AGAINST = Resolution(
    id="case-101",
    symptom="Mobile data stopped after the customer changed the APN, no internet although calls work",
    cause_code="APN",
    product="mobile",
    steps=("Used Reset to default in the APN menu to restore the built-in APN values of the SIM's operator",),
    outcome="Data worked for an hour. The customer called again the same evening.",
    reopened_within_7_days=True,
)


def case(number: int, symptom: str, *steps: str, cause: str = "STB-HDCP", came_back: bool = False) -> Resolution:
    return Resolution(
        id=f"stb-{number}",
        symptom=symptom,
        cause_code=cause,
        steps=steps,
        outcome="The picture came back.",
        product="tv",
        reopened_within_7_days=came_back,
    )


BLACK_SCREEN = [
    case(
        1,
        "Set-top box shows a black screen with sound on the television",
        "Changed the HDMI cable",
        "Chose 1080p on the box",
    ),
    case(
        2, "Television has sound but a black screen from the set-top box", "Chose 1080p on the box", "Restarted the box"
    ),
    case(3, "Black screen, only sound, set-top box on HDMI", "Changed the HDMI cable.", "Chose 1080p on the box"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    chosen = [ARTICLES / f"{name}.md" for name in ("data-apn-wrong", "device-iphone-apn-network", "broadband-los-red")]
    articles = [item for item in load(chosen) if not isinstance(item, Skipped)]
    with KnowledgeBase.open(tmp_path_factory.mktemp("base"), embedder=OnnxEmbedder.load()) as base:
        base.add([*articles, AGAINST, *BLACK_SCREEN])
        yield base


@pytest.fixture
def database(new_sqlite: Callable[[], Path]) -> Iterator[Engine]:
    engine = open_database(new_sqlite())
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def assistant(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(base, Settings(data_dir=tmp_path_factory.mktemp("data"), chat_model=None))


@pytest.fixture
def desk(database: Engine, base: KnowledgeBase, assistant: Assistant) -> LearningDesk:
    return LearningDesk.open(database, base, assistant)


def ask(desk: LearningDesk, assistant: Assistant, *questions: str) -> list[Answer]:
    answers = [assistant.answer(question) for question in questions]
    for answer in answers:
        desk.questions.note(answer)
    desk.questions.flush()
    return answers


MISSING = (
    "how do I pair the remote control with the set-top box",
    "remote of the set top box does not pair",
    "set-top box remote control pairing",
)
ANSWERED = "LOS light on the fibre modem is red"


class TestQuestions:
    def test_what_was_not_answered_is_gathered_by_matter(self, desk: LearningDesk, assistant: Assistant) -> None:
        ask(desk, assistant, *MISSING, "price of the football package", ANSWERED)
        gaps = desk.inbox.items(Topic.GAP, NOW)
        assert [gap.weight for gap in gaps] == [3, 1]
        assert set(gaps[0].detail["questions"]) == set(MISSING)
        assert ANSWERED not in {question for gap in gaps for question in gap.detail["questions"]}

    def test_an_answer_that_an_agent_calls_wrong_is_one_of_them(
        self, desk: LearningDesk, assistant: Assistant, database: Engine
    ) -> None:
        (answer,) = ask(desk, assistant, ANSWERED)
        assert desk.inbox.items(Topic.GAP, NOW) == []
        FeedbackStore(database).add(Feedback(answer_id=answer.answer_id, correct=False), "asha")
        assert [gap.title for gap in desk.inbox.items(Topic.GAP, NOW)] == [ANSWERED]

    def test_personal_data_is_not_kept(self, desk: LearningDesk, assistant: Assistant, database: Engine) -> None:
        ask(desk, assistant, "remote of asha.rao@example.com +91 98450 12345 does not pair")
        with Session(database) as session:
            (kept,) = session.scalars(select(AskedQuestion.question))
        assert "example.com" not in kept
        assert "12345" not in kept

    def test_what_has_been_set_aside_comes_back_only_with_new_questions(
        self, desk: LearningDesk, assistant: Assistant
    ) -> None:
        ask(desk, assistant, *MISSING)
        (gap,) = desk.inbox.items(Topic.GAP, NOW)
        desk.inbox.set_aside(Topic.GAP, gap.id, "kiran", "an article is being written", NOW)
        assert desk.inbox.items(Topic.GAP, NOW) == []
        ask(desk, assistant, "pairing a set-top box's remote control")
        assert [each.weight for each in desk.inbox.items(Topic.GAP, NOW)] == [1]
        with pytest.raises(NoSuchItemError, match="may have changed"):
            desk.inbox.set_aside(Topic.GAP, gap.id, "kiran", "", NOW)

    def test_questions_are_forgotten_after_their_time(
        self, desk: LearningDesk, assistant: Assistant, database: Engine
    ) -> None:
        ask(desk, assistant, *MISSING)
        desk.questions.forget(NOW + KEPT - timedelta(minutes=1))
        assert desk.inbox.items(Topic.GAP, NOW)
        desk.questions.forget(datetime.now(UTC) + KEPT + timedelta(minutes=1))
        with Session(database) as session:
            assert not session.scalars(select(AskedQuestion)).all()

    def test_all_that_waits_is_written_in_portions(self, desk: LearningDesk, assistant: Assistant) -> None:
        answer = assistant.answer(MISSING[0])
        for _ in range(PORTION + 1):
            desk.questions.note(answer)
        assert desk.questions.flush() == PORTION + 1
        assert desk.questions.flush() == 0

    def test_what_could_not_be_written_is_written_later(
        self, desk: LearningDesk, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.questions.note(assistant.answer(MISSING[0]))
        with monkeypatch.context() as patch:
            patch.setattr("t2r.learning.questions.redact", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                desk.questions.flush()
        assert desk.questions.flush() == 1


class TestReview:
    def test_the_cases_that_no_article_answers_make_a_draft_that_the_base_takes(self, desk: LearningDesk) -> None:
        desk.reviewer.round(NOW, NEVER)
        (draft,) = desk.inbox.items(Topic.DRAFT, NOW)
        assert set(draft.documents) == {"stb-1", "stb-2", "stb-3"}
        article = Article(**draft.detail["draft"])
        assert "1. Changed the HDMI cable" in article.body
        assert "2. Chose 1080p on the box" in article.body
        assert "Restarted" not in article.body  # one of three did it
        assert article.product == "tv"

    def test_an_article_that_a_case_speaks_against_is_named_with_the_place(self, desk: LearningDesk) -> None:
        desk.reviewer.round(NOW, NEVER)
        (item,) = desk.inbox.items(Topic.CONTRADICTION, NOW)
        assert item.documents[1:] == ("case-101",)
        citation = item.detail["cases"][0]["citation"]
        assert citation["quote"] in AGAINST.body

    def test_a_document_is_reviewed_once_and_again_a_day_after_a_finding(self, desk: LearningDesk) -> None:
        assert desk.reviewer.round(NOW, NEVER) == 7
        assert desk.reviewer.round(NOW, NEVER) == 0
        assert desk.reviewer.round(NOW + timedelta(days=1), NEVER) == 4  # the articles have none

    def test_a_review_of_a_document_that_is_gone_goes_too(
        self, desk: LearningDesk, database: Engine, base: KnowledgeBase
    ) -> None:
        extra = case(9, "The smart card of the set-top box is not read")
        base.add([extra])
        desk.reviewer.round(NOW, NEVER)
        base.remove([extra.id])
        desk.reviewer.round(NOW, NEVER)
        with Session(database) as session:
            assert extra.id not in session.scalars(select(Reviewed.document_id)).all()

    def test_it_stops_when_it_is_told_to(self, desk: LearningDesk) -> None:
        told = threading.Event()
        told.set()
        assert desk.reviewer.round(NOW, told) == 0


class TestArticles:
    @pytest.fixture
    def own_base(self, tmp_path: Path) -> Iterator[KnowledgeBase]:
        with KnowledgeBase.open(tmp_path / "knowledge", embedder=OnnxEmbedder.load()) as base:
            yield base

    def desk_of(self, database: Engine, base: KnowledgeBase) -> LearningDesk:
        return LearningDesk.open(database, base, Assistant(base, Settings(data_dir=base._path, chat_model=None)))

    def test_out_of_date_is_what_has_ended_ends_soon_or_is_a_year_old(
        self, database: Engine, own_base: KnowledgeBase
    ) -> None:
        today = NOW.date()
        until: dict[str, date | None] = {
            "over": today, "soon": today + timedelta(days=9), "later": today + timedelta(days=90), "open": None,
        }  # fmt: skip
        own_base.add([Article(id=id, title=id, body=f"About {id}.", valid_until=end) for id, end in until.items()])
        desk = self.desk_of(database, own_base)
        assert {item.documents[0] for item in desk.inbox.items(Topic.STALE, NOW)} == {"over", "soon"}
        later = desk.inbox.items(Topic.STALE, NOW + timedelta(days=366))
        assert len(later) == 4
        assert all("not changed since" in item.title for item in later)

    @pytest.mark.parametrize(("audience", "told"), [(Audience.INTERNAL, 1), (Audience.CUSTOMER, 0)])
    def test_told_twice_is_the_same_matter_for_the_same_readers(
        self, database: Engine, own_base: KnowledgeBase, audience: Audience, told: int
    ) -> None:
        (article,) = (item for item in load([ARTICLES / "broadband-los-red.md"]) if isinstance(item, Article))
        (other,) = (item for item in load([ARTICLES / "data-apn-wrong.md"]) if isinstance(item, Article))
        lines = article.body.split("\n")
        kept = "\n".join(line for number, line in enumerate(lines) if number % 5)
        article = article.model_copy(update={"audience": Audience.INTERNAL})
        copy = article.model_copy(update={"id": "copy", "body": kept, "audience": audience})
        own_base.add([article, copy, other])
        desk = self.desk_of(database, own_base)
        desk.reviewer.round(NOW, NEVER)
        found = desk.inbox.items(Topic.DUPLICATE, NOW)
        assert [item.documents for item in found] == [(article.id, "copy")] * told


class TestClusters:
    def test_rows_that_point_the_same_way_are_together_and_the_typical_one_leads(self) -> None:
        angles = np.radians([0, 90, 8, 4, 93])
        rows = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
        assert clusters(rows, 0.9) == [[3, 0, 2], [1, 4]] or clusters(rows, 0.9) == [[3, 2, 0], [1, 4]]

    @pytest.mark.parametrize("rows", [0, 1])
    def test_few_rows(self, rows: int) -> None:
        assert clusters(np.ones((rows, 3), dtype=np.float32)) == [[0]] * rows
