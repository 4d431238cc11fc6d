"""Two tickets made alike: what of theirs is taken, what of ours is told, and notes, of which none is lost.

Both sides are compared with what they were when they were alike last. An attribute that they have changed is theirs, whatever we have
made of it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Body = dict[str, Any]

MERGED = ("description", "status", "severity", "priority", "expectedResolutionDate")
REASON = "statusChangeReason"
CAN_VANISH = frozenset({"expectedResolutionDate"})


@dataclass(frozen=True, slots=True)
class Merge:
    """What changes here, what changes there, and the attributes that both have changed."""

    to_us: Body
    to_them: Body
    conflicts: tuple[str, ...]


def merge(
    base: Mapping[str, Any], told: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]
) -> Merge:
    """Theirs, which was `base`, and ours, of which they know `told`."""
    to_us, to_them, conflicts = Body(), Body(), []
    for name in MERGED:
        is_theirs = theirs.get(name) != base.get(name) and (name in theirs or name in CAN_VANISH)
        is_ours = ours.get(name) != told.get(name)
        if is_theirs and ours.get(name) != theirs.get(name):
            to_us[name] = theirs.get(name)
            conflicts += [name] if is_ours else []
        elif is_ours and not is_theirs:
            to_them[name] = ours.get(name)
    for changes, side in ((to_us, theirs), (to_them, ours)):
        if "status" in changes and side.get(REASON):
            changes[REASON] = side[REASON]
    return Merge(to_us, to_them, tuple(conflicts))


@dataclass(frozen=True, slots=True)
class Notes:
    """Which of our notes is which of theirs (`given`), and which of ours are theirs (`taken`), by their ids."""

    given: Mapping[str, str | None]
    taken: frozenset[str]

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Notes:
        """As they are kept."""
        kept = kept or {}
        return cls(dict(kept.get("given", {})), frozenset(kept.get("taken", ())))

    def kept(self) -> Body:
        """To be kept."""
        return {"given": dict(self.given), "taken": sorted(self.taken)}

    def to_send(self, ours: Iterable[Body], theirs: Sequence[Body]) -> list[Body]:
        """Our notes that they have not been given, or have no more."""
        return [note for note in ours if note["id"] not in self.taken and not self._have(note, theirs)]

    def _have(self, note: Body, theirs: Sequence[Body]) -> bool:
        if counterpart(note, theirs) is not None:
            return True
        if note["id"] not in self.given:
            return False
        other = self.given[note["id"]]  # None: it was taken, and not found again in their words
        return other is None or any(each.get("id") == other for each in theirs)

    def to_take(self, ours: Sequence[Body], theirs: Iterable[Body]) -> list[Body]:
        """Their notes that are neither ours nor taken already, each with an id."""
        known = {*self.taken, *(other for other in self.given.values() if other)}
        found = ({"@type": "Note", **note, "id": note_id(note)} for note in theirs if note.get("text"))
        return [note for note in found if note["id"] not in known and counterpart(note, ours) is None]

    def with_given(self, sent: Sequence[Body], before: Sequence[Body], after: Sequence[Body]) -> Notes:
        """After they were sent: each is found again by its id or words, or by being new there."""
        old = {note_id(each) for each in before}
        new = [note_id(each) for each in after if note_id(each) not in old]
        given = dict(self.given)
        for note in sent:
            same = counterpart(note, after)
            other = note_id(same) if same is not None else (new[0] if len(sent) == len(new) == 1 else None)
            given[note["id"]] = other
        return Notes(given, self.taken)

    def with_found(self, ours: Iterable[Body], theirs: Sequence[Body]) -> Notes:
        """With those of ours that they have, also where nobody told us so: an answer was lost."""
        pairs = ((note, counterpart(note, theirs)) for note in ours if note["id"] not in self.taken)
        return Notes({**self.given, **{note["id"]: note_id(same) for note, same in pairs if same}}, self.taken)

    def with_taken(self, notes: Iterable[Body]) -> Notes:
        """After they were taken."""
        return Notes(self.given, self.taken | {note["id"] for note in notes})


def counterpart(note: Body, others: Iterable[Body]) -> Body | None:
    """The same note on the other side: by its id, or its words."""
    return next(
        (each for each in others if each.get("id") == note["id"] or _words(each) == _words(note)),
        None,
    )


def note_id(note: Mapping[str, Any]) -> str:
    """The note's id; of one that has none, one that it always gets."""
    given = note.get("id")
    return str(given) if given else str(uuid5(NAMESPACE_URL, f"note:{note.get('date', '')}:{note.get('text', '')}"))


def _words(note: Mapping[str, Any]) -> str:
    return " ".join(str(note.get("text", "")).split())
