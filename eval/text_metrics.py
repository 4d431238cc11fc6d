"""Compare an answer's words with a reference, and each of its sentences with the passages it cites."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import LCSseq

SUPPORT_THRESHOLD = 0.7
"""Least share of a sentence's content words that its citations must hold. The measure is K-Precision (Adlakha et al.,
TACL 2024); the threshold is ours: it lets a sentence reword about one word in three."""

_FUNCTION_WORDS = """
a an and any are as at be been but by can could did do does for from had has have he her his how i if in into is it its
may me more most my of on or our out she should so some such than that the their them then there these they this those
to too up us was we were what when where which while who will with would you your
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
NEGATIONS = frozenset(["cannot", "never", "no", "none", "nor", "not", "nothing", "without"])

_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IDENTIFIER = re.compile(r"[\w#*@+][\w#*@+./:-]*")
_LIST_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+", re.MULTILINE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{2,3}(?!\d))")


def squad_tokens(text: str) -> list[str]:
    """Words after SQuAD's normalisation: lower case, no punctuation, no English article (Rajpurkar et al. 2016)."""
    bare = text.lower().translate(_NO_PUNCTUATION)
    return [word for word in bare.split() if word not in ("a", "an", "the")]


def token_f1(answer: str, reference: str) -> float:
    """Harmonic mean of word precision and recall, as in SQuAD; 1.0 when both are empty."""
    ours, theirs = squad_tokens(answer), squad_tokens(reference)
    if not ours or not theirs:
        return float(ours == theirs)
    return 2 * sum((Counter(ours) & Counter(theirs)).values()) / (len(ours) + len(theirs))


def rouge_l(answer: str, reference: str) -> float:
    """F1 of the longest common subsequence of words, as the rouge-score package defines rougeL without stemming."""
    ours, theirs = (re.sub(r"[^a-z0-9]+", " ", text.lower()).split() for text in (answer, reference))
    if not ours or not theirs:
        return 0.0
    return 2 * LCSseq.similarity(ours, theirs) / (len(ours) + len(theirs))


def identifiers(text: str) -> set[str]:
    """Numbers and identifiers: every unbroken token with a digit in it (`4g`, `*123#`, `10.0.0.1`), in lower case.

    Numbers of list items are left out; a thousands separator is dropped.
    """
    plain = _THOUSANDS.sub("", _LIST_NUMBER.sub("", unicodedata.normalize("NFKC", text)))
    found = (match.group().rstrip("./:-").casefold() for match in _IDENTIFIER.finditer(plain))
    return {token for token in found if any(sign.isdigit() for sign in token)}


def is_supported(sentence: str, quotes: Iterable[str]) -> bool:
    """Do the cited `quotes` together hold what `sentence` says?

    They must hold every number and identifier, a negation if the sentence has one, and at least SUPPORT_THRESHOLD of
    its content words (those not in FUNCTION_WORDS). Only words are compared: a wrong relation between them passes.
    """
    source = "\n".join(quotes)
    ours, theirs = _words(sentence), _words(source)
    if not identifiers(sentence) <= identifiers(source):
        return False
    negations = _negations(ours)
    if negations and not _negations(theirs):
        return False
    content = ours - FUNCTION_WORDS - negations
    return len(content & theirs) >= SUPPORT_THRESHOLD * len(content)


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", _LIST_NUMBER.sub("", text)).casefold()
    return {match.group().replace("’", "'") for match in _WORD.finditer(plain)}


def _negations(words: set[str]) -> set[str]:
    return {word for word in words if word in NEGATIONS or word.endswith("n't")}
