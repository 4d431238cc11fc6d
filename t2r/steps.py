"""The steps of an answer: one whole procedure that belongs to the best passage, or the checks of its section, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from knowledge import Hit, KnowledgeBase
from knowledge.chunking import heading_text
from t2r.asked import is_action
from t2r.evidence import Unit
from t2r.readable import is_glossary, leans, points_elsewhere, readable, whole_units

MOST_STEPS = 12
# So many sentences that say what to do, and no more, are shown whole where nobody wrote a numbered list.
MOST_ACTIONS = 9
# … and where title and headings name this share of what is asked.
NAMED = 0.35
# Of a step that is a heading so much of what is said below it.
ACTIONS_OF_A_HEADING = 2
REMEMBERED_OUTLINES = 2_000

_PROCEDURE = re.compile(r"\b(?:steps?|what to do|procedure|resolution|solution|how to|fix(?:es|ing)?)\b", re.IGNORECASE)
_HEADING = re.compile(
    # A line in bold by itself is a heading to its reader.
    r"^ {0,3}(?P<level>#{1,6})[ \t]+(?P<title>.+?)[ \t]*#*$|(?:(?<=\n\n)|\A)\*\*(?P<bold>[^*\n]{2,80}[^*\n.!?,;])\*\*[ \t]*(?=\n|\Z)",
    re.MULTILINE,
)
_BELOW_ALL = 7
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_NUMBERED = re.compile(r"(?:step )?\d{1,2}[.):] ?\D", re.IGNORECASE)
_TITLE = re.compile(r"[ #*]*(?:step )?\d{1,2}[.):][ \t]*(.+?)[ \t#*]*$", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(r"[ \t]*(\d{1,3})[.)][ \t]")
_PROSE = re.compile(r"^(?![ \t]|\d{1,3}[.)]|[-*+•] |```|~~~)\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """The text under a heading up to the next one, `body[start:end]`, and the headings it is under, outermost first."""

    start: int
    end: int
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps of one list, in order, and the part of the document that it stands in."""

    steps: tuple[Unit, ...]
    part: Part

    def scope(self) -> tuple[str, ...]:
        """The headings of what the procedure is for: those of its part, without one that only says "Steps"."""
        headings = self.part.headings
        return headings[:-1] if headings and _PROCEDURE.search(headings[-1]) else headings


@lru_cache(REMEMBERED_OUTLINES)  # the same documents are answered from again and again
def parts(body: str) -> tuple[Part, ...]:
    """The parts of a Markdown body in order; a comment in a code block is no heading, a line in bold by itself is one."""
    code = [match.span() for match in _FENCED.finditer(body)]
    marks = [mark for mark in _HEADING.finditer(body) if not any(start <= mark.start() < end for start, end in code)]
    path: list[tuple[int, str]] = []
    found = [Part(0, marks[0].start() if marks else len(body), ())]
    for place, mark in enumerate(marks):
        depth = len(mark["level"]) if mark["level"] else _BELOW_ALL
        path = [
            *((level, title) for level, title in path if level < depth),
            (depth, heading_text(mark["title"] or mark["bold"])),
        ]
        end = marks[place + 1].start() if place + 1 < len(marks) else len(body)
        found.append(Part(mark.end(), end, tuple(title for _, title in path)))
    return tuple(found)


def subject(
    knowledge: KnowledgeBase, title: str, headings: Sequence[str], rarity: Mapping[str, float]
) -> tuple[str, ...]:
    """The outermost of the headings that, with the title, name as much of the question (`rarity`) as all of them do."""
    named = [{term for term in knowledge.terms(heading) if term in rarity} for heading in (title, *headings)]
    whole = set().union(*named)
    depth = next(depth for depth in range(len(named)) if set().union(*named[: depth + 1]) >= whole)
    return tuple(headings[:depth])


