"""Cuts an article's Markdown into passages that are searched, and a passage into the units an answer cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: `source[start:end]`, exactly, under the titles `headings`, outermost first.

    `block` names what most of it is: "paragraph", "list", "steps", "table" or "code".
    """

    start: int
    end: int
    headings: tuple[str, ...]
    block: str


def chunk(source: str, *, max_characters: int = 900, min_characters: int = 200) -> list[Chunk]:
    """The passages of a Markdown `source`, in order and disjoint, none longer than `max_characters`.

    Every character that is not white space, a heading or a rule is in exactly one of them. 900 characters of English
    are some 200 word pieces, within the 256 that MiniLM reads. Paragraphs, steps, list items and table rows stay whole
    unless one alone is over the limit. A section with less than `min_characters` joins its parent's text or a sibling,
    and the headings between them are then part of the passage. Raises ValueError where no text could be cut like that.
    """
    if not 2 <= min_characters <= max_characters:
        raise ValueError(f"min_characters must be from 2 to max_characters, not {min_characters} to {max_characters}")
    return _passages(_outline(source, max_characters), (), min_characters, max_characters)


@dataclass(frozen=True, slots=True)
class _Unit:
    """The least that is kept whole; `cost` is what a cut in front of it costs, see `_pack`."""

    start: int
    end: int
    block: str
    cost: float


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, the units under it up to the next heading, and its subsections."""

    level: int
    title: str
    heading: list[_Unit]
    units: list[_Unit] = field(default_factory=list)
    children: list[_Section] = field(default_factory=list)


# What a cut costs, where a passage that is half empty costs 0.25 and one that is nearly empty 1.
_BETWEEN_BLOCKS, _BETWEEN_ITEMS, _INSIDE, _IF_UNAVOIDABLE = 0.0, 0.1, 0.5, 4.0

_BLOCKS = {"bullet_list": "list", "ordered_list": "steps", "table": "table", "fence": "code", "code_block": "code"}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").disable("inline")


def _outline(source: str, limit: int) -> _Section:
    """The tree of sections; lines of no block, such as link definitions, count as a paragraph."""
    lines = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", source)), len(source)]
    root = _Section(0, "", [])
    path = [root]
    seen = 0
    for node in SyntaxTreeNode(_parser().parse(source)).children:
        first, last = node.map or (seen, seen)
        path[-1].units.extend(_cut(source, lines[seen], lines[first], "paragraph", _BETWEEN_BLOCKS, limit))
        seen = max(seen, last)
        if node.type == "heading":
            level = int(node.tag[1])
            while path[-1].level >= level:
                path.pop()
            heading = list(_cut(source, lines[first], lines[last], "paragraph", _BETWEEN_BLOCKS, limit))
            section = _Section(level, heading_text(node.children[0].content), heading)
            path[-1].children.append(section)
            path.append(section)
        elif node.type != "hr":
            units = list(_units(node, source, lines, limit))
            if units and path[-1].units and _introduces(source, path[-1].units[-1], units[0]):
                units[0] = replace(units[0], cost=_IF_UNAVOIDABLE)
            path[-1].units.extend(units)
    path[-1].units.extend(_cut(source, lines[seen], len(source), "paragraph", _BETWEEN_BLOCKS, limit))
    return root


def heading_text(heading: str) -> str:
    """A heading's Markdown as text: without the marks of emphasis, code and links, and trailing hashes."""
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", re.sub(r"\s#+\s*$", "", heading))
    return " ".join(re.sub(r"[*`]|(?<!\w)_+|_+(?!\w)", "", text).split())


def _introduces(source: str, before: _Unit, after: _Unit) -> bool:
    """Whether `before` is a line such as "Check these:" in front of a list, a table or code."""
    return before.block == "paragraph" != after.block and source[before.end - 3 : before.end].rstrip("*_")[-1:] == ":"


