"""What the network says now, beside a question: advice that makes no sense under it is not offered first, and that is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from knowledge import Article, Document, Hit, KnowledgeBase, Resolution
from t2r.evidence import section

MAX_BADGES = 20
NAMED = 3  # documents that a note names; all are in `put_back`
# A document's advice is what this share of its steps says. It parts the starter library as an agent would: under a mobile outage
# 50 of 138 articles go back, among them all on settings of the phone and none on outages, bills or fixed lines.
MOSTLY = 0.25

Advice = Literal["restart", "settings", "sim", "equipment", "visit", "recharge"]


class LiveBadge(Protocol):
    """What is known of one trouble of this customer: as `diagnostics.badges.Badge` has it, or anything of that shape."""

    @property
    def sentence(self) -> str:
        """What is wrong, in a sentence for the agent."""
        ...

    @property
    def is_trouble(self) -> bool:
        """Whether the customer feels it, on fresh evidence."""
        ...

    @property
    def say(self) -> str:
        """What to tell the customer."""
        ...

    @property
    def article(self) -> str | None:
        """Id of the article to open."""
        ...

    @property
    def futile(self) -> Sequence[str]:
        """Kinds of advice that make no sense while it lasts."""
        ...

    @property
    def product(self) -> str:
        """The service it is about: mobile, fixed or any."""
        ...


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Trouble(_Model):
    """A trouble that is known of the customer's line or place right now."""

    sentence: Annotated[str, Field(max_length=1_000)]
    say: Annotated[str, Field(max_length=1_000)] = ""
    article: Annotated[str, Field(max_length=200)] | None = None
    futile: tuple[Advice, ...] = ()
    product: Literal["mobile", "fixed", "any"] = "any"


class Live(_Model):
    """What the network says of this customer, the worst first."""

    troubles: Annotated[tuple[Trouble, ...], Field(max_length=MAX_BADGES)] = ()

    @classmethod
    def of(cls, badges: Sequence[LiveBadge]) -> Live:
        """The troubles among badges; what is stale, unknown or mere information decides nothing."""
        return cls(
            troubles=tuple(
                Trouble.model_validate(
                    {
                        "sentence": badge.sentence,
                        "say": badge.say,
                        "article": badge.article,
                        "futile": tuple(badge.futile),
                        "product": badge.product,
                    }
                )
                for badge in badges
                if badge.is_trouble
            )[:MAX_BADGES]
        )


class LiveNote(_Model):
    """How the live diagnosis changed an answer: the trouble, what to tell the customer, what to open, what was put back.

    `changed`: what would have come first makes no sense now; `opened`: the trouble's article comes first instead.
    """

    changed: bool
    opened: bool
    text: str
    say: str
    article_id: str | None
    put_back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hits in the order in which they may be offered, and those that the diagnosis speaks against.

    `trouble` speaks against what came first; `opened`: its article comes first instead.
    """

    sensible: tuple[Hit, ...]
    futile: tuple[Hit, ...]
    trouble: Trouble | None
    opened: bool = False

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them, what makes no sense now at the end."""
        return (*self.sensible, *self.futile)


_ADVICE: dict[Advice, re.Pattern[str]] = {
    "restart": re.compile(
        r"\b(?:restart|reboot|power.?cycl)\w*|\bswitch\w* (?:\w+ ){0,4}off(?: for [\w ]+?)? and on|\bturn\w* (?:\w+ ){0,4}off and on|"
        r"\b(?:airplane|flight) mode",
        re.IGNORECASE,
    ),
    "settings": re.compile(
        r"\bsettings? ?>|\bAPN\b|access point name|\bnetwork mode\b|\breset (?:the )?(?:network )?settings|\bpreferred network|"
        r"\bprivate DNS\b|\bdata saver\b|\bVPN\b|\b(?:mobile data|data roaming) (?:tile|switch)|\bturn (?:on|off) (?:mobile|data)",
        re.IGNORECASE,
    ),
    "sim": re.compile(
        r"\b(?:replac|re-?seat|insert|remov|swap|chang|tr(?:y|ied)|clean)\w* (?:\w+ ){0,4}(?:SIM|eSIM)\b|\bSIM (?:card )?(?:tray|slot)",
        re.IGNORECASE,
    ),
    "equipment": re.compile(
        r"\b(?:ONT|router|modem|adapter|patch cord|plug)\b.*\b(?:off|push|unplug|plug|replac|reset|check)|"
        r"\b(?:push|unplug|replac|reset|check)\w*\b.*\b(?:ONT|router|modem|adapter|patch cord|plug)\b",
        re.IGNORECASE,
    ),
    "visit": re.compile(
        r"\b(?:field|fibre|technician|engineer)\w* visit|\bbook\w*\b.*\b(?:visit|technician)", re.IGNORECASE
    ),
    "recharge": re.compile(r"\b(?:recharge|top.?up|buy)\b", re.IGNORECASE),
}
# What helps while the network is down, or is about just that.
_HELPS = re.compile(r"\boutage|\bmaintenance\b|\brestoration\b|\bwi-?fi calling", re.IGNORECASE)
_STEP = re.compile(r"^[ \t]*\d{1,3}[.)][ \t]+(.+)$", re.MULTILINE)
_STEPS_HEADING = re.compile(r"steps|what to do|procedure|resolution|solution|how to|fix", re.IGNORECASE)


