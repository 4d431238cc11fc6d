"""Reads the text of PDF files, page by page, as paragraphs and lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from knowledge.loaders.source import BROKEN, Content, LoadError, Record
from knowledge.loaders.text import clean

_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_BULLET = re.compile(r"^[•‣▪●◦–·][ \t]*", re.MULTILINE)
_UNFINISHED = re.compile(r"[\w,;-]\Z")
_UNTITLED = re.compile(r"(?i)untitled|microsoft word|\.(docx?|pdf|indd|tex|qxd)$|^\W*$")


def read(content: Content) -> Iterator[Record | LoadError]:
    """A PDF as one record; a page that cannot be read is left out and yielded as such."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    limits = content.limits
    broken = (PyPdfError, *BROKEN)
    try:
        reader = PdfReader(BytesIO(content.data))
        if reader.is_encrypted and not reader.decrypt(""):  # most manuals are locked against changes only
            raise LoadError("encrypted")
        count = len(reader.pages)
        title = clean(str((reader.metadata and reader.metadata.title) or ""))
    except DependencyError as error:
        raise LoadError("encrypted") from error
    except broken as error:
        raise LoadError(f"a broken PDF: {error}") from error
    if count > limits.max_pages:
        raise LoadError(f"{count:,} pages, the limit is {limits.max_pages:,}")
    pages = []
    length = 0
    for number in range(count):
        try:
            pages.append(clean(reader.pages[number].extract_text()))
        except broken as error:
            yield LoadError(f"a broken page: {error}", f"page {number + 1}")
            continue
        length += len(pages[-1])
        if length > limits.max_characters:
            raise LoadError(f"more than {limits.max_characters:,} characters of text", f"page {number + 1}")
    body = joined(pages)
    if not body:
        raise LoadError("no text in it; a scan needs text recognition first")
    yield Record({"title": "" if _UNTITLED.search(title) else title, "body": body})


def joined(pages: list[str]) -> str:
    """The pages as one text: no running heads, words whole, a sentence that goes on over the page in one paragraph."""
    text = ""
    for lines in _without_running_heads([[line.strip() for line in page.split("\n")] for page in pages]):
        page = "\n".join(lines).strip("\n")
        if page:
            goes_on = _UNFINISHED.search(text) and page[0].islower()
            text += ("\n" if goes_on else "\n\n") + page if text else page
    return clean(_BULLET.sub("- ", _HYPHENATED.sub("", text)))


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without a first or last line that, but for its digits, stands on most of at least three of them."""
    if len(pages) < 3:
        return pages
    for end in (0, -1):
        seen = Counter(_shape(lines[end]) for lines in pages if lines)
        frequent = {shape for shape, count in seen.items() if count > max(2, len(pages) / 2)}
        pages = [
            (lines[1:] if end == 0 else lines[:-1]) if lines and _shape(lines[end]) in frequent else lines
            for lines in pages
        ]
    return pages


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)
