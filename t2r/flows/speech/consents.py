"""What a customer agrees to, refuses, or asks for, as far as it was said: silence gives no entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from t2r.flows.speech.turns import clauses


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be agreed to: its slot, and how the deed is named.

    `asked`: whoever asks for it agrees to it. `whole`: agreeing to a part of it is no agreement.
    """

    slot: str
    deed: re.Pattern[str]
    asked: bool = False
    whole: bool = False


class Stance(Enum):
    """How a clause stands to the deed it names."""

    AGREES = auto()
    REFUSES = auto()
    LEAVES_OPEN = auto()


def _deed(verbs: str, objects: str, *, words_between: int = 6) -> str:
    return rf"\b(?:{verbs})\b(?:[ ,]+[\w.'-]+){{0,{words_between}}}?[ ]+(?:{objects})\b"


def _matter(slot: str, *deeds: str, asked: bool = False, whole: bool = False) -> Matter:
    return Matter(slot, re.compile("|".join(deeds), re.IGNORECASE), asked, whole)


_SIZE = r"(?:gb|gigs?|gigabytes?|mb|data)"
_AMOUNT = re.compile(
    r"\b(?P<number>\d{1,4}(?:\.\d{1,3})?|one|two|three|four|five|ten|ek|do|teen|char|paanch)[ ]?(?P<unit>gb"
    r"|gigs?|gigabytes?|mb)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
    "ek": 1, "do": 2, "teen": 3, "char": 4, "paanch": 5,
}  # fmt: skip
_HINDI_DO = r"(?:kar|kr|karo|karna|karne|karwa\w*|kardo|krdo|karwana|kardijiye|kijiye|do|dijiye|de do)"
_LINE = r"sims?|e-?sims?|lines?|numbers?|no|cards?|connections?|imei|phones?|mobiles?|handsets?|account|cell"

