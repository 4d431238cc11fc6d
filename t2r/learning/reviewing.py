"""Goes through the documents beside the requests: cases that no article answers, articles that cases speak against, what is told twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import ColumnElement, Engine, delete, select

from knowledge import Document, KnowledgeBase, Resolution
from knowledge.chunking import chunk
from t2r.answers import MAX_QUESTION_CHARACTERS
from t2r.assistant import Assistant
from t2r.database import writing
from t2r.learning.questions import packed
from t2r.learning.tables import Reviewed

PAGE = 200  # documents that are looked through in a round
AGAIN = timedelta(days=1)  # after which a case with a finding is reviewed again: an article may have been mended


@dataclass(slots=True)
class Reviewer:
    """Reviews a page of the base in each round, and begins again at its end. Reviewing twice changes nothing."""

    database: Engine
    knowledge: KnowledgeBase
    assistant: Assistant
    _offset: int = field(default=0, init=False)

    def round(self, now: datetime, stop: threading.Event) -> int:
        """Review what is due on the next page; how many that was. Each takes about as long as an answer."""
        page = self.knowledge.list(offset=self._offset, limit=PAGE)
        reviewed = 0
        for document in self._due(page, now):
            if stop.is_set():
                return reviewed
            row = self._review(document, now)
            with writing(self.database) as session:
                session.merge(row)
            reviewed += 1
        self._forget(page)
        self._offset = self._offset + PAGE if len(page) == PAGE else 0
        return reviewed

    def _due(self, page: Sequence[Document], now: datetime) -> list[Document]:
        with writing(self.database) as session:
            rows = session.scalars(select(Reviewed).where(Reviewed.document_id.in_([each.id for each in page])))
            known = {row.document_id: row for row in rows}
        return [each for each in page if _is_due(each, known.get(each.id), now)]

    def _forget(self, page: Sequence[Document]) -> None:
        """Take away what is no longer between the first and the last document of the page; at the ends, also what is beyond."""
        gone: list[ColumnElement[bool]] = [Reviewed.document_id.not_in([each.id for each in page])]
        if self._offset and page:
            gone.append(Reviewed.document_id >= page[0].id)
        if len(page) == PAGE:
            gone.append(Reviewed.document_id <= page[-1].id)
        if page or not self._offset:
            with writing(self.database) as session:
                session.execute(delete(Reviewed).where(*gone))

    def _review(self, document: Document, now: datetime) -> Reviewed:
        row = Reviewed(
            document_id=document.id, version=document.version, kind=document.kind, reviewed_at=now, against=[]
        )
        if isinstance(document, Resolution):
            symptom = document.symptom[:MAX_QUESTION_CHARACTERS]
            row.covered, against = self.assistant.review(symptom)
            row.against = [
                {"article_id": one.article_id, "text": one.text, "citation": one.citation.model_dump(mode="json")}
                for one in against
                if one.resolution_id == document.id
            ]
            row.speaks = bool(row.against)
            row.vector = packed(self.knowledge.query(symptom).own_vector)
        else:
            row.covered, row.speaks = True, False
            row.vector = packed(self._about(document))
        return row

    def _about(self, document: Document) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """What an article is about: the mean of its passages."""
        body = document.body
        passages = [f"{document.title}\n{body[each.start : each.end]}" for each in chunk(body)] or [document.title]
        mean = self.knowledge.embed(passages).mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _is_due(document: Document, row: Reviewed | None, now: datetime) -> bool:
    if row is None or row.version != document.version:
        return True
    return (not row.covered or row.speaks) and now - row.reviewed_at >= AGAIN
