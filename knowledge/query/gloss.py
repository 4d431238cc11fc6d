"""A Hindi sentence in English words: phrases first, then words; negation, preposition and question word in front.

The result need not be grammatical. It is read by an embedding model and a lexical index, for which the right words
near each other are what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.query.language import Token, hindi_readings
from knowledge.query.lexicon import Verb
from knowledge.query.phrases import CONTENT, phrase_at, sense_at
from knowledge.query.units import Unit, units
from knowledge.query.verb_groups import Atom

_LIGHT_VERBS = frozenset(("ho", "kar", "karwa"))
_FUTURE = frozenset(("future", "wish"))
_ENDS_CLAUSE = frozenset(("being", "negation", "joining", "mark", "verb"))


@dataclass(frozen=True, slots=True)
class Glossed:
    """The English of a sentence, and which words became which."""

    english: str
    changes: tuple[tuple[str, str], ...]


def gloss(text: str, sentence: Sequence[Token], english: Callable[[Token], str]) -> Glossed:
    """Render the tokens of a Hindi sentence of `text`; `english` gives what to write for a word that is not Hindi."""
    atoms = [
        Atom(place, token.text, reading, token.kind == "mark")
        for place, (token, readings) in enumerate(zip(sentence, hindi_readings(sentence), strict=True))
        if token.text != "-"  # net-nahi-chal-raha
        for reading in (readings or (None,))
    ]
    rendering = _Rendering(units(atoms))
    changes: list[tuple[str, str]] = []
    place = 0
    while place < len(rendering.units):
        first, behind = rendering.units[place], place + 1
        matched = phrase_at(rendering.units, place)
        if matched:
            phrase, behind = matched
            words = rendering.put(phrase.english, phrase.kind, first)
        elif first.kind == "word":
            words = rendering.put(english(sentence[first.first]), "word", first)
        else:
            words = rendering.render(place)
        source = text[sentence[first.first].start : sentence[rendering.units[behind - 1].last].end]
        if words and words != source:
            changes.append((source, words))
        place = behind
    return Glossed(rendering.text(), tuple(changes))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of the rendering, and the kind of what they render: a unit's, or "placed" behind a preposition."""

    text: str
    kind: str