MATTERS = (
    _matter(
        "consent_pay_bills",
        _deed(
            "pay(?:ing)?|settl(?:e|ing)|clear(?:ing)?",
            r"(?:over)?dues?|overdue|bills?|outstanding|arrears|invoices?|balance|payment request",
        ),
        r"\b(?:bills?|dues?|bakaya)\b(?: [\w']+){0,3}? (?:bhar\w*|pay|jama|chuka\w*)\b",
        whole=True,
    ),
    _matter(
        "refuel_gb",
        r"\brefuel(?:l?ing)?\b(?:[ ]+[\w.'-]+){0,6}?[ ]+" + _SIZE + r"\b|\brefuel(?:l?ing)?\b",
        _deed(r"top(?:ping)?[ -]?up|add(?:ing)?|buy(?:ing)?|purchas(?:e|ing)|refill(?:ing)?|tak(?:e|ing)", _SIZE),
        r"\b(?:extra|more|additional) data\b|\bdata (?:refuel|top[ -]?up)\b",
        rf"\b(?:[\w.]+ )?(?:gb|mb|data)\b(?: (?:data|aur|extra|mat|nahi|na))* (?:dal\w*|daal\w*|add|le\w*"
        rf"|bhar\w*|khareed\w*|kharid\w*)\b(?: {_HINDI_DO})?",
        asked=True,
    ),
    _matter(
        "consent_change_plan",
        _deed(r"chang(?:e|ing)|switch(?:ing)?|upgrad(?:e|ing)|downgrad(?:e|ing)|mov(?:e|ing)", "plans?|tariffs?"),
        r"\bplan\b(?: [\w']+){0,2}? (?:badal\w*|change|upgrade)\b|\b(?:plan|tariff) (?:change|upgrade)s?\b"
        r"|\b(?:bigger|different|another|new) plan\b",
    ),
    _matter(
        "consent_roaming_pack",
        _deed(
            "buy(?:ing)?|add(?:ing)?|tak(?:e|ing)|get(?:ting)?|purchas(?:e|ing)|activat(?:e|ing)|pay(?:ing)? for",
            r"(?:roaming|travel|international|day) (?:pack|pass|bundle|add-?on|plan)s?",
        ),
        r"\b(?:roaming|international) pack\b(?: (?:mat|nahi|na|bhi))*(?: (?:le\w*|laga\w*|add|chahiye|kharid\w*"
        r"|dal\w*))\b",
    ),
    _matter(
        "consent_raise_roaming_cap",
        _deed(
            "rais(?:e|ing)|increas(?:e|ing)|lift(?:ing)?|extend(?:ing)?|remov(?:e|ing)",
            r"(?:roaming|spending|spend|abroad) (?:cap|limit)",
        ),
    ),
    _matter(
        "consent_replace_sim",
        _deed("replac(?:e|ing)|swap(?:ping)?|issu(?:e|ing)", r"(?:old |new |e-?|physical )?sims?(?: card)?"),
    ),
    _matter(
        "consent_unblock",
        _deed(
            r"unblock\w*|un-?suspend\w*|unfreez\w*|unlock|reactivat\w*|re-activat\w*|restor(?:e|ing)|resum(?:e"
            r"|ing)|reinstat\w*",
            rf"{_LINE}|service|it",
            words_between=3,
        ),
        _deed("turn|switch|put|bring", rf"(?:{_LINE}|service|it)(?: [\w']+){{0,2}} (?:on|back)", words_between=2),
        _deed(
            "lift(?:ing)?|remov(?:e|ing)|undo|end", r"(?:the )?(?:block|suspension|pause|freeze)|it", words_between=2
        ),
        r"\b(?:number|no|sim|line|service)\b(?: [\w']+){0,3}? (?:chalu|chaalu|shuru|start|unblock|activate) "
        + _HINDI_DO
        + r"\b",
        asked=True,
    ),
    _matter(
        "consent_block",
        _deed(
            r"block(?:ing)?|stop|disabl(?:e|ing)|deactivat\w*|freez(?:e|ing)|suspend(?:ing)?|kill|bar|lock"
            r"|blacklist|cut off|shut down",
            rf"{_LINE}|it",
            words_between=4,
        ),
        rf"\b(?:want|need|get|have|like) (?:[\w']+ ){{0,3}}?(?:{_LINE}) (?:to be )?(?:blocked|stopped|disabled"
        rf"|deactivated|frozen|blacklisted)\b",
        rf"\b(?:sim|number|no|phone|line|imei|mobile)\b(?: [\w']+){{0,3}}? (?:band|bnd|block|blok|rok|lock) "
        rf"{_HINDI_DO}\b",
        asked=True,
    ),
    _matter(
        "consent_lift_bar",
        _deed(
            r"remov(?:e|ing)|lift(?:ing)?|open(?:ed)?|unbar|activat(?:e|ing)|enabl(?:e|ing)|take",
            r"barring|bar|dnd|do not disturb|isd|international (?:calls?|calling|dialling|dialing)|premium",
        ),
        r"\b(?:isd|dnd)\b(?: [\w']+){0,4}? (?:hata\w*|khol\w*|chalu|band|open|activate)\b",
        asked=True,
    ),
    _matter(
        "consent_router_reset",
        _deed("reset(?:ting)?|factory[ -]reset(?:ting)?", "router|modem|it to factory"),
        asked=True,
    ),
    _matter(
        "consent_visit",
        _deed(
            "send|sending|book|schedule|arrange|have|accept|get|want",
            r"technicians?|engineers?|visit|line ?man|somebody|someone",
        ),
        asked=True,
    ),
)

