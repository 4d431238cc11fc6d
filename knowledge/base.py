"""The knowledge base: documents go in, ranked passages come out, and every write is whole or not there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np
from filelock import FileLock

from knowledge.chunking import chunk
from knowledge.clock import Clock
from knowledge.columns import Columns, Filters
from knowledge.dense import DenseIndex, VectorFile, build_bulk, bulk_is_due
from knowledge.documents import Article, Document, Kind
from knowledge.embedding import Embedder, OnnxEmbedder, Vectors
from knowledge.lexical import LexicalEntry, LexicalIndex
from knowledge.normalise import Vocabulary, normalise
from knowledge.ranking import distinct, unit_score
from knowledge.redaction import redact_document
from knowledge.searching import WHOLE_DOCUMENT_CHARACTERS, Hit, Query, Search, SearchResult, Snapshot, System, masks_of
from knowledge.store import PassageRecord, Role, State, Store, StoredPassage, StoreError, digest, microseconds

# Passages that share one commit.
BATCH_PASSAGES = 2048
VOCABULARY_WORDS = 30_000
# What is kept in memory once it was found, as it never changes: some 30 MB of passages, and as much of documents.
REMEMBERED_PASSAGES = 20_000
REMEMBERED_DOCUMENTS = 2_000
# A question of so many terms can be complete; what was said before counts from the first of these cosines on, fully from
# the second.
STANDS_ALONE = 5
UNRELATED, RELATED = 0.1, 0.3


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an `add` did: documents added, updated and left as they were, passages written, personal data taken out."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    passages: int = 0
    redacted: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: AddReport) -> AddReport:
        return AddReport(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.passages + other.passages,
            self.redacted + other.redacted,
        )


class KnowledgeBase:
    """Articles and resolutions in one folder: one writer at a time, any number of readers, also in other processes.

    `open` it, `add` and `remove` documents, `search`. Every method may be called from any thread.
    """

    def __init__(self, path: Path, embedder: Embedder, store: Store) -> None:
        self._path, self._embedder, self._store = path, embedder, store
        self._vectors = VectorFile(path / "vectors.f32", embedder.dimension)
        self._bulk = path / "vectors.ivf"
        self._words = LexicalIndex(path / "lexical" / "passages")
        self._document_words = LexicalIndex(path / "lexical" / "documents")
        self._writing = FileLock(path / "writer.lock")
        self._refreshing = threading.Lock()
        self._watch = store.connect()
        self._seen = -1
        self._snapshot: Snapshot | None = None
        self._passages: dict[int, StoredPassage] = {}
        self._documents: dict[tuple[str, datetime], Document] = {}

    @classmethod
    def open(cls, path: Path | str, *, embedder: Embedder | None = None, read_only: bool = False) -> KnowledgeBase:
        """Open the base in a folder, or make a new one there.

        Raises StoreError when the folder holds something else, when `read_only` and there is no base, or when its vectors were
        made by another embedder than the given one (all-MiniLM-L6-v2 in int8 when none is given).
        """
        folder = Path(path)
        if not read_only:
            folder.mkdir(parents=True, exist_ok=True)
        store = Store(folder / "store.sqlite", read_only=read_only)
        chosen = embedder if embedder is not None else OnnxEmbedder.load()
        try:
            store.bind(chosen.name)
            return cls(folder, chosen, store)
        except StoreError:
            store.close()
            raise
        except ValueError as error:
            # What tantivy raises for an index of another version, or where it can keep no lock.
            store.close()
            raise StoreError(f"{folder} cannot be opened: {error}") from error

    def close(self) -> None:
        """Let go of the files."""
        self._watch.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Documents

    def get(self, id: str, *, at: datetime | None = None) -> Document | None:
        """The document as it is, or as it was at a moment; None if there is none."""
        return self._store.get(id, at)

    def document_of(self, hit: Hit) -> Document | None:
        """The document in the version that a hit was found in; None if that version was taken back as it came."""
        key = (hit.document_id, hit.updated_at)
        if (known := self._documents.get(key)) is None:
            known = self._store.get(*key)
            if known is not None:
                if len(self._documents) >= REMEMBERED_DOCUMENTS:
                    self._documents.clear()
                self._documents[key] = known
        return known

    def list(self, kind: Kind | None = None, offset: int = 0, limit: int = 100) -> Sequence[Document]:
        """Documents in the order of their ids."""
        return self._store.list(kind, offset, limit)

    def written_at(self, id: str) -> datetime | None:
        """When the document came as it is; None if there is none."""
        return self._store.written_at(id)

    def count(self, kind: Kind | None = None) -> int:
        """How many documents there are."""
        return self._store.count(kind)

    def passages(self) -> int:
        """How many passages have been stored, those of earlier versions included."""
        return self._current().state.passages

    def add(
        self,
        documents: Iterable[Document],
        *,
        at: datetime | None = None,
        redact: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> AddReport:
        """Add documents, or update those whose id is there already; both from the moment `at` (now).

        Documents are committed in batches: when the process is killed, what was committed stays, and adding all again
        skips it. Personal data is taken out first unless `redact` is False (public benchmark texts). `progress` is told the
        number of documents done after each batch. Raises ValueError when `at` is before the version it would replace.
        """
        report, done = AddReport(), 0
        self._store.check_writable()
        with self._writing:
            for batch in _batches(documents):
                report += self._write(batch, at or datetime.now(UTC), redact=redact)
                done += len(batch)
                if progress:
                    progress(done)
            self._grow_bulk()
        return report

    def remove(self, ids: Iterable[str], *, at: datetime | None = None) -> int:
        """Take documents out from the moment `at` (now) on; returns how many were there.

        Raises ValueError when `at` is before a change of one of them.
        """
        self._store.check_writable()
        wanted = list(ids)
        with self._writing:
            moment = microseconds(at or datetime.now(UTC))
            with self._store.transaction() as connection:
                self._store.check_later(connection, wanted, moment)
                state = self._store.state(connection)
                rows = [row for row, _ in self._store.current(connection, wanted).values()]
                generation = state.generation + 1
                self._store.retire(connection, rows, moment, generation)
                after = State(state.documents, state.passages, generation)
                self._store.commit_state(connection, after)
            return len(rows)

    def _write(self, batch: Sequence[Document], at: datetime, *, redact: bool) -> AddReport:
        redacted: Counter[str] = Counter()
        if redact:
            cleaned = [redact_document(document) for document in batch]
            batch = [document for document, _ in cleaned]
            redacted = sum((found for _, found in cleaned), redacted)
        digests = [digest(document) for document in batch]
        with self._store.connect() as connection:
            before = self._store.state(connection)
            present = self._store.current(connection, [document.id for document in batch])
        changed = [
            (document, document_digest, _cut(document))
            for document, document_digest in zip(batch, digests, strict=True)
            if document_digest != present.get(document.id, (0, ""))[1]
        ]
        replaced = [present[document.id][0] for document, _, _ in changed if document.id in present]
        if changed:
            texts = [
                passage.text if passage.role is Role.SYMPTOM else f"{document.title}\n{passage.text}"
                for document, _, passages in changed
                for passage in passages
            ]
            self._vectors.append(self._embedder.embed(texts), before.passages)
            self._words.add(_passage_entries(changed, before.passages), before.passages)
            self._document_words.add(_document_entries(changed, before.passages), before.passages)
            with self._store.transaction() as connection:
                self._store.check_later(connection, [document.id for document, _, _ in changed], microseconds(at))
                self._store.retire(connection, replaced, microseconds(at), before.generation + 1)
                after = self._store.insert(connection, changed, microseconds(at), before)
                self._store.commit_state(connection, after)
        return AddReport(
            added=len(changed) - len(replaced),
            updated=len(replaced),
            unchanged=len(batch) - len(changed),
            passages=sum(len(passages) for _, _, passages in changed),
            redacted=redacted,
        )

    def _grow_bulk(self) -> None:
        with self._store.connect() as connection:
            count = self._store.state(connection).passages
        if bulk_is_due(self._bulk, count):
            build_bulk(self._bulk, self._vectors.rows(count))
            with self._refreshing:
                self._snapshot = None

    # Search

    def search(
        self,
        text: str | Query,
        k: int = 10,
        filters: Filters | None = None,
        *,
        system: System = "hybrid",
        one_per_document: bool = False,
    ) -> SearchResult:
        """The k best passages for a question or a complaint, in English, misspelt, or in romanised Hindi.

        Passages that nearly repeat a better one are left out.
        """
        clock = Clock()
        query = self.query(text) if isinstance(text, str) else text
        clock.lap("query")
        snapshot = self._current()
        found = Search(self._words, self._document_words, snapshot, query, masks_of(snapshot, filters or Filters()))
        numbers, signals = found.candidates(system)
        clock.lap("find")
        totals = signals.total()
        order = np.argsort(-totals, kind="stable")
        if one_per_document:
            _, first = np.unique(snapshot.columns.document[numbers[order]], return_index=True)
            order = order[np.sort(first)]
        # Where repeats leave less than k among the first, look at more of them, then at all.
        for most in (k + 2, k + max(10, k // 2), len(order)):
            top = numbers[order[:most]]
            passages = self._read(top.tolist())
            stands_for = distinct([passage.text for passage in passages], snapshot.dense.vectors(top))
            if len(set(stands_for)) >= k or most >= len(order):
                break
        hits: list[Hit] = []
        for place, passage in enumerate(passages):
            if stands_for[place] != place or len(hits) >= k:
                continue
            row = int(order[place])
            parts = signals.of(row)
            repeats = (passages[other].document_id for other, kept in enumerate(stands_for) if kept == place)
            hits.append(
                Hit(
                    passage.document_id, passage.kind, passage.title, passage.start, passage.end, passage.text,
                    passage.headings, unit_score(float(totals[row])), parts,
                    partial(self._reason, parts, passage, query.terms), passage.version, passage.added_at,
                    tuple(sorted(set(repeats) - {passage.document_id})),
                )
            )  # fmt: skip
        clock.lap("rank")
        return SearchResult(tuple(hits), query.normalised, clock.laps)

    def query(self, text: str, before: Sequence[tuple[str, float]] = (), *, leans: bool = True) -> Query:
        """Make a question ready, with what was said before it: texts, and what each counts beside the question (1).

        A question that `leans` on what was said, or is too short to stand alone, takes all of it; any other only takes
        what is near its own meaning.
        """
        vocabulary = self._current().vocabulary
        normalised = normalise(text, vocabulary)
        own: dict[str, float] = dict(self._words.terms(" ".join((normalised.english, *normalised.terms))))
        said = [normalise(earlier, vocabulary).english for earlier, _ in before]
        vectors = self._embedder.embed([normalised.english, *said])
        weights = np.array([1.0, *(weight for _, weight in before)], dtype=np.float32)
        if not leans and len(own) >= STANDS_ALONE:
            weights[1:] *= np.clip((vectors[1:] @ vectors[0] - UNRELATED) / (RELATED - UNRELATED), 0, 1)
        terms = dict(own)
        for earlier, weight in zip(said, weights[1:].tolist(), strict=True):
            if weight:
                terms |= {term: max(terms.get(term, 0.0), weight) for term in self._words.terms(earlier)}
        mixed = vectors.T @ weights
        return Query(normalised, mixed / np.linalg.norm(mixed), terms, vectors[0], own)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The unit vectors of texts, as they are, one row a text."""
        return self._embedder.embed(texts)

    def terms(self, text: str) -> Mapping[str, int]:
        """The index terms of a text (stemmed, without English function words) and how often each is there."""
        return self._words.terms(text)

    def rarity(self, terms: Iterable[str]) -> dict[str, float]:
        """How rare each index term is here: BM25's inverse document frequency."""
        return self._words.rarity(terms)

    def _read(self, numbers: Sequence[int]) -> Sequence[StoredPassage]:
        """The passages of these numbers, in their order. A passage never changes, so that it is read from disk once."""
        found = {number: passage for number in numbers if (passage := self._passages.get(number))}
        if new := [number for number in numbers if number not in found]:
            with self._store.connect() as connection:
                read = self._store.passages(connection, new)
            if len(self._passages) >= REMEMBERED_PASSAGES:
                self._passages.clear()
            self._passages.update(read)
            found |= read
        return [found[number] for number in numbers]

    def _reason(self, parts: Mapping[str, float], passage: StoredPassage, terms: Mapping[str, float]) -> str:
        said = []
        if shared := [term for term in self._words.terms(f"{passage.title}\n{passage.text}") if term in terms]:
            said.append("shares " + ", ".join(shared[:5]))
        if (meaning := parts.get("dense", 0)) > 0:
            said.append(f"meaning {meaning:.2f}")
        if parts.get("symptom", 0) > 0:
            said.append("customers say it this way")
        if stayed := parts.get("stayed_fixed"):
            said.append("stayed fixed" if stayed > 0 else "was re-opened within 7 days")
        return "; ".join(said)

    def _current(self) -> Snapshot:
        """The snapshot of the last committed state, made anew if another connection has committed since."""
        with self._refreshing:
            seen = self._store.data_version(self._watch)
            if self._snapshot is None or seen != self._seen:
                self._snapshot = self._refresh(self._snapshot)
                self._seen = seen
            return self._snapshot

    def _refresh(self, old: Snapshot | None) -> Snapshot:
        with self._store.reading() as connection:
            state = self._store.state(connection)
            if old is not None and state == old.state:
                return old
            generation, count = (old.state.generation, old.state.passages) if old else (-1, 0)
            columns = old.columns.copy() if old else Columns()
            columns.update(
                self._store.document_columns(connection, generation),
                self._store.passage_columns(connection, count),
                state.documents,
            )
        vectors = self._vectors.rows(state.passages)
        self._words.reload()
        self._document_words.reload()
        known = self._words.vocabulary(VOCABULARY_WORDS)
        for word, count in self._document_words.vocabulary(VOCABULARY_WORDS).items():
            known[word] = max(count, known.get(word, 0))
        return Snapshot(state, columns, DenseIndex(vectors, self._bulk), Vocabulary(known))


