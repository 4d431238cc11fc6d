"""What a question asks for: something to do, something to look at, or a fact, and of which kind that fact is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum


class Wanted(StrEnum):
    """What answers a question: a procedure, checks that find and mend a trouble, or a statement."""

    PROCEDURE = "procedure"
    CHECKS = "checks"
    STATEMENT = "statement"


_HOW_TO = re.compile(r"\bhow (?:do|does|can|to|should|could|would)\b|\bsteps\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:what|where|which)\b(?: \w+)? (?:should|shall|can|do|must|to|could) (?:\w+ ){0,3}"
    r"(?:do|try|check|look|verify|ask|test|start|troubleshoot|read|next|now)\b|"
    r"\bwhat (?:next|to do|now)\b|\b(?:what|which) to (?:\w+)\b",
    re.IGNORECASE,
)
_OF_A_FACT = re.compile(
    r"^\W*(what('s| is| are| does| was| did)|what (?:\w+ ){1,3}(?:do|does|should|can|is|are|must)\b|which|when|why|who|where|"
    r"how (long|many|much|far|often|soon|old|fast)|is|are|does|do|did|"
    r"can|could|will|would|should|has|have|may|must|difference|meaning|explain|define)\b",
    re.IGNORECASE,
)

# Something to do, said to whoever does it: an order, a condition with an order, or what somebody is to be told.
_VERBS = (
    r"add|adjust|allow|apply|ask|bring|call|change|charge|check|choose|clean|clear|click|close|compare|confirm|connect|contact|copy|"
    r"create|delete|deploy|dial|disable|disconnect|download|edit|enable|ensure|enter|escalate|find|follow|force|generate|go|guide|hold|"
    r"insert|inspect|install|keep|log ?in|look|make|measure|modify|move|navigate|note|open|perform|plug|power|press|put|raise|read|"
    r"reboot|reconnect|refer|remove|replace|rerun|reseat|reset|restart|restore|retry|run|save|scan|select|send|set|start|stop|switch|"
    r"tap|tell|test|toggle|transfer|troubleshoot|try|turn|type|unplug|update|upgrade|upload|use|verify|view|wait"
)
_DOES = re.compile(
    rf"^(?:please |first,? |then,? |next,? |also,? |now,? |finally,? |do not |don't |to [^.]{{3,80}}, )*(?:{_VERBS})\b|"
    rf"^(?:if|when|once|after|for) [^.]{{3,200}}?, (?:please |then |you can |you must |also )?(?:{_VERBS})\b|"
    r"\b(?:guide|ask|tell|instruct|advise|help) (?:the|them|him|her|your)\b|"
    rf"\b(?:you|user|customer|agent|they) (?:can|must|should|need to|have to|has to)(?: also| first| then)? (?:be |not )?(?:{_VERBS}|instructed)\b|"
    r"\bcan be used to check\b",
    re.IGNORECASE,
)

# The kind of value that a question asks for: how it is asked, and how such a value is written.
_VALUES = (
    (
        re.compile(r"\bhow much\b.*\b(?:cost|pay|charge|price|fee|money)|\b(?:cost|price|fee|charges?)\b", re.I),
        re.compile(r"[$₹€£]\s?\d|\b(?:rs|inr|usd|eur)\.? ?\d|\b\d[\d,.]* ?(?:rupees?|dollars?|euros?|paise)\b|\b(?:for free|free of c|at no cost|no (?:charge|fee))", re.I),
    ),
    (
        re.compile(r"\bhow (?:long|soon|often)\b|^\W*when\b|\buntil when\b", re.I),
        re.compile(
            r"\b(?:\w+ )(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b\d{1,2}:\d{2}\b|"
            r"\b(?:daily|weekly|monthly|yearly|immediately|until|before|after|once|when|if|19\d\d|20\d\d)\b",
            re.I,
        ),
    ),
    (
        re.compile(r"\bhow many\b|\bwhat (?:number|percentage)\b", re.I),
        re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|no|none|several|dozens?|hundreds?)\b", re.I),
    ),
)  # fmt: skip

# A question for what should be, and how a text says what should be.
_ASKS_A_RULE = re.compile(r"\b(?:should|must|ought to|supposed to)\b", re.IGNORECASE)
_RULE = re.compile(
    r"\b(?:should|must|ought|need\w*|requir\w+|recommend\w*|prefer\w*|always|never|only|best|ideal\w*|have to|has to|"
    r"can(?:not|'t)?|may|not|use[sd]?|if)\b",
    re.IGNORECASE,
)

# Words that shape a question and say nothing of its matter.
_SHAPE = """
a about after am an and any anything are at be because been before but by can cannot could did do does doing else for from get give
go got had has have he her here him his how i in is it its just kind let like many may me more most much must my need no not
now of often on one or our out please say see she should so some something sort such tell than that the their them then there
these they thing this those to too us use used using very want was way we were what when where whether which while who why will
with would you your
"""


# Words for a value, which an answer that holds one need not repeat.
_NAMES_OF_VALUES = "amount charge cost fee money number pay price"


def wanted(question: str) -> Wanted:
    """What the question asks for; a complaint asks for checks."""
    if _HOW_TO.search(question):
        return Wanted.PROCEDURE
    if _NEXT.search(question) or not _OF_A_FACT.search(question):
        return Wanted.CHECKS
    return Wanted.STATEMENT


def value_asked(question: str) -> re.Pattern[str] | None:
    """How the value is written that the question asks for: an amount of money, a time, a count; None when for no such."""
    return next((written for asked, written in _VALUES if asked.search(question)), None)


def kind_asked(question: str) -> Callable[[str], bool] | None:
    """Is a sentence of the kind that the question asks for: a value, or a rule? None when it asks for no such."""
    if (value := value_asked(question)) is not None:
        return lambda said: value.search(said) is not None
    if wanted(question) is Wanted.STATEMENT and _ASKS_A_RULE.search(question):
        return lambda said: _RULE.search(said) is not None or is_action(said)
    return None


def is_action(said: str) -> bool:
    """Does the sentence say what to do?"""
    return _DOES.search(said) is not None


def matter(
    rarity: Mapping[str, float], terms: Callable[[str], Mapping[str, int]], *, has_value: bool = False
) -> dict[str, float]:
    """The terms that name the matter, without those that shape the question; all where nothing else is left.

    Where an answer `has_value`, that of the kind asked for, its name is no longer asked for: “$290” says what it costs.
    """
    shape = terms(f"{_SHAPE} {_NAMES_OF_VALUES}" if has_value else _SHAPE)
    return {term: value for term, value in rarity.items() if term not in shape} or dict(rarity)
