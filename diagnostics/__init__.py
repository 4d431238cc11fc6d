"""What the network says of a line and a place: coverage, congestion, outage, barring, and the badges made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.network import Network

__all__ = ["Network"]


def __getattr__(name: str) -> Any:
    """`Network`, which brings SciPy and Arrow, is imported when it is first used: a single table does not need them."""
    if name == "Network":
        from diagnostics.network import Network

        return Network
    raise AttributeError(f"module {__name__} has no attribute {name}")
