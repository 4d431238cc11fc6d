"""Which question parts the flows in doubt best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path

from t2r.flows.files import FlowError, FlowId, Name, OneOrMore, SourceFile, Strict, Text

# A question that tells less of the flow (in bits) is not worth asking: then the flows' titles are put up for choice.
WORTH_ASKING = 0.25
MOST_TITLES = 4


class SeparatingQuestion(Strict):
    """A question to the customer: each answer, and the flows that fit it. A flow may fit several answers.

    It is not asked where the `slot` is known.
    """

    ask: Text
    slot: Name | None = None
    answers: dict[str, OneOrMore[FlowId]]


class QuestionFile(Strict):
    """The file of questions."""

    questions: tuple[SeparatingQuestion, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """The question to ask, and for each answer the flows that then remain."""

    question: str
    answers: Mapping[str, tuple[str, ...]]


def best_question(
    likely: Mapping[str, float], questions: Sequence[SeparatingQuestion], titles: Mapping[str, str]
) -> Ask:
    """The question whose answer tells most of which flow it is; `likely`: the flows in doubt and their probabilities.

    `titles` are of all flows: an answer that none of those in doubt fits leads to the first one it names.
    """
    total = sum(likely.values()) or 1.0
    share = {flow: probability / total for flow, probability in likely.items()}
    best = max(questions, key=lambda question: _told(question, share), default=None)
    if best is not None and _told(best, share) >= WORTH_ASKING:
        answers = {
            answer: tuple(flow for flow in share if flow in flows or not _fits(best, flow))
            or tuple(flow for flow in flows if flow in titles)[:1]
            for answer, flows in best.answers.items()
        }
        return Ask(best.ask, {answer: flows for answer, flows in answers.items() if flows})
    first = sorted(share, key=lambda flow: -share[flow])[:MOST_TITLES]
    named = [titles[flow] for flow in first]
    return Ask(f"Which of these is it: {'; '.join(named)}?", {titles[flow]: (flow,) for flow in first})


def _told(question: SeparatingQuestion, share: Mapping[str, float]) -> float:
    """Mutual information of the answer and the flow, in bits."""
    answers = dict.fromkeys(question.answers, 0.0)
    open_still = 0.0
    for flow, probability in share.items():
        fitting = _fits(question, flow) or list(question.answers)
        open_still += probability * log2(len(fitting))
        for answer in fitting:
            answers[answer] += probability / len(fitting)
    return -sum(each * log2(each) for each in answers.values() if each > 0) - open_still


def _fits(question: SeparatingQuestion, flow: str) -> list[str]:
    return [answer for answer, flows in question.answers.items() if flow in flows]


def read_questions(path: Path) -> tuple[SeparatingQuestion, ...]:
    """The questions of a file. Raises FlowError with every mistake of the file."""
    source = SourceFile(path)
    read = source.read(QuestionFile)
    if read is None or source.mistakes:
        raise FlowError(source.mistakes)
    return read.questions


@cache
def shipped_questions() -> tuple[SeparatingQuestion, ...]:
    """The questions that come with the package."""
    return read_questions(Path(__file__).with_name("questions.yaml"))
