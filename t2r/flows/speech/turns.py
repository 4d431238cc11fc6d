"""What customers say, cut for reading: their own turns of a transcript, and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What is said after so many characters decides nothing any more, and keeps nobody waiting.
MAX_CHARACTERS = 8_000

_AGENT = r"agent|advis[eo]r|rep|representative|csr|executive|support|operator|bot"
_CUSTOMER = r"customer|cust|caller|cx|client|user|subscriber"
_TURN = re.compile(rf"(?<!\w)(?:(?P<agent>{_AGENT})|(?P<customer>{_CUSTOMER}))[ \t]*:[ \t]*", re.IGNORECASE)
# A full stop between digits (2.0 GB) or inside a word ends nothing.
_CLAUSE_END = re.compile(
    r"[;!?\n…]+|\.+(?=\s|$)|\s-+\s|,?\s(?=(?:but|however|although|though|whereas|lekin|magar)\b)|,\s(?=par\b)"
)


def as_read(text: str) -> str:
    """The text without typographic quotes, and no more of it than is read."""
    return text[:MAX_CHARACTERS].replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def customers_words(text: str) -> str:
    """The customer's turns of a transcript, a line each; any other text as it is."""
    turns = list(_TURN.finditer(text))
    if not any(turn["customer"] for turn in turns):
        return text
    ends = [turn.start() for turn in turns[1:]] + [len(text)]
    own = [text[: turns[0].start()]]
    own += [text[turn.end() : end] for turn, end in zip(turns, ends, strict=True) if turn["customer"]]
    return "\n".join(turn.strip() for turn in own if turn.strip())


def clauses(text: str) -> Iterator[str]:
    """The sentences of a text, and their parts where the speaker turns round: "…, but …"."""
    start = 0
    for end in _CLAUSE_END.finditer(text):
        if part := text[start : end.end()].strip():
            yield part
        start = end.end()
    if part := text[start:].strip():
        yield part
