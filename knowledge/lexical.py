"""The lexical index: BM25 over stemmed words, on disk, written and read incrementally by tantivy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import tantivy
from numpy.typing import NDArray

WRITER_MEMORY_BYTES = 64_000_000
MAX_TERM_BYTES = 60
REMEMBERED_TEXTS = 20_000
# Among so many entries, a word that is in more than this share of them is not searched for beside rarer ones: its long list takes
# most of the time and tells the entries least apart. Measured at 100,000 passages: 1.05 ms without, 0.55 ms with this.
MANY_ENTRIES = 20_000
COMMON_SHARE = 0.2

NUMBER, TITLE, SYMPTOMS, TEXT, WORD = "number", "title", "symptoms", "text", "word"
# What a word's match in the title, or in the symptoms, counts beside its match in all of the document. Measured, nDCG@10 of
# words alone on SciFact: .684 with 0 for the title, .693 with 0.25, .666 with 1; Recall@3 of the hybrid on half of the starter
# suite: .936 with 0 for the symptoms, .939 with 0.33, .945 with 0.67, .935 with 1 (the other half: .934, .940, .943, .941).
BOOSTS = {TITLE: 0.25, SYMPTOMS: 0.67}


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """A text to be indexed under a passage's number: the passage, or the whole document whose first passage it is."""

    number: int
    title: str
    text: str
    symptoms: str = ""


@dataclass(frozen=True, slots=True)
class LexicalHits:
    """Passage numbers and their BM25 scores, best first."""

    numbers: NDArray[np.int64]
    scores: NDArray[np.float32]


class LexicalIndex:
    """One folder of a tantivy index; a reader sees new commits after `reload`."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._analyzer = _analyzer(stem=True)
        # The same passages are analysed for every question that finds them.
        self._terms = lru_cache(REMEMBERED_TEXTS)(lambda text: MappingProxyType(Counter(self._analyzer.analyze(text))))
        self._entries_with = lru_cache(REMEMBERED_TEXTS)(lambda term: self._index.searcher().doc_freq(TEXT, term))
        self._index = tantivy.Index(_schema(), str(path), reuse=True)
        self._index.register_tokenizer("stem", self._analyzer)
        self._index.register_tokenizer("word", _analyzer(stem=False))
        self._index.config_reader("manual")
        self._index.reload()

    def reload(self) -> None:
        """See what has been committed since."""
        self._index.reload()
        self._entries_with.cache_clear()

    def add(self, entries: Iterable[LexicalEntry], first: int) -> None:
        """Commit the entries; whatever an interrupted writer left from number `first` on is removed before."""
        writer = self._index.writer(WRITER_MEMORY_BYTES, 1)
        left_over = tantivy.Query.range_query(
            self._index.schema, NUMBER, tantivy.FieldType.Unsigned, lower_bound=first, use_inverted_index=True
        )
        writer.delete_documents_by_query(left_over)
        for entry in entries:
            document = tantivy.Document()
            document.add_unsigned(NUMBER, entry.number)
            text = "\n".join((entry.title, entry.text, entry.symptoms))
            document.add_text(TITLE, entry.title)
            document.add_text(SYMPTOMS, entry.symptoms)
            document.add_text(TEXT, text)
            document.add_text(WORD, text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def entries(self) -> int:
        """How many passages are indexed, those of a writer that died before its commit included."""
        return int(self._index.searcher().num_docs)

    def vocabulary(self, most: int) -> dict[str, int]:
        """The `most` frequent words as written (lower case, not stemmed) and in how many passages each is found."""
        words = self._index.searcher().terms_with_prefix(WORD, "")
        words.sort(key=lambda pair: -pair[1])
        return dict(words[:most])

    def terms(self, text: str) -> Mapping[str, int]:
        """The index terms of a text, stemmed and without English function words, and how often each is there."""
        return self._terms(text)

    def rarity(self, terms: Iterable[str]) -> dict[str, float]:
        """BM25's inverse document frequency of each term, ln(1 + (N − df + ½) / (df + ½))."""
        total = self.entries()
        frequencies = {term: self._entries_with(term) for term in terms}
        return {term: math.log1p((total - df + 0.5) / (df + 0.5)) for term, df in frequencies.items()}

    def search(
        self, terms: Mapping[str, float], k: int, boosts: Mapping[str, float] = MappingProxyType({})
    ) -> LexicalHits:
        """The k entries of the highest BM25 score for the weighted terms; a match in a field of `boosts` adds so much of it."""
        if not terms or k <= 0:
            return _NOTHING
        fields = ((TEXT, 1.0), *boosts.items())
        clauses = []
        for term, weight in self._telling(terms).items():
            for field, boost in fields:
                query = tantivy.Query.term_query(self._index.schema, field, term, "freq")
                clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, boost * weight)))
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(clauses), k, count=False).hits
        if not hits:
            return _NOTHING
        numbers = searcher.fast_field_values(NUMBER, [address for _, address in hits])
        return LexicalHits(np.array(numbers, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float32))

    def _telling(self, terms: Mapping[str, float]) -> Mapping[str, float]:
        """The terms to search for: in a large index without the common ones, unless all are common."""
        entries = self.entries()
        if entries < MANY_ENTRIES:
            return terms
        most = COMMON_SHARE * entries
        return {term: weight for term, weight in terms.items() if self._entries_with(term) <= most} or terms


_NOTHING = LexicalHits(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(NUMBER, indexed=True, fast=True)
    for field in (TITLE, SYMPTOMS, TEXT):
        builder.add_text_field(field, tokenizer_name="stem", index_option="freq")
    builder.add_text_field(WORD, tokenizer_name="word", index_option="basic")
    return builder.build()


def _analyzer(*, stem: bool) -> tantivy.TextAnalyzer:
    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(MAX_TERM_BYTES))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )
    if stem:
        builder = builder.filter(tantivy.Filter.stopword("english")).filter(tantivy.Filter.stemmer("english"))
    return builder.build()
