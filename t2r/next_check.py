"""When nothing known answers: the one check to make next, or the one detail to ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge import Hit, KnowledgeBase, Query
from t2r.answers import Sentence
from t2r.composer import cited
from t2r.evidence import Evidence, section
from t2r.readable import readable, whole_units

# Below this cosine a document is about something else, and its checks would send the agent astray.
RELATED = 0.35
# … and a check below this one has nothing to do with the question.
NEAR = 0.2
DOCUMENTS = 3

_CHECK_HEADING = re.compile(
    r"\b(?:ask|check(?:s|ing|list)?|read first|before you|diagnos\w*|verify\w*)\b", re.IGNORECASE
)
# A check is something to do, something to ask, or a thing to look at with what it tells (“ONT light: red means …”).
_IS_CHECK = re.compile(
    r"^(?:please |first,? |then,? |also,? )*(?:ask|check|read|verify|confirm|look|test|try|find|compare|note|open|run|make sure|ensure|"
    r"measure|inspect|dial|use|log ?in|go to|navigate|view|count|see|whether|which|who|when|where|what|how|is|are|do|does|did|has|have|can|"
    r"if)\b|^[^.:!?]{2,60}:\s|\?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail of a trouble: the words that show it is known already, and the question that gets it."""

    known_by: re.Pattern[str]
    question: str


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


# In the order in which they separate troubles best: what is broken, on which access, how it shows, on what, where, since when.
DETAILS = (
    Detail(
        _words(
            r"internet|data|net\b|call|voice|sms|otp|message|mms|signal|network|sim|roam|recharge|bill|port|wi-?fi|tv|light|speed|slow|"
            r"plan|pack|apn|hotspot|landline|payment|refund"
        ),
        "What exactly does not work: calls, mobile data, SMS, Wi-Fi, or something with the account or the bill?",
    ),
    Detail(
        _words(
            r"mobile|phone|sim|4g|5g|3g|lte|broadband|fib(er|re)|wi-?fi|router|ont|modem|landline|tv|apn|roam|sms|call|otp|handset"
        ),
        "Is it the mobile line, or the fixed broadband at home?",
    ),
    Detail(
        _words(r"error|says|shows|message|code|red|blink|pop-?up|\"|cause|light"),
        "Which error or message does the screen show, word for word?",
    ),
    Detail(
        _words(
            r"iphone|android|samsung|xiaomi|redmi|vivo|oppo|realme|pixel|windows|mac|laptop|nokia|jio ?phone|router|ont|tv|ios"
        ),
        "Which device is it, and does another device on the same line work?",
    ),
    Detail(
        _words(
            r"home|indoor|outdoor|outside|inside|area|everywhere|village|city|office|abroad|travel|place|where|street|building"
        ),
        "Where does it happen: at one place, or everywhere?",
    ),
    Detail(
        _words(r"since|yesterday|today|morning|evening|night|days?|hours?|week|month|suddenly|always|after"),
        "Since when, and what was changed just before?",
    ),
)
NOTHING_LEFT = "Nothing known fits. Open a case with what the customer said, and ask a lead or the network team."


def next_check(knowledge: KnowledgeBase, evidence: Evidence, query: Query, hits: Sequence[Hit]) -> Sentence | None:
    """The check in the related articles that is nearest to the question, cited; None when no article is related."""
    related: dict[str, Hit] = {}
    for hit in hits:
        if hit.parts.get("dense", 0.0) >= RELATED:
            related.setdefault(hit.document_id, hit)
    checks = []
    for hit in list(related.values())[:DOCUMENTS]:
        document = knowledge.document_of(hit)
        span = section(document.body, lambda heading: _CHECK_HEADING.search(heading) is not None) if document else None
        if document and span:
            inside = replace(hit, start=span[0], end=span[1], text=document.body[span[0] : span[1]])
            checks += [unit for unit in whole_units(inside) if unit.fitness and _IS_CHECK.search(readable(unit.quote))]
    scored = evidence.score(query, checks, knowledge.rarity(query.terms)) if checks else []
    near = [candidate for candidate in scored if candidate.meaning >= NEAR]
    return cited(max(near, key=lambda candidate: candidate.score).unit) if near else None


def missing_detail(said: str) -> str:
    """The first detail that what was said so far does not hold."""
    return next((detail.question for detail in DETAILS if not detail.known_by.search(said)), NOTHING_LEFT)
