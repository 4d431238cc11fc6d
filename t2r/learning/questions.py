"""The questions that were asked, without personal data, and what became of them: written down in portions, beside the requests."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session, undefer

from knowledge import KnowledgeBase, redact
from t2r.answers import Answer, Decision
from t2r.database import utc_now, writing
from t2r.feedback import said_wrong
from t2r.learning.tables import AskedQuestion

KEPT = timedelta(days=180)
WAITING = 10_000  # answers that wait to be written; of more, the oldest are let go
PORTION = 200


class QuestionLog:
    """Takes answers as they are given, from any thread, and writes them down when `flush` is called."""

    def __init__(self, database: Engine, knowledge: KnowledgeBase) -> None:
        self._database, self._knowledge = database, knowledge
        self._waiting: deque[tuple[datetime, Answer]] = deque(maxlen=WAITING)

    def note(self, answer: Answer) -> None:
        """An answer has been given."""
        self._waiting.append((utc_now(), answer))

    def flush(self) -> int:
        """Write down what waits; how many that was."""
        written = 0
        while portion := [self._waiting.popleft() for _ in range(min(PORTION, len(self._waiting)))]:
            try:
                rows = [self._row(at, answer) for at, answer in portion]
                with writing(self._database) as session:
                    session.add_all(rows)
            except BaseException:
                self._waiting.extendleft(reversed(portion))  # it is tried again
                raise
            written += len(portion)
        return written

    def forget(self, now: datetime) -> None:
        """Take away what is older than it is kept."""
        with writing(self._database) as session:
            session.execute(delete(AskedQuestion).where(AskedQuestion.at < now - KEPT))

    def _row(self, at: datetime, answer: Answer) -> AskedQuestion:
        question = redact(answer.question).text
        answered = answer.decision is Decision.ANSWERED
        return AskedQuestion(
            at=at,
            answer_id=answer.answer_id,
            question=question,
            decision=answer.decision,
            confidence=answer.confidence,
            document_id=next((view.document_id for view in answer.articles), None),
            vector=None if answered else packed(self._knowledge.query(question).own_vector),
        )


def unanswered(session: Session, since: datetime, most: int) -> Sequence[AskedQuestion]:
    """The newest questions that were not answered, or that an agent says were answered wrongly, the newest first."""
    missed = (AskedQuestion.decision != Decision.ANSWERED) | AskedQuestion.answer_id.in_(said_wrong())
    query = select(AskedQuestion).where(AskedQuestion.at >= since, missed).order_by(AskedQuestion.number.desc())
    return session.scalars(query.options(undefer(AskedQuestion.vector)).limit(most)).all()


def packed(vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> bytes:
    """A unit vector in half precision."""
    return vector.astype(np.float16).tobytes()


def unpacked(vectors: Sequence[bytes]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The rows of packed vectors."""
    return np.array([np.frombuffer(each, dtype=np.float16) for each in vectors], dtype=np.float32)
