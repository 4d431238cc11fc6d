"""What can go wrong with a store."""

from __future__ import annotations


class StoreError(Exception):
    """The folder cannot be read or written as a network; says which file and why.

    StoreError
    └── StoreMovedError: a newer state has replaced the files of this one; open the store again
    """


class StoreMovedError(StoreError):
    """A newer state has replaced the files of this one: open the store again."""