def _cut(document: Document) -> list[PassageRecord]:
    """A document's passages, and its symptoms as passages of their own, read as a question is: in English."""
    body = document.body
    passages = [
        PassageRecord(Role.TEXT, piece.start, piece.end, piece.headings, body[piece.start : piece.end])
        for piece in chunk(body)
    ]
    symptoms = document.symptoms if isinstance(document, Article) else ()
    return passages + [
        PassageRecord(Role.SYMPTOM, 0, 0, (), normalise(text).english) for text in symptoms if text.strip()
    ]


_Changed = Sequence[tuple[Document, str, Sequence[PassageRecord]]]


def _passage_entries(changed: _Changed, first: int) -> Iterator[LexicalEntry]:
    for number, (document, passage) in enumerate(
        ((document, passage) for document, _, passages in changed for passage in passages), first
    ):
        if passage.role is Role.TEXT:
            yield LexicalEntry(number, document.title, passage.text)


def _document_entries(changed: _Changed, first: int) -> Iterator[LexicalEntry]:
    for document, _, passages in changed:
        if len(document.body) <= WHOLE_DOCUMENT_CHARACTERS:
            symptoms = [passage.text for passage in passages if passage.role is Role.SYMPTOM]
            yield LexicalEntry(first, document.title, document.body, "\n".join(symptoms))
        first += len(passages)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in groups of about BATCH_PASSAGES passages, an id at most once in each."""
    batch: list[Document] = []
    size, ids = 0, set[str]()
    for document in documents:
        if batch and (document.id in ids or size >= BATCH_PASSAGES):
            yield batch
            batch, size, ids = [], 0, set()
        batch.append(document)
        ids.add(document.id)
        size += 1 + len(document.body) // 700
    if batch:
        yield batch
