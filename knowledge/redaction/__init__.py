"""Personal data out of support texts: what identifies a customer is replaced by a word that carries nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.documents import Article, Document, Resolution
from knowledge.redaction import addresses, credentials, marks, names, numbers, spelled
from knowledge.redaction.page import BLOT, KINDS, Page, Span, apart

__all__ = ["KINDS", "Redacted", "Span", "find", "redact", "redact_document"]

# The most specific first: what one detector found, the next do not see.
_DETECTORS: tuple[Callable[[Page], Iterable[Span]], ...] = (
    credentials.secrets,
    marks.emails_and_upi_ids,
    marks.spoken_emails,
    marks.pans,
    numbers.numbers,
    spelled.spelled_digits,
    addresses.addresses,
    names.names,
)

_WORDS = credentials.WORDS | spelled.WORDS | addresses.WORDS | names.WORDS | {"at"}

_FREE_TEXT: dict[type[Article] | type[Resolution], tuple[str, ...]] = {
    Article: ("title", "body", "symptoms", "source"),
    Resolution: ("symptom", "context", "cause_code", "steps", "outcome", "place", "source"),
}


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what identified somebody, and how many of each kind were found."""

    text: str
    found: Counter[str]


def redact(text: str) -> Redacted:
    """`text` with every identifier replaced by "[PHONE]", "[NAME]" and so on (KINDS).

    Nothing of an identifier is kept: neither its length nor a digest. Redacting again changes nothing. Line breaks,
    tables and lists stay as they are.
    """
    spans = find(text)
    return Redacted(_replace(text, spans, 0, len(text)), Counter(span.kind for span in spans))


def redact_document(document: Document) -> tuple[Document, Counter[str]]:
    """`document` with all its free text redacted, and how many identifiers of each kind were found.

    The fields are read as one text, so that a name that is introduced in one of them is found in all.
    """
    values = {name: getattr(document, name) for name in _FREE_TEXT[type(document)]}
    texts = [text for value in values.values() for text in ([value] if isinstance(value, str) else value)]
    seam = f"\n{BLOT}\n"
    spans = find(seam.join(texts))
    if not spans:
        return document, Counter()
    redacted = []
    start = 0
    for text in texts:
        inside = [span for span in spans if start <= span.start < start + len(text)]
        redacted.append(_replace(text, inside, start, start + len(text)))
        start += len(text) + len(seam)
    cleaned = iter(redacted)
    update = {
        name: next(cleaned) if isinstance(value, str) else tuple(next(cleaned) for _ in value)
        for name, value in values.items()
    }
    return document.model_copy(update=update), Counter(span.kind for span in spans)


def find(text: str) -> list[Span]:
    """Where `text` identifies somebody, in order and apart from each other.

    What is found may uncover more (a number between two others), so the detectors run until they find nothing; the
    redacted text is therefore one in which they find nothing.
    """
    page = Page.of(text, _WORDS)
    found: list[Span] = []
    while True:
        before = len(found)
        for detect in _DETECTORS:
            spans = apart(detect(page))
            if spans:
                found += spans
                page = page.blot(spans)
        if len(found) == before:
            return sorted(found, key=lambda span: span.start)


def _replace(text: str, spans: Sequence[Span], start: int, end: int) -> str:
    """`text`, which begins at `start` where the spans count from, with the spans replaced."""
    parts: list[str] = []
    position = start
    for span in spans:
        parts += text[position - start : span.start - start], f"[{span.kind}]"
        position = span.end
    return "".join([*parts, text[position - start : end - start]])
