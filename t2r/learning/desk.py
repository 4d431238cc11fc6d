"""What is learned from questions and cases, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlalchemy import Engine

from knowledge import KnowledgeBase
from t2r.assistant import Assistant
from t2r.learning.inbox import Inbox
from t2r.learning.questions import QuestionLog
from t2r.learning.reviewing import Reviewer


@dataclass(frozen=True, slots=True)
class LearningDesk:
    """The questions that were asked, the review of the documents, and what follows for whoever keeps them."""

    questions: QuestionLog
    reviewer: Reviewer
    inbox: Inbox

    @classmethod
    def open(cls, database: Engine, knowledge: KnowledgeBase, assistant: Assistant) -> Self:
        """All three over one database and one base."""
        return cls(
            QuestionLog(database, knowledge), Reviewer(database, knowledge, assistant), Inbox(database, knowledge)
        )
