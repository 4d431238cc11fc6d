"""What of a document can be read on its own: text without markup, whole list items, sentences that need no neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge import Hit
from t2r.evidence import REMEMBERED_TEXTS, Unit, plain, spans

# Of an announcement (“Run these commands:”) so much of what it announces is shown with it.
ANNOUNCED_UNITS = 6
ANNOUNCED_CHARACTERS = 500
# A list item of fewer words names a thing and says nothing about it.
SHORTEST_ITEM = 4
# A sentence that leans on one that is not shown must be this much better than one that stands alone …
LEANING = 0.9
# … and one that says what the document is about, rather than anything of the matter, better still.
ABOUT_ITSELF = 0.75

_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)
# Template tags of site generators, comments, tags of HTML, and admonition fences of documentation tools.
_TEMPLATE = re.compile(r"\{\{[<%].*?[%>]\}\}|<!--.*?-->|^:::[^\n]*$|\{:[^}\n]*\}", re.DOTALL | re.MULTILINE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|center|code|details|div|em|font|hr|i|img|kbd|li|ol|p|pre|small|span|strong|sub|summary|sup|table|"
    r"tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# `[slack]` and `[slack][1]` link to a definition elsewhere; `[SECRET]` stands for what redaction took out.
_REFERENCE = re.compile(r"\[([^\]\[\n]*[a-z][^\]\[\n]*)\](?:\[[^\]\[\n]*\])?(?!\()")
# One half of a pair of bold marks, whose other half is in another sentence; a dialling code such as **21*number# has digits.
_HALF_BOLD = re.compile(r"(?:\*\*|__)(?=[A-Za-z])|(?<=[A-Za-z.:!?)])(?:\*\*|__)(?=\W|$)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!<>|-])")

_ITEM = re.compile(r"[ \t>]*(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_ENDS = re.compile(r"[.!?…][\"'”’)\]*_`]*$")
_POINTS_ELSEWHERE = re.compile(
    r"^(?:please )?(?:refer to|see (?:the|also|below|above|our|this)|read more|click here|for more)\b", re.I
)
_ABOUT_ITSELF = re.compile(
    r"^(?:this|the|each|following) (?:section|document|page|guide|article|chapter|manual|tutorial|diagram|figure|picture|table)s?\b(?! (?:number|id))|"
    r"\b(?:covers|addresses|focuses on) (?:issues|problems|topics|the basics)\b|^in this (?:section|document|page|guide|article)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:this|these|those|that|it|they|them|he|she|such|however|but|and|or|so|then|also|otherwise|in this case|in that case|"
    r"if (?:it|so|not|this|that|they)|(?:for|in|on|with|after|before|to do|because of) (?:this|that|these|those|it)|"
    r"the (?:former|latter|same|above))\b",
    re.IGNORECASE,
)
# A name in code at the head of an item (`check_sim_status - …`) makes the list a glossary, not a procedure.
_IDENTIFIER = re.compile(r"^[`*]*(?:[a-z]\w*[_.]\w[\w.]*|[a-z]\w*\(\))[`*]*\s*(?:[-–—:]|$)")


@lru_cache(REMEMBERED_TEXTS)
def readable(markdown: str) -> str:
    """Markdown as it is read: no images, tags, fences or marks, on one line; empty when nothing is left."""
    text = _TEMPLATE.sub(" ", _FENCE.sub(" ", _IMAGE.sub(" ", markdown)))
    text = _HALF_BOLD.sub("", _REFERENCE.sub(r"\1", plain(_joined_lines(_TAG.sub(" ", text)))))
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def whole_units(hit: Hit) -> list[Unit]:
    """The units of a passage with each list item in one piece, and with each announcement what it announces."""
    return [
        Unit(hit, hit.start + one.start, hit.start + one.end, hit.text[one.start : one.end], one.is_step, one.fitness)
        for one in _pieces(hit.text)
    ]


def leans(said: str) -> bool:
    """Does a sentence lean on the one before it?"""
    return _LEANS.search(said) is not None


def points_elsewhere(said: str) -> bool:
    """Does a sentence only say where to read on?"""
    return _POINTS_ELSEWHERE.search(said) is not None


def is_glossary(steps: Sequence[Unit]) -> bool:
    """Do most items of a numbered list explain a name in code, rather than say what to do?"""
    return sum(_IDENTIFIER.match(step.quote) is not None for step in steps) * 2 > len(steps)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters `start` to `end` of a passage."""

    start: int
    end: int
    is_step: bool
    fitness: float = 1.0


