"""A Hindi verb with all that colours it: tense, ability, need and negation, wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.query.lexicon import Reading
from knowledge.query.reading import read

# Particles that may stand anywhere inside a verb group or a phrase.
LIGHT_PARTICLES = frozenset(("hi", "bhi", "to", "ji", "na"))
# Verbs that only colour the one before them: kat gaya, kar diya, ho chuka; kiya jata; karta rehta.
_VECTORS = frozenset(("ja", "de", "le", "daal", "pad", "baith", "rakh", "chuk", "nikal", "aa", "reh", "uth"))
_COLOURING = {"root": _VECTORS, "perfective": frozenset(("ja", "reh")), "habitual": frozenset(("reh",))}
_ABLE = frozenset(("pa", "sak"))
# With an infinitive: aane laga, aane do, karna pada.
_AFTER_INFINITIVE = {"lag": "start to", "de": "let", "pad": "have to"}


@dataclass(frozen=True, slots=True)
class Atom:
    """A token's text and what it is read as; None for a word that is not Hindi. `place` is the token's."""

    place: int
    text: str
    reading: Reading | None
    is_mark: bool = False

    @property
    def kind(self) -> str:
        """The reading's kind."""
        return self.reading.kind if self.reading else ""

    @property
    def head(self) -> str:
        """The reading's headword."""
        return self.reading.head if self.reading else ""

    @property
    def is_light(self) -> bool:
        """Whether it may be passed over inside a verb group."""
        return self.kind == "particle" and self.head in LIGHT_PARTICLES


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb's stem and how it is used.

    `form` is the lexicon's for the last verb that has one, or "progressive" (kar raha), "while" (karte waqt);
    `modal` is "able", "need to", "want to", "tried", "start to", "let", "have to" or nothing.
    """

    stem: str
    form: str
    modal: str = ""
    negated: bool = False


def verb_group(atoms: Sequence[Atom], place: int) -> tuple[VerbGroup, int] | None:
    """The verb group that opens at a place, with the verb or its negation, and the place behind it."""
    negated = atoms[place].kind == "negation"
    if negated:
        place = _next(atoms, place + 1)
    main = _verb(atoms, place)
    if main is None:
        return None
    end = place + 1
    behind = _next(atoms, end)
    group = VerbGroup(main.head, main.form, negated=negated)
    if main.perfective_of and not _follows_root(atoms, behind):
        group = replace(group, stem=main.perfective_of, form="perfective")
    while behind < len(atoms):
        longer = _extended(group, atoms, behind)
        if longer is None:
            break
        group, end = longer, behind + 1
        behind = _next(atoms, end)
    if group.form == "habitual" and _says_when(atoms, end):
        return replace(group, form="while"), end + 1
    return group, end


def _extended(group: VerbGroup, atoms: Sequence[Atom], place: int) -> VerbGroup | None:
    """The group with the atom at a place in it; None where that opens something else."""
    atom = atoms[place]
    if atom.kind == "negation":
        own = not group.negated and not _is_main_verb(atoms, _next(atoms, place + 1), group.form)
        return replace(group, negated=True) if own else None
    if atom.kind == "progressive":
        return replace(group, form="progressive")
    if atom.kind == "being":  # karna hai
        return replace(group, modal=group.modal or "want to") if group.form == "infinitive" else group
    if atom.kind == "need":
        return replace(group, modal="need to")
    if group.form == "habitual" and (atom.head == "samay" or atom.text.lower() == "time"):
        return replace(group, form="while")
    verb = _verb(atoms, place, after_root=group.form == "root")
    return _coloured(group, verb) if verb else None


def _coloured(group: VerbGroup, verb: Reading) -> VerbGroup | None:
    """The group with a second verb in it; None where that is a verb of its own."""
    stem, form = group.stem, group.form
    if form == "root":
        if verb.head in _ABLE:
            return replace(group, modal="able", form=verb.form)
        if verb.head == "kar" and verb.form in ("root", "having"):
            return replace(group, form="having")
    if form == "having" and verb.head == "dekh":
        return replace(group, modal="tried", form=verb.form)
    if form == "infinitive" and verb.head in _AFTER_INFINITIVE:
        return replace(group, modal=_AFTER_INFINITIVE[verb.head], form=verb.form)
    if form == "habitual" and (verb.head, verb.form) in ((stem, "habitual"), ("ho", "perfective")):
        return replace(group, form="while")  # baat karte karte, baat karte hue
    if verb.head == "ho" and _is_copula(verb, form):
        return group
    if verb.head == "ja" and (stem == "chala" or (stem == "chal" and form == "perfective")):
        return replace(group, stem="ja", form=verb.form)  # chala gaya: went
    if verb.head in _COLOURING.get(form, ()):
        return replace(group, form=verb.form)
    return None


def _next(atoms: Sequence[Atom], place: int) -> int:
    """The next place from `place` on that holds no light particle."""
    while place < len(atoms) and atoms[place].is_light:
        place += 1
    return place


def _verb(atoms: Sequence[Atom], place: int, *, after_root: bool = False) -> Reading | None:
    """The verb at a place. `do` is two, unless a root stands before it or the sentence ends with it, then it is give;
    `ki` is of, unless the clause ends with it, then it is did.
    """
    if place >= len(atoms):
        return None
    atom = atoms[place]
    last = place + 1 >= len(atoms) or atoms[place + 1].is_mark
    if atom.head == "do" and atom.kind == "number":
        ends = last or atoms[place + 1].kind == "pronoun" or atoms[place + 1].text.lower() == "ki"
        return read("dijiye")[0] if place and (after_root or ends) else None
    if atom.text.lower() == "ki" and place and (last or atoms[place + 1].kind == "being"):
        return read("kari")[0]
    return atom.reading if atom.kind == "verb" else None


def _is_copula(verb: Reading, form: str) -> bool:
    """Whether a form of `ho` is a mere auxiliary: bolte ho, karte hue, karna ho."""
    if form == "infinitive":
        return verb.form == "root"
    return form in ("habitual", "progressive", "perfective") and verb.form in ("root", "perfective")


def _says_when(atoms: Sequence[Atom], place: int) -> bool:
    """Whether `hi` behind a habitual form makes it a point in time: call lagte hi."""
    if place >= len(atoms) or atoms[place].head != "hi":
        return False
    behind = _next(atoms, place + 1)
    return behind < len(atoms) and atoms[behind].kind not in ("being", "negation")


def _follows_root(atoms: Sequence[Atom], place: int) -> bool:
    """Whether at a place stands what follows a root only."""
    if place >= len(atoms):
        return False
    if atoms[place].kind == "progressive" or atoms[place].head == "do":
        return True
    verb = _verb(atoms, place)
    return verb is not None and (verb.head in _VECTORS or verb.head in _ABLE or verb.head == "kar")


def _is_main_verb(atoms: Sequence[Atom], place: int, form: str) -> bool:
    """Whether a verb of its own stands at a place, to which the negation before it belongs."""
    verb = _verb(atoms, place, after_root=form == "root")
    if verb is None:
        return False
    return not (form == "root" and (verb.head in _VECTORS or verb.head in _ABLE))
