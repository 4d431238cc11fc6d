"""How much personal data redaction lets through, and how much else it takes, on texts with planted identifiers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from eval.redaction.texts import LabelledText, Planted, labelled_texts
from knowledge.redaction import KINDS, Span, find

__all__ = ["evaluate"]

MOST_EXAMPLES = 20
CONSECUTIVE = 5  # characters of a number or mailbox that, left standing in a row, count as a leak


def evaluate(n: int = 2400, seed: int = 7) -> dict[str, Any]:
    """Redact `n` generated texts and compare with what was planted in them.

    An identifier has leaked if any identifying part of it survives: five digits or characters in a row (all of a
    shorter one), a word of a name, a house number, street or PIN code of an address. A false redaction is one that
    touches nothing planted, counted for a thousand words of all texts and, apart, of those without any identifier;
    `extra_words` are those taken together with an identifier. `kind_accuracy`: the share redacted as what it is.
    """
    texts = list(labelled_texts(n, seed))
    planted: Counter[str] = Counter()
    leaked: Counter[str] = Counter()
    mistaken: Counter[str] = Counter()
    false: Counter[str] = Counter()
    by_slice: dict[str, Counter[str]] = {}
    examples: list[dict[str, str]] = []
    for text in texts:
        spans = find(text.text)
        counts = by_slice.setdefault(text.slice, Counter())
        counts.update(texts=1, words=len(text.text.split()), planted=len(text.planted))
        counts["extra words"] += sum(len(piece.split()) for piece in _taken_besides(text, spans))
        for item in text.planted:
            planted[item.kind] += 1
            mistaken[item.kind] += item.kind not in {span.kind for span in spans if _touch(span, item)}
            if survivors := _survivors(text.text, item, spans):
                leaked[item.kind] += 1
                counts["leaked"] += 1
                examples.append({"kind": item.kind, "what": "leak", "survives": survivors, "text": text.text})
        for span in spans:
            if not any(_touch(span, item) for item in text.planted):
                false[span.kind] += 1
                counts["false"] += 1
                taken = text.text[span.start : span.end]
                examples.append({"kind": span.kind, "what": "false", "takes": taken, "text": text.text})
    total = sum(by_slice.values(), Counter())
    empty = by_slice.get("hard negative", Counter())
    return {
        "n": n,
        "seed": seed,
        "counts": {"texts": len(texts), "words": total["words"], "planted": total["planted"]},
        "metrics": {
            "leak_rate": _rate(total["leaked"], total["planted"]),
            "false_redactions_per_1000_words": _rate(1000 * total["false"], total["words"]),
            "false_redactions_per_1000_words_hard_negatives": _rate(1000 * empty["false"], empty["words"]),
            "extra_words_per_1000_words": _rate(1000 * total["extra words"], total["words"]),
            "kind_accuracy": _rate(total["planted"] - sum(mistaken.values()), total["planted"]),
        },
        "by_kind": {
            kind: {
                "planted": planted[kind],
                "leaked": leaked[kind],
                "leak_rate": _rate(leaked[kind], planted[kind]),
                "false_redactions": false[kind],
                "other_kind": mistaken[kind],
            }
            for kind in sorted(KINDS)
        },
        "by_slice": {
            name: {
                "n": counts["texts"],
                "planted": counts["planted"],
                "leak_rate": _rate(counts["leaked"], counts["planted"]),
                "false_redactions_per_1000_words": _rate(1000 * counts["false"], counts["words"]),
            }
            for name, counts in sorted(by_slice.items())
        },
        "examples": examples[:MOST_EXAMPLES],
    }


def _survivors(text: str, item: Planted, spans: Sequence[Span]) -> str:
    """The identifying parts of `item` that are still readable, as text; empty if none is."""
    pieces: list[str] = []
    position = item.start
    for span in spans:
        if _touch(span, item):
            pieces.append(text[position : max(position, span.start)])
            position = max(position, span.end)
    pieces.append(text[position : item.end] if position < item.end else "")
    left = [piece for piece in pieces if _identifies(piece, item)]
    return " … ".join(left)


def _identifies(piece: str, item: Planted) -> bool:
    if item.kind in ("NAME", "ADDRESS"):
        words = set(re.findall(r"[\w/#'-]+", piece.lower()))
        return any(part.lower().strip(".,") in words for part in item.parts)
    if any(character.isdigit() for part in item.parts for character in part) and item.kind not in (
        "EMAIL",
        "UPI",
        "SECRET",
        "PAN",
    ):
        said = len(re.findall(r"[a-z]{2,}", piece.lower()))
        return sum(map(str.isdigit, piece)) >= CONSECUTIVE or said >= CONSECUTIVE
    least = min(CONSECUTIVE, min(map(len, item.parts)))
    return len(re.sub(r"\W", "", piece.partition("@")[0])) >= least


def _taken_besides(text: LabelledText, spans: Sequence[Span]) -> list[str]:
    """What redactions that touch an identifier take besides it."""
    besides: list[str] = []
    for span in spans:
        touched = [item for item in text.planted if _touch(span, item)]
        if touched:
            besides += text.text[span.start : min(item.start for item in touched)].split("\n")
            besides += text.text[max(item.end for item in touched) : span.end].split("\n")
    return besides


def _touch(span: Span, item: Planted) -> bool:
    return span.start < item.end and item.start < span.end


def _rate(part: float, whole: float) -> float:
    return round(part / whole, 5) if whole else 0.0