def steps_for(knowledge: KnowledgeBase, top: Hit, at: int, rarity: Mapping[str, float]) -> Procedure | None:
    """The procedure that belongs to the best passage, complete and in order; `at` is where its best sentence starts.

    It is the list around that sentence, else one under a heading for steps beside or below its own, else one in the passage.
    Where the sentence stands in a part that the question does not name, such as one of many causes, the procedure of the
    whole matter comes first. A long document has procedures for other matters too. Where several are beside the sentence, it
    is the one whose heading shares the rarest words with the question (`rarity`).
    """
    document = knowledge.document_of(top)
    if document is None:
        return None
    outline = parts(document.body)
    around = next((part for part in reversed(outline) if part.start <= at), outline[0])
    matter = subject(knowledge, top.title, around.headings, rarity)
    for part in outline:
        depth = len(part.headings)
        above = len(matter) < depth < len(around.headings) and around.headings[:depth] == part.headings
        # The sentence stands in one of several cases below a procedure.
        general = above and _PROCEDURE.search(part.headings[-1]) is not None
        if general and (found := _list_at(_lists_of(top, document.body, part), 0)):
            return Procedure(tuple(found[:MOST_STEPS]), part)
    if found := _list_at(_lists_of(top, document.body, around), at):
        return Procedure(_from(found, at), around)
    if by_headings := _by_headings(top, document.body, outline, around, matter):
        return by_headings
    beside = [
        part
        for part in outline
        if part.headings
        and _PROCEDURE.search(part.headings[-1])
        and part.headings[:-1] == around.headings[: len(part.headings) - 1]
    ]
    if len(beside) > 1:
        beside = _nearest(knowledge, beside, around, rarity)
    if beside and (lists := _lists_of(top, document.body, beside[0])):
        return Procedure(tuple(lists[0][:MOST_STEPS]), beside[0])
    here = next((unit for unit in whole_units(top) if unit.is_step), None)
    inside = here and next((part for part in reversed(outline) if part.start <= here.start), None)
    if here and inside and (found := _list_at(_lists_of(top, document.body, inside), here.start)):
        return Procedure(_from(found, here.start), inside)
    return None


def _by_headings(
    top: Hit, body: str, outline: Sequence[Part], around: Part, matter: tuple[str, ...]
) -> Procedure | None:
    """A procedure written as numbered headings below what the question names: each with the first that it says to do."""
    groups: dict[tuple[str, ...], list[Part]] = {}
    for part in outline:
        if part.headings and _NUMBERED.match(part.headings[-1]) and part.headings[: len(matter)] == matter:
            groups.setdefault(part.headings[:-1], []).append(part)
    several = [parent for parent, group in groups.items() if len(group) > 1]
    above = [parent for parent in several if around.headings[: len(parent)] == parent]
    below = [parent for parent in several if parent[: len(around.headings)] == around.headings]
    if not above and len(below) != 1:
        return None
    parent = max(above or below, key=len)
    steps: list[Unit] = []
    for part in groups[parent]:
        steps.append(_heading(top, body, part))
        under = [one for one in outline if one.headings[: len(part.headings)] == part.headings]
        inner = [_part_of(top, body, one) for one in under]
        said = [unit for one in inner for unit in _actions(one)]
        said = said or [unit for one in inner for unit in whole_units(one) if unit.fitness]
        steps += [replace(unit, is_step=False) for unit in said[:ACTIONS_OF_A_HEADING]]
    first = groups[parent][0]
    return Procedure(tuple(steps[:MOST_STEPS]), Part(first.start, groups[parent][-1].end, parent))


def _heading(top: Hit, body: str, part: Part) -> Unit:
    """The heading of a part as a step, without its number and marks."""
    line = body.rfind("\n", 0, part.start) + 1
    mark = _TITLE.match(body, line, part.start)
    start, end = mark.span(1) if mark else (line, part.start)
    return Unit(_part_of(top, body, Part(line, part.end, part.headings)), start, end, body[start:end], is_step=True)


