"""Questions with what a good answer holds: our own JSON Lines layout, and that of the MTRAG benchmarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from eval.inputs import InputError, as_article, json_lines, parse_model
from knowledge.documents import Article
from t2r.answers import MAX_QUESTION_CHARACTERS, MAX_TURNS, Turn


class Answerable(StrEnum):
    """Can the question be answered from the corpus?"""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    UNDERSPECIFIED = "underspecified"


def _answerable(value: object) -> object:
    if isinstance(value, bool):
        return Answerable.YES if value else Answerable.NO
    return value.lower() if isinstance(value, str) else value


def _filled(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _turn(value: object) -> object:
    if not isinstance(value, dict):
        return value
    said_by = value.get("role", value.get("speaker"))
    role = OTHER_ROLES.get(said_by, said_by) if isinstance(said_by, str) else said_by
    return {"role": role, "text": value.get("text")}


Text = Annotated[str, BeforeValidator(_filled), Field(min_length=1)]
SaidBefore = Annotated[Turn, BeforeValidator(_turn)]
OTHER_ROLES = {"user": "customer", "caller": "customer"}


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Passage(_Row):
    """A document that comes with the case."""

    id: Text = Field(validation_alias=AliasChoices("id", "document_id"))
    text: Text
    title: str | None = None


class Span(_Row):
    """Words of a document that answer the question."""

    document_id: Text
    quote: Text


class Case(_Row):
    """A question, the conversation before it, and what is right: gold documents, gold spans, reference, answerable.

    `needs` says which of the gold documents are needed: one of each group, where any of the group answers by itself. Without
    it, all are.
    """

    id: Text
    question: Annotated[Text, Field(max_length=MAX_QUESTION_CHARACTERS)]
    turns: Annotated[tuple[SaidBefore, ...], Field(max_length=MAX_TURNS)] = ()
    contexts: tuple[Passage, ...] = ()
    gold: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    spans: tuple[Span, ...] = ()
    answerable: Annotated[Answerable, BeforeValidator(_answerable)] = Answerable.YES
    reference: str | None = None
    metadata: Mapping[str, str] = {}

    @property
    def gold_documents(self) -> tuple[str, ...]:
        """The gold documents, each once: those of the spans if none are named."""
        return tuple(dict.fromkeys(self.gold or (span.document_id for span in self.spans)))

    @property
    def needed(self) -> tuple[frozenset[str], ...]:
        """The groups of gold documents of which one each is needed."""
        return tuple(map(frozenset, self.needs or ((document,) for document in self.gold_documents)))

    @property
    def should_abstain(self) -> bool | None:
        """Right to abstain? None for a partly answerable question, where either is defensible."""
        if self.answerable is Answerable.PARTIAL:
            return None
        return self.answerable is not Answerable.YES

    def slices(self, fields: Iterable[str] = ()) -> tuple[str, ...]:
        """The slices the case is in: how far it is answerable, and `field=value` for the fields it has."""
        named = (f"{field}={self.metadata[field]}" for field in fields if field in self.metadata)
        return (f"answerable={self.answerable}", *named)


def read_cases(path: Path) -> list[Case]:
    """The cases of a file, whose layout is told by its keys: `input` and `targets` are MTRAG's, else it is ours.

    Ours: `{"id", "question", "turns"?, "contexts"?, "gold"?, "needs"?, "spans"?, "answerable"?, "reference"?, …}`; every
    other text, number or boolean can name a slice. Raises InputError on a wrong field or a repeated id.
    """
    cases: dict[str, Case] = {}
    first_seen: dict[str, int] = {}
    for line, row in json_lines(path):
        fields = _from_mtrag(row, path, line) if {"input", "targets"} <= row.keys() else row
        case = parse_model(Case, fields | {"metadata": _metadata(row)}, path, line)
        if case.id in cases:
            raise InputError(f"{case.id!r} is already on line {first_seen[case.id]}", path, line, "id")
        cases[case.id], first_seen[case.id] = case, line
    if not cases:
        raise InputError("no case", path)
    return list(cases.values())


def pooled_contexts(cases: Iterable[Case], path: Path) -> list[Article]:
    """The contexts of all cases as articles, each document once. Raises InputError where one id has two texts."""
    pool: dict[str, Passage] = {}
    for case in cases:
        for passage in case.contexts:
            if pool.setdefault(passage.id, passage).text != passage.text:
                raise InputError(f"case {case.id!r}: document {passage.id!r} has two texts", path, field="contexts")
    return [as_article(passage.id, passage.title or "", passage.text, path) for passage in pool.values()]


def _from_mtrag(row: dict[str, Any], path: Path, line: int) -> dict[str, Any]:
    """MTRAG's layout: the last turn asks, the contexts are the gold passages, the first target is the reference."""
    try:
        return {
            "id": row["task_id"],
            "question": row["input"][-1]["text"],
            # In MTRAG the agent is the answering machine.
            "turns": [
                {"role": "assistant" if turn["speaker"] == "agent" else turn["speaker"], "text": turn["text"]}
                for turn in row["input"][:-1]
            ],
            "contexts": row["contexts"],
            "gold": [context["document_id"] for context in row["contexts"]],
            "answerable": MTRAG_ANSWERABLE[row["answerability"][0]],
            "reference": row["targets"][0]["text"],
        }
    except (KeyError, IndexError, TypeError) as error:
        raise InputError(f"not an MTRAG task: {type(error).__name__} {error}", path, line) from error


MTRAG_ANSWERABLE = {
    "ANSWERABLE": Answerable.YES,
    "PARTIAL": Answerable.PARTIAL,
    "UNANSWERABLE": Answerable.NO,
    "UNDERSPECIFIED": Answerable.UNDERSPECIFIED,
}


def _metadata(row: dict[str, Any]) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in row.items()
        if isinstance(value, str | int | float) and name not in ("id", "question", "reference", "answerable", "task_id")
    }
