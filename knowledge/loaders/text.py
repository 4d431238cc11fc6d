"""Bytes of any encoding to clean text: one Unicode form, one kind of line end, nothing invisible."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from knowledge.loaders.source import Content, LoadError, Record

MAX_CHAOS = 10  # percent: charset-normalizer's share of implausible letters above which its guess is not believed

_MARKS = (  # UTF-32 first: its little-endian mark starts with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


def read(content: Content) -> Iterator[Record | LoadError]:
    """A plain text file as one record."""
    yield Record({"body": clean(decode(content.data))})


def decode(data: bytes, declared: str = "") -> str:
    """The text of `data`: by its byte-order mark, as UTF-8, as `declared`, or as what it most plausibly is.

    Raises LoadError if it is binary or no guess is plausible.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data:
        return _decoded(data, _utf16_without_mark(data))
    for encoding in ("utf-8", declared):
        try:
            return data.decode(encoding) if encoding else _guessed(data)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guessed(data)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(f"not {encoding} text: {error.reason} at byte {error.start}") from error


def _utf16_without_mark(data: bytes) -> str:
    """The byte order in which most of the Latin text would have its zero bytes."""
    half = len(data) / 2
    even, odd = data[::2].count(0) / half, data[1::2].count(0) / half
    if odd > 0.1 > even:
        return "utf-16-le"
    if even > 0.1 > odd:
        return "utf-16-be"
    raise LoadError("binary, not text")


def _guessed(data: bytes) -> str:
    """The text in a legacy encoding: Windows-1252 where that reads well, as its look-alikes are far rarer."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data, cp_isolation=["cp1252"]).best() or from_bytes(data).best()
    if guess is None or guess.percent_chaos > MAX_CHAOS:
        raise LoadError("cannot tell its encoding; save it as UTF-8")
    return str(guess)


_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # soft hyphen, zero width, direction
    "\ud800-\udfff]"  # halves of a surrogate pair
)
_STRAY_JOINER = re.compile("(?:^|(?<=[\x00-\x7f]))[\u200c\u200d]+")  # inside Indic words and emoji they matter
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{4,}")


def clean(text: str) -> str:
    """`text` in Unicode form NFC, with `\\n` line ends, without control and zero-width characters, without white space
    at the ends of lines, and with at most two empty lines in a row."""
    text = _LINE_END.sub("\n", text).replace("\u00a0", " ")
    text = unicodedata.normalize("NFC", _STRAY_JOINER.sub("", _INVISIBLE.sub("", text)))
    return _EMPTY_LINES.sub("\n\n\n", _TRAILING.sub("", text)).strip("\n")
