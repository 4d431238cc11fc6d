"""What is counted and timed, in a registry of the app's own (Prometheus text format)."""

from __future__ import annotations

import os
from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from knowledge import Kind

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the client's own switch: a folder through which workers add up their counts
CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The app's metrics. Labels are route templates and known methods only, so that callers cannot make new series."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "t2r_http_requests", "Requests answered.", ["route", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "t2r_http_request_seconds",
            "Time from the request to the last byte of its response.",
            ["route", "method"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._answers = Counter("t2r_answers", "Answers by decision.", ["decision"], registry=self.registry)
        self._stages = Histogram(
            "t2r_stage_seconds", "Time of each stage of an answer.", ["stage"], buckets=SECONDS, registry=self.registry
        )
        self._documents = Gauge(
            "t2r_documents", "Documents in the base.", ["kind"], registry=self.registry, multiprocess_mode="mostrecent"
        )
        self._passages = Gauge(
            "t2r_passages", "Passages in the index.", registry=self.registry, multiprocess_mode="mostrecent"
        )

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        method = method if method in METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route, method).observe(seconds)

    def answer(self, decision: str, timings_ms: Mapping[str, float]) -> None:
        self._answers.labels(decision).inc()
        for stage, milliseconds in timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def render(self, documents: Mapping[Kind, int], passages: int) -> bytes:
        """Everything in Prometheus' text format, with the sizes of the base as they are now."""
        for kind, count in documents.items():
            self._documents.labels(kind.value).set(count)
        self._passages.set(passages)
        registry = self.registry
        if SHARED in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