def _units(node: SyntaxTreeNode, source: str, lines: list[int], limit: int) -> Iterator[_Unit]:
    """The units of one block of the source, `lines` being the offset of each line."""
    first, last = node.map or (0, 0)
    block = _BLOCKS.get(node.type, "paragraph")
    if block in ("list", "steps"):
        for number, item in enumerate(node.children):
            yield from _item(item, source, lines, block, _BETWEEN_ITEMS if number else _BETWEEN_BLOCKS, limit)
    elif block == "table":
        yield from _cut(source, lines[first], lines[first + 2], block, _BETWEEN_BLOCKS, limit)
        for row in range(first + 2, last):
            cost = _BETWEEN_ITEMS if row > first + 2 else _IF_UNAVOIDABLE
            yield from _cut(source, lines[row], lines[row + 1], block, cost, limit)
    elif node.type == "paragraph" or len(source[lines[first] : lines[last]].strip()) <= limit:
        yield from _cut(source, lines[first], lines[last], block, _BETWEEN_BLOCKS, limit)
    else:
        for line in range(first, last):
            cost = _INSIDE if line > first else _BETWEEN_BLOCKS
            yield from _cut(source, lines[line], lines[line + 1], block, cost, limit)


def _item(item: SyntaxTreeNode, source: str, lines: list[int], block: str, cost: float, limit: int) -> Iterator[_Unit]:
    """A step or list item: whole, or the units of its inner blocks where it is over the limit by itself."""
    first, last = item.map or (0, 0)
    if len(source[lines[first] : lines[last]].strip()) <= limit:
        yield from _cut(source, lines[first], lines[last], block, cost, limit)
        return
    seen = first
    for child in item.children:
        top, bottom = child.map or (seen, seen)
        inner = [*_cut(source, lines[seen], lines[top], block, _INSIDE, limit), *_units(child, source, lines, limit)]
        for unit in inner:
            yield replace(unit, block=block, cost=cost)
            cost = _INSIDE
        seen = max(seen, bottom)
    yield from _cut(source, lines[seen], lines[last], block, cost, limit)


def _cut(source: str, start: int, end: int, block: str, cost: float, limit: int) -> Iterator[_Unit]:
    """`source[start:end]` without its outer white space as one unit, else as sentences, else at words."""
    start, end = _trim(source, start, end)
    if end - start <= limit:
        if start < end:
            yield _Unit(start, end, block, cost)
        return
    words = re.compile(rf"\S(?:.{{0,{limit - 2}}}\S)?(?=\s|\Z)|\S{{1,{limit}}}", re.DOTALL)
    for first, last in _prose(source, start, end):
        whole = last - first <= limit
        for span in [(first, last)] if whole else [match.span() for match in words.finditer(source, first, last)]:
            yield _Unit(*span, block, cost)
            cost = _INSIDE


def _passages(section: _Section, headings: tuple[str, ...], smallest: int, largest: int) -> list[Chunk]:
    """The passages of a section and of those under it, small neighbours joined."""
    bare = not section.units and not section.children  # a list of steps may be written as headings
    done = _pack(section.heading if bare else section.units, headings, largest)
    joins_from = done[-1].start if done else None  # where the last passage starts once the next has joined it
    for number, child in enumerate(section.children):
        inner = _passages(child, (*headings, child.title), smallest, largest)
        whole = len(inner) == 1
        before, after = (done or inner)[-1], inner[0]
        small = min(before.end - before.start, after.end - after.start) < smallest
        if joins_from is not None and small and (whole or number == 0) and after.end - joins_from <= largest:
            block = max(before, after, key=lambda passage: passage.end - passage.start).block
            done[-1:] = [Chunk(joins_from, after.end, headings, block), *inner[1:]]
            joins_from = joins_from if whole else None
        else:
            done += inner
            joins_from = child.heading[0].start if whole else None
    return done


