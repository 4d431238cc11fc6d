"""A large corpus made of the starter library's sentences, with vectors made once and handed to every system."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from knowledge import Document
from knowledge.chunking import chunk, sentences
from knowledge.embedding import Embedder, Vectors
from knowledge.loaders import Skipped, load

SENTENCES_OF_A_PASSAGE = (4, 8)
# A passage stays one passage in every system: `knowledge.chunking` cuts at 900, LangChain's splitter at 4,000.
MAX_CHARACTERS = 850
# Norm of the noise beside a unit vector: without it, passages that share most sentences would nearly coincide.
NOISE = 0.2


@dataclass(frozen=True, slots=True)
class Passage:
    """A generated document of one passage."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Passages and, for each, the numbers of the sentences it is made of."""

    passages: tuple[Passage, ...]
    sentences: tuple[str, ...]
    made_of: tuple[tuple[int, ...], ...]


def starter_library() -> list[Document]:
    """The articles that come with the package."""
    with as_file(files("knowledge") / "articles") as folder:
        return [item for item in load([folder]) if not isinstance(item, Skipped)]


def generate(documents: Sequence[Document], size: int, seed: int = 0) -> Corpus:
    """`size` distinct passages; each mixes sentences of two documents, so that it has a topic and its own words.

    The same documents, size and seed give the same corpus. Raises ValueError where they have too few sentences.
    """
    by_document = [(document.title, _sentences(document)) for document in documents]
    by_document = [(title, found) for title, found in by_document if len(found) >= SENTENCES_OF_A_PASSAGE[0]]
    if len(by_document) < 2:
        raise ValueError(f"two documents of {SENTENCES_OF_A_PASSAGE[0]} sentences or more are needed")
    numbers: dict[str, int] = {}
    for _, found in by_document:
        for sentence in found:
            numbers.setdefault(sentence, len(numbers))
    chance = random.Random(seed)
    made: dict[frozenset[int], Passage] = {}
    for _ in range(20 * size):
        if len(made) == size:
            break
        (title, first), (_, second) = chance.sample(by_document, 2)
        wanted = chance.randint(*SENTENCES_OF_A_PASSAGE)
        of_first = min(len(first), wanted - wanted // 3)
        chosen = _fitting(chance.sample(first, of_first) + chance.sample(second, min(len(second), wanted // 3)))
        key = frozenset(numbers[sentence] for sentence in chosen)
        if key not in made:
            number = len(made)
            made[key] = Passage(f"passage-{number:06}", f"{title} ({number})", " ".join(chosen))
    if len(made) < size:
        raise ValueError(f"the documents give {len(made)} distinct passages, {size} are wanted")
    return Corpus(tuple(made.values()), tuple(numbers), tuple(tuple(sorted(key)) for key in made))


def vectors_of(corpus: Corpus, embedder: Embedder, seed: int = 0) -> Vectors:
    """One unit row a passage: the mean of its sentences' vectors and a little noise, normalised."""
    of_sentences = embedder.embed(corpus.sentences)
    means = np.stack([of_sentences[list(made_of)].mean(axis=0) for made_of in corpus.made_of])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    noise = np.random.default_rng(seed).standard_normal(means.shape, dtype=np.float32)
    vectors = means + noise * np.float32(NOISE / np.sqrt(embedder.dimension))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def write(corpus: Corpus, vectors: Vectors, folder: Path) -> tuple[Path, Path]:
    """The files every system reads: the passages as JSON Lines, their vectors as a NumPy array."""
    folder.mkdir(parents=True, exist_ok=True)
    passages, rows = folder / "passages.jsonl", folder / "vectors.npy"
    with passages.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(passage)) + "\n" for passage in corpus.passages)
    np.save(rows, vectors)
    return passages, rows


def _sentences(document: Document) -> list[str]:
    """A document's sentences as lines of plain text, each once."""
    body = document.body
    passages = [body[piece.start : piece.end] for piece in chunk(body)]
    found = (" ".join(text[start:end].split()) for text in passages for start, end in sentences(text))
    # What would read as a mark of Markdown at the start of a body is left out, and so are table rows.
    return list(dict.fromkeys(text for text in found if text[0].isalpha() and "|" not in text and len(text) <= 300))


def _fitting(chosen: Sequence[str]) -> list[str]:
    """As many of the sentences, from the first on, as make a passage that is not cut."""
    kept: list[str] = []
    for sentence in chosen:
        if len(" ".join((*kept, sentence))) <= MAX_CHARACTERS:
            kept.append(sentence)
    return kept