def advises(document: Document, futile: Sequence[str]) -> bool:
    """Whether a good part of what a document tells to do is advice of these kinds."""
    steps = _steps(document)
    patterns = [_ADVICE[kind] for kind in _ADVICE if kind in futile]
    if not steps or not patterns:
        return False
    vain = sum(any(pattern.search(step) for pattern in patterns) for step in steps)
    return vain >= MOSTLY * len(steps)


def _steps(document: Document) -> Sequence[str]:
    """What a document tells to do, step by step."""
    if isinstance(document, Resolution):
        return document.steps
    span = section(document.body, lambda heading: _STEPS_HEADING.search(heading) is not None)
    return _STEP.findall(document.body[slice(*span)] if span else document.body)


def speaks_against(live: Live, document: Document) -> Trouble | None:
    """The first trouble under which a document's advice makes no sense; None if there is none."""
    own = {trouble.article for trouble in live.troubles}
    if document.id in own or (isinstance(document, Article) and _HELPS.search(document.title)):
        return None
    for trouble in live.troubles:
        same = "any" in (trouble.product, document.product) or trouble.product == document.product
        if same and advises(document, trouble.futile):
            return trouble
    return None


def weigh(
    knowledge: KnowledgeBase, live: Live, hits: Sequence[Hit], opened: Callable[[str], Hit | None] | None = None
) -> Weighed:
    """Put what makes no sense now behind everything else and, where the best hit was such, the trouble's article before it.

    `opened(id)` gives a passage of that article, None when there is none. The first keeps the score of what it takes
    the place of.
    """
    if not live.troubles:
        return Weighed(tuple(hits), (), None)
    against: dict[str, Trouble | None] = {}
    for hit in hits:
        if hit.document_id not in against:
            document = knowledge.document_of(hit)
            against[hit.document_id] = speaks_against(live, document) if document is not None else None
    sensible = [hit for hit in hits if against[hit.document_id] is None]
    futile = [hit for hit in hits if against[hit.document_id] is not None]
    trouble, opened_it = against[hits[0].document_id] if hits else None, False
    if trouble is not None and trouble.article is not None:
        first = next((hit for hit in hits if hit.document_id == trouble.article), None)
        if first is None and opened is not None:
            first = opened(trouble.article)
        if first is not None:
            best = replace(first, score=hits[0].score, why=lambda: "the live diagnosis names this article")
            opened_it = True
            sensible = [best, *(hit for hit in sensible if hit is not first)]
    return Weighed(tuple(sensible), tuple(futile), trouble, opened_it)


def note(live: Live, articles: Weighed, cases: Weighed) -> LiveNote | None:
    """What to say of it: the trouble, and what is not offered first because of it; None when nothing is wrong."""
    if not live.troubles:
        return None
    trouble = articles.trouble or cases.trouble or live.troubles[0]
    titles = {hit.document_id: hit.title for hit in (*articles.futile, *cases.futile)}
    put_back = tuple(titles)
    text = trouble.sentence
    if put_back:
        named = ", ".join(f"“{titles[id]}”" for id in put_back[:NAMED])
        text += f" While it lasts this does not help and is not offered first: {named}."
    return LiveNote(
        changed=articles.trouble is not None,
        opened=articles.opened,
        text=text,
        say=trouble.say,
        article_id=trouble.article,
        put_back=put_back,
    )