def _pack(units: list[_Unit], headings: tuple[str, ...], largest: int) -> list[Chunk]:
    """Neighbouring units as passages, at the least total cost.

    A passage costs (1 - size / largest)², a cut what the unit after it says: the optimal line breaking of Knuth and
    Plass (1981), without stretch. It takes as many steps as there are units, times the units in a passage.
    """
    units = _coalesced(units, largest // 16)
    costs, starts = [0.0], [0]
    for last, unit in enumerate(units):
        options = []
        for first in range(last, -1, -1):
            size = unit.end - units[first].start
            if size > largest:
                break
            options.append((costs[first] + (units[first].cost if first else 0.0) + (1 - size / largest) ** 2, first))
        cost, first = min(options)
        costs.append(cost)
        starts.append(first)
    passages = []
    stop = len(units)
    while stop:
        first = starts[stop]
        passages.append(Chunk(units[first].start, units[stop - 1].end, headings, _main_block(units[first:stop])))
        stop = first
    return passages[::-1]


def _coalesced(units: list[_Unit], size: int) -> list[_Unit]:
    """The units with very short neighbours made one, which bounds the work of packing ten thousand one-word items."""
    joined: list[_Unit] = []
    for unit in units:
        if joined and unit.end - joined[-1].start <= size:
            joined[-1] = replace(joined[-1], end=unit.end)
        else:
            joined.append(unit)
    return joined


def _main_block(units: list[_Unit]) -> str:
    sizes: Counter[str] = Counter()
    for unit in units:
        sizes[unit.block] += unit.end - unit.start
    return sizes.most_common(1)[0][0]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return start + left, max(start + left, end - (len(inner) - len(inner.rstrip())))


_SHORT = 240  # characters: a list item or code block up to this is one unit, of a longer one the parts are

_ITEM = r"[ \t>]*(?:[-*+•]|\d{1,9}[.)])[ \t]+"
_RULE = r"[ ]{0,3}(?:\#{1,6}(?:[ \t][^\n]*)?|(?:[-*_][ \t]*){3,}|=+[ \t]*|\[[^\]\n]+\]:[ \t][^\n]*)$"
_TABLE_RULE = r"(?=[^\n]*\|)[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$"
_BLOCK = re.compile(
    rf"""
      ^[ \t>]*(?P<fence>`{{3,}}|~{{3,}})[^\n]*\n?(?P<code>(?s:.*?))(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)
    | ^(?P<rule>{_RULE})
    | ^{_TABLE_RULE}(?P<rows>(?:\n[ \t]*[^\s][^\n]*)*)
    | ^[ \t]*(?P<row>\|[^\n]*)
    | ^(?P<item>{_ITEM}(?:\[[ xX]\][ \t]+)?)?[ \t>]*
       (?P<prose>[^\s>][^\n]*(?:\n(?![ \t>]*(?:$|```|~~~|\|)|{_ITEM}|{_RULE}|{_TABLE_RULE})[^\n]+)*)
    """,
    re.MULTILINE | re.VERBOSE,
)
_QUOTE_MARK = re.compile(r"(?:>[ \t]*)*")
_UNDERLINE = re.compile(r"\n {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_BELOW_TABLE_HEAD = re.compile(rf"\n{_TABLE_RULE}", re.MULTILINE)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of a Markdown passage that an answer may cite, in order and disjoint.

    They are the sentences of prose, list items and steps (their sentences where one is over 240 characters), table rows
    and code blocks (the lines of a long one). Marks such as `1. `, `- ` and `| ` are outside the spans; headings,
    rules, table heads and link definitions are in none.
    """
    spans = [(_QUOTE_MARK.match(text, start, end), end) for start, end in _citable(text)]
    return [(mark.end(), end) for mark, end in spans if mark and any(map(str.isalnum, text[mark.end() : end]))]


def _citable(text: str) -> Iterator[tuple[int, int]]:
    for block in _BLOCK.finditer(text):
        if block["prose"] is not None:
            start, end = block.span("prose")
            if _BELOW_TABLE_HEAD.match(text, end):  # a table without bars at its ends
                end = max(start, text.rfind("\n", start, end))
            if block["item"] is None and _UNDERLINE.match(text, end):
                continue
            if block["item"] is not None and end - start <= _SHORT:
                yield _trim(text, start, end)
            else:
                yield from _prose(text, start, end)
        elif block["row"] is not None:
            if not _BELOW_TABLE_HEAD.match(text, block.end()):
                yield _row(text, *block.span("row"))
        elif block["rows"] is not None:
            yield from (_row(text, *line) for line in _lines(text, *block.span("rows")))
        elif block["code"] is not None:
            start, end = _trim(text, *block.span("code"))
            yield from [(start, end)] if end - start <= _SHORT else _lines(text, start, end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for line in re.compile(r"[^\n]+").finditer(text, start, end):
        yield _trim(text, *line.span())


def _row(text: str, start: int, end: int) -> tuple[int, int]:
    """A table row without the bars at its ends."""
    start, end = _trim(text, start, end)
    return _trim(text, start + text.startswith("|", start), end - (end - start > 1 and text[end - 1] == "|"))


_STOP = re.compile(
    r"""
      ``[^`]+`` | `[^`]+`                                                       # code and links are never cut
    | \[[^\[\]\n]{0,500}\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)
    | (?P<stop>[.!?…]+["'”’»)\]*_]*(?=\s|$) | [।॥]+["'”’»)\]*_]*)
    """,
    re.VERBOSE,
)
_NEXT = re.compile(r"[\s*_(\[\"'“‘`]*(.?)")

# Words whose full stop ends no sentence: ever, in front of a number, in front of a small letter.
_NEVER = frozenset(
    (
        "approx",
        "avg",
        "cf",
        "dr",
        "e.g",
        "eg",
        "excl",
        "fig",
        "figs",
        "i.e",
        "ie",
        "incl",
        "max",
        "min",
        "mr",
        "mrs",
        "ms",
        "prof",
        "resp",
        "rs",
        "viz",
        "vs",
    )
)
_BEFORE_NUMBER = frozenset(
    ("art", "ch", "cl", "ext", "no", "nos", "p", "para", "pp", "ref", "rev", "sec", "st", "tel", "ver", "vol")
)
_BEFORE_SMALL = frozenset(
    ("a.m", "p.m", "co", "corp", "dept", "est", "etc", "hrs", "inc", "jr", "ltd", "mins", "pvt", "secs", "sr", "temp")
)


def _prose(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, read as prose; together they hold all of it but white space."""
    first = start
    for stop in _STOP.finditer(text, start, end):
        if stop["stop"] and _ends_sentence(text, first, stop, end):
            yield _trim(text, first, stop.end())
            first = stop.end()
    first, last = _trim(text, first, end)
    if first < last:
        yield first, last


def _ends_sentence(text: str, first: int, stop: re.Match[str], end: int) -> bool:
    mark = stop["stop"]
    following = _NEXT.match(text, stop.end(), end)
    after = following[1] if following else ""
    if not after or mark[0] in "।॥":
        return True
    continues = after.islower()
    if mark[0] != ".":
        return not (continues and (mark[0] == "…" or mark[-1] not in "!?"))
    if mark[1:2] in ("!", "?", ".", "…"):
        return not continues
    words = text[max(first, stop.start() - 20) : stop.start()].lower().split()
    word = words[-1].lstrip("([\"'“‘*_") if words else ""
    if word in _NEVER or (word in _BEFORE_NUMBER and after.isdigit()):
        return False
    if word in _BEFORE_SMALL or len(mark) > 1:
        return not continues
    if len(word) == 1 or word[-2:-1] == ".":  # an initial, "U.S.", "1." in front of what it numbers
        return word.isdigit() and stop.start() - first > 8
    return True
