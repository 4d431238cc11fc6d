"""The prepared corpus, as every system reads it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def passages(job: Mapping[str, Any]) -> list[dict[str, str]]:
    """The passages: id, title and body."""
    with Path(job["passages"]).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def texts(rows: list[dict[str, str]]) -> list[str]:
    """Title and body as one text, for systems without a field for titles; ours embeds the same."""
    return [f"{row['title']}\n{row['body']}" for row in rows]


def vectors(job: Mapping[str, Any]) -> Any:
    """Their vectors, float32, one unit row a passage."""
    return np.load(job["vectors"])
