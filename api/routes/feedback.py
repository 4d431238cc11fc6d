"""What agents say of answers and documents."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from api.auth import FeedbackWriter
from api.services import Wired
from t2r.feedback import Feedback

router = APIRouter(tags=["feedback"])


class Stored(BaseModel):
    """The number under which the feedback is kept."""

    number: int


@router.post("/v1/feedback", status_code=201)
def give(principal: FeedbackWriter, services: Wired, feedback: Feedback) -> Stored:
    """Keep what was seen, clicked, copied or judged, with the caller's name and the time; comments are redacted."""
    return Stored(number=services.feedback.add(feedback, principal.name))
