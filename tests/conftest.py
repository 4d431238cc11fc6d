"""What all tests share: the embedding model, loaded once, and properties without a time limit."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from knowledge.embedding import OnnxEmbedder

os.environ["HF_HUB_OFFLINE"] = "1"

# How long an example takes says how busy the machine is. A property that needs more examples asks for them.
settings.register_profile("t2r", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("t2r")


@pytest.fixture(scope="session")
def onnx_embedder() -> OnnxEmbedder:
    """The embedder that serves; exported to the user's cache first if this machine has never used it."""
    return OnnxEmbedder.load()