def actions_for(knowledge: KnowledgeBase, top: Hit, at: int, rarity: Mapping[str, float]) -> list[list[Unit]]:
    """The sentences that say what to do, from the widest section that the question names down to the one at `at`.

    None where title and headings hardly name what is asked: the section is about something else then.
    """
    document = knowledge.document_of(top)
    if document is None:
        return []
    outline = parts(document.body)
    around = next((part for part in reversed(outline) if part.start <= at), outline[0])
    named = knowledge.terms(" ".join((top.title, *around.headings)))
    if sum(value for term, value in rarity.items() if term in named) < NAMED * sum(rarity.values()):
        return []
    matter = subject(knowledge, top.title, around.headings, rarity)
    found = []
    for depth in range(len(matter), len(around.headings) + 1):
        scope = around.headings[:depth]
        inside = [part for part in outline if part.headings[:depth] == scope]
        found.append([unit for part in inside for unit in _actions(_part_of(top, document.body, part))])
    return [actions for actions in found if len(actions) > 1]


def _actions(part: Hit) -> list[Unit]:
    """The sentences of a part that say what to do; one that leans on the sentence before only together with it."""
    kept: list[Unit] = []
    before: Unit | None = None
    for unit in whole_units(part):
        said = readable(unit.quote)
        stands = not leans(said) or (before is not None and kept[-1:] == [before])
        # An order may lack its full stop; commands to run are one by themselves.
        ordered = (is_action(said) and not said.endswith(":")) or _FENCE.search(unit.quote) is not None
        if ordered and stands and not points_elsewhere(said):
            kept.append(unit)
        before = unit
    return kept


def _from(found: Sequence[Unit], at: int) -> tuple[Unit, ...]:
    """The steps from the list's first on; from the one at `at` where the list is too long to be shown whole."""
    place = next((row for row, unit in enumerate(found) if unit.end > at), 0)
    first = 0 if place < MOST_STEPS else place
    return tuple(found[first : first + MOST_STEPS])


def _nearest(knowledge: KnowledgeBase, found: list[Part], around: Part, rarity: Mapping[str, float]) -> list[Part]:
    own = [part for part in found if part.headings[:-1] == around.headings]
    if len(own) == 1:
        return own
    found = own or found
    shared = [sum(rarity.get(term, 0.0) for term in knowledge.terms(part.headings[-1])) for part in found]
    best = max(shared)
    return [found[shared.index(best)]] if best > 0 else []


def _part_of(top: Hit, body: str, part: Part) -> Hit:
    return replace(top, start=part.start, end=part.end, text=body[part.start : part.end], headings=part.headings)


def _lists_of(top: Hit, body: str, part: Part) -> list[list[Unit]]:
    """The numbered lists of a part, apart from each other, without those that only explain names."""
    steps = [unit for unit in whole_units(_part_of(top, body, part)) if unit.is_step and readable(unit.quote)]
    lists = [steps[:1]] if steps else []
    for before, step in pairwise(steps):
        if _begins_a_list(body, before, step):
            lists.append([])
        lists[-1].append(step)
    return [found for found in lists if not is_glossary(found)]


def _begins_a_list(body: str, before: Unit, step: Unit) -> bool:
    """Does the numbering start again? Lists numbered 1, 1, 1 are one as long as no paragraph stands between."""
    last, number = _number(body, before), _number(body, step)
    return number < last or (number == last == 1 and _PROSE.search(body, before.end, step.start - 4) is not None)


def _number(body: str, step: Unit) -> int:
    match = _NUMBER.match(body, body.rfind("\n", 0, step.start) + 1)
    return int(match[1]) if match else 0


def _list_at(lists: Sequence[list[Unit]], at: int) -> list[Unit]:
    """The list around a place or the first after it, else the last; a single item is none."""
    real = [found for found in lists if len(found) > 1]
    return next((found for found in real if found[-1].end > at), real[-1] if real else [])
