"""Which state of an order may follow which, as the words of TMF622 and TMF641 have it: written down apart from the code that keeps to it.

The files name the states; what may follow is in the words with which the specifications define each of them, which are the same in
both and hold for orders and items.
"""

from __future__ import annotations

from collections.abc import Mapping

SPECIFIED: Mapping[str, frozenset[str]] = {
    # Stored, and not yet held to the rules of the business; nothing was begun that would have to be assessed before it is cancelled.
    "acknowledged": frozenset({"rejected", "pending", "inProgress", "cancelled", "assessingCancellation"}),
    # Waits for somebody to act: it goes on, is found to break a rule after all, or is cancelled when nobody does.
    "pending": frozenset({"inProgress", "rejected", "cancelled", "assessingCancellation"}),
    # An issue keeps it; when that is mended it goes on.
    "held": frozenset({"inProgress", "assessingCancellation"}),
    "inProgress": frozenset({"pending", "held", "assessingCancellation", "completed", "partial", "failed"}),
    # Where a cancellation is refused, the order goes back to where it was.
    "assessingCancellation": frozenset({"held", "pending", "inProgress", "pendingCancellation"}),
    "pendingCancellation": frozenset({"cancelled"}),
    "rejected": frozenset(),
    "cancelled": frozenset(),
    "completed": frozenset(),
    "partial": frozenset(),
    "failed": frozenset(),
}
# Beyond the words: an item is cancelled with its order, also one that was done, which is then taken back; one that was given up is held
# no longer. `completed` of what is no longer there would be untrue.
OF_ITEMS: Mapping[str, frozenset[str]] = SPECIFIED | {
    "inProgress": SPECIFIED["inProgress"] | {"cancelled"},
    "held": SPECIFIED["held"] | {"cancelled", "failed"},
    "completed": frozenset({"cancelled"}),
}
