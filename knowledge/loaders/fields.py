"""Makes a document of a record's fields, under whatever common names help desks and site generators give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from knowledge.documents import Document, Kind, parse_document
from knowledge.loaders.source import Limits, LoadError, Record
from knowledge.loaders.text import clean

# For each field of a document, the names it goes by, best first; its own name is always the first. A name serves one
# field only: the first field below that finds it.
_BOTH = {
    "id": ("_id", "slug", "doc_id", "document_id", "article_id", "ticket_id", "case_id", "number", "ticket_number"),
    "product": ("service", "product_name"),
    "language": ("lang", "locale"),
    "version": (),
    "source": ("sources", "url", "link", "permalink"),
}
_ARTICLE = _BOTH | {
    "title": ("subject", "question", "name", "headline", "short_description"),
    "body": ("text", "content", "answer", "article_body", "description", "article"),
    "audience": ("visibility",),
    "symptoms": ("symptom", "tags", "keywords", "description", "summary"),
    "etom": (),
    "valid_from": ("effective_date", "lastmod", "last_modified", "updated", "updated_at", "date", "published"),
    "valid_until": ("valid_to", "expiry_date", "expires"),
}
_RESOLUTION = _BOTH | {
    "symptom": ("short_description", "problem", "issue", "complaint", "subject", "question", "title", "description"),
    "cause_code": ("cause", "root_cause", "close_code", "resolution_code"),
    "steps": ("steps_taken", "actions", "actions_taken", "resolution_steps"),
    "outcome": ("resolution", "solution", "close_notes", "resolution_notes", "answer", "result"),
    "context": ("description", "details", "work_notes", "notes", "body", "text", "content"),
    "closed_at": ("closed", "resolved_at", "closed_date", "resolved", "resolution_date"),
    "reopened_within_7_days": ("reopened", "is_reopened", "reopen_count"),
    "place": ("location", "site", "city", "region"),
}
_LISTS = {"symptoms", "steps", "source"}
_GATHERED = {"symptoms", "context", "outcome"}  # what is under several of their names is all kept
_DAYS = {"valid_from", "valid_until"}

_EMPTY = {"", "~", "null", "none", "nan"}  # how YAML and spreadsheets write nothing
_AUDIENCES = {
    "public": "customer",
    "external": "customer",
    "customers": "customer",
    "agent": "internal",
    "agents": "internal",
}
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*")
_STEP = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_HEADING = re.compile(
    r"^(?:(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|#{1,6}[ \t]+(?P<hash>[^\n]*)|(?P<underlined>\w[^\n]*)\n(?:=+|-{2,})$)",
    re.MULTILINE | re.DOTALL,
)
_MAX_ID = 200
_MAX_LINE = 2_000  # a longer description is not the words of a customer
_MAX_FIRST_LINE = 120  # characters of a body that may stand in for a title


def to_document(record: Record, kind: Kind, name: str, limits: Limits) -> Document:
    """The document a record of the file `name` holds.

    Unknown fields are ignored, as pages of site generators are full of them; only where an article has no body do they
    become it, a line each. Raises LoadError naming each field that is wrong.
    """
    named: dict[str, object] = {}
    for key, value in record.fields.items():
        named.setdefault(snake_case(str(key)), value)
    if _text(named.get("draft")).lower() in ("true", "yes", "1"):
        raise LoadError("marked as a draft")
    own_kind = _text(named.get("kind")).lower()
    kind = Kind(own_kind) if own_kind in list(Kind) else kind
    data, rest = _mapped(named, _ARTICLE if kind is Kind.ARTICLE else _RESOLUTION)
    if kind is Kind.ARTICLE and "body" not in data:
        lines = (f"- {key.replace('_', ' ').capitalize()}: {text}" for key, value in rest if (text := _text(value)))
        data["body"] = "\n".join(lines)
    _complete(data, record, kind, name)
    longest = max(len(str(data.get(field, ""))) for field in ("body", "context"))
    if longest > limits.max_characters:
        raise LoadError(f"{longest:,} characters of text, the limit is {limits.max_characters:,}")
    try:
        return parse_document(data, kind)
    except ValidationError as error:
        raise LoadError(_flattened(error)) from error


@lru_cache(maxsize=1_000)
def snake_case(name: str) -> str:
    """`Closed At`, `closedAt` and `closed-at` as `closed_at`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"\W+", "_", words).lower().rstrip("_")


def _mapped(
    named: Mapping[str, object], names: Mapping[str, Iterable[str]]
) -> tuple[dict[str, Any], list[tuple[str, object]]]:
    """The values by the field of the document they belong to, and what belongs to none."""
    data: dict[str, Any] = {}
    used: set[str] = {"kind", "draft"}
    for field, others in names.items():
        values = []
        for alias in (field, *others):
            value = _value(field, named[alias], alias == field) if alias in named and alias not in used else None
            if value:
                used.add(alias)
                values.append(value)
                if field not in _GATHERED:
                    break
        if values:
            data[field] = _gathered(values)
    return data, [(key, value) for key, value in named.items() if key not in used]


