"""What introduces a person's name in English and romanised Hindi support texts, by its first word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Introduction:
    """How an introduction goes on after its first word, what must follow the name, and how the name may be written.

    `lower`: the name may lack its capital. `is_title`: the first word must be written like "Dr". `starts_line`: only at
    the start of a line or table cell.
    """

    rest: re.Pattern[str]
    then: re.Pattern[str] | None
    lower: bool
    is_title: bool
    starts_line: bool

    def follows(self, text: str, position: int) -> bool:
        return self.then is None or bool(self.then.match(text, position))


_PERSONS = (
    "customer customers caller callers subscriber subscribers user client consumer applicant holder husband wife father"
    " mother spouse son daughter brother sister owner contact nominee guardian agent agents employee engineer"
    " technician executive registered complainant landlord tenant advisor representative rep"
)
_PERSON = rf"(?:{_PERSONS.replace(' ', '|')})"
_RELATIVES = "wife husband son daughter father mother brother sister friend uncle aunt neighbour neighbor boss cousin"
_RELATIVE = rf"(?:{_RELATIVES.replace(' ', '|')}|nephew|niece)"
_RISHTE = (
    "pati patni papa mummy pitaji mataji pita mata bhai bhaiya behen didi beta bete beti ladke ladki dost chacha mama"
    " padosi"
)
_RISHTA = rf"(?:{_RISHTE.replace(' ', '|')}|wife|husband|father|mother|son|daughter)"

_IS = r"[ \t*_]*(?:is\b|was\b|hai\b|given as\b|[:=|-])+[ \t*_:|-]*"
_SPEAKS = r"[ ,]*(?:ji[ ,]*)?(?:speaking|calling|this side|(?:\w+ se )?(?:bol|baat)(?: kar)? ?rah)"
_SPEAKS_OR_FROM = (
    r"[ ,]*(?:ji[ ,]*)?(?:speaking|calling|this side|here(?! (?:is|are|we|you))|from|with|your|and (?:i|my|we)\b|my\b"
    r"|i(?:'ve|'m| )|\()"
)
_BOL = r"[ ,]*(?:ji )?(?:(?:bol|baat)(?: kar)? ?rah|here|this side|speaking)|, ?mer[aie]\b"
_BOL_OR_HOON = (
    rf"{_BOL}|[ ,]*(?:ji )?(?:(?:\w+ se )(?:bol|baat)(?: kar)? ?rah|h(?:u+n?|oo?n)\b)|, ?(?:mer[aie]|mujhe)\b"
)
_PAUSE = r"(?: ji\b)?[ \t]*(?:$|[\n,!.|:\0]| - | and\b| sir\b| ma'?a?m\b)"
_COMMA = r"(?: ji)?[ \t]*(?:,|!|\n|$)"
_CELL_END = r"[ \t]*(?:$|[\n|,;(/.\0*_]| - )"
# "Agent: Aapka naam bataiye.\nCustomer: Irfan.": the answer stands in the next line.
_ASKED = (
    r"[^\n\0:]{0,40}\n[ \t]*(?:customer|caller|cust|cx|user|client|subscriber|c) ?:[ \t]*"
    r"(?:(?:ji|yes|haan|sure|it's|its|it is)[ ,.]+){0,3}"
)
_CONTACT = r"[ ,]*(?:ph|phone|mob|mobile|contact|no|number|tel|email|mail)\b"
_DID = (
    r" (?:called?|calls|said|says|told|visited|visits|confirmed|confirms|reported|reports|complain(?:ed|s)|informed"
    r"|wants|wanted"
    r"|asked|requested|states|stated|mentioned|claims|came|checked|replied|has|had|was|ne|ji|se|ko|aaya|aaye|aayi)\b"
)


def _cues(
    first: str,
    rest: str = "",
    then: str | None = None,
    *,
    lower: bool = False,
    is_title: bool = False,
    starts_line: bool = False,
) -> tuple[str, Introduction]:
    compiled = re.compile(rf"(?:{rest})(?:(?<![a-z0-9])|(?![a-z0-9]))")
    return first, Introduction(compiled, re.compile(then) if then else None, lower, is_title, starts_line)


def _by_word(cues: Iterable[tuple[str, Introduction]]) -> Mapping[str, tuple[Introduction, ...]]:
    table: dict[str, tuple[Introduction, ...]] = {}
    for first, introduction in cues:
        for word in first.split():
            table[word] = (*table.get(word, ()), introduction)
    return table


BEFORE_NAME = _by_word(
    (
        # titles and salutations
        _cues("mr mrs mister shri shree smt shrimati", r"\b\.?(?:/(?:mrs|ms|smt)\b\.?)?", lower=True),
        _cues("ms miss dr prof sri er adv capt col maj lt kum kumari sardar mx", r"\b\.?", is_title=True),
        _cues("dear", "", _COMMA, lower=True),
        _cues("dear respected"),
        _cues("hi hello hey namaste namaskar namaskaram vanakkam greetings", r"(?: there)?,?", _PAUSE),
        _cues("thank", " you", r",", lower=True),
        _cues("good", r" (?:morning|evening|afternoon),?", _PAUSE),
        _cues("hi hello hey namaste namaskar", "", _COMMA, lower=True, starts_line=True),
        _cues("thanks thank", r"(?: you)?(?: (?:and|&|n) (?:best |warm |kind )?regards)?[ ,!.-]*\n?[ \t-]*", _PAUSE),
        _cues(
            "regards sincerely truly faithfully wishes cheers dhanyavaad dhanyawad shukriya",
            r"[ ,!.-]*\n?[ \t-]*",
            _PAUSE,
        ),
        _cues("regards sincerely", r"[ ,!.-]*\n?[ \t-]*", r"[ \t.]*(?:\n|$)", lower=True),
        # a person says who they are
        _cues("my", r" (?:good |full |first |last |own )?(?:sur|user ?)?name(?:'s|s)?(?: is|[:=-])*", lower=True),
        _cues(
            "mera mere meri",
            r" (?:shubh |pura |poora |full )?(?:na+m|name)(?: (?:hai|h(?!\.)|he|to|toh))?[ :,-]*",
            lower=True,
        ),
        _cues("this", " is", _SPEAKS, lower=True),
        _cues("this", " is", _SPEAKS_OR_FROM),
        _cues("it", r"(?:'s| is)", _SPEAKS_OR_FROM),
        _cues("its myself", "", _SPEAKS_OR_FROM),
        _cues("myself", "", _SPEAKS, lower=True),
        _cues("i", "(?:'m| am)", _SPEAKS, lower=True),
        _cues("i", "(?:'m| am)", _SPEAKS_OR_FROM),
        _cues("im am", "(?: i)?", _SPEAKS_OR_FROM),
        _cues("main mai mein me mei hum", "", _BOL, lower=True),
        _cues("main mai mein mei hum", "", _BOL_OR_HOON),
        # somebody says who somebody is
        _cues(_PERSONS, rf"(?:'s)?[ _-]?(?:full )?name{_IS}", lower=True),
        _cues("full first last family middle", rf"[ _-]?name{_IS}", lower=True),
        _cues("surname", _IS, lower=True),
        _cues("name", rf" of (?:the |my )?(?:\w+ )?{_PERSON}{_IS}", lower=True),
        _cues(
            f"grahak {_RISHTE} customer owner malik wife husband",
            r" k[aei] (?:na+m|name)(?: (?:hai|h(?!\.)))?[ :,-]*",
            lower=True,
        ),
        _cues("unka unke", r" (?:na+m|name)(?: (?:hai|h(?!\.)))?[ :,-]*", lower=True),
        _cues("uska inka iska uske inke iske", r" (?:na+m|name)(?: (?:hai|h))?[ :,-]*"),
        _cues("naam nam name", rf"{_ASKED}", _PAUSE, lower=True),
        _cues("his her their whose", r" name(?:'s| is| was)", lower=True),
        _cues("naam nam", r" (?:hai|h|bataya|batay)|[ ]?[:=-]", lower=True),
        _cues("my", rf" {_RELATIVE}(?:'s name is| named| called)?"),
        _cues("my", rf" {_RELATIVE}", r" (?:cannot|can't|cant|is|has|ka|ki|ko|ne|se)\b", lower=True),
        _cues("mera mere meri unka unke unki uska uske uski inka inke iske", rf" {_RISHTA}"),
        _cues("s d w c", r"/o[ .:]*", lower=True),
        _cues("name", r" of", _PAUSE, lower=True),
        _cues("name", r" of"),
        _cues("the", r" name(?: of)?", _PAUSE),
        _cues("holder", r"[ \t*_]*[:|=-][ \t*_:|-]*", _CELL_END, lower=True),
        _cues("cust", r"\.?[ :-]*", _CONTACT, lower=True),
        _cues("cust", r"\.?[ :-]*", rf"{_DID}|{_CELL_END}|{_CONTACT}"),
        _cues("registered", r" (?:to|under)"),
        _cues("belongs", " to"),
        _cues("behalf", " of"),
        _cues("spoke spoken speak speaking talk talked talking chatted chatting", " (?:to|with)"),
        _cues("spoke spoken talked", " (?:to|with)", r"[ ]?[,(]", lower=True),
        _cues(
            "handled attended raised reported logged visited assigned",
            " (?:by|to)",
            r"[ ]?[,(]| (?:on|at|for) ",
            lower=True,
        ),
        _cues("assigned escalated", r" to[ :.*_-]*"),
        _cues("handled attended raised reported logged visited signed", r" by[ :.*_-]*"),
        _cues("closed approved received resolved taken verified created updated", r" by[ *_]*[:|-][ *_]*"),
        _cues("attn cc", r" ?[:.][ ]*", starts_line=True),
        _cues("contact", r" person[ :.*_-]*"),
        _cues("customer subscriber caller", r"[ \t]*\|", r"[ \t]*\|", lower=True, starts_line=True),
        _cues(
            "name",
            r"[ \t*_]*[:=-][ \t*_]*(?=(?:[^\W\d_]+\.? ){1,3}[^\W\d_]+[ \t]*(?:\n|$))",
            lower=True,
            starts_line=True,
        ),
        _cues(f"name {_PERSONS} from attn signed", r"[ \t*_]*[:|=-][ \t*_:|-]*", _CELL_END, starts_line=True),
        _cues(
            "agent engineer technician executive lineman representative supervisor advisor customer caller subscriber",
            "",
            _DID,
        ),
    )
)

AFTER_NAME = _by_word(
    (
        _cues("ji", lower=True),
        _cues("ke", r" na+m (?:se|pe|par|pr|me|mein|ka|wala)"),
        _cues("ke", r" na+m (?:se|pe|par|pr|me|mein) (?:hai|h|tha|registered|reg|chalu|chal)", lower=True),
        _cues("bol", r" ?rah[aie] h(?:u|oo?)n?", lower=True),
        _cues("this", " side"),
        _cues("speaking", r"(?=[ ]*(?:[,.!?\n]|$|from |sir|how|may ))"),
        _cues("here", r"(?=[,.!\n]| from\b| calling\b)"),
        _cues("bhaiya sahab saheb saab didi uncle aunty"),
    )
)
