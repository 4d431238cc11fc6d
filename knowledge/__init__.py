"""Support documents and past resolutions: taken in, redacted, cut into passages, indexed, found again."""

from knowledge.base import AddReport, KnowledgeBase
from knowledge.columns import Filters
from knowledge.documents import Article, Audience, Document, Kind, Resolution, parse_document
from knowledge.redaction import redact
from knowledge.searching import Hit, Query, SearchResult
from knowledge.store import StoreError

__all__ = [
    "AddReport",
    "Article",
    "Audience",
    "Document",
    "Filters",
    "Hit",
    "Kind",
    "KnowledgeBase",
    "Query",
    "Resolution",
    "SearchResult",
    "StoreError",
    "parse_document",
    "redact",
]
