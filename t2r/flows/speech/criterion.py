"""What would count as solved, in the customer's words: "resolved when …", "jab tak … na jaye"."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """What would count as solved; `firm`: said as a condition, not as a mere wish. It was said at `text[start:end]`."""

    words: str
    firm: bool
    start: int
    end: int


_REST = r"(?P<what>[^.;!?\n]{4,200})"
_DONE = r"(?:resolved|solved|fixed|sorted(?: out)?|settled|done|closed|over|finished)"
_PLEASED = r"(?:happy|satisfied|content|pleased|glad|good|fine)"
_WHEN = r"(?:only )?(?:when(?:ever)?|once|as soon as|if|after|the moment|the minute)"
_ONE = r"(?:i|we|they|he|she)"
_MERELY = r"(?:just |only |simply |really |absolutely )"
_FIRM = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # They will consider the issue resolved when …; I'd call it sorted once …
        rf"\b(?:consider\w*|call|deem|count|treat|see)\b[^.;!?\n]{{0,40}}?\b{_DONE}\W+{_WHEN} {_REST}",
        # it's done the moment …; I'll be happy when …
        rf"(?:\b(?:is|be|'s|as|are)\s+|(?:^|[.;!?\n])\s*)(?:considered |only )?{_DONE}(?: for me| for us)?,? "
        rf"{_WHEN} {_REST}",
        rf"\b(?:be|am|is|are|'m)\s+{_PLEASED},? {_WHEN} {_REST}",
        rf"\b(?:close|end|hang up|go away|leave) (?:this|it|the case|the ticket|the call)?\s*{_WHEN} {_REST}",
        # I won't be satisfied until …
        rf"(?:\bnot\b|n't\b|\bnever\b)[^.;!?\n]{{0,30}}?\b(?:{_PLEASED}|{_DONE}|accept|clos(?:e|ing)"
        rf"|hang(?:ing)? up|go(?:ing)? away"
        rf"|rest(?:ing)?|leav(?:e|ing)|giv(?:e|ing) up)\b[^.;!?\n]{{0,30}}?\b(?:until|till|unless|before) {_REST}",
        # willing to accept nothing but …
        rf"\b(?:not accept\w*|accept nothing|not willing to accept \w+) (?:but|except|less than|other than) {_REST}",
        rf"\bsuccess(?: criterion)?(?: is)?(?: when|:) {_REST}",
        # jab tak … na/nahi …; … ho jaye to
        r"\bjab ?t[ae]k (?P<what>[^.;!?\n]{3,120}?\b(?:na|nahi+n?|nhi|nai)\b(?: \w+){0,2})",
        r"(?P<what>[^.;!?\n,]{4,80}?) (?:ho|chal|aa|khul|mil|pahu?nch) ?ja(?:ye|e|y|aye)g?[ai]? (?:to|toh|tab|bas)\b",
    )
)
_WISH = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:all|only thing|one thing|what) (?:that )?{_ONE} {_MERELY}?(?:wants?|needs?|ask for|care "
        rf"about)(?: is)?(?: for| to| that)? {_REST}",
        rf"\b{_ONE} {_MERELY}+(?:wants?|needs?)(?: to)? {_REST}",
        rf"\b(?:absolutely )?wants? to (?:be able to|get|have|see) {_REST}",
        rf"\b(?:need|want|would like|'d like)s? (?:my|the|our|his|her) [\w' -]{{2,30}}? to {_REST}",
        r"\b(?:mujhe |hume |humein )?bas (?:itna |yahi |ye )?(?:chahiye|chahie|chaiye|chahta hu\w*|ki)(?: ki)? "
        r"(?P<what>[^.;!?\n]{4,120})",
    )
)


def criterion(text: str) -> Criterion | None:
    """What the customer says would count as solved; None where nothing is said of it."""
    for patterns, firm in ((_FIRM, True), (_WISH, False)):
        for pattern in patterns:
            if match := pattern.search(text):
                return Criterion(match["what"].strip(" ,"), firm, match.start(), match.end())
    return None