@lru_cache(REMEMBERED_TEXTS)  # the same passages are read for every question that finds them
def _pieces(text: str) -> tuple[_Piece, ...]:
    whole = _announced(text, _items(text, (_Piece(*span) for span in spans(text))))
    return tuple(replace(one, fitness=_fitness(text, one)) for one in whole)


def _fitness(text: str, piece: _Piece) -> float:
    """How well a piece reads by itself: 1 alone, less where it needs or only names something else, 0 not at all."""
    said = readable(text[piece.start : piece.end])
    if not said or said.endswith(":"):
        return 0.0
    if _is_item(text, piece):
        if len(said.split()) < SHORTEST_ITEM and ":" not in said and not any(map(str.isdigit, said)):
            return 0.0
    elif not (
        _ENDS.search(said)
        or _is_code(text, piece)
        or "|" in _line(text, piece)
        or _FENCE.search(text, piece.start, piece.end)
    ):
        return 0.0
    if _ABOUT_ITSELF.search(said):
        return ABOUT_ITSELF
    if any(pattern.search(said) for pattern in (_POINTS_ELSEWHERE, _LEANS, _IDENTIFIER)) or _is_fragment(said):
        return LEANING
    return 1.0


def _items(text: str, found: Iterator[_Piece]) -> Iterator[_Piece]:
    """Sentences of the same list item as one piece, from the first character to the last."""
    last: _Piece | None = None
    for piece in found:
        if last is not None and _is_item(text, piece) and _line_start(text, piece) == _line_start(text, last):
            last = replace(last, end=piece.end)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _announced(text: str, found: Iterator[_Piece]) -> list[_Piece]:
    """Pieces that end with a colon joined with the list items or the code after them; nested steps with their step."""
    joined: list[_Piece] = []
    taken = 0
    for piece in found:
        if joined and taken < ANNOUNCED_UNITS and _belongs(text, joined[-1], piece, open_=taken > 0):
            joined[-1] = replace(joined[-1], end=piece.end)
            taken += 1
        else:
            joined.append(piece)
            taken = 0
    return joined


def _belongs(text: str, announcement: _Piece, piece: _Piece, *, open_: bool) -> bool:
    """Is `piece` a part of what the announcement before it announces?"""
    if piece.end - announcement.start > ANNOUNCED_CHARACTERS:
        return False
    if announcement.is_step:
        return _indent(text, piece) > _indent(text, announcement)
    said = text[announcement.start : announcement.end].rstrip("*_ ")
    # Code says on what a line without a full stop begins.
    begins = said.endswith(":") or (
        _is_code(text, piece) and not _is_code(text, announcement) and not _ENDS.search(said)
    )
    if not (open_ or begins):
        return False
    between = text[announcement.end : piece.start]
    return "\n#" not in between and (_is_code(text, piece) or (_is_item(text, piece) and not piece.is_step))


def _joined_lines(markdown: str) -> str:
    """List items without their marks, set off from each other by semicolons where they do not end in a stop."""
    said = ""
    for line in markdown.split("\n"):
        item = _ITEM.match(line) if said else None
        rest = line[item.end() :] if item else line
        if item and said and not said.endswith((".", ":", ";", "!", "?", ",")):
            said += ";"
        said = f"{said} {rest.strip()}".strip()
    return said


def _is_item(text: str, piece: _Piece) -> bool:
    return _ITEM.match(_line(text, piece)) is not None


def _is_code(text: str, piece: _Piece) -> bool:
    return len(_FENCE.findall(text, 0, piece.start)) % 2 == 1 or text.startswith("`", piece.start)


def _is_fragment(said: str) -> bool:
    """Does it open in the middle of a sentence? Names such as iPhone, eNodeB and check_apn have more than small letters."""
    word = said.split(maxsplit=1)[0]
    return word.isalpha() and word.islower()


def _line_start(text: str, piece: _Piece) -> int:
    return text.rfind("\n", 0, piece.start) + 1


def _line(text: str, piece: _Piece) -> str:
    start = _line_start(text, piece)
    end = text.find("\n", start)
    return text[start : end if end >= 0 else None]


def _indent(text: str, piece: _Piece) -> int:
    line = _line(text, piece)
    return len(line) - len(line.lstrip())