class _Rendering:
    """The pieces written so far, and where among them the clause opened."""

    def __init__(self, of: Sequence[Unit]) -> None:
        self.units = of
        self._pieces: list[_Piece] = []
        self._clause = 0
        self._asks_how = any(unit.key == "kaise" for unit in of)
        self._will_be = any(unit.form in _FUTURE for unit in of)

    def text(self) -> str:
        """What was written."""
        written = ""
        for piece in self._pieces:
            written += piece.text if piece.kind == "mark" or not written else f" {piece.text}"
        return written

    def put(self, words: str, kind: str, unit: Unit) -> str:
        """Write words where English has them: a preposition before its noun, a question word before its clause."""
        last = self._last_kind()
        if kind == "postposition" and (last in CONTENT or last == "infinitive"):
            self._place(unit, words)
        elif kind == "need" and last in CONTENT:
            self._write(f"need {self._pieces.pop().text}", "verb")
        elif kind == "question" and unit.key != "kya":
            self._pieces.insert(self._clause, _Piece(words, kind))
        elif words:
            self._write(words, kind)
            if kind in ("joining", "mark"):
                self._clause = len(self._pieces)
        return words

    def render(self, place: int) -> str:
        """Write the unit at a place; what was written for it."""
        unit = self.units[place]
        if unit.kind == "verb":
            return self._verb(place)
        if unit.kind == "negation":
            return self._negation(unit)
        if unit.key == "kal":
            return self.put("tomorrow" if self._will_be else "yesterday", unit.kind, unit)
        if unit.key in ("main", "par"):
            return self.put(*self._doubtful(place), unit)
        if unit.kind in ("being", "progressive") or (unit.key == "kya" and self._only_asks(place)):
            return ""
        return self.put(unit.gloss, unit.kind, unit)

    def _write(self, words: str, kind: str) -> str:
        if words:
            self._pieces.append(_Piece(words, kind))
        return words

    def _last_kind(self) -> str:
        """The kind of the clause's last piece, "" at its head."""
        return self._pieces[-1].kind if len(self._pieces) > self._clause else ""

    def _place(self, unit: Unit, preposition: str) -> None:
        noun = self._pieces.pop()
        if noun.kind == "time":
            if self._last_kind() in ("number", "pronoun"):
                noun = _Piece(f"{self._pieces.pop().text} {noun.text}", "time")
            if unit.key == "se":
                preposition = "since"
        self._pieces.append(_Piece(f"{preposition} {noun.text}", "placed") if preposition else noun)

    def _negation(self, unit: Unit) -> str:
        """A negation without a verb: of what stands before it."""
        if unit.key == "mat":
            return self.put(unit.gloss, "verb", unit)
        last = self._last_kind()
        if last not in CONTENT and last != "placed":
            return self.put("no", "verb", unit)
        words = "no" if last == "word" else "not"
        self._write(f"{words} {self._pieces.pop().text}", "verb")
        return words

    def _only_asks(self, place: int) -> bool:
        """Whether `kya` makes a yes-or-no question, as it does at either end of a clause."""
        behind = self.units[place + 1].kind if place + 1 < len(self.units) else "mark"
        return behind == "mark" or (not self._last_kind() and behind not in ("verb", "being"))

    def _doubtful(self, place: int) -> tuple[str, str]:
        """`main`, which is I or in, and `par`, which is but or on."""
        if self.units[place].key == "main":
            return ("in", "postposition") if self._last_kind() else ("I", "pronoun")
        before = self.units[place - 1] if place else None
        if before is None or before.key == "ka":
            return "but", "joining"
        is_noun = before.form == "infinitive" and not before.modal
        return ("on", "postposition") if is_noun or before.kind not in _ENDS_CLAUSE else ("but", "joining")

    def _verb(self, place: int) -> str:
        unit = self.units[place]
        if unit.key.rstrip("!") in _LIGHT_VERBS and self._last_kind() in ("word", "noun"):
            return self._light_verb(unit)
        if unit.key == "ho" and unit.form == "root":
            return ""
        verb = sense_at(self.units, place) or unit.verb
        kind = "infinitive" if unit.form == "infinitive" and not unit.modal else "verb"
        return self._write(_inflected(verb, unit, asks_how=self._asks_how), kind) if verb else ""

    def _light_verb(self, unit: Unit) -> str:
        """`kar` and `ho` beside an English verb or a noun, which then carries the meaning: recharge nahi hua."""
        noun = self._pieces[-1]
        done = unit.form == "perfective" and not unit.modal and not self._asks_how
        if done and (unit.negated or unit.key != "ho" or noun.kind == "word"):
            return self._write("not done" if unit.negated else "done", "verb")
        if unit.negated:
            words = "cannot" if noun.kind == "word" or unit.modal == "able" else "not"
        else:
            words = "can" if unit.modal == "able" else unit.modal
        kind = "infinitive" if unit.form == "infinitive" and not unit.modal else "verb"
        self._pieces[-1] = _Piece(f"{words} {noun.text}".strip(), kind)
        return words


def _inflected(verb: Verb, unit: Unit, *, asks_how: bool) -> str:
    """The English of a verb group. A base that opens with "be" is a state: not received, will be received."""
    state = verb.base.startswith("be ")
    no = "not " if unit.negated else ""
    if unit.modal == "able":
        return f"{'cannot' if unit.negated else 'can'} {verb.base}"
    if unit.modal:
        return f"{no}{unit.modal} {verb.base}"
    if unit.form == "while":
        return f"when {no}{verb.going}"
    if unit.form in ("progressive", "infinitive"):
        return no + verb.going
    if unit.form == "future":
        return f"will {no}{verb.base}"
    if unit.form == "perfective" and not asks_how:
        return f"did not {verb.base}" if unit.negated and not state else no + verb.past
    if state and (unit.negated or not asks_how):
        return no + verb.past
    return f"does not {verb.base}" if unit.negated else verb.base
