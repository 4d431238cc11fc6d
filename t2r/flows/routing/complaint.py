"""The complaint in what a customer says: without what works, what counts as solved kept apart, in plain English."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.normalise import Vocabulary, normalise
from t2r.flows.speech.consents import only_consents
from t2r.flows.speech.criterion import criterion
from t2r.flows.speech.devices import DEVICE
from t2r.flows.speech.turns import as_read, clauses, customers_words
from t2r.flows.speech.whereabouts import HOME, foreign_places_hidden

# So many words are read for their meaning: the ones that tell most. More would take longer and tell less.
MOST_WORDS = 40
MOST_WORDS_OF_CRITERION = 20


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, and what would count as solved (`firm`: said as a condition), each in plain English."""

    trouble: str
    solved: str = ""
    firm: bool = False


def complaint(
    text: str, vocabulary: Vocabulary | None = None, home: str = HOME, telling: Callable[[str], float] | None = None
) -> Complaint:
    """Read an opening: free text, a note, or a transcript, in English, misspelt English or romanised Hindi.

    `telling` says how much a part tells; of a long text the parts that tell most are kept.
    """
    own = customers_words(as_read(text))
    goal = criterion(own)
    trouble = _without_particulars(f"{_CRUMBS.sub('', own[: goal.start])} {own[goal.end :]}" if goal else own)
    solved = _english(goal.words, vocabulary, home) if goal else ""
    parts = _what_is_wrong(_english(trouble, vocabulary, home))
    kept = ", ".join(_most_telling(parts, telling, MOST_WORDS))
    if not kept:
        return Complaint(solved)
    return Complaint(kept, " ".join(solved.split()[:MOST_WORDS_OF_CRITERION]), firm=goal is not None and goal.firm)


# What is left of "it is solved when …" without what follows.
_CRUMBS = re.compile(
    r"(?:\b(?:it|this|that|they|i|we|he|she|you|will|would|ll|is|be|the|issue|problem|case|matter|and|but|so"
    r"|for|me)\b[ ,']*)+$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?\d[\d ()-]{5,}\d")
_FEW_WORDS = 7


def _without_particulars(text: str) -> str:
    """The text without the clauses that only give a number, a device, or a consent; all where nothing else is said."""
    every = list(clauses(text))
    kept = [clause for clause in every if not (_is_particular(clause) or only_consents(clause))]
    return " ".join(kept or every)


def _is_particular(clause: str) -> bool:
    named = _NUMBER.search(clause) or DEVICE.search(clause)
    return named is not None and len(clause.split()) <= _FEW_WORDS and not _FAILS.search(clause)


def _english(text: str, vocabulary: Vocabulary | None, home: str) -> str:
    return normalise(foreign_places_hidden(text, home), vocabulary).english


_CUT = re.compile(
    r"\s*(?:[;:.!?\n]+(?=\s|$)|,|…|—|\s-+\s|\b(?:but|although|though|whereas|(?<!a )while|yet|however|still "
    r"then|even then"
    r"|and(?= (?:calls?|texts?|voice|internet|wi-?fi|the rest|everything else) (?:is|are|works?|goes?|go|ok"
    r"|okay|fine)\b))\b)\s*",
    re.IGNORECASE,
)
_SERVICES = r"(?:calls?|calling|voice|phoning|texts?|sms|messages?|data|internet|net|wi-?fi|signal|reception)"
_WELL = r"(?:fine|ok|okay|well|good|great|perfect(?:ly)?|normal(?:ly)?|properly|correctly|alright|all right)"
_WORKS = re.compile(
    rf"\b{_WELL}\b"
    rf"|\b{_SERVICES} (?:still |do |does |always )?(?:works?|working|goes?|comes?|arrives?|runs?|is there|are there)\b"
    r"(?! (?:wrong|dead|silent|off|down|to|straight|bad|late|after))"
    r"|\b(?:works?|loads?|opens?|connects?) (?:on|over|with|at|through) (?:the |my )?(?:wi-?fi|home|cable)\b"
    r"|\b(?:i|we|they|he|she|people|friends) (?:can|do|could)(?: still| all| always)? "
    r"(?:call|phone|ring|talk|text|send|receive|get|hear|browse|surf|use|make)\b"
    r"|\bfull (?:bars|network|signal)\b|\b(?:four|five|all|4|5) bars\b",
    re.IGNORECASE,
)
_NAMES_ONLY = re.compile(_SERVICES, re.IGNORECASE)
_FAILS = re.compile(
    r"\b(?:no|not|never|cannot|cant|dont|doesnt|nothing|nobody|none|unable|fail\w*|dead|stop\w*|without|zero|bad|poor"
    r"|slow\w*|error|gone|only|until|unless)\b|n't\b",
    re.IGNORECASE,
)
# What is wrong must be said of something: "but slowly" is nothing without what works slowly.
_SUBJECT = re.compile(
    rf"\b(?:{_SERVICES}|phone|mobile|sim|esim|number|line|network|service|bars?|otp|codes?|mms|photos?"
    rf"|pictures?|images?"
    r"|broadband|fib(?:re|er)|router|modem|wireless|recharge|pack|plan|balance|apps?|web|pages?|sites?|online"
    r"|roaming|abroad)\b",
    re.IGNORECASE,
)
# That something fails, or works on a cable, which tells where it fails.
_TELLS = re.compile(rf"{_FAILS.pattern}|\b(?:cable|wired?|ethernet|lan)\b", re.IGNORECASE)


def _what_is_wrong(english: str) -> list[str]:
    """The parts of the text, without those that only say what works; all where nothing else is said."""
    parts = [part for part in _CUT.split(english) if part and part.strip()]
    wrong = [part for part in parts if _TELLS.search(part) or not (_WORKS.search(part) or _NAMES_ONLY.fullmatch(part))]
    return wrong if any(_SUBJECT.search(part) for part in wrong) else parts


def _most_telling(parts: Sequence[str], telling: Callable[[str], float] | None, most: int) -> list[str]:
    """As many parts as `most` words hold, in their order: the most telling ones, or the first."""
    order = sorted(range(len(parts)), key=lambda place: -telling(parts[place])) if telling else range(len(parts))
    chosen: list[int] = []
    room = most
    for place in order:
        words = len(parts[place].split())
        if words <= room:
            chosen.append(place)
            room -= words
    if not chosen and parts:
        return [" ".join(parts[next(iter(order))].split()[:most])]
    return [parts[place] for place in sorted(chosen)]