# Words that may stand between "not" and the deed that it denies: "do not want you to …", "refuse to …".
_LINKS = (
    r"(?:want|wants|wish|wishes|like|going|gonna|to|willing|be|being|ready|agree|agrees|give|given|gave|giving"
    r"|permission|consent|have|plan|intend"
    r"|prepared|happy|interested|keen|in|any|my|me|you|us|them|please|ever|really|actually|they|he|she|i|we|it"
    r"|allow|allows|let|authori[sz]e|ok|okay"
    r"|with|for|accept|able|about|considering|consider|looking|need|just|yet|the|of|or|either|even|touch)"
)
_DENIAL = (
    r"(?:not|n't|never|nor|neither|cannot|wont|dont|doesnt|refus\w+|declin\w+|unwilling|without|against|instead of"
    r"|rather than|no (?:intention|wish|desire|permission|consent|interest|plans?)|mat)"
)
_DENIED_BEFORE = re.compile(rf"{_DENIAL}(?:[ ,]+{_LINKS})*[ ,]*$", re.IGNORECASE)
_DENIED_AFTER = re.compile(
    r"^[ ,]*(?:[\w']+ ){0,2}?(?:(?:is|are|was|were) (?:not (?:okay|ok|fine|an option|acceptable|wanted|allowed)"
    r"|out of the question|refused|denied)"
    r"|(?:isn't|aren't) (?:okay|ok|fine|an option|acceptable|wanted|allowed)|nahi+n?\b|nhi\b|mat\b|na (?:karo"
    r"|kare|kariye|daalo)\b)",
    re.IGNORECASE,
)
_DENIED_WITHIN = re.compile(r"\b(?:nahi+n?|nhi|mat)\b", re.IGNORECASE)
_NO_OBJECTION = re.compile(
    r"\b(?:(?:do|does|would|did)(?: not|n't)|dont|doesnt|wouldnt) (?:really )?(?:mind|object)(?: to)?\b|\b(?:no"
    r"|not a|never a) (?:problem|objection|objections|issue|issues|harm)\b|\bnot (?:against|opposed to|averse "
    r"to)\b"
    r"|\b(?:koi )?(?:dikkat|problem|pareshani) nahi+n?\b|\bkyu+n? nahi+n?\b",
    re.IGNORECASE,
)
_IF_NEEDED = re.compile(
    r"\b(?:unless|until|except if)\b[^.;!?]{0,40}\b(?:necessary|needed|required|have to|has to|must|need)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"(?:^|[,:]? )(?:if|agar|after|before|when|while|whether|how (?:do|can|to|would)|how much|what (?:if"
    r"|happens)|why|should i|must i|do i (?:have|need)|have to|had to"
    r"|can i|may i|could i|shall i|want to know|tell me|told (?:me|us) to|asked (?:me|us) to|ask(?:s|ing)? "
    r"(?:me|us) to|tr(?:y|ied|ying) to|unable to|failed to|able to|forgot to|supposed to|used to"
    r")(?: [\w']+){0,3}[ ]*$|\b(?:has|have|already|was|were|been|did)(?: [\w']+)?[ ]*$",
    re.IGNORECASE,
)
_PERMITS = re.compile(
    r"\b(?:will|'ll|would|willing|happy|glad|agrees?|agreed|ok|okay|fine|ready|prepared|permission|permits?"
    r"|permitted|authori[sz]\w*|consents?|consented|allows?|allowed|accepts?|accepted"
    r"|go ahead|please|pls|plz|want|wants|wanted|would like|'d like|let|sure|yes|yeah|haan|ha|approv\w+|open to"
    r"|(?:you|they|he|she|we|agent) (?:can|may)|can you|could you|will you|would you|need|needs|must)\b",
    re.IGNORECASE,
)
_PERMITS_AFTER = re.compile(
    r"^[^.;!?]{0,40}?(?:\b(?:is|are|would be) (?:ok|okay|fine|all right|alright|acceptable|approved|allowed)\b"
    r"|\b(?:if|as|when) (?:necessary|needed|required|need be|it helps)\b"
    r"|\b(?:kar|kr) (?:do|dijiye|dena|sakte|lo)\b|\b(?:chalega|manzoor|taiy?yaar|taiyar|tayyar|theek hai|thik "
    r"hai)\b|\b\w+(?:unga|ungi|oonga|enge|dunga)\b|\b(?:do|dijiye|dena|lo)\b|\basap\b|\bright now\b|\bplease\b"
    r"|\bpls\b)",
    re.IGNORECASE,
)
_DONE_ALREADY = re.compile(r"\b(?:kar|kr|de|ho|bhar) ?(?:diy[ae]|di|gay[aei]|chuk[aei])\b", re.IGNORECASE)
_LATER = re.compile(
    r"^[^.;!?]{0,30}?\b(?:later|next (?:week|month)|some other time|another day|baad (?:me|mein))\b", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:one of|only one|half|some of|part of|a part|partly|only the (?:first|last|oldest))\b", re.IGNORECASE
)
_CAP = re.compile(
    r"\b(?:no|not) more than\b|\bat (?:the )?most\b|\bup ?to\b|\bmax(?:imum)?(?: of)?\b|\bzyada se zyada\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"[,]?\s+(?:and|or|nor|aur|ya|then|plus)\s+(?:also\s+|to\s+|even\s+|for\s+|that you\s+)*|,\s+(?:to\s+)?",
    re.IGNORECASE,
)
_TURN = re.compile(r"^(?:but|however|although|though|whereas|lekin|magar|par)\b[ ,]*", re.IGNORECASE)


def consents(text: str) -> dict[str, bool | float]:
    """Slot → True, False, or for what has an amount that amount (0.0: refused). The last word on a matter counts."""
    found: dict[str, bool | float] = {}
    previous = Stance.LEAVES_OPEN
    for clause in clauses(text):
        turned = _TURN.match(clause) is not None
        inherited = _turned(previous) if turned else Stance.LEAVES_OPEN
        for part, joined in _parts(_TURN.sub("", clause)):
            stated = None
            for matter in MATTERS:
                if (match := matter.deed.search(part)) is None:
                    continue
                stance = _stance(part, match, inherited, matter)
                stated = stance
                if (value := _value(matter, stance, part)) is not None:
                    found[matter.slot] = value
            previous = inherited = stated or (inherited if joined else _mood(part))
    return found


# What is asked for in these matters is the trouble itself.
_SHORT = 16  # words: a longer clause says more
_TROUBLES = frozenset(("consent_block", "consent_unblock", "consent_lift_bar", "consent_replace_sim"))


def only_consents(clause: str) -> bool:
    """Whether a clause does nothing but say what may be done, and for what price."""
    return len(clause.split()) <= _SHORT and bool(found := consents(clause)) and not found.keys() & _TROUBLES


def _turned(stance: Stance) -> Stance:
    """The mood that goes on after "but": will not …, but …"""
    return Stance.AGREES if stance is Stance.REFUSES else Stance.LEAVES_OPEN


def _parts(clause: str) -> Iterator[tuple[str, bool]]:
    """The clause, cut where another deed is joined with "and", "or", or a comma; and whether the part was joined."""
    start, joined = 0, False
    for cut in _JOINT.finditer(clause):
        rest = clause[cut.end() :]
        if any((match := matter.deed.search(rest)) and match.start() < 60 for matter in MATTERS) or start:
            yield clause[start : cut.start()], joined
            start, joined = cut.end(), True
    yield clause[start:], joined


def _mood(part: str) -> Stance:
    """The stance of a part that names no deed, for what is joined to it: "they agreed: …"."""
    return (
        Stance.AGREES
        if re.search(r"\b(?:agrees?|agreed|permission|authori[sz]\w*|consents?)\W*$", part, re.IGNORECASE)
        else Stance.LEAVES_OPEN
    )


def _stance(part: str, match: re.Match[str], inherited: Stance, matter: Matter) -> Stance:
    before, after = part[: match.start()], part[match.end() :]
    calm = _NO_OBJECTION.sub(" willing ", before)
    if re.search(r"\bkeep\b", before, re.IGNORECASE):
        return Stance.LEAVES_OPEN
    if _DENIED_WITHIN.search(match[0]) or _DENIED_BEFORE.search(_CAP.sub(" ", calm)) or _DENIED_AFTER.match(after):
        return Stance.AGREES if _IF_NEEDED.search(after) else Stance.REFUSES
    if _HYPOTHETICAL.search(calm) or _LATER.match(after) or _DONE_ALREADY.search(match[0] + after[:12]):
        return Stance.LEAVES_OPEN
    if part.rstrip().endswith("?") and not re.search(
        r"\b(?:can|could|will|would) you\b|\bplease\b|\bpls\b", part, re.IGNORECASE
    ):
        return Stance.LEAVES_OPEN
    bare = not before.strip(" ,")
    if bare and inherited is Stance.REFUSES:
        return inherited
    if matter.whole and _PART.search(part):
        return Stance.LEAVES_OPEN
    if _PERMITS.search(calm[-90:]) or _PERMITS_AFTER.match(match[0][-12:] + after):
        return Stance.AGREES
    return Stance.AGREES if bare and (matter.asked or inherited is Stance.AGREES) else Stance.LEAVES_OPEN


def _value(matter: Matter, stance: Stance, part: str) -> bool | float | None:
    if stance is Stance.LEAVES_OPEN:
        return None
    if matter.slot != "refuel_gb":
        return stance is Stance.AGREES
    if stance is Stance.REFUSES:
        return 0.0
    amount = _AMOUNT.search(part)
    if amount is None:
        return None
    number = _NUMBERS.get(amount["number"].lower()) or float(amount["number"])
    return number / 1000 if amount["unit"].lower() == "mb" else float(number)
