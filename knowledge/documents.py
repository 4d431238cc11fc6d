"""What the knowledge base holds: articles, resolutions of past cases, and the passages cut from them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MAX_BODY_CHARACTERS = 2_000_000


class Kind(StrEnum):
    """The two pools an agent's answer is drawn from."""

    ARTICLE = "article"
    RESOLUTION = "resolution"


class Audience(StrEnum):
    """Who may read a document: `internal` is for agents only, `customer` may be sent to customers."""

    INTERNAL = "internal"
    CUSTOMER = "customer"


def _strip(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


Identifier = Annotated[
    str, BeforeValidator(_strip), Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Body = Annotated[str, Field(min_length=1, max_length=MAX_BODY_CHARACTERS, pattern=r"\S")]
Line = Annotated[str, Field(max_length=2_000)]


class _Document(BaseModel):
    """What both kinds share. Unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    product: Line = "any"
    language: Annotated[str, Field(pattern=r"^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    version: Annotated[int, Field(ge=1)] = 1
    source: tuple[Line, ...] = ()


class Article(_Document):
    """A knowledge-management article.

    `body` is normalised Markdown; every citation is a character span of it. `symptoms` are the words in which
    customers say the trouble; they lead to the article but are never cited.
    `valid_from` is inclusive, `valid_until` exclusive.
    """

    kind: Literal[Kind.ARTICLE] = Kind.ARTICLE
    title: Annotated[str, Field(min_length=1, max_length=500)]
    body: Body
    audience: Audience = Audience.INTERNAL
    symptoms: tuple[Line, ...] = ()
    etom: Annotated[str, Field(pattern=r"^(\d+(\.\d+)*)?$", max_length=30)] = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _validity_is_a_period(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("valid_until must be after valid_from")
        return self


class Resolution(_Document):
    """A past case and how it ended: what the customer said, what was wrong, what was done, whether it stayed fixed."""

    kind: Literal[Kind.RESOLUTION] = Kind.RESOLUTION
    symptom: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]
    context: Annotated[str, Field(max_length=20_000)] = ""
    cause_code: Line = ""
    steps: tuple[Annotated[str, Field(max_length=5_000)], ...] = ()
    outcome: Annotated[str, Field(max_length=20_000)] = ""
    reopened_within_7_days: bool | None = None
    closed_at: datetime | None = None
    place: Line = ""

    @property
    def title(self) -> str:
        """The first line of the symptom, at most 120 characters; the id where nothing of it can be read."""
        first = next(iter(self.symptom.strip().splitlines()), self.id)
        return first if len(first) <= 120 else first[:119].rstrip() + "…"

    @property
    def body(self) -> str:
        """The case as Markdown, the text that is cut into passages and cited."""
        parts = [f"## Symptom\n\n{self.symptom.strip()}"]
        if self.context.strip():
            parts.append(f"## Context\n\n{self.context.strip()}")
        if self.cause_code.strip():
            parts.append(f"## Cause\n\n{self.cause_code.strip()}")
        if self.steps:
            steps = "\n".join(f"{n}. {step.strip()}" for n, step in enumerate(self.steps, 1))
            parts.append(f"## Steps taken\n\n{steps}")
        if self.outcome.strip():
            parts.append(f"## Outcome\n\n{self.outcome.strip()}")
        return "\n\n".join(parts) + "\n"


Document = Article | Resolution


def parse_document(data: dict[str, Any], kind: Kind | None = None) -> Document:
    """Validate `data` as the document its `kind` names (`kind` the argument, else the key, else article).

    Raises pydantic.ValidationError, which names each wrong field.
    """
    chosen = kind or Kind(data.get("kind", Kind.ARTICLE))
    model: type[Article] | type[Resolution] = Article if chosen is Kind.ARTICLE else Resolution
    return model.model_validate({**data, "kind": chosen})
