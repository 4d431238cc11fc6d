"""What a model cannot see of itself: names that lead nowhere, loops, rungs never reached, wrong types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from t2r.flows.binding import Binding
from t2r.flows.expressions import Expression
from t2r.flows.files import Place, SourceFile, unknown_name
from t2r.flows.language import Flow, Rung
from t2r.flows.vocabulary import Vocabulary, VocabularyFile

TODAY = "today"


def check(
    vocabulary: Vocabulary,
    words: Iterable[tuple[SourceFile, VocabularyFile]],
    flows: Mapping[str, tuple[SourceFile, Flow]],
    bound: tuple[SourceFile, Binding] | None,
) -> None:
    """Note every mistake at the file it stands in."""
