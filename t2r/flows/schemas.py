"""The JSON Schemas of the files, for editors that complete and check them: `python -m t2r.flows.schemas` writes them anew."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from t2r.flows.binding import Binding
from t2r.flows.language import Flow
from t2r.flows.vocabulary import VocabularyFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type[BaseModel]] = {"flow": Flow, "vocabulary": VocabularyFile, "binding": Binding}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by name."""
    return {name: {"$schema": DIALECT, **model.model_json_schema()} for name, model in FILES.items()}


def write(folder: Path) -> None:
    """Write the schemas into a folder."""
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(str(resources.files("t2r.flows"))) / "schema")
