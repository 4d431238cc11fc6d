"""What a reader keeps in memory of every document and passage, as columns: enough to filter and to rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Audience, Kind
from knowledge.store import Role, days, microseconds

ANY_PRODUCT = "any"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may be found; None does not restrict.

    `product` also lets documents for `any` product through. `language` matches by its primary subtag (`en` finds
    `en-IN`). `valid_at` is the day on which an article must be valid: today, or the day of `as_of`, when not given.
    `as_of` asks the base as it was at that moment.
    """

    kind: Kind | None = None
    product: str | None = None
    audience: Audience | None = None
    language: str | None = None
    valid_at: date | None = None
    as_of: datetime | None = None


_DOCUMENT_COLUMNS: dict[str, Any] = {
    "kind": np.int16,
    "product": np.int16,
    "audience": np.int16,
    "language": np.int16,
    "valid_from": np.int32,
    "valid_until": np.int32,
    "added_at": np.int64,
    "retired_at": np.int64,
    "dated": np.int64,
    "stayed_fixed": np.int8,
    "length": np.int32,
}
_CODED = ("kind", "product", "audience", "language")


class Columns:
    """Columns by document row, and by passage number the document row and the role."""

    def __init__(self) -> None:
        self._documents = {name: np.empty(0, dtype=kind) for name, kind in _DOCUMENT_COLUMNS.items()}
        self._codes: dict[str, dict[str, int]] = {name: {} for name in _CODED}
        self.document = np.empty(0, dtype=np.int64)
        self.role = np.empty(0, dtype=np.int8)
        self._first = np.zeros(1, dtype=np.int64)
        self._symptoms = np.zeros(1, dtype=np.int64)

    def copy(self) -> Columns:
        """A copy to update, while readers go on with this one."""
        copy = Columns()
        copy._documents = dict(self._documents)
        copy._codes = {name: dict(codes) for name, codes in self._codes.items()}
        copy.document, copy.role = self.document, self.role
        copy._first, copy._symptoms = self._first, self._symptoms
        return copy

    def update(
        self, documents: Sequence[tuple[Any, ...]], passages: Sequence[tuple[int, int]], total_documents: int
    ) -> None:
        """Take in the rows of `Store.document_columns` and `Store.passage_columns`."""
        rows = np.array([row[0] for row in documents], dtype=np.int64)
        for position, (name, kind) in enumerate(_DOCUMENT_COLUMNS.items(), 1):
            column = np.empty(total_documents, dtype=kind)
            old = self._documents[name]
            column[: len(old)] = old
            values = [row[position] for row in documents]
            if name in self._codes:
                codes = self._codes[name]
                values = [codes.setdefault(value, len(codes)) for value in values]
            elif name == "stayed_fixed":
                values = [-1 if value is None else value for value in values]
            column[rows] = values
            self._documents[name] = column
        if passages:
            added = np.array(passages, dtype=np.int64)
            self.document = np.concatenate([self.document, added[:, 0]])
            self.role = np.concatenate([self.role, added[:, 1].astype(np.int8)])
        # Passages of a document are numbered one after the other, so that two numbers name them all.
        self._first = np.searchsorted(self.document, np.arange(total_documents + 1))
        self._symptoms = np.concatenate([[0], np.cumsum(self.role == Role.SYMPTOM)])

    def of(self, name: str, documents: NDArray[np.int64]) -> NDArray[Any]:
        """One column's values for these document rows."""
        return self._documents[name][documents]

    def texts_of(self, documents: NDArray[np.int64], most: int) -> NDArray[np.int64]:
        """The numbers of these documents' citable passages, at most `most` of each."""
        first = self._first[documents]
        count = np.minimum(self._first[documents + 1] - first, most)
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        numbers = np.repeat(first, count) + offset
        return np.asarray(numbers[self.role[numbers] == Role.TEXT])

    def symptoms(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many symptoms each of these document rows has."""
        return self._symptoms[self._first[documents + 1]] - self._symptoms[self._first[documents]]

    def allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """By passage number: may it be found under these filters?"""
        moment = microseconds(filters.as_of) if filters.as_of else 2**62 - 1
        day = filters.valid_at or (filters.as_of or datetime.now(UTC)).date()
        column = self._documents
        keep = (column["added_at"] <= moment) & (moment < column["retired_at"])
        keep &= (column["valid_from"] <= days(day)) & (days(day) < column["valid_until"])
        if filters.kind is not None:
            keep &= self._is("kind", [filters.kind.value])
        if filters.audience is not None:
            keep &= self._is("audience", [filters.audience.value])
        if filters.product is not None and filters.product != ANY_PRODUCT:
            keep &= self._is("product", [filters.product, ANY_PRODUCT])
        if filters.language is not None:
            wanted = filters.language.split("-")[0].lower()
            spoken = [name for name in self._codes["language"] if name.split("-")[0].lower() == wanted]
            keep &= self._is("language", spoken)
        return np.asarray(keep[self.document], dtype=np.bool_)

    def _is(self, name: str, values: list[str]) -> NDArray[np.bool_]:
        codes = [self._codes[name][value] for value in values if value in self._codes[name]]
        return np.isin(self._documents[name], codes)