def _value(field: str, value: object, own: bool) -> Any:
    """The value as the field wants it; one under a foreign name (`own` false) that cannot be it counts as absent."""
    if field in _LISTS:
        texts = _texts(value)
        return texts if own or field != "symptoms" else tuple(text for text in texts if len(text) <= _MAX_LINE)
    text = _text(value)
    if field == "language":
        text = text.replace("_", "-")
        return text if own or _LANGUAGE.fullmatch(text) else ""
    if field in _DAYS:
        return text[:10] if _is_day(text[:10]) else text if own else ""
    if field == "version":
        dotted = re.fullmatch(r"[vV]?(\d+)\.[\w.-]+", text)
        return str(max(1, int(dotted[1]))) if dotted else text
    if field == "closed_at":
        return text if own or text[:1].isdigit() else ""
    if field == "audience":
        return _AUDIENCES.get(text.lower(), text.lower()) if own or text.lower() in _AUDIENCES else ""
    if field == "reopened_within_7_days" and text.isdigit():
        return str(int(text) > 0)
    return text


def _text(value: object) -> str:
    """A scalar as clean text, the scalars of a list a line each, anything else, such as lists in lists, as nothing."""
    if isinstance(value, (list, tuple)):
        return "\n".join(text for part in value if not isinstance(part, (list, tuple)) and (text := _text(part)))
    if not isinstance(value, (str, int, float)):
        return ""
    text = clean(str(value)).strip()
    return "" if text.lower() in _EMPTY else text


def _texts(value: object) -> tuple[str, ...]:
    """A list, or text cut at line ends, else at bars, else at semicolons; without list marks."""
    if isinstance(value, (list, tuple)):
        parts = [_text(part) for part in value if not isinstance(part, (list, tuple))]
    else:
        text = _text(value)
        parts = text.split(next((mark for mark in "\n|;" if mark in text), "\n"))
    return tuple(filter(None, (_STEP.sub("", part, count=1).strip() for part in parts)))


def _gathered(values: list[Any]) -> Any:
    if len(values) == 1:
        return values[0]
    if isinstance(values[0], tuple):
        return tuple(dict.fromkeys(text for value in values for text in value))
    return "\n\n".join(values)


def _complete(data: dict[str, Any], record: Record, kind: Kind, name: str) -> None:
    """Fills in the id and the title a record does not have, and tells steps taken from an outcome in prose."""
    data.setdefault("id", _path_id(name, record.number))
    if kind is Kind.ARTICLE:
        if "title" not in data:
            data["title"] = _title(data["body"], name, record.number is not None)
        return
    if "symptom" not in data and record.number is None:
        data["symptom"] = _title(data.get("context", ""), name, False)
    lines = data.get("outcome", "").splitlines()
    if "steps" not in data and len(lines) > 1 and all(map(_STEP.match, lines)):
        data["steps"] = _texts(data.pop("outcome"))


def _title(body: str, name: str, is_row: bool) -> str:
    """The first heading, else a row's first line, else the file's name in words."""
    from knowledge.chunking import heading_text

    headings = (found["hash"] or found["underlined"] or "" for found in _HEADING.finditer(body))
    title = next(filter(None, map(heading_text, headings)), "")
    if not title and is_row:
        line = heading_text(_STEP.sub("", body.partition("\n")[0], count=1))
        title = line if len(line) <= _MAX_FIRST_LINE else line[: _MAX_FIRST_LINE - 1].rsplit(" ", 1)[0] + "…"
    if title or is_row:
        return title
    path = PurePosixPath(name)
    stem = path.name.partition(".")[0]
    words = path.parent.name if stem in ("index", "_index", "README") and path.parent.name else stem
    words = re.sub(r"[\s_.+-]+", " ", words).strip()
    return words[:1].upper() + words[1:] or name


def _path_id(name: str, number: int | None) -> str:
    """The path, with the row; of one too long, its end, behind a digest of all of it."""
    identity = clean(name).replace("\n", " ") + (f"#{number}" if number is not None else "")
    if len(identity) <= _MAX_ID:
        return identity
    digest = sha256(identity.encode()).hexdigest()[:16]
    return f"{digest}…{identity[len(digest) + 1 - _MAX_ID :]}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _flattened(error: ValidationError) -> str:
    """Pydantic's errors as `field: message; field: message`."""
    parts = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        message = one["msg"].removeprefix("Value error, ")
        where = ".".join(map(str, one["loc"]))
        parts.append(f"{where}: {message}" if where else message)
    return "; ".join(parts)
